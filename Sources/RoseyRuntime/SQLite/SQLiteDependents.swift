import CSQLite
import ExactText

/// What belongs to a table and would go with it while it is rebuilt, though nobody wants it to: triggers and indexes that
/// people have made besides the schema, and views that read it.
extension SQLiteConnection {
    struct Dependent {
        let kind: String
        let name: String
        let table: String
        let sql: String
    }

    /// Before a table is dropped.
    func noteDependents(of command: ScriptCommand) {
        guard isMigrating, command.firstWord == "drop" else { return }
        if !command.words.starts(with: ["drop", "table"]) {
            // What is dropped by its name is to go.
            dependents.removeAll { $0.name.lowercased() == command.subject }
            return
        }
        let all = texts(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        )
        for row in all where row[2].lowercased() == command.subject {
            let dependent = Dependent(kind: row[0], name: row[1], table: row[2], sql: row[3])
            dependents.removeAll { $0.name == dependent.name }
            dependents.append(dependent)
        }
    }

    /// Makes those again whose table came back and which the script did not make itself.
    func restoreDependents() throws {
        let names = Set(texts("SELECT name FROM sqlite_schema").map { $0[0] })
        for dependent in dependents where names.contains(dependent.table) && !names.contains(dependent.name) {
            guard sqlite3_exec(db, dependent.sql, nil, nil, nil) == SQLITE_OK else {
                let reason = sqlite3_errmsg(db).map { String(cString: $0) } ?? ""
                throw DatabaseError(
                    .migration,
                    "the \(dependent.kind) '\(dependent.name)' of '\(dependent.table)' is not the schema's, and it does "
                        + "not fit the table any more (\(reason)); drop it or change it first",
                    table: dependent.table, sql: dependent.sql)
            }
        }
    }

    /// The views and triggers that cannot be run, each with the reason.
    func brokenDependents() -> [String: String] {
        var broken: [String: String] = [:]
        for row in texts("SELECT name FROM sqlite_schema WHERE type = 'view'") {
            if let reason = mistake(in: "SELECT * FROM \(SQLQuoting.name(row[0]))") {
                broken["the view '\(row[0])'"] = reason
            }
        }
        for row in texts("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'") {
            let table = SQLQuoting.name(row[0])
            guard let column = texts("SELECT name FROM pragma_table_info(\(SQLQuoting.text(row[0])))").first?[0] else {
                continue
            }
            let uses = [
                "INSERT INTO \(table) DEFAULT VALUES", "DELETE FROM \(table)",
                "UPDATE \(table) SET \(SQLQuoting.name(column)) = NULL",
            ]
            if let reason = uses.lazy.compactMap({ self.mistake(in: $0) }).first {
                broken["a trigger of '\(row[0])'"] = reason
            }
        }
        return broken
    }

    private func mistake(in sql: String) -> String? {
        var handle: OpaquePointer?
        defer { sqlite3_finalize(handle) }
        guard sqlite3_prepare_v2(db, sql, -1, &handle, nil) != SQLITE_OK else { return nil }
        return sqlite3_errmsg(db).map { String(cString: $0) } ?? ""
    }

    private func texts(_ sql: String) -> [[String]] {
        var handle: OpaquePointer?
        defer { sqlite3_finalize(handle) }
        guard sqlite3_prepare_v2(db, sql, -1, &handle, nil) == SQLITE_OK else { return [] }
        var rows: [[String]] = []
        while sqlite3_step(handle) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(handle)).map { column in
                    sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
                })
        }
        return rows
    }
}
