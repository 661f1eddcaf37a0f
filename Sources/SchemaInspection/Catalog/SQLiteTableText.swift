/// What only the text of `CREATE TABLE` says of a table.
struct SQLiteTableText {
    struct Column {
        var collation: String?
        var isAutoIncrement = false
        /// The expression in one spelling, or nothing.
        var generated = ""
        /// The expression as it was spelled.
        var generatedText = ""
        var generatedTokens: ArraySlice<DefinitionText.Token> = []
        var comment: String?
    }

    struct Check {
        /// One without a name is called by its condition, in parentheses.
        let name: String
        let isNamed: Bool
        /// In one spelling.
        let condition: String
        /// As it was spelled.
        let text: String
        let tokens: ArraySlice<DefinitionText.Token>

        /// The words and names in it, in small letters.
        var names: Set<String> { Set(tokens.compactMap { $0.asName?.asciiLowercased }) }
    }

    struct ForeignKey {
        let name: String?
        let isDeferred: Bool
    }

    /// By their names in small letters.
    private(set) var columns: [String: Column] = [:]
    private(set) var checks: [Check] = []
    /// In the order of the text.
    private(set) var foreignKeys: [ForeignKey] = []
    /// Whether `PRIMARY KEY (id AUTOINCREMENT)` is said of the whole table.
    private(set) var isKeyAutoIncrement = false
    /// What the primary key is called, if it is called anything.
    private(set) var keyName: String?
    /// What stands before the first column.
    private(set) var comment: String?
    /// The clauses `ON CONFLICT`, each with the words before it: what it is about.
    private(set) var conflictClauses: [String] = []

    init(_ sql: String) {
        let tokens = DefinitionText(sql).tokens
        guard let start = tokens.firstIndex(where: { $0.isSign("(") }) else { return }
        name = start > 0 ? tokens[start - 1].asName?.asciiLowercased : nil
        for (number, part) in DefinitionText.parts(of: DefinitionText.inside(tokens[start...])).enumerated() {
            read(part, isFirst: number == 0)
        }
    }

    /// The table's, in small letters.
    private var name: String?

    /// What stands in the parentheses that the first token opens, with columns by their own names alone: which table's they
    /// are need not be said.
    private func expression(_ tokens: ArraySlice<DefinitionText.Token>) -> ArraySlice<DefinitionText.Token> {
        var rest = DefinitionText.inside(tokens)
        var found: [DefinitionText.Token] = []
        while let token = rest.popFirst() {
            guard let qualifier = token.asName, qualifier.asciiLowercased == name, rest.first?.isSign(".") == true,
                var column = rest.dropFirst().first, column.asName != nil
            else {
                found.append(token)
                continue
            }
            column.hasSpaceBefore = token.hasSpaceBefore
            found.append(column)
            rest = rest.dropFirst(2)
        }
        return found[...]
    }

    private static let constraintWords: Set<String> = ["constraint", "check", "primary", "unique", "foreign"]

    private mutating func read(_ part: ArraySlice<DefinitionText.Token>, isFirst: Bool) {
        guard let first = part.first else { return }
        let isConstraint = first.kind == .word && Self.constraintWords.contains(first.text)
        var column = Column()
        let comment = first.comments.isEmpty ? nil : first.comments.joined(separator: "\n")
        // A table's own comment cannot be told from that of its first column.
        if isFirst { self.comment = comment } else { column.comment = comment }
        var position = isConstraint ? part.startIndex : part.startIndex + 1
        var name: String?
        while position < part.endIndex {
            let token = part[position]
            let rest = part[(position + 1)...]
            position += 1
            switch token.kind == .word ? token.text : "" {
            case "constraint":
                name = rest.first?.asSpelledName
                position += 1
            case "check":
                let condition = rest.first?.isSign("(") == true ? expression(rest) : rest.prefix(0)
                let text = DefinitionText.normal(condition)
                checks.append(
                    Check(
                        name: name ?? "(\(text))", isNamed: name != nil, condition: text,
                        text: DefinitionText.spelled(condition), tokens: condition))
                name = nil
            case "references":
                let words = rest.prefix { !$0.isWord("constraint") && !$0.isWord("check") }
                let deferral = words.firstIndex { $0.isWord("deferrable") }
                let isDeferred =
                    deferral.map {
                        !words[..<$0].suffix(1).contains { $0.isWord("not") }
                            && words[$0...].contains { $0.isWord("deferred") }
                    }
                    ?? false
                foreignKeys.append(ForeignKey(name: name, isDeferred: isDeferred))
                name = nil
            case "collate": column.collation = rest.first?.asName?.asciiLowercased
            case "autoincrement": column.isAutoIncrement = true
            case "as" where rest.first?.isSign("(") == true:
                let expression = expression(rest)
                column.generated = DefinitionText.normal(expression)
                column.generatedText = DefinitionText.spelled(expression)
                column.generatedTokens = expression
            case "conflict":
                let about = part[..<position].dropLast(2).suffix(while: { !$0.isSign(",") })
                let subject = isConstraint ? "" : (first.asName ?? "") + " "
                conflictClauses.append(
                    (subject + about.suffix(3).map(\.text).joined(separator: " ") + " "
                        + (rest.first?.text ?? "")).asciiLowercased)
            case "primary":
                keyName = name
                name = nil
            // The name of a constraint that no one asks for.
            case "not", "unique", "default", "generated": name = nil
            case "key" where isConstraint && rest.first?.isSign("(") == true:
                if DefinitionText.inside(rest).contains(where: { $0.isWord("autoincrement") }) {
                    isKeyAutoIncrement = true
                }
            default: break
            }
            // What is in parentheses belongs to what came before.
            if position < part.endIndex, part[position].isSign("(") {
                position += DefinitionText.inside(part[position...]).count + 2
            }
        }
        if !isConstraint, let columnName = first.asName ?? (first.kind == .string ? first.text : nil) {
            columns[columnName.asciiLowercased] = column
        }
    }
}

extension ArraySlice {
    fileprivate func suffix(while belongs: (Element) -> Bool) -> ArraySlice {
        self[(lastIndex { !belongs($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}
