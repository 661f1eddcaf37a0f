import SchemaKit
import SchemaSQL

/// An expression of one database as one that both have, where it is known to mean the same on both.
struct PortableExpression: Sendable {
    private let source: ExpressionSystem
    private let target: ExpressionSystem
    private let spelled: @Sendable (_ tokens: ArraySlice<DefinitionText.Token>, _ columns: Set<Int>) -> String
    private let both: @Sendable (_ source: String, _ target: String) -> DialectText

    /// Expressions as PostgreSQL prints them.
    static let postgresql = PortableExpression(
        source: .postgresql, target: .sqlite,
        spelled: { tokens, columns in
            var tokens = Array(tokens)
            // A word of SQL stands in quotes wherever the schema states it.
            for column in columns where tokens.indices.contains(column) && tokens[column].kind == .word {
                tokens[column].spelling = SQLiteSpelling.quoted(tokens[column].text)
            }
            return DefinitionText.spelled(tokens[...])
        }, both: { .perDialect(sqlite: $1, postgresql: $0) })

    /// Expressions that SQLite keeps as somebody wrote them, in the one spelling.
    static func sqlite(_ spelling: SQLiteSpelling) -> PortableExpression {
        PortableExpression(
            source: .sqlite, target: .postgresql, spelled: { tokens, _ in spelling.text(tokens) },
            both: { .perDialect(sqlite: $0, postgresql: $1) })
    }

    /// - Parameters:
    ///   - columns: those that it may name.
    ///   - kind: what its value has to be.
    func text(
        _ tokens: ArraySlice<DefinitionText.Token>, of columns: [SchemaKit.Column], in table: String,
        as kind: ExpressionKind?
    ) throws(UnknownMeaning) -> DialectText {
        let tokens = Array(DefinitionText.unwrapped(tokens))
        let parsed = try SQLExpressionParser.parse(tokens[...], source.grammar)
        let isExact = !source.isLoose
        let translation = ExpressionTranslation(source: source, target: target) { qualifier, name in
            func isSame(_ left: String, _ right: String) -> Bool {
                isExact ? left == right : left.asciiLowercased == right.asciiLowercased
            }
            if let qualifier, !isSame(qualifier, table) { return nil }
            return columns.first { isSame($0.name, name) }.map { .init(name: $0.name, type: $0.type) }
        }
        return same(spelled(tokens[...], parsed.columns), try translation.text(of: parsed.expression, as: kind))
    }

    /// One text where the other database reads it as it is meant.
    private func same(_ original: String, _ translated: String) -> DialectText {
        if original == translated { return .common(original) }
        let tokens = DefinitionText(original, hasArrays: target.grammar.hasArrays).tokens[...]
        let meant = DefinitionText(translated, hasArrays: target.grammar.hasArrays).tokens[...]
        if let left = try? SQLExpressionParser.parse(tokens, target.grammar).expression,
            let right = try? SQLExpressionParser.parse(meant, target.grammar).expression, left == right,
            !original.contains("::")
        {
            return .common(original)
        }
        return both(original, translated)
    }
}
