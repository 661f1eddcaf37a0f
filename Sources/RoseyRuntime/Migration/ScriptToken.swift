import ExactText

/// A part of a command: enough of SQL to tell what a definition is about.
enum ScriptToken: Equatable {
    /// A word without quotes, in small letters, as databases take it.
    case word(String)
    /// A name in quotes.
    case quoted(String)
    /// A text, which SQLite takes for a name where only that can stand.
    case text(String)
    /// A number, an operator: anything that is no name.
    case other
    case comma, dot, open, close

    var word: String? { if case .word(let word) = self { word } else { nil } }

    var name: String? {
        switch self {
        case .word(let name), .quoted(let name): name
        default: nil
        }
    }

    var nameOrText: String? { if case .text(let text) = self { text } else { name } }
}

extension ScriptToken {
    /// The parts of a command or of a definition, without comments.
    static func tokens(of text: some StringProtocol, _ rules: SQLLexer.Rules) -> [ScriptToken] {
        var lexer = SQLLexer(text, rules)
        var tokens: [ScriptToken] = []
        while let token = lexer.next() {
            switch token.kind {
            case .comment: continue
            case .word: tokens.append(.word(lexer.text(in: token.range).lowercased()))
            case .name: tokens.append(.quoted(lexer.value(of: token)))
            case .sign:
                switch lexer.text(in: token.range) {
                case ".": tokens.append(.dot)
                case ",": tokens.append(.comma)
                case "(": tokens.append(.open)
                case ")": tokens.append(.close)
                default: tokens.append(.other)
                }
            case .text: tokens.append(.text(lexer.value(of: token)))
            case .bits, .number, .parameter: tokens.append(.other)
            }
        }
        return tokens
    }
}

extension [ScriptToken] {
    /// What is in the first parentheses.
    var inParentheses: ArraySlice<ScriptToken> { self[...].inParentheses }
}

extension ArraySlice<ScriptToken> {
    /// What is in the first parentheses.
    var inParentheses: ArraySlice<ScriptToken> {
        guard let open = firstIndex(of: .open) else { return [] }
        var depth = 0
        for index in self[open...].indices {
            if self[index] == .open { depth += 1 }
            if self[index] == .close { depth -= 1 }
            if depth == 0 { return self[(open + 1)..<index] }
        }
        return self[(open + 1)...]
    }

    /// The parts between commas, but for those in parentheses.
    func splitAtCommas() -> [ArraySlice<ScriptToken>] {
        var depth = 0
        var parts: [ArraySlice<ScriptToken>] = []
        var start = startIndex
        for index in indices {
            switch self[index] {
            case .open: depth += 1
            case .close: depth -= 1
            case .comma where depth == 0:
                parts.append(self[start..<index])
                start = index + 1
            default: break
            }
        }
        return parts + [self[start...]]
    }

    mutating func skip(_ words: String...) {
        if prefix(words.count).map(\.word) == words { removeFirst(words.count) }
    }

    /// A name, without that of its schema.
    mutating func takeName() -> String? {
        guard var name = first?.nameOrText else { return nil }
        removeFirst()
        while first == .dot, let next = dropFirst().first?.nameOrText {
            name = next
            removeFirst(2)
        }
        return name
    }

    /// Names with commas between them.
    mutating func takeNames() -> [String] {
        var names: [String] = []
        while let name = takeName() {
            names.append(name)
            guard first == .comma else { break }
            removeFirst()
        }
        return names
    }
}
