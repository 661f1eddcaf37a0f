#if PostgreSQL
public import CLibPQ

// Reading a row of PostgreSQL's result, which is in its binary format. Numbers are in network byte order.
extension Row {
    /// A value's bytes, where it is of this type.
    @inlinable
    func postgresBytes(_ index: Int32, _ type: Oid) throws -> UnsafeRawBufferPointer {
        guard PQftype(handle, index) == type else { throw mismatch(index) }
        return try postgresBytes(index)
    }

    /// A value's bytes, whatever its type.
    @inlinable
    func postgresBytes(_ index: Int32) throws -> UnsafeRawBufferPointer {
        guard let start = PQgetvalue(handle, number, index) else { throw mismatch(index) }
        let count = Int(PQgetlength(handle, number, index))
        // NULL has no bytes, as an empty text.
        if count == 0, PQgetisnull(handle, number, index) != 0 { throw mismatch(index) }
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    @inlinable
    func postgresInteger(_ index: Int32) throws -> Int64 {
        if PQftype(handle, index) == ObjectID.int8, PQgetlength(handle, number, index) == 8,
            let start = PQgetvalue(handle, number, index)
        {
            return Int64(bigEndian: UnsafeRawPointer(start).loadUnaligned(as: Int64.self))
        }
        return try postgresSmallInteger(index)
    }

    @usableFromInline
    func postgresSmallInteger(_ index: Int32) throws -> Int64 {
        let bytes = try postgresBytes(index)
        switch (PQftype(handle, index), bytes.count) {
        case (ObjectID.int4, 4): return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (ObjectID.int2, 2): return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        default: throw mismatch(index)
        }
    }

    @usableFromInline
    func postgresDouble(_ index: Int32) throws -> Double {
        let bytes = try postgresBytes(index)
        switch (PQftype(handle, index), bytes.count) {
        case (ObjectID.float8, 8): return Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        case (ObjectID.float4, 4):
            return Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        default: return Double(try postgresSmallInteger(index))
        }
    }

    @inlinable
    func postgresBool(_ index: Int32) throws -> Bool {
        let bytes = try postgresBytes(index, ObjectID.bool)
        guard bytes.count == 1 else { throw mismatch(index) }
        return bytes[0] != 0
    }

    @inlinable
    func postgresText(_ index: Int32) throws -> String {
        let type = PQftype(handle, index)
        guard type == ObjectID.text || type == ObjectID.varchar else { return try postgresOtherText(index) }
        return String(decoding: try postgresBytes(index), as: UTF8.self)
    }

    /// Text of a type that columns of the schema language are not of, and JSON.
    @usableFromInline
    func postgresOtherText(_ index: Int32) throws -> String {
        let type = PQftype(handle, index)
        switch type {
        case ObjectID.jsonb:
            // After the version of the format, which is 1.
            let bytes = try postgresBytes(index)
            guard bytes.first == 1 else { throw mismatch(index) }
            return String(decoding: bytes.dropFirst(), as: UTF8.self)
        case ObjectID.bpchar, ObjectID.name, ObjectID.json, ObjectID.unknown:
            return String(decoding: try postgresBytes(index), as: UTF8.self)
        default: throw mismatch(index)
        }
    }

    /// How many bytes libpq takes for the row beside others, about.
    var postgresSize: Int {
        (0..<PQnfields(handle)).reduce(0) { $0 + 24 + Int(PQgetlength(handle, number, $1)) }
    }

    func postgresKind(_ index: Int32) -> String {
        if PQgetisnull(handle, number, index) != 0 { return "NULL" }
        return switch PQftype(handle, index) {
        case ObjectID.int8, ObjectID.int4, ObjectID.int2: "an integer"
        case ObjectID.float8, ObjectID.float4: "a real number"
        case ObjectID.numeric: "a decimal number"
        case ObjectID.bool: "a boolean"
        case ObjectID.text, ObjectID.varchar, ObjectID.bpchar, ObjectID.name: "text"
        case ObjectID.bytea: "a blob"
        case ObjectID.json, ObjectID.jsonb: "JSON"
        case ObjectID.uuid: "a UUID"
        case ObjectID.date: "a date"
        case ObjectID.timestamp, ObjectID.timestamptz: "a timestamp"
        case let type: "a value of type \(type)"
        }
    }
}
#endif
