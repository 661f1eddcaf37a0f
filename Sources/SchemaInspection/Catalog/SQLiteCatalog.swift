import RoseyRuntime
import SchemaKit

/// Reads what SQLite has: from its pragmas, and from the texts of the definitions what those do not tell.
struct SQLiteCatalog {
    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    func items() async throws -> [String: String] {
        var items: [String: String] = [:]
        let definitions = try await rows(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'"
        )
        let flags = try await rows("SELECT name, wr, strict, type FROM pragma_table_list WHERE schema = 'main'")
        for row in definitions where !row[1].hasPrefix("rosey_") && !row[2].hasPrefix("rosey_") {
            let (kind, name, table, sql) = (row[0], row[1], row[2], row[3])
            switch kind {
            case "table":
                let flags = flags.first { $0[0] == name } ?? ["", "0", "0", "table"]
                var words: [String] = []
                if flags[2] == "1" { words.append("strict") }
                if flags[1] == "1" { words.append("without rowid") }
                if flags[3] == "virtual" { words.append(DefinitionText(sql).normal) }
                items["table \(name)"] = words.joined(separator: ", ")
                if flags[3] == "virtual" || flags[3] == "shadow" { continue }
                try await addTable(name, SQLiteTableText(sql), to: &items)
            case "index":
                items["index \(name) on \(table)"] = try await describeIndex(name, DefinitionText(sql))
            case "view": items["view \(name)"] = DefinitionText(sql).after("as")
            default: items["\(kind) \(name) on \(table)"] = DefinitionText(sql).normal
            }
        }
        return items
    }

    private func addTable(_ table: String, _ text: SQLiteTableText, to items: inout [String: String]) async throws {
        let columns = try await rows(
            "SELECT name, type, \"notnull\", coalesce(dflt_value, ''), pk, hidden FROM pragma_table_xinfo(?1)", table)
        let keys = columns.filter { $0[4] != "0" }.sorted { (Int($0[4]) ?? 0) < (Int($1[4]) ?? 0) }
        for column in columns {
            let said = text.columns[column[0].asciiLowercased] ?? SQLiteTableText.Column()
            // The rowid under another name is never NULL, whatever was said.
            let isRowID = keys.count == 1 && column[4] != "0" && column[1].uppercased() == "INTEGER"
            var words = [column[1].uppercased()]
            if let collation = said.collation, collation != "binary" { words.append("collate \(collation)") }
            if column[2] == "1" || isRowID { words.append("not null") }
            if !column[3].isEmpty { words.append("default \(DefinitionText(column[3]).normal)") }
            if column[5] == "2" || column[5] == "3" {
                words.append("generated as \(said.generated) \(column[5] == "3" ? "stored" : "virtual")")
            }
            if said.isAutoIncrement { words.append("autoincrement") }
            items["column \(table).\(column[0])"] = words.joined(separator: " ")
        }
        if !keys.isEmpty {
            let name = text.keyName.flatMap { $0 == PrimaryKey.name(inTable: table) ? nil : " named \($0)" } ?? ""
            items["primary key on \(table)"] = keys.map { $0[0] }.joined(separator: ", ") + name
        }
        for check in text.checks { items["check \(check.name) on \(table)"] = check.condition }
        for key in try await rows(
            """
            SELECT "table", group_concat("from", ', '), group_concat(coalesce("to", ''), ', '), on_update, on_delete
            FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id
            """, table)
        {
            let actions = [("update", key[3]), ("delete", key[4])].filter { $0.1.uppercased() != "NO ACTION" }
                .map { " on \($0.0) \($0.1.lowercased())" }.joined()
            items["foreign key (\(key[1])) on \(table)"] = "references \(key[0]) (\(key[2]))\(actions)"
        }
        for unique in try await rows(
            """
            SELECT (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_xinfo(l.name) WHERE key ORDER BY seqno))
            FROM pragma_index_list(?1) l WHERE l.origin = 'u'
            """, table)
        { items["unique (\(unique[0])) on \(table)"] = "" }
    }

    private func describeIndex(_ name: String, _ text: DefinitionText) async throws -> String {
        let terms = try await rows(
            """
            SELECT coalesce(name, ''), "desc", coll FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno
            """, name)
        let expressions = text.terms
        let described = terms.enumerated().map { position, term in
            // A column is what the pragma calls it; an expression is what the text says.
            let key = term[0].isEmpty && position < expressions.count ? expressions[position] : term[0]
            let collation =
                term[2].uppercased() == "BINARY" || term[0].isEmpty ? "" : " collate \(term[2].lowercased())"
            return key + collation + (term[1] == "1" ? " desc" : "")
        }
        let isUnique = text.tokens.dropFirst().first?.isWord("unique") == true
        let predicate = text.after("where", outside: true)
        return (isUnique ? "unique " : "") + "(\(described.joined(separator: ", ")))"
            + (predicate.isEmpty ? "" : " where \(predicate)")
    }

    private func rows(_ sql: String, _ arguments: String...) async throws -> [[String]] {
        try await session.fetchAll(
            Statement(sql, .read, table: ""),
            { for (number, argument) in arguments.enumerated() { $0.bind(argument, at: Int32(number + 1)) } },
            { row in try (0..<row.count).map { row.isNull($0) ? "" : try row.text($0) } })
    }
}
