/// A piece of SQL with the values for its placeholders, in order. The text comes from generated names and from the
/// operators of this library only; everything else is a value.
public struct SQLFragment: Sendable, Hashable {
    @usableFromInline var sql: String
    @usableFromInline var values: [SQLValue]

    @usableFromInline
    init(_ sql: String, _ values: [SQLValue] = []) {
        self.sql = sql
        self.values = values
    }

    /// A placeholder for one value.
    @usableFromInline
    init(_ value: SQLValue) {
        self.init("?", [value])
    }

    @usableFromInline
    static func infix(_ left: SQLFragment, _ operation: String, _ right: SQLFragment) -> SQLFragment {
        SQLFragment(.joining("(", left.sql, " ", operation, " ", right.sql, ")"), left.values + right.values)
    }

    @usableFromInline
    mutating func append(_ other: SQLFragment) {
        sql += other.sql
        values += other.values
    }
}
