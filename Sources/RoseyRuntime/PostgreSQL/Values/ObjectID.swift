#if PostgreSQL
public import CLibPQ

/// The numbers by which PostgreSQL names its own types (`pg_type.dat`); they are the same in every database.
@usableFromInline
enum ObjectID {
    @usableFromInline static let bool: Oid = 16
    @usableFromInline static let bytea: Oid = 17
    static let name: Oid = 19
    @usableFromInline static let int8: Oid = 20
    static let int2: Oid = 21
    @usableFromInline static let int4: Oid = 23
    @usableFromInline static let text: Oid = 25
    static let json: Oid = 114
    static let float4: Oid = 700
    @usableFromInline static let float8: Oid = 701
    static let unknown: Oid = 705
    static let bpchar: Oid = 1042
    @usableFromInline static let varchar: Oid = 1043
    static let date: Oid = 1082
    static let timestamp: Oid = 1114
    static let timestamptz: Oid = 1184
    static let numeric: Oid = 1700
    static let uuid: Oid = 2950
    static let jsonb: Oid = 3802
}
#endif
