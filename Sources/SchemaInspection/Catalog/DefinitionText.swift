import ExactText

/// The text of a definition as a database keeps it, in tokens.
struct DefinitionText {
    struct Token: Hashable {
        enum Kind {
            /// A bare word, in small letters.
            case word
            /// A name in quotes, without them.
            case name
            case string, number, sign
            /// `X'00ff'`, in small letters, without the letter and the quotes.
            case blob
        }

        let kind: Kind
        let text: String
        /// As it stands in the text, with what is before it.
        var spelling = ""
        var hasSpaceBefore = false
        /// The comments of whole lines before it.
        var comments: [String] = []

        /// A name or a bare word as it was spelled.
        var asSpelledName: String? { kind == .word ? spelling : kind == .name ? text : nil }

        func isWord(_ word: String) -> Bool { kind == .word && text == word }
        func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
        /// The name, if it can be one.
        var asName: String? { kind == .word || kind == .name ? text : nil }
    }

    let tokens: [Token]

    /// - Parameter hasArrays: brackets are for arrays, as PostgreSQL has them, and not for names.
    init(_ sql: String, hasArrays: Bool = false) {
        var lexer = SQLLexer(sql, hasArrays ? .postgresql : .sqlite)
        var tokens: [Token] = []
        var comments: [String] = []
        // What stands behind something is about that, if about anything.
        var isWholeLine = true
        var (end, endOfLast) = (0, 0)
        while let token = lexer.next() {
            let range = token.range
            if lexer.lineEnds(in: end..<range.lowerBound) > 0 { isWholeLine = true }
            if token.kind == .comment {
                if isWholeLine, let line = Self.commentLine(lexer.text(in: range)) { comments.append(line) }
            } else {
                isWholeLine = false
                for var part in Self.parts(of: token, lexer) {
                    part.hasSpaceBefore = range.lowerBound > endOfLast
                    part.comments = comments
                    tokens.append(part)
                    (comments, endOfLast) = ([], range.upperBound)
                }
            }
            end = range.upperBound
        }
        self.tokens = tokens
    }

    /// What the comment of a line says.
    private static func commentLine(_ text: String) -> String? {
        guard text.hasPrefix("--") else { return nil }
        var line = text.unicodeScalars.dropFirst(2)
        if line.first == " " { line.removeFirst() }
        if line.last == "\r" { line.removeLast() }
        return String(line)
    }

    private static func parts(of token: SQLLexer.Token, _ lexer: SQLLexer) -> [Token] {
        let spelling = lexer.text(in: token.range)
        let value = lexer.value(of: token)
        func one(_ kind: Token.Kind, _ text: String) -> [Token] { [Token(kind: kind, text: text, spelling: spelling)] }
        switch token.kind {
        case .comment: return []
        case .word, .parameter: return one(.word, value.asciiLowercased)
        case .name: return one(.name, value)
        case .text: return one(.string, value)
        case .number: return one(.number, number(value.asciiLowercased))
        case .sign: return one(.sign, value)
        case .bits where spelling.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "x"):
            return one(.blob, value.asciiLowercased)
        case .bits:
            let letter = String(spelling.prefix(1))
            let text = String(spelling.dropFirst())
            return [
                Token(kind: .word, text: letter.asciiLowercased, spelling: letter),
                Token(kind: .string, text: value, spelling: text),
            ]
        }
    }

    /// A number without the plus of its exponent.
    private static func number(_ text: String) -> String {
        text.hasPrefix("0x") ? text : text.replacing("e+", by: "e")
    }

    /// Tokens as they were spelled, on one line.
    static func spelled(_ tokens: ArraySlice<Token>) -> String {
        var text = ""
        for token in tokens { text += (token.hasSpaceBefore && !text.isEmpty ? " " : "") + token.spelling }
        return text
    }

    /// The tokens after a word that is in no parentheses.
    func tokensAfter(_ word: String) -> ArraySlice<Token> {
        var depth = 0
        for (position, token) in tokens.enumerated() {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if token.isWord(word), depth == 0 { return tokens[(position + 1)...] }
        }
        return []
    }

    /// Everything, in one spelling.
    var normal: String { Self.normal(tokens[...]) }

    /// What comes after a word.
    ///
    /// - Parameter outside: only where it is in no parentheses.
    func after(_ word: String, outside: Bool = false) -> String {
        var depth = 0
        for (position, token) in tokens.enumerated() {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if token.isWord(word), !outside || depth == 0 { return Self.normal(tokens[(position + 1)...]) }
        }
        return ""
    }

    /// What stands between commas in the first parentheses, without its direction.
    var terms: [String] { termTokens.map(Self.normal) }

    /// The same as they were spelled.
    var termTexts: [String] { termTokens.map { Self.spelled(Self.unwrapped($0)) } }

    /// The tokens of each term, without its direction.
    var termTokens: [ArraySlice<Token>] {
        guard let start = tokens.firstIndex(where: { $0.isSign("(") }) else { return [] }
        return Self.parts(of: Self.inside(tokens[start...])).map { part in
            part.last.map { $0.isWord("desc") || $0.isWord("asc") } == true ? part.dropLast() : part
        }
    }

    /// The tokens inside of the parentheses that the first one opens.
    static func inside(_ tokens: ArraySlice<Token>) -> ArraySlice<Token> {
        var depth = 0
        for (position, token) in zip(tokens.indices, tokens) {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if depth == 0 { return tokens[(tokens.startIndex + 1)..<max(position, tokens.startIndex + 1)] }
        }
        return tokens.dropFirst()
    }

    /// What stands between the commas.
    static func parts(of tokens: ArraySlice<Token>) -> [ArraySlice<Token>] {
        var parts: [ArraySlice<Token>] = []
        var depth = 0
        var start = tokens.startIndex
        for (position, token) in zip(tokens.indices, tokens) {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if depth == 0, token.isSign(",") {
                parts.append(tokens[start..<position])
                start = position + 1
            }
        }
        if start < tokens.endIndex { parts.append(tokens[start...]) }
        return parts
    }

    /// Tokens without parentheses around all of them.
    static func unwrapped(_ tokens: ArraySlice<Token>) -> ArraySlice<Token> {
        var tokens = tokens
        while let first = tokens.first, first.isSign("("), inside(tokens).count == tokens.count - 2 {
            tokens = tokens.dropFirst().dropLast()
        }
        return tokens
    }

    /// Tokens in one spelling, without parentheses around all of them.
    static func normal(_ tokens: ArraySlice<Token>) -> String {
        unwrapped(tokens).map { token in
            switch token.kind {
            case .word, .number: token.text
            // SQLite does not tell names by their case.
            case .name: token.text.asciiLowercased
            case .string: SQLQuoting.text(token.text)
            case .blob: "x'\(token.text)'"
            case .sign: token.text == "==" ? "=" : token.text == "!=" ? "<>" : token.text
            }
        }.joined(separator: " ")
    }
}

extension String {
    /// Without capitals as far as SQLite knows any: it takes `É` and `é` for two letters.
    var asciiLowercased: String {
        guard utf8.contains(where: { (0x41...0x5a).contains($0) }) else { return self }
        return String(decoding: utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }
}
