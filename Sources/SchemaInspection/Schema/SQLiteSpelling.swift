import ExactText
import SchemaKit

/// Spells SQL that SQLite keeps as somebody wrote it in one way: names as the schema spells them and quoted only where that
/// is needed, operators in capitals, functions in small letters, one space between words.
struct SQLiteSpelling: Sendable {
    /// How names are spelled, by their small letters.
    private let names: [String: String]
    /// Words of queries mean what they say even where a column has the name of one.
    private let isQuery: Bool

    /// - Parameter names: those of the columns and tables that the SQL may name.
    init(_ names: [String], isQuery: Bool = false) {
        // Where two names differ in their case alone, either will do, and small letters are the ones that need no quotes.
        self.names = Dictionary(names.map { ($0.asciiLowercased, $0) }, uniquingKeysWith: max)
        self.isQuery = isQuery
    }

    /// The tokens in the one spelling, without parentheses around all of them.
    func text(_ tokens: ArraySlice<DefinitionText.Token>) -> String {
        let tokens = Array(DefinitionText.unwrapped(tokens))
        var text = ""
        var previous: (token: DefinitionText.Token, role: Role)?
        for (position, token) in tokens.enumerated() {
            let next = position + 1 < tokens.count ? tokens[position + 1] : nil
            let role = role(of: token, before: next, after: previous)
            if let previous, needsSpace(role, token, after: previous) { text += " " }
            text += spelling(token, role)
            previous = (token, role)
        }
        return text
    }

    // MARK: - What a token is

    private enum Role {
        case operation, function, value, unary, binary, opening, closing, comma, dot
    }

    private func role(
        of token: DefinitionText.Token, before next: DefinitionText.Token?,
        after previous: (token: DefinitionText.Token, role: Role)?
    ) -> Role {
        switch token.kind {
        case .word:
            if previous?.role == .dot || next?.isSign(".") == true { return .value }
            if Self.operations.contains(token.text) { return .operation }
            let isColumn = names[token.text] != nil
            if Self.queryWords.contains(token.text), isQuery || !(isColumn || next?.isSign("(") == true) {
                return .operation
            }
            return next?.isSign("(") == true ? .function : .value
        case .name: return next?.isSign("(") == true && names[token.text.asciiLowercased] == nil ? .function : .value
        case .string, .number, .blob: return .value
        case .sign:
            switch token.text {
            case "(": return .opening
            case ")": return .closing
            case ",": return .comma
            case ".": return .dot
            case "+", "-", "~":
                switch previous?.role {
                case nil, .unary, .binary, .opening, .comma: return .unary
                case .operation: return Self.values.contains(previous?.token.text ?? "") ? .binary : .unary
                default: return .binary
                }
            default: return .binary
            }
        }
    }

    private func needsSpace(
        _ role: Role, _ token: DefinitionText.Token, after previous: (token: DefinitionText.Token, role: Role)
    ) -> Bool {
        switch (previous.role, role) {
        // Two would begin a comment.
        case (.unary, .unary): previous.token.text == "-"
        case (.opening, _), (.dot, _), (.unary, _), (_, .closing), (_, .comma), (_, .dot), (.function, .opening): false
        default: true
        }
    }

    // MARK: - How it is spelled

    private func spelling(_ token: DefinitionText.Token, _ role: Role) -> String {
        switch token.kind {
        case .word:
            if role == .operation { return token.text.uppercased() }
            if role == .value, let name = names[token.text] { return Self.quoted(name) }
            return token.text
        case .name:
            // A name that is none is a text, to SQLite.
            return names[token.text.asciiLowercased].map(Self.quoted)
                ?? SQLQuoting.name(token.text)
        case .string: return SQLQuoting.text(token.text)
        case .number: return token.text
        case .blob: return "X'\(token.text)'"
        case .sign: return token.text == "==" ? "=" : token.text == "!=" ? "<>" : token.text
        }
    }

    /// In quotes unless every database reads it the same without.
    static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.enumerated().allSatisfy { position, byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (position > 0 && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte))
        }
        let isWord =
            SQLWords.contains(name) || SQLWords.isReserved(name) || operations.contains(name)
            || queryWords.contains(name)
        return isPlain && !isWord ? name : SQLQuoting.name(name)
    }

    /// Words that an expression is made of.
    private static let operations: Set<String> = [
        "and", "or", "not", "in", "is", "like", "glob", "match", "regexp", "between", "isnull", "notnull", "null",
        "collate", "escape", "case", "when", "then", "else", "end", "exists", "cast", "as", "distinct", "from",
        "select", "where", "group", "order", "having", "limit", "join", "on", "using", "union", "all", "intersect",
        "except", "values", "current_date", "current_time", "current_timestamp", "true", "false",
    ]

    /// Words of queries that may be names.
    private static let queryWords: Set<String> = [
        "with", "recursive", "by", "asc", "desc", "nulls", "first", "last", "offset", "left", "right", "full", "outer",
        "inner", "cross", "natural", "over", "partition", "filter", "window", "rows", "range", "groups", "preceding",
        "following", "unbounded", "current", "row", "materialized",
    ]

    /// Words after which a sign stands between two values.
    private static let values: Set<String> = [
        "null", "end", "current_date", "current_time", "current_timestamp", "true", "false", "isnull", "notnull",
    ]
}
