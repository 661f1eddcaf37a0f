import ExactText
import SchemaKit

/// PostgreSQL's SQL: the types, and the checks that stand for those it does not have.
public struct PostgreSQLDialect: SQLDialect {
    public let system = Dialect.postgresql

    public init() {}

    public func typeName(_ type: ColumnType) -> String {
        switch type {
        case .integer: "BIGINT"
        case .int32: "INTEGER"
        case .real: "DOUBLE PRECISION"
        case .decimal(let precision, let scale): "NUMERIC(\(precision), \(scale))"
        case .boolean: "BOOLEAN"
        case .string(let maxLength): "VARCHAR(\(maxLength)) COLLATE \"C\""
        case .text, .enumeration: "TEXT COLLATE \"C\""
        case .blob: "BYTEA"
        case .timestamp: "TIMESTAMP WITH TIME ZONE"
        case .date: "DATE"
        case .uuid: "UUID"
        case .json: "JSONB"
        }
    }

    public func typeCheck(_ column: Column) -> String? {
        let name = quote(column.name)
        switch column.type {
        case .timestamp: return "\(name) >= '0001-01-01 00:00:00+00' AND \(name) < '10000-01-01 00:00:00+00'"
        case .date: return "\(name) >= '0001-01-01' AND \(name) <= '9999-12-31'"
        case .enumeration(let words):
            return "\(name) IN (\(words.map { literal(.text($0)) }.joined(separator: ", ")))"
        case .integer, .int32, .real, .decimal, .boolean, .string, .text, .blob, .uuid, .json: return nil
        }
    }

    /// PostgreSQL reports a check by its name, so there these have one that says what they are: `level: enum`.
    public func typeCheckLabel(_ column: Column) -> String {
        "CONSTRAINT \(quote(typeCheckName(of: column.name, column.type))) "
    }

    /// What the check that stands for a type is called.
    public func typeCheckName(of column: String, _ type: ColumnType) -> String {
        let type = ": \(typeWord(type))"
        // A name has at most 63 bytes.
        return column.cut(to: 63 - type.utf8.count) + type
    }

    private func typeWord(_ type: ColumnType) -> String {
        switch type {
        case .enumeration: "enum"
        case .decimal: "decimal"
        case .string: "string"
        case .integer, .int32, .real, .boolean, .text, .blob, .timestamp, .date, .uuid, .json: type.description
        }
    }

    public func value(of expression: DialectText, for type: ColumnType) -> String { pick(expression) }
}
