import ExactText

extension DialectText {
    /// Whether both texts say the same on each database, however they are spelled: white space, the case of words, quotes
    /// around plain names and parentheses around the whole do not count.
    public func meansSame(as other: DialectText) -> Bool {
        Dialect.allCases.allSatisfy { SQLMeaning(self[$0], for: [$0]) == SQLMeaning(other[$0], for: [$0]) }
    }

    /// Whether one of the texts has a word or a name that is spelled so, whatever its case.
    public func mentions(_ name: String) -> Bool {
        let name = name.lowercased()
        return Dialect.allCases.contains { SQLMeaning(self[$0], for: [$0]).names.contains(name) }
    }

    /// The text after columns, or the tables that stand before them, have got other names.
    public func renaming(columns: [String: String], tables: [String: String] = [:]) -> DialectText {
        if columns.isEmpty && tables.isEmpty { return self }
        switch self {
        case .common(let text): return .common(Self.rename(text, for: Dialect.allCases, columns, tables))
        case .each(let texts):
            return .each(PerDialect { Self.rename(texts[$0], for: [$0], columns, tables) })
        }
    }

    /// The text with columns by their own names alone, where a table's name stands before them.
    public func withoutQualifier(_ table: String) -> DialectText {
        switch self {
        case .common(let text): return .common(Self.unqualified(text, table, for: Dialect.allCases))
        case .each(let texts): return .each(PerDialect { Self.unqualified(texts[$0], table, for: [$0]) })
        }
    }

    private static func unqualified(_ text: String, _ table: String, for readers: [Dialect]) -> String {
        guard let tokens = try? SQLToken.tokens(of: text, for: readers) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var end = 0
        for (qualifier, (dot, column)) in zip(tokens, zip(tokens.dropFirst(), tokens.dropFirst(2))) {
            guard dot.text == ".", dot.kind == .sign, qualifier.isName(table), [.word, .name].contains(column.kind)
            else { continue }
            result.append(contentsOf: scalars[end..<qualifier.range.lowerBound])
            // Behind a dot a word may be a name that it is not by itself.
            result.append(contentsOf: SQLQuoting.name(column.text).unicodeScalars)
            end = column.range.upperBound
        }
        result.append(contentsOf: scalars[end...])
        return String(result)
    }

    private static func rename(
        _ text: String, for readers: [Dialect], _ columns: [String: String], _ tables: [String: String]
    ) -> String {
        guard let tokens = try? SQLToken.tokens(of: text, for: readers) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var end = 0
        for (number, token) in tokens.enumerated() where token.kind == .word || token.kind == .name {
            let next = number + 1 < tokens.count ? tokens[number + 1].text : ""
            // What is called is a function.
            if token.kind == .word, next == "(" { continue }
            let names = next == "." ? tables : columns
            let name = names.first { old, _ in token.isName(old) }
            guard let name, token.kind == .name || !SQLWords.contains(token.text) else { continue }
            result.append(contentsOf: scalars[end..<token.range.lowerBound])
            result.append(contentsOf: SQLQuoting.name(name.value).unicodeScalars)
            end = token.range.upperBound
        }
        result.append(contentsOf: scalars[end...])
        return String(result)
    }
}

extension SQLToken {
    /// Whether it is the name: as it is spelled in quotes, in either case without them.
    fileprivate func isName(_ name: String) -> Bool {
        switch kind {
        case .name: text.isSpelled(name)
        case .word: text.lowercased() == name.lowercased()
        case .string, .number, .sign: false
        }
    }
}

/// An SQL text without what does not change its meaning.
private struct SQLMeaning: Hashable {
    private let tokens: [String]

    init(_ text: String, for readers: [Dialect]) {
        guard var tokens = try? SQLToken.tokens(of: text, for: readers)[...] else {
            // A comment, say. The lines as they are.
            self.tokens = text.split(whereSeparator: \.isWhitespace).map(String.init)
            return
        }
        while Self.isWrapped(tokens) { tokens = tokens.dropFirst().dropLast() }
        self.tokens = tokens.map { token in
            switch token.kind {
            case .word, .number: token.text.lowercased()
            // A plain name means the same with quotes and without, unless it is a word of SQL.
            case .name:
                token.text == token.text.lowercased() && !SQLWords.contains(token.text)
                    ? token.text : "\"" + token.text
            case .string: "'" + token.text
            case .sign: token.text == "==" ? "=" : token.text == "!=" ? "<>" : token.text
            }
        }
    }

    /// The words and names in it, in lower case.
    var names: Set<String> { Set(tokens.map { $0.hasPrefix("\"") ? String($0.dropFirst()).lowercased() : $0 }) }

    private static func isWrapped(_ tokens: ArraySlice<SQLToken>) -> Bool {
        guard tokens.count >= 2, tokens.first?.text == "(", tokens.first?.kind == .sign else { return false }
        var depth = 0
        for (offset, token) in tokens.enumerated() where token.kind == .sign {
            if token.text == "(" { depth += 1 }
            if token.text == ")" { depth -= 1 }
            if depth == 0 { return offset == tokens.count - 1 }
        }
        return false
    }
}
