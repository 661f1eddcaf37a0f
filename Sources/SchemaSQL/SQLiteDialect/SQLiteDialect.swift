import SchemaKit

/// SQLite's SQL: the types, and the checks that stand for those it does not have.
public struct SQLiteDialect: SQLDialect {
    public let system = Dialect.sqlite

    public init() {}

    public func typeName(_ type: ColumnType) -> String {
        switch type {
        case .integer, .int32, .boolean: "INTEGER"
        // A decimal of up to 15 digits is the one that prints as its 64-bit number does; an instant is its Unix time in
        // seconds, which SQLite's own functions understand.
        case .real, .decimal, .timestamp: "REAL"
        case .blob, .uuid: "BLOB"
        case .string, .text, .date, .json, .enumeration: "TEXT"
        }
    }

    public func typeCheck(_ column: Column) -> String? {
        let name = quote(column.name)
        func check(_ check: SQLiteTypeCheck, _ end: String) -> String { check.text(name, end) }
        switch column.type {
        case .string(let maxLength): return check(.length, ") <= \(maxLength)")
        case .boolean: return check(.boolean, " AND \(name) <= 1")
        case .int32: return check(.int32, " AND \(name) <= 2147483647")
        case .decimal(let precision, let scale):
            let limit = "1" + String(repeating: "0", count: precision - scale)
            return check(.decimal, "\(rounding(to: scale)) = \(name) AND abs(\(name)) < \(limit)")
        case .timestamp: return check(.timestamp, " AND \(name) < 253402300800")
        // Adding nothing makes 2026-03-02 of 2026-02-30.
        case .date: return check(.date, ", '+0 days') IS \(name) AND \(name) >= '0001-01-01'")
        case .uuid: return check(.uuid, ")")
        // It takes NULL for no JSON.
        case .json: return check(.json, ")" + (column.isNullable ? " OR \(name) IS NULL" : ""))
        case .enumeration(let words):
            return check(.enumeration, " IN (\(words.map { literal(.text($0)) }.joined(separator: ", ")))")
        case .integer, .real, .text, .blob: return nil
        }
    }

    /// They are known by their text; see ``SQLiteTypeCheck``.
    public func typeCheckLabel(_ column: Column) -> String { "" }

    public func value(of expression: DialectText, for type: ColumnType) -> String {
        let text = pick(expression)
        return switch type {
        case .decimal(_, let scale): rounded("(\(text))", scale: scale)
        // Whole seconds, and whole milliseconds.
        case .timestamp where text == "unixepoch()" || expression == .now: text
        case .timestamp: rounded("(\(text))", scale: 6)
        case .integer, .int32, .real, .boolean, .string, .text, .blob, .date, .uuid, .json, .enumeration: text
        }
    }

    /// The number of 64 bits that is nearest to the decimal number with so many digits after the point. SQLite's own
    /// rounding to digits misses it now and then.
    private func rounded(_ number: String, scale: Int) -> String { "round(" + number + rounding(to: scale) }

    /// What stands behind `round(` and a number.
    private func rounding(to scale: Int) -> String {
        let unit = "1" + String(repeating: "0", count: scale)
        return scale == 0 ? ")" : " * \(unit)) / \(unit).0"
    }
}
