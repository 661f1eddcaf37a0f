import ExactText

/// A word or sign of an SQL expression.
struct SQLToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A bare word: a keyword, a function, a column.
        case word
        /// A name in double quotes, without them.
        case name
        /// A text in single quotes, without them.
        case string
        case number
        /// Anything else: one character, or an operator of several.
        case sign
    }

    let kind: Kind
    let text: String
    /// Its place in the expression, in Unicode scalars.
    let range: Range<Int>

    /// The word in capitals; nothing for anything else.
    var keyword: String { kind == .word ? text.uppercased() : "" }
}

/// Why a text cannot be an SQL expression.
struct SQLTextError: Error {
    let message: String
    let range: Range<Int>
}

extension SQLToken {
    /// The tokens of an expression.
    ///
    /// - Parameter readers: who reads it: `?` and `@` are operators to PostgreSQL. What others read otherwise is refused.
    /// - Throws: where a quote or a parenthesis is not closed, and where the text would end the statement that it is to
    ///   become a part of, or has parameters.
    static func tokens(
        of text: String, for readers: [Dialect] = Dialect.allCases
    ) throws(SQLTextError) -> [SQLToken] {
        var lexer = SQLLexer(text, readers.count == 1 ? readers[0].lexerRules : Dialect.postgresql.lexerRules)
        var places = ScalarPlaces(text)
        var tokens: [SQLToken] = []
        var open: [Range<Int>] = []
        while let token = lexer.next() {
            let range = places.range(of: token.range)
            if let message = mistake(token, lexer, readers) {
                // Letters before a quote are ASCII.
                let start = range.lowerBound + (token.isClosed ? 0 : lexer.opening(of: token) - token.range.lowerBound)
                throw SQLTextError(message: message, range: start..<start + (token.kind == .comment ? 2 : 1))
            }
            tokens += parts(of: token, lexer, range)
            if lexer.isSign("(", token) {
                open.append(range)
            } else if lexer.isSign(")", token), open.popLast() == nil {
                throw SQLTextError(message: "this ')' closes nothing", range: range)
            }
        }
        if let range = open.last { throw SQLTextError(message: "this '(' is never closed", range: range) }
        return tokens
    }

    private static func parts(of token: SQLLexer.Token, _ lexer: SQLLexer, _ range: Range<Int>) -> [SQLToken] {
        let text = lexer.value(of: token)
        func one(_ kind: Kind) -> [SQLToken] { [SQLToken(kind: kind, text: text, range: range)] }
        switch token.kind {
        case .comment: return []
        case .word: return one(.word)
        case .name: return one(.name)
        case .text: return one(.string)
        case .number: return one(.number)
        case .parameter, .sign: return one(.sign)
        case .bits:
            // A letter says what the text is.
            let letter = SQLToken(
                kind: .word, text: String(lexer.text(in: token.range).prefix(1)), range: range.prefix(1))
            return [letter] + one(.string)
        }
    }

    /// What is wrong with a token by itself.
    private static func mistake(
        _ token: SQLLexer.Token, _ lexer: SQLLexer, _ readers: [Dialect]
    ) -> String? {
        let text = lexer.text(in: token.range)
        let first = text.unicodeScalars.first ?? " "
        func isForParameters(_ mark: Unicode.Scalar) -> String {
            "'\(mark)' is for parameters, which the SQL of a schema cannot have"
        }
        switch token.kind {
        case .comment: return "a comment in SQL would hide what follows; write it as a comment of YAML"
        case .text, .name, .bits:
            if !token.isClosed { return "this quote is never closed" }
            let isForBoth = ["'", "\"", "x", "X"].contains(first)
            return readers.count > 1 && !isForBoth
                ? "only PostgreSQL understands \(text.prefix(2))…; write a text for each database" : nil
        case .parameter: return isForParameters(first)
        case .sign where text == ";": return "a ';' ends a statement; this is a part of one"
        case .sign where text == "$": return isForParameters(first)
        case .sign where !readers.allSatisfy(\.hasQuestionMarkOperators):
            if let mark = text.unicodeScalars.first(where: { $0 == "?" || $0 == "@" }) { return isForParameters(mark) }
            return text == ":" && lexer.isWord(at: token.range.upperBound) ? isForParameters(first) : nil
        case .word, .number, .sign: return nil
        }
    }
}

/// Where bytes of a text are, in Unicode scalars.
private struct ScalarPlaces {
    private var rest: Substring.UTF8View
    private var (bytes, scalars) = (0, 0)

    init(_ text: String) {
        rest = text.utf8[...]
    }

    /// - Parameter range: one after those that were asked for before.
    mutating func range(of range: Range<Int>) -> Range<Int> {
        let start = place(range.lowerBound)
        return start..<place(range.upperBound)
    }

    private mutating func place(_ offset: Int) -> Int {
        let part = rest.prefix(offset - bytes)
        rest = rest.dropFirst(offset - bytes)
        scalars += part.count { $0 & 0xc0 != 0x80 }
        bytes = offset
        return scalars
    }
}
