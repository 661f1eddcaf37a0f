import ExactText

/// What scripts lose of what a database has now: tables, columns and rows that go and do not come back.
///
/// Scripts are read one after another, so that a name is followed through renames to what it stands for in the database:
/// what an earlier script would create holds nothing yet.
struct ScriptLosses {
    enum Subject: Hashable {
        case table(String)
        case column(String, of: String)
        case rows(of: String)
    }

    struct Loss: Hashable {
        /// By the names that the database has now.
        let subject: Subject
        /// The table is made anew by the same script, after another command has read its rows.
        let isRewritten: Bool
    }

    private(set) var losses: [Loss] = []
    /// What a name stands for: a table of the database, or one that a script has made.
    private var tables: [String: Name?] = [:]
    /// The same for the columns of a table of the database.
    private var columns: [Name: [String: String?]] = [:]

    /// A table's name, equal to others in whatever case.
    private struct Name: Hashable {
        let text: String
        var key: String { text.lowercased() }

        static func == (one: Name, other: Name) -> Bool { one.key == other.key }
        func hash(into hasher: inout Hasher) { hasher.combine(key) }
    }

    mutating func read(_ commands: [ScriptCommand]) {
        var returning: Set<String> = []
        for (position, command) in commands.enumerated() {
            for said in command.saidLosses {
                let parts = said.parts(between: ".")
                let column = parts.dropFirst().joined(separator: ".")
                lose(column.isEmpty ? .table(said) : .column(column, of: String(parts[0])), false)
            }
            guard Self.firstWords.contains(command.firstWord) else { continue }
            var words = command.tokens[...]
            switch words.popFirst()?.word {
            case "with":
                while let token = words.popFirst() {
                    guard token.word == "delete", words.first?.word == "from" else { continue }
                    delete(&words)
                }
            case "create": created(&words, isReturning: returning.contains)
            case "drop" where words.popFirst()?.word == "table":
                words.skip("if", "exists")
                for table in words.takeNames() {
                    let rest = commands[(position + 1)...]
                    // By a table that the script has made; any other only takes its name.
                    let isReplaced = rest.contains { renaming in
                        renaming.newTableName == table.lowercased()
                            && commands.contains { $0.createdTable == renaming.subject }
                    }
                    if isReplaced {
                        returning.insert(table.lowercased())
                        continue
                    }
                    let isMadeAnew = rest.contains { $0.createdTable == table.lowercased() }
                    let isRewritten = isMadeAnew && commands[..<position].contains { $0.reads(table) }
                    lose(.table(table), isRewritten)
                    if isRewritten {
                        returning.insert(table.lowercased())
                    } else {
                        tables[table.lowercased()] = .some(nil)
                    }
                }
            case "alter" where words.popFirst()?.word == "table":
                words.skip("if", "exists")
                words.skip("only")
                guard let table = words.takeName() else { continue }
                for action in words.splitAtCommas() { alter(table, action, isReturning: returning.contains) }
            case "delete": delete(&words)
            case "truncate":
                words.skip("table")
                words.skip("only")
                for table in words.takeNames() { lose(.rows(of: table), false) }
            default: break
            }
        }
    }

    private static let firstWords: Set<String> = ["create", "drop", "alter", "delete", "truncate", "with"]

    private mutating func delete(_ words: inout ArraySlice<ScriptToken>) {
        words.skip("from")
        words.skip("only")
        // A table of SQLite's own, such as that of the numbers it has given.
        if let table = words.takeName(), !table.lowercased().hasPrefix("sqlite_") { lose(.rows(of: table), false) }
    }

    private mutating func created(_ words: inout ArraySlice<ScriptToken>, isReturning: (String) -> Bool) {
        while let word = words.first?.word, ["temp", "temporary", "unlogged", "local", "global"].contains(word) {
            words.removeFirst()
        }
        guard words.popFirst()?.word == "table", words.first?.word != "if", let table = words.takeName() else { return }
        if !isReturning(table.lowercased()) { tables[table.lowercased()] = .some(nil) }
    }

    private mutating func alter(_ table: String, _ action: ArraySlice<ScriptToken>, isReturning: (String) -> Bool) {
        var words = action
        let key = table.lowercased()
        switch words.popFirst()?.word {
        case "drop":
            if words.first?.word == "constraint" { return }
            words.skip("column")
            words.skip("if", "exists")
            guard let column = words.takeName() else { return }
            lose(.column(column, of: table), false)
            if let original = original(table) { columns[original, default: [:]][column.lowercased()] = .some(nil) }
        case "add":
            if let word = words.first?.word, Self.constraintWords.contains(word) { return }
            words.skip("column")
            guard words.first?.word != "if", let column = words.takeName(), let original = original(table) else {
                return
            }
            columns[original, default: [:]][column.lowercased()] = .some(nil)
        case "rename":
            switch words.first?.word {
            case "to":
                words.removeFirst()
                guard let new = words.takeName()?.lowercased() else { return }
                if !isReturning(new) { tables[new] = .some(original(table)) }
                tables[key] = .some(nil)
            case "constraint": return
            default:
                words.skip("column")
                guard let old = words.takeName(), words.popFirst()?.word == "to", let new = words.takeName(),
                    let table = original(table)
                else { return }
                let column = original(old, of: table)
                columns[table, default: [:]][old.lowercased()] = .some(nil)
                columns[table, default: [:]][new.lowercased()] = .some(column)
            }
        default: break
        }
    }

    private static let constraintWords: Set<String> = [
        "constraint", "check", "unique", "primary", "foreign", "exclude",
    ]

    private mutating func lose(_ subject: Subject, _ isRewritten: Bool) {
        let found: Subject? =
            switch subject {
            case .table(let table): original(table).map { .table($0.text) }
            case .rows(let table): original(table).map { .rows(of: $0.text) }
            case .column(let column, let table):
                original(table).flatMap { table in original(column, of: table).map { .column($0, of: table.text) } }
            }
        guard let found else { return }
        let loss = Loss(subject: found, isRewritten: isRewritten)
        if !losses.contains(loss) { losses.append(loss) }
    }

    private func original(_ table: String) -> Name? {
        if let known = tables[table.lowercased()] { return known }
        return Name(text: table)
    }

    private func original(_ column: String, of table: Name) -> String? {
        if let known = columns[table]?[column.lowercased()] { return known }
        return column
    }
}

extension ScriptCommand {
    /// The table that it creates, in small letters.
    fileprivate var createdTable: String? {
        guard firstWord == "create", words.prefix(3).contains("table") else { return nil }
        return subject
    }

    /// Whether it may read rows of a table: it mentions it, and is no definition but that of a view or a table.
    fileprivate func reads(_ table: String) -> Bool {
        guard directive == nil, !["drop", "alter", "comment", "delete", "update"].contains(firstWord),
            !words.prefix(3).contains("index")
        else { return false }
        return tokens.dropFirst(3).contains { $0.name?.lowercased() == table.lowercased() }
    }
}
