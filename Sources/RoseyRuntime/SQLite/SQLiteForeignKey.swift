import CSQLite

/// A foreign key as a database of SQLite has it.
struct SQLiteForeignKey {
    /// The place in SQLite's own list of the table's foreign keys, whose last is the first that was declared.
    let number: Int
    let table: String
    let columns: [String]
    let parent: String
    let parentColumns: [String]
    /// The name in the table's definition, or what PostgreSQL would call it.
    let name: ConstraintName

    /// The foreign keys of a table, in the order of their declaration.
    static func of(_ table: String, in db: OpaquePointer) -> [SQLiteForeignKey] {
        let rows = db.texts(
            #"SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?1) ORDER BY id DESC, seq"#, table)
        var keys: [SQLiteForeignKey] = []
        let said = names(
            in: db.texts("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", table).first?[0] ?? "")
        for (number, parts) in rows.grouped(by: { $0[0] }) {
            guard let parent = parts[0][1] else { continue }
            let columns = parts.compactMap { $0[2] }
            var parentColumns = parts.compactMap { $0[3] }
            if parentColumns.isEmpty {
                parentColumns = db.texts("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", parent)
                    .compactMap { $0[0] }
            }
            let name =
                said.first { $0.columns == columns.map { $0.lowercased() } && $0.parent == parent.lowercased() }?.name
                ?? "\(table)_\(columns.joined(separator: "_"))_fkey"
            keys.append(
                SQLiteForeignKey(
                    number: number.flatMap { Int($0) } ?? 0, table: table, columns: columns, parent: parent,
                    parentColumns: parentColumns, name: ConstraintName(name)))
        }
        return keys
    }

    /// The foreign keys that refer to a table.
    static func to(_ parent: String, in db: OpaquePointer) -> [SQLiteForeignKey] {
        db.texts(
            """
            SELECT DISTINCT t.name FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS k
            WHERE t.type = 'table' AND k."table" = ?1 COLLATE NOCASE ORDER BY t.rowid
            """, parent
        ).compactMap { $0[0] }.flatMap { of($0, in: db) }.filter { $0.parent.lowercased() == parent.lowercased() }
    }

    /// The foreign keys of a table's definition that have a name: SQLite has them in its text alone.
    private static func names(in definition: String) -> [(name: String, columns: [String], parent: String)] {
        var found: [(name: String, columns: [String], parent: String)] = []
        for part in ScriptToken.tokens(of: definition, .sqlite).inParentheses.splitAtCommas() {
            var rest = part
            let column = rest.first?.name
            var name: String?
            var columns: [String]?
            while let word = rest.first {
                if word == .word("constraint") {
                    rest.removeFirst()
                    name = rest.takeName()
                } else if word == .word("foreign") {
                    rest.removeFirst()
                    rest.skip("key")
                    columns = rest.inParentheses.splitAtCommas().compactMap { $0.first?.name }
                } else if word == .word("references") {
                    rest.removeFirst()
                    guard let parent = rest.takeName(), let name else { continue }
                    found.append(
                        (name, (columns ?? [column ?? ""]).map { $0.lowercased() }, parent.lowercased()))
                } else {
                    // The name before another constraint of the column is that one's.
                    if let word = word.word, ["check", "unique", "not", "primary", "default", "collate"].contains(word)
                    {
                        name = nil
                    }
                    rest.removeFirst()
                }
            }
        }
        return found
    }
}

extension [[String?]] {
    /// Those that follow one another with the same key, as one.
    fileprivate func grouped(by key: ([String?]) -> String?) -> [(String?, [[String?]])] {
        var groups: [(String?, [[String?]])] = []
        for row in self {
            if let last = groups.last, last.0 == key(row) {
                groups[groups.count - 1].1.append(row)
            } else {
                groups.append((key(row), [row]))
            }
        }
        return groups
    }
}

extension OpaquePointer {
    /// The rows of a query about a database's definitions; none where it fails.
    func texts(_ sql: String, _ parameters: String...) -> [[String?]] {
        var handle: OpaquePointer?
        guard sqlite3_prepare_v2(self, sql, -1, &handle, nil) == SQLITE_OK, let handle else { return [] }
        defer { sqlite3_finalize(handle) }
        for (number, parameter) in parameters.enumerated() {
            sqlite3_bind_text(
                handle, Int32(number + 1), parameter, Int32(parameter.utf8.count), rosey_sqlite3_transient())
        }
        var rows: [[String?]] = []
        while sqlite3_step(handle) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(handle)).map { column in
                    sqlite3_column_text(handle, column).map { String(cString: $0) }
                })
        }
        return rows
    }
}
