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
    /// - Parameter isPostgreSQL: whether only PostgreSQL reads it, to which `?` and `@` are operators.
    /// - Throws: where a quote or a parenthesis is not closed, and where the text would end the statement that it is to
    ///   become a part of, or has parameters.
    static func tokens(of text: String, isPostgreSQL: Bool = false) throws(SQLTextError) -> [SQLToken] {
        var scanner = SQLScanner(text, isPostgreSQL: isPostgreSQL)
        var tokens: [SQLToken] = []
        var open: [Range<Int>] = []
        while let token = try scanner.next() {
            switch (token.kind, token.text) {
            case (.sign, "("): open.append(token.range)
            case (.sign, ")"):
                guard open.popLast() != nil else {
                    throw SQLTextError(message: "this ')' closes nothing", range: token.range)
                }
            default: break
            }
            tokens.append(token)
        }
        if let range = open.last { throw SQLTextError(message: "this '(' is never closed", range: range) }
        return tokens
    }
}

private struct SQLScanner {
    private let scalars: [Unicode.Scalar]
    private let isPostgreSQL: Bool
    private var position = 0

    init(_ text: String, isPostgreSQL: Bool) {
        scalars = Array(text.unicodeScalars)
        self.isPostgreSQL = isPostgreSQL
    }

    mutating func next() throws(SQLTextError) -> SQLToken? {
        while let scalar = peek(), scalar.properties.isWhitespace { position += 1 }
        guard let scalar = peek() else { return nil }
        let start = position
        switch scalar {
        case "'", "\"": return try quoted(scalar)
        case "0"..."9": return take(.number) { $0.isDigit || $0.isWordPart || $0 == "." }
        case "." where peek(1)?.isDigit == true: return take(.number) { $0.isDigit || $0.isWordPart || $0 == "." }
        case _ where scalar.isWordStart: return take(.word) { $0.isWordPart }
        case ";":
            throw SQLTextError(message: "a ';' ends a statement; this is a part of one", range: start..<start + 1)
        case "-" where peek(1) == "-", "/" where peek(1) == "*":
            throw SQLTextError(
                message: "a comment in SQL would hide what follows; write it as a comment of YAML",
                range: start..<start + 2)
        case "$",
            "?" where !isPostgreSQL, "@" where !isPostgreSQL, ":" where !isPostgreSQL && peek(1)?.isWordStart == true:
            throw SQLTextError(
                message: "'\(scalar)' is for parameters, which the SQL of a schema cannot have",
                range: start..<start + 1)
        default: break
        }
        for sign in ["->>", "<=", ">=", "<>", "!=", "==", "||", "::", "->", "<<", ">>"] where matches(sign) {
            position += sign.utf8.count
            return token(.sign, from: start)
        }
        position += 1
        return token(.sign, from: start)
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private func matches(_ sign: String) -> Bool {
        scalars[position...].starts(with: sign.unicodeScalars)
    }

    private mutating func take(_ kind: SQLToken.Kind, while belongs: (Unicode.Scalar) -> Bool) -> SQLToken {
        let start = position
        while let scalar = peek(), belongs(scalar) { position += 1 }
        return token(kind, from: start)
    }

    private mutating func quoted(_ quote: Unicode.Scalar) throws(SQLTextError) -> SQLToken {
        let start = position
        var text = String.UnicodeScalarView()
        position += 1
        while let scalar = peek() {
            position += 1
            if scalar != quote {
                text.append(scalar)
            } else if peek() == quote {
                text.append(scalar)
                position += 1
            } else {
                return SQLToken(kind: quote == "'" ? .string : .name, text: String(text), range: start..<position)
            }
        }
        throw SQLTextError(message: "this quote is never closed", range: start..<start + 1)
    }

    private func token(_ kind: SQLToken.Kind, from start: Int) -> SQLToken {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<position])
        return SQLToken(kind: kind, text: String(text), range: start..<position)
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isWordStart: Bool {
        self == "_" || properties.isXIDStart || (value >= 0x80 && !properties.isWhitespace)
    }
    fileprivate var isWordPart: Bool { isWordStart || isDigit || self == "$" || properties.isXIDContinue }
}
