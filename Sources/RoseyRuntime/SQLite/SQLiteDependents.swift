import CSQLite
import ExactText

/// What people have hung on the tables and views of a database besides the schema: triggers and indexes, which SQLite drops
/// along with a table that a script makes anew.
///
/// SQLite's own table of definitions tells what a command has done, and not the command's text: there are many ways to write
/// that a table is dropped.
struct SQLiteDependents {
    /// A table, view, trigger or index.
    struct Definition {
        let kind: String
        let name: String
        let table: String
        /// Empty for an index that belongs to a constraint.
        let sql: String

        var key: Key { Key(isTrigger: kind == "trigger", name: SQLiteName(name)) }
        var owner: Key { Key(isTrigger: false, name: SQLiteName(table)) }
        /// Whether it goes with something else.
        var isDependent: Bool { kind == "trigger" || (kind == "index" && !sql.isEmpty) }
    }

    /// Triggers have a space of names to themselves.
    struct Key: Hashable {
        let isTrigger: Bool
        let name: SQLiteName
    }

    private var current: [Definition] = []
    /// What went with its table or view, and what followed one to another name: as it was before, the last one last.
    private var former: [Definition] = []

    /// Takes in what there is after a command, or before the first.
    mutating func note(_ definitions: [Definition]) {
        let now = Dictionary(definitions.map { ($0.key, $0) }) { first, _ in first }
        for before in current where before.isDependent {
            if let after = now[before.key] {
                if after.owner != before.owner { former.append(before) }
            } else if now[before.owner] == nil {
                former.append(before)
            } else {
                // What is dropped by its own name is to go.
                former.removeAll { $0.key == before.key }
            }
        }
        current = definitions
    }

    /// What is gone although its table or view is there again.
    var missing: [Definition] {
        let there = Set(current.map(\.key))
        var found: [Definition] = []
        for definition in former.reversed() where there.contains(definition.owner) && !there.contains(definition.key) {
            if !found.contains(where: { $0.key == definition.key }) { found.append(definition) }
        }
        return found.reversed()
    }
}

/// A name as SQLite compares names: letters of ASCII in either case, and everything else byte by byte.
struct SQLiteName: Hashable {
    private let bytes: [UInt8]

    init(_ name: String) {
        bytes = name.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}

extension SQLiteConnection {
    /// Looks at what a command has changed, and before the first one at what there is.
    func noteDefinitions() throws {
        let version = try texts("PRAGMA schema_version").first?.first
        if version == definitionsVersion { return }
        definitionsVersion = version
        let definitions = try texts("SELECT type, name, tbl_name, sql FROM sqlite_schema").map {
            SQLiteDependents.Definition(kind: $0[0], name: $0[1], table: $0[2], sql: $0[3])
        }
        dependents.note(definitions)
        try rebuilds.note(definitions.filter { $0.kind == "table" }.map(\.name)) { try columns(of: $0) }
    }

    /// The columns of a table, without those that a virtual one hides.
    func columns(of table: String) throws -> [SQLiteRebuilds.Column] {
        try texts("SELECT name, hidden FROM pragma_table_xinfo(\(SQLQuoting.text(table))) WHERE hidden <> 1").map {
            SQLiteRebuilds.Column(name: $0[0], isComputed: $0[1] != "0")
        }
    }

    /// Makes those again whose table or view came back and which the script did not make itself.
    func restoreDependents() throws {
        for dependent in dependents.missing {
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

    // MARK: - What does not work any more

    /// The views and triggers that cannot be run, each with the reason.
    func brokenDependents() throws -> [String: String] {
        var broken: [String: String] = [:]
        for row in try texts("SELECT name FROM sqlite_schema WHERE type = 'view'") {
            if let reason = mistake(in: "SELECT * FROM \(SQLQuoting.name(row[0]))") {
                broken["the view '\(row[0])'"] = reason
            }
        }
        for row in try texts("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'") {
            let table = SQLQuoting.name(row[0])
            // Nothing is told of the columns of a view that cannot be read.
            let columns = (try? texts("SELECT name FROM pragma_table_info(\(SQLQuoting.text(row[0])))")) ?? []
            guard let column = columns.first?[0] else { continue }
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

    private func texts(_ sql: String) throws -> [[String]] {
        var handle: OpaquePointer?
        defer { sqlite3_finalize(handle) }
        func check(_ status: Int32, _ expected: Int32...) throws {
            if !expected.contains(status) {
                throw DatabaseError.sqlite(status, db, Statement(sql, .read, table: ""))
            }
        }
        try check(sqlite3_prepare_v2(db, sql, -1, &handle, nil), SQLITE_OK)
        var rows: [[String]] = []
        while true {
            let status = sqlite3_step(handle)
            try check(status, SQLITE_ROW, SQLITE_DONE)
            if status == SQLITE_DONE { return rows }
            rows.append(
                (0..<sqlite3_column_count(handle)).map { column in
                    sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
                })
        }
    }
}
