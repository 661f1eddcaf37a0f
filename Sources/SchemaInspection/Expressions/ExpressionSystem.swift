import SchemaKit
import SchemaSQL

/// How one of the databases writes expressions.
struct ExpressionSystem: Sendable {
    let dialect: any SQLDialect
    let grammar: SQLExpressionParser.Grammar
    /// The function for the place of a text in another.
    let position: String
    /// The words between two values of which one may be NULL, where they differ and where they do not.
    let distinct: (String, String)
    let realType: String
    /// What a `sum` of whole numbers becomes, so that it is one.
    let wholeSum: @Sendable (String) -> String
    /// Numbers and instants stand for truth values and for text where they can: what SQLite does.
    let isLoose: Bool
    /// The kind of a constant such as `2.5`.
    let fraction: ExpressionKind
    /// The operator and the pattern; nothing where it has none.
    let pattern: @Sendable (SQLPattern) -> (word: String, pattern: String)?
    /// The pattern behind an operator.
    let readPattern: @Sendable (_ word: String, _ text: String) -> SQLPattern?

    static func of(_ dialect: Dialect) -> ExpressionSystem {
        switch dialect {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        }
    }

    static let sqlite = ExpressionSystem(
        dialect: SQLiteDialect(), grammar: .sqlite, position: "instr", distinct: ("IS NOT", "IS"), realType: "REAL",
        wholeSum: { $0 }, isLoose: true, fraction: .real, pattern: { $0.sqlite },
        readPattern: { word, text in word == "GLOB" ? SQLPattern(glob: text) : SQLPattern(sqlite: text) })

    static let postgresql = ExpressionSystem(
        dialect: PostgreSQLDialect(), grammar: .postgresql, position: "strpos",
        distinct: ("IS DISTINCT FROM", "IS NOT DISTINCT FROM"), realType: "DOUBLE PRECISION",
        wholeSum: { "CAST(\($0) AS BIGINT)" }, isLoose: false, fraction: .decimal, pattern: { $0.postgreSQL },
        readPattern: { word, text in SQLPattern(postgreSQL: text, isCaseSensitive: word == "LIKE") })
}

/// What the value of an expression is, as far as both databases tell it apart.
enum ExpressionKind: Hashable, Sendable {
    case integer, real, decimal, boolean, text, blob, timestamp, date, uuid, json
    /// NULL, which is of any kind.
    case null

    init(_ type: ColumnType) {
        switch type {
        case .integer, .int32: self = .integer
        case .real: self = .real
        case .decimal: self = .decimal
        case .boolean: self = .boolean
        case .string, .text, .enumeration: self = .text
        case .blob: self = .blob
        case .timestamp: self = .timestamp
        case .date: self = .date
        case .uuid: self = .uuid
        case .json: self = .json
        }
    }

    /// The kind of a type's name in a cast, without numbers in parentheses.
    init?(typeName: String) {
        switch typeName {
        case "bigint", "integer", "int", "smallint", "int8", "int4", "int2": self = .integer
        case "double precision", "float8": self = .real
        case "numeric", "decimal": self = .decimal
        case "boolean", "bool": self = .boolean
        case "text", "character varying", "varchar": self = .text
        case "bytea", "blob": self = .blob
        case "timestamp with time zone", "timestamptz", "timestamp without time zone", "timestamp": self = .timestamp
        case "date": self = .date
        case "uuid": self = .uuid
        default: return nil
        }
    }

    /// A type of the language whose constants are of this kind.
    var type: ColumnType? {
        switch self {
        case .integer: .integer
        case .real: .real
        case .boolean: .boolean
        case .text: .text
        case .blob: .blob
        case .timestamp: .timestamp
        case .date: .date
        case .uuid: .uuid
        case .decimal, .json, .null: nil
        }
    }

    var isNumber: Bool { self == .integer || self == .real || self == .decimal }

    /// The kind of two values that can be compared, or stand for each other.
    func common(with other: ExpressionKind) -> ExpressionKind? {
        if self == .json || other == .json { return nil }
        if self == .null { return other }
        if other == .null || self == other { return self }
        guard isNumber, other.isNumber else { return nil }
        return self == .real || other == .real ? .real : .decimal
    }
}
