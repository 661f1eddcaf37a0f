import SchemaKit

/// An expression as PostgreSQL prints it, and one that SQLite might understand: casts left out, lists in place of arrays.
struct PortableExpression {
    private let tokens: ArraySlice<DefinitionText.Token>

    init(_ text: String) {
        self.init(DefinitionText.unwrapped(DefinitionText(text, hasArrays: true).tokens[...]))
    }

    init(_ tokens: ArraySlice<DefinitionText.Token>) {
        self.tokens = SettledArrays.tokens(tokens)
    }

    /// One text if SQLite reads it as it is.
    var text: DialectText {
        let original = DefinitionText.spelled(tokens)
        let portable = Self.portable(tokens)
        return portable == original ? .common(original) : .perDialect(sqlite: portable, postgresql: original)
    }

    /// Whether it is a cast of what stands before it, and nothing more.
    var isCastAlone: Bool { Self.portable(tokens).isEmpty }

    private static let typeWords: Set<String> = ["varying", "precision", "with", "without", "time", "zone"]

    private static func portable(_ tokens: ArraySlice<DefinitionText.Token>) -> String {
        var result: [DefinitionText.Token] = []
        var rest = tokens
        /// The parentheses of `ANY (ARRAY[…])` that became `IN (…)`.
        var lists = 0
        while var token = rest.popFirst() {
            if token.isSign("::") {
                _ = rest.popFirst()
                while let next = rest.first, next.kind == .word, typeWords.contains(next.text) { rest.removeFirst() }
                if rest.first?.isSign("(") == true { rest = rest.dropFirst(DefinitionText.inside(rest).count + 2) }
                while let next = rest.first, next.isSign("[") || next.isSign("]") { rest.removeFirst() }
                continue
            }
            let ahead = Array(rest.prefix(4))
            let isIn = token.isSign("=") && ahead.first?.isWord("any") == true
            let isNotIn = token.isSign("<>") && ahead.first?.isWord("all") == true
            if isIn || isNotIn, ahead.count == 4, ahead[1].isSign("("), ahead[2].isWord("array"), ahead[3].isSign("[") {
                let word = isIn ? "IN" : "NOT IN"
                rest = rest.dropFirst(4)
                lists += 1
                result.append(
                    DefinitionText.Token(kind: .word, text: word.lowercased(), spelling: word, hasSpaceBefore: true))
                result.append(DefinitionText.Token(kind: .sign, text: "(", spelling: "(", hasSpaceBefore: true))
                continue
            }
            if lists > 0, token.isSign("]") {
                lists -= 1
                continue
            }
            for (sign, word) in [("~~", "LIKE"), ("!~~", "NOT LIKE")] where token.isSign(sign) { token.spelling = word }
            result.append(token)
        }
        return DefinitionText.spelled(result[...])
    }
}
