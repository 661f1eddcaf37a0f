/// A column type as the schema language spells it.
public struct TypeDescription: Sendable {
    /// What stands in parentheses after the name.
    public enum Arguments: Sendable {
        case none
        /// The greatest number of characters.
        case length
        /// The number of digits, and how many of them come after the point.
        case precisionAndScale
        /// The values.
        case words
    }

    public let name: String
    public let arguments: Arguments
    /// What a column of the type holds.
    public let summary: String
    /// The type as a schema has it.
    public let example: String
    /// A default that fits the example.
    public let defaultExample: String

    init(
        _ name: String, _ arguments: Arguments = .none, _ summary: String, example: String? = nil,
        default literal: String
    ) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
        self.example = example ?? name
        self.defaultExample = literal
    }

    /// All types.
    public static let all = [
        TypeDescription("integer", "A whole number of 64 bits.", default: "0"),
        TypeDescription("int32", "A whole number of 32 bits.", default: "-1"),
        TypeDescription("real", "An IEEE 754 number of 64 bits.", default: "0.5"),
        TypeDescription(
            "decimal", .precisionAndScale,
            "An exact decimal number: `decimal(p, s)` has at most p digits, s of them after the point. p is at most "
                + "\(longestDecimal), as many as SQLite keeps exactly.",
            example: "decimal(8, 2)", default: "9.99"),
        TypeDescription("boolean", "True or false.", default: "false"),
        TypeDescription(
            "string", .length, "Text of at most n characters (Unicode code points).", example: "string(50)",
            default: "unknown"),
        TypeDescription("text", "Text of any length.", default: "\"\""),
        TypeDescription("blob", "Bytes. A default is written in hexadecimal digits.", default: "\"00ff\""),
        TypeDescription(
            "timestamp", "An instant, in microseconds, from the year 1 to 9999. SQLite has the Unix time in seconds.",
            default: "2026-01-31T12:00:00Z"),
        TypeDescription(
            "date", "A day of the Gregorian calendar, from the year 1 to 9999, without a time of day.",
            default: "2026-01-31"),
        TypeDescription("uuid", "A UUID. SQLite has its 16 bytes.", default: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        TypeDescription("json", "Any JSON value. A default is written as YAML.", default: "{ tags: [] }"),
        TypeDescription(
            "enum", .words, "One of these words: a Swift enum, which the database checks as well.",
            example: "enum(requested, lent, returned)", default: "requested"),
    ]

    /// PostgreSQL's limit for VARCHAR.
    static let longestString = 10_485_760
    /// The decimal digits that a 64-bit IEEE 754 number always keeps.
    static let longestDecimal = 15

    static func named(_ name: String) -> TypeDescription? {
        all.first { $0.name == name }
    }

    /// What other systems call these types.
    static let synonyms = [
        "bigint": "integer", "int": "integer", "int8": "integer", "int64": "integer", "long": "integer",
        "serial": "integer", "bigserial": "integer", "int4": "int32", "smallint": "int32", "double": "real",
        "float": "real", "float8": "real", "number": "real", "numeric": "decimal", "money": "decimal",
        "bool": "boolean", "varchar": "string", "char": "string", "character": "string", "str": "string",
        "clob": "text", "binary": "blob", "bytea": "blob", "bytes": "blob", "data": "blob", "datetime": "timestamp",
        "timestamptz": "timestamp", "time": "timestamp", "day": "date", "guid": "uuid", "jsonb": "json",
        "object": "json", "enumeration": "enum",
    ]
}

extension TypeDescription {
    fileprivate init(_ name: String, _ summary: String, default literal: String) {
        self.init(name, .none, summary, default: literal)
    }
}
