/// A part of a command: enough of SQL to tell what a definition is about.
enum ScriptToken: Equatable {
    /// A word without quotes, in small letters, as databases take it.
    case word(String)
    /// A name in quotes.
    case quoted(String)
    /// A text, an operator: anything that is no name.
    case other
    case comma, dot, open, close

    var word: String? { if case .word(let word) = self { word } else { nil } }

    var name: String? {
        switch self {
        case .word(let name), .quoted(let name): name
        default: nil
        }
    }
}

extension ScriptCommand {
    /// Its parts, without comments.
    var tokens: [ScriptToken] {
        var tokens: [ScriptToken] = []
        // Not by characters: one of them can be a quote with what stands beside it.
        var rest = body.unicodeScalars[...]
        while let first = rest.first {
            if first.isBlank {
                rest.removeFirst()
            } else if rest.starts(with: "--".unicodeScalars) {
                rest = rest.drop { $0 != "\n" && $0 != "\r" }
            } else if rest.starts(with: "/*".unicodeScalars) {
                rest = rest.firstRange(of: "*/".unicodeScalars).map { rest[$0.upperBound...] } ?? rest[rest.endIndex...]
            } else if first == "'" {
                _ = Self.takeQuoted(&rest, until: "'")
                tokens.append(.other)
            } else if first == "\"" || first == "`" {
                tokens.append(.quoted(Self.takeQuoted(&rest, until: first)))
            } else if first == "[" {
                tokens.append(.quoted(Self.takeQuoted(&rest, until: "]")))
            } else if Self.isWordPart(first) {
                let word = rest.prefix { Self.isWordPart($0) || $0 == "$" }
                tokens.append(.word(String(word).lowercased()))
                rest = rest[word.endIndex...]
            } else {
                rest.removeFirst()
                switch first {
                case ".": tokens.append(.dot)
                case ",": tokens.append(.comma)
                case "(": tokens.append(.open)
                case ")": tokens.append(.close)
                default: tokens.append(.other)
                }
            }
        }
        return tokens
    }

    /// As both databases see it: all that is not ASCII belongs to words.
    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII || scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || ("0"..."9").contains(scalar)
    }

    /// A quote that is doubled is one of the text.
    private static func takeQuoted(_ rest: inout Substring.UnicodeScalarView, until end: Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView()
        rest.removeFirst()
        while let scalar = rest.popFirst() {
            if scalar == end {
                guard end != "]", rest.first == end else { break }
                rest.removeFirst()
            }
            text.append(scalar)
        }
        return String(text)
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
        guard var name = first?.name else { return nil }
        removeFirst()
        while first == .dot, let next = dropFirst().first?.name {
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
