/// The text of a definition as SQLite keeps it, in tokens.
struct SQLiteText {
    struct Token: Hashable {
        enum Kind {
            /// A bare word, in small letters.
            case word
            /// A name in quotes, without them.
            case name
            case string, number, sign
        }

        let kind: Kind
        let text: String

        func isWord(_ word: String) -> Bool { kind == .word && text == word }
        func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
        /// The name, if it can be one.
        var asName: String? { kind == .word || kind == .name ? text : nil }
    }

    let tokens: [Token]

    init(_ sql: String) {
        var scanner = SQLiteTokenScanner(sql)
        tokens = scanner.all()
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
    var terms: [String] {
        guard let start = tokens.firstIndex(where: { $0.isSign("(") }) else { return [] }
        return Self.parts(of: Self.inside(tokens[start...])).map { part in
            Self.normal(part.last.map { $0.isWord("desc") || $0.isWord("asc") } == true ? part.dropLast() : part)
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

    /// Tokens in one spelling, without parentheses around all of them.
    static func normal(_ tokens: ArraySlice<Token>) -> String {
        var tokens = tokens
        while let first = tokens.first, first.isSign("("), inside(tokens).count == tokens.count - 2 {
            tokens = tokens.dropFirst().dropLast()
        }
        return tokens.map { token in
            switch token.kind {
            case .word, .number: token.text
            // SQLite does not tell names by their case.
            case .name: token.text.lowercased()
            case .string: "'" + token.text.replacing("'", with: "''") + "'"
            case .sign: token.text == "==" ? "=" : token.text == "!=" ? "<>" : token.text
            }
        }.joined(separator: " ")
    }
}

private struct SQLiteTokenScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func all() -> [SQLiteText.Token] {
        var tokens: [SQLiteText.Token] = []
        while let token = next() { tokens.append(token) }
        return tokens
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func next() -> SQLiteText.Token? {
        skipBlanks()
        guard let scalar = peek() else { return nil }
        switch scalar {
        case "'": return SQLiteText.Token(kind: .string, text: quoted(by: "'"))
        case "\"", "`": return SQLiteText.Token(kind: .name, text: quoted(by: scalar))
        case "[": return SQLiteText.Token(kind: .name, text: quoted(by: "]"))
        case "0"..."9":
            return SQLiteText.Token(kind: .number, text: take { Self.isWordPart($0) || $0 == "." }.lowercased())
        case _ where Self.isWordPart(scalar):
            return SQLiteText.Token(kind: .word, text: take(Self.isWordPart).lowercased())
        default: break
        }
        for sign in ["->>", "<=", ">=", "<>", "!=", "==", "||", "->", "<<", ">>"]
        where scalars[position...].starts(with: sign.unicodeScalars) {
            position += sign.unicodeScalars.count
            return SQLiteText.Token(kind: .sign, text: sign)
        }
        position += 1
        return SQLiteText.Token(kind: .sign, text: String(scalar))
    }

    private mutating func skipBlanks() {
        while let scalar = peek() {
            if scalar.properties.isWhitespace {
                position += 1
            } else if scalar == "-", peek(1) == "-" {
                while let next = peek(), next != "\n" { position += 1 }
            } else if scalar == "/", peek(1) == "*" {
                position += 2
                while peek() != nil, !(peek() == "*" && peek(1) == "/") { position += 1 }
                position += 2
            } else {
                return
            }
        }
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
