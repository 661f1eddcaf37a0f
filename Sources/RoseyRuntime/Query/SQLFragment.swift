/// A piece of SQL with the values for its placeholders, in order. The text comes from generated names and from the
/// operators of this library only; everything else is a value.
public struct SQLFragment: Sendable, Hashable {
    var sql: String
    var values: [SQLValue]

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

    static func infix(_ left: SQLFragment, _ operation: String, _ right: SQLFragment) -> SQLFragment {
        // Most have values on one side only, whose array is shared then.
        let values =
            left.values.isEmpty ? right.values : right.values.isEmpty ? left.values : left.values + right.values
        return SQLFragment(.joining(["(", left.sql, " ", operation, " ", right.sql, ")"]), values)
    }

    mutating func append(_ other: SQLFragment) {
        sql += other.sql
        values += other.values
    }
}

/// A statement that is being put together: its text in pieces, which are joined once, and its values.
struct SQLPieces {
    private var texts: [String] = []
    private var values: [SQLValue] = []

    init(_ texts: String...) {
        self.texts.reserveCapacity(24)
        self.texts += texts
    }

    mutating func append(_ text: String) {
        texts.append(text)
    }

    mutating func append(_ fragment: SQLFragment) {
        texts.append(fragment.sql)
        append(fragment.values)
    }

    mutating func append(_ more: [SQLValue]) {
        if values.isEmpty { values = more } else { values += more }
    }

    var fragment: SQLFragment { SQLFragment(.joining(texts), values) }
}
