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
        var scanner = DefinitionScanner(sql, hasArrays: hasArrays)
        tokens = scanner.all()
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

private struct DefinitionScanner {
    private let scalars: [Unicode.Scalar]
    private let hasArrays: Bool
    private var position = 0

    init(_ text: String, hasArrays: Bool) {
        scalars = Array(text.unicodeScalars)
        self.hasArrays = hasArrays
    }

    mutating func all() -> [DefinitionText.Token] {
        var tokens: [DefinitionText.Token] = []
        while true {
            let before = position
            let comments = skipBlanks()
            let start = position
            guard var token = next() else { return tokens }
            var spelling = String.UnicodeScalarView()
            spelling.append(contentsOf: scalars[start..<position])
            token.spelling = String(spelling)
            token.hasSpaceBefore = start > before
            token.comments = comments
            tokens.append(token)
        }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private func isDigit(_ offset: Int) -> Bool {
        guard let scalar = peek(offset) else { return false }
        return ("0"..."9").contains(scalar)
    }

    private mutating func next() -> DefinitionText.Token? {
        guard let scalar = peek() else { return nil }
        switch scalar {
        case "'": return DefinitionText.Token(kind: .string, text: quoted(by: "'"))
        case "\"", "`": return DefinitionText.Token(kind: .name, text: quoted(by: scalar))
        case "[" where !hasArrays: return DefinitionText.Token(kind: .name, text: quoted(by: "]"))
        case "x" where peek(1) == "'", "X" where peek(1) == "'":
            position += 1
            return DefinitionText.Token(kind: .blob, text: quoted(by: "'").asciiLowercased)
        case "0"..."9": return DefinitionText.Token(kind: .number, text: number())
        case "." where isDigit(1):
            return DefinitionText.Token(kind: .number, text: number())
        case _ where Self.isWordPart(scalar):
            return DefinitionText.Token(kind: .word, text: take(Self.isWordPart).asciiLowercased)
        default: break
        }
        for sign in ["->>", "!~~*", "!~~", "~~*", "~~", "::", "<=", ">=", "<>", "!=", "==", "||", "->", "<<", ">>"]
        where scalars[position...].starts(with: sign.unicodeScalars) {
            position += sign.unicodeScalars.count
            return DefinitionText.Token(kind: .sign, text: sign)
        }
        position += 1
        return DefinitionText.Token(kind: .sign, text: String(scalar))
    }

    /// Digits with a point and an exponent, whose sign belongs to it.
    private mutating func number() -> String {
        var text = take { Self.isWordPart($0) || $0 == "." }.asciiLowercased
        if text.hasSuffix("e"), !text.hasPrefix("0x"), peek() == "+" || peek() == "-",
            isDigit(1)
        {
            if peek() == "-" { text += "-" }
            position += 1
            text += take { ("0"..."9").contains($0) }
        }
        return text
    }

    /// - Returns: the comments of whole lines.
    private mutating func skipBlanks() -> [String] {
        var comments: [String] = []
        // What stands behind something is about that, if about anything.
        var isWholeLine = position == 0
        while let scalar = peek() {
            if scalar.properties.isWhitespace {
                if scalar == "\n" { isWholeLine = true }
                position += 1
            } else if scalar == "-", peek(1) == "-" {
                let line = take { $0 != "\n" }.dropFirst(2)
                let comment = line.hasPrefix(" ") ? line.dropFirst() : line
                if isWholeLine { comments.append(String(comment.last == "\r" ? comment.dropLast() : comment)) }
            } else if scalar == "/", peek(1) == "*" {
                position += 2
                while peek() != nil, !(peek() == "*" && peek(1) == "/") { position += 1 }
                position = min(position + 2, scalars.count)
            } else {
                break
            }
        }
        return comments
    }

    private mutating func quoted(by quote: Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView()
        position += 1
        while let scalar = peek() {
            position += 1
            if scalar != quote {
                text.append(scalar)
            } else if peek() == quote, quote != "]" {
                text.append(scalar)
                position += 1
            } else {
                break
            }
        }
        return String(text)
    }

    private mutating func take(_ belongs: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), belongs(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || scalar.value >= 0x80 || ("0"..."9").contains(scalar)
            || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}

extension String {
    /// Without capitals as far as SQLite knows any: it takes `É` and `é` for two letters.
    var asciiLowercased: String {
        guard utf8.contains(where: { (0x41...0x5a).contains($0) }) else { return self }
        return String(decoding: utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }
}
