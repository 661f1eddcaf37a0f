/// What only the text of `CREATE TABLE` says of a table.
struct SQLiteTableText {
    struct Column {
        var collation: String?
        var isAutoIncrement = false
        /// The expression in one spelling, or nothing.
        var generated = ""
        /// The expression as it was spelled.
        var generatedText = ""
        var comment: String?
    }

    struct Check {
        /// One without a name is called by its condition, in parentheses.
        let name: String
        /// In one spelling.
        let condition: String
        /// As it was spelled.
        let text: String
        let tokens: ArraySlice<DefinitionText.Token>

        /// The words and names in it, in small letters.
        var names: Set<String> { Set(tokens.compactMap { $0.asName?.lowercased() }) }
    }

    /// By their names in small letters.
    private(set) var columns: [String: Column] = [:]
    private(set) var checks: [Check] = []
    /// Those with names, with their columns in small letters.
    private(set) var foreignKeys: [(name: String, columns: [String])] = []
    /// What stands before the first column.
    private(set) var comment: String?

    init(_ sql: String) {
        let tokens = DefinitionText(sql).tokens
        guard let start = tokens.firstIndex(where: { $0.isSign("(") }) else { return }
        for (number, part) in DefinitionText.parts(of: DefinitionText.inside(tokens[start...])).enumerated() {
            read(part, isFirst: number == 0)
        }
    }

    private static let constraintWords: Set<String> = ["constraint", "check", "primary", "unique", "foreign"]

    private mutating func read(_ part: ArraySlice<DefinitionText.Token>, isFirst: Bool) {
        guard let first = part.first else { return }
        let isConstraint = first.kind == .word && Self.constraintWords.contains(first.text)
        var column = Column()
        let comment = first.comments.isEmpty ? nil : first.comments.joined(separator: "\n")
        // A table's own comment cannot be told from that of its first column.
        if isFirst { self.comment = comment } else { column.comment = comment }
        var rest = isConstraint ? part : part.dropFirst()
        var name: String?
        while let token = rest.popFirst() {
            if token.isSign("(") {
                // What is in parentheses belongs to what came before.
                rest = rest.dropFirst(DefinitionText.inside(([token] + rest)[...]).count + 1)
            } else if token.isWord("constraint") {
                name = rest.popFirst()?.asName
            } else if token.isWord("check") {
                let condition = DefinitionText.inside(rest)
                let text = DefinitionText.normal(condition)
                checks.append(
                    Check(
                        name: name ?? "(\(text))", condition: text, text: DefinitionText.spelled(condition),
                        tokens: condition))
                name = nil
                rest = rest.dropFirst(condition.count + 2)
            } else if token.isWord("foreign"), let constraint = name,
                let start = rest.firstIndex(where: { $0.isSign("(") })
            {
                let names = DefinitionText.inside(rest[start...]).compactMap { $0.asName?.lowercased() }
                foreignKeys.append((constraint, names))
                name = nil
            } else if token.isWord("references"), let constraint = name, let column = first.asName, !isConstraint {
                foreignKeys.append((constraint, [column.lowercased()]))
                name = nil
            } else if token.isWord("collate") {
                column.collation = rest.popFirst()?.asName?.lowercased()
            } else if token.isWord("autoincrement") {
                column.isAutoIncrement = true
            } else if token.isWord("as"), rest.first?.isSign("(") == true {
                let expression = DefinitionText.inside(rest)
                column.generated = DefinitionText.normal(expression)
                column.generatedText = DefinitionText.spelled(expression)
                rest = rest.dropFirst(expression.count + 2)
            }
        }
        if !isConstraint, let columnName = first.asName { columns[columnName.lowercased()] = column }
    }
}
