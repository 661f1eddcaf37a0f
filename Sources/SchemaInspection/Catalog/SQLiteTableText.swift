/// What only the text of `CREATE TABLE` says of a table.
struct SQLiteTableText {
    struct Column {
        var collation: String?
        var isAutoIncrement = false
        /// The expression, or nothing.
        var generated = ""
    }

    /// By their names in small letters.
    private(set) var columns: [String: Column] = [:]
    /// The conditions, by the name of each; one without a name is called by its condition.
    private(set) var checks: [(name: String, condition: String)] = []

    init(_ sql: String) {
        let tokens = SQLiteText(sql).tokens
        guard let start = tokens.firstIndex(where: { $0.isSign("(") }) else { return }
        for part in SQLiteText.parts(of: SQLiteText.inside(tokens[start...])) { read(part) }
    }

    private static let constraintWords: Set<String> = ["constraint", "check", "primary", "unique", "foreign"]

    private mutating func read(_ part: ArraySlice<SQLiteText.Token>) {
        guard let first = part.first else { return }
        let isConstraint = first.kind == .word && Self.constraintWords.contains(first.text)
        var column = Column()
        var rest = isConstraint ? part : part.dropFirst()
        var name: String?
        while let token = rest.popFirst() {
            if token.isSign("(") {
                // What is in parentheses belongs to what came before.
                rest = rest.dropFirst(SQLiteText.inside(([token] + rest)[...]).count + 1)
            } else if token.isWord("constraint") {
                name = rest.popFirst()?.asName
            } else if token.isWord("check") {
                let condition = SQLiteText.inside(rest)
                let text = SQLiteText.normal(condition)
                checks.append((name ?? "(\(text))", text))
                name = nil
                rest = rest.dropFirst(condition.count + 2)
            } else if token.isWord("collate") {
                column.collation = rest.popFirst()?.asName?.lowercased()
            } else if token.isWord("autoincrement") {
                column.isAutoIncrement = true
            } else if token.isWord("as"), rest.first?.isSign("(") == true {
                let expression = SQLiteText.inside(rest)
                column.generated = SQLiteText.normal(expression)
                rest = rest.dropFirst(expression.count + 2)
            }
        }
        if !isConstraint, let columnName = first.asName { columns[columnName.lowercased()] = column }
    }
}
