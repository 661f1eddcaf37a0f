import CSQLite
import ExactText

/// Finds out which foreign key a statement conflicts with, which SQLite does not say.
///
/// The statement is run again in a savepoint while SQLite puts off looking at foreign keys, so that what it would have left
/// is there to be looked at, and all of it is undone. That takes as long as the statement itself; what is looked at are the
/// rows that it has changed. Where it would take longer, the foreign key stays unknown.
struct ForeignKeySearch {
    private let db: OpaquePointer
    private let handle: OpaquePointer

    struct Finding {
        let key: SQLiteForeignKey
        let conflict: ForeignKeyConflict
    }

    /// In steps of SQLite's machine, of which there are some ten million in a second.
    private static let longestStatement = 10_000_000
    /// The same for queries, in thousands.
    private static let longestLook = 10_000
    private static let mostRows = 4096

    /// - Parameter handle: the statement that failed, with its parameters. It is reset.
    init(_ handle: OpaquePointer, on db: OpaquePointer) {
        self.handle = handle
        self.db = db
    }

    /// - Parameter table: the table that the statement is about, where that is known.
    /// - Returns: `nil` where it cannot be found out.
    func find(table: String?) -> Finding? {
        sqlite3_reset(handle)
        // A COMMIT, of what statements before it have left, is not to be run again.
        if sqlite3_stmt_readonly(handle) != 0 { return lookAtEverything(table) }
        let steps = UInt32(bitPattern: sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_VM_STEP, 0))
        let runs = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_RUN, 0)
        if Int(steps) / max(1, Int(runs)) > Self.longestStatement { return nil }
        let key = sqlite3_last_insert_rowid(db)
        defer { sqlite3_set_last_insert_rowid(db, key) }
        let isAlone = sqlite3_get_autocommit(db) != 0
        guard execute("SAVEPOINT rosey_foreign_key") else { return nil }
        defer {
            sqlite3_reset(handle)
            _ = execute(isAlone ? "ROLLBACK" : "ROLLBACK TO rosey_foreign_key; RELEASE rosey_foreign_key")
            _ = execute("PRAGMA defer_foreign_keys = OFF")
        }
        guard execute("PRAGMA defer_foreign_keys = ON"), let changed = run(), execute("ROLLBACK TO rosey_foreign_key")
        else { return nil }
        var own: [String: [SQLiteForeignKey]] = [:]
        var others: [String: [SQLiteForeignKey]] = [:]
        for table in Set(changed.map(\.table)) {
            own[table] = SQLiteForeignKey.of(table, in: db)
            others[table] = SQLiteForeignKey.to(table, in: db)
        }
        // The keys that rows had which went or were changed.
        let keysBefore = changed.filter { $0.action != SQLITE_INSERT }.flatMap { row in
            (others[row.table] ?? []).compactMap { key in
                values(of: key.parentColumns, in: row).map { (key, $0) }
            }
        }
        guard run() != nil else { return nil }
        for row in changed where row.action != SQLITE_DELETE {
            for key in own[row.table] ?? [] where refersToNothing(row, key) {
                return Finding(key: key, conflict: .missing)
            }
        }
        for (key, values) in keysBefore where isStillReferenced(key, values) {
            return Finding(key: key, conflict: .stillReferenced)
        }
        return lookAtEverything(table)
    }

    /// Runs the statement to its end.
    ///
    /// - Returns: the first of the rows that it changed, as far as SQLite tells: of tables with rowids.
    private func run() -> [ChangedRow]? {
        let changes = Changes()
        sqlite3_update_hook(
            db,
            { changes, action, schema, table, rowID in
                guard let changes, let schema, let table, String(cString: schema) == "main" else { return }
                let all = Unmanaged<Changes>.fromOpaque(changes).takeUnretainedValue()
                if all.rows.count >= ForeignKeySearch.mostRows { return }
                all.rows.append(ChangedRow(action: action, table: String(cString: table), rowID: rowID))
            }, Unmanaged.passUnretained(changes).toOpaque())
        defer { sqlite3_update_hook(db, nil, nil) }
        sqlite3_reset(handle)
        var status = sqlite3_step(handle)
        while status == SQLITE_ROW { status = sqlite3_step(handle) }
        sqlite3_reset(handle)
        return status == SQLITE_DONE ? changes.rows : nil
    }

    private struct ChangedRow {
        let action: Int32
        let table: String
        let rowID: Int64
    }

    private final class Changes {
        var rows: [ChangedRow] = []
    }

    // MARK: - Queries

    private func refersToNothing(_ row: ChangedRow, _ key: SQLiteForeignKey) -> Bool {
        let pairs = zip(key.columns, key.parentColumns)
        let given = key.columns.map { "c.\(quoted($0)) IS NOT NULL" }.joined(separator: " AND ")
        let same = pairs.map { "p.\(quoted($1)) = c.\(quoted($0))" }.joined(separator: " AND ")
        return exists(
            """
            SELECT 1 FROM \(quoted(row.table)) AS c WHERE c.\(rowIDName(of: row.table)) = ?1 AND \(given)
                AND NOT EXISTS (SELECT 1 FROM \(quoted(key.parent)) AS p WHERE \(same))
            """
        ) { sqlite3_bind_int64($0, 1, row.rowID) }
    }

    private func isStillReferenced(_ key: SQLiteForeignKey, _ values: Values) -> Bool {
        func same(_ columns: [String]) -> String {
            columns.enumerated().map { "\(quoted($1)) = ?\($0 + 1)" }.joined(separator: " AND ")
        }
        return exists(
            """
            SELECT 1 FROM \(quoted(key.table)) WHERE \(same(key.columns))
                AND NOT EXISTS (SELECT 1 FROM \(quoted(key.parent)) WHERE \(same(key.parentColumns)))
            """
        ) { handle in
            for (number, value) in values.all.enumerated() { sqlite3_bind_value(handle, Int32(number + 1), value) }
        }
    }

    private func values(of columns: [String], in row: ChangedRow) -> Values? {
        let list = columns.map(quoted).joined(separator: ", ")
        var values: Values?
        query("SELECT \(list) FROM \(quoted(row.table)) WHERE \(rowIDName(of: row.table)) = ?1") {
            sqlite3_bind_int64($0, 1, row.rowID)
        } row: { handle in
            values = Values((0..<Int32(columns.count)).map { sqlite3_value_dup(sqlite3_column_value(handle, $0)) })
        }
        return values
    }

    /// Values that outlive the statement which has read them.
    private final class Values {
        let all: [OpaquePointer?]
        init(_ all: [OpaquePointer?]) { self.all = all }
        deinit { for value in all { sqlite3_value_free(value) } }
    }

    /// Looks for the one foreign key of the database that rows violate. Where it is not the only one, some may have been
    /// violated before.
    private func lookAtEverything(_ table: String?) -> Finding? {
        var found: [(table: String, number: Int)] = []
        query(#"SELECT DISTINCT "table", fkid FROM pragma_foreign_key_check LIMIT 2"#) { _ in
        } row: { handle in
            guard let table = sqlite3_column_text(handle, 0) else { return }
            found.append((String(cString: table), Int(sqlite3_column_int64(handle, 1))))
        }
        guard found.count == 1,
            let key = SQLiteForeignKey.of(found[0].table, in: db).first(where: { $0.number == found[0].number })
        else { return nil }
        let isElsewhere = table.map { !$0.isEmpty && $0.lowercased() != key.table.lowercased() } ?? false
        return Finding(key: key, conflict: isElsewhere ? .stillReferenced : .missing)
    }

    private func exists(_ sql: String, bind: (OpaquePointer) -> Void) -> Bool {
        var isFound = false
        query(sql + " LIMIT 1", bind: bind) { _ in isFound = true }
        return isFound
    }

    /// - Returns: `false` where it fails, or would take too long.
    @discardableResult
    private func query(_ sql: String, bind: (OpaquePointer) -> Void, row: (OpaquePointer) -> Void) -> Bool {
        var handle: OpaquePointer?
        guard sqlite3_prepare_v2(db, sql, -1, &handle, nil) == SQLITE_OK, let handle else { return false }
        defer { sqlite3_finalize(handle) }
        bind(handle)
        let ticks = Ticks()
        // Only a query is stopped so: of a write SQLite would undo the whole transaction.
        sqlite3_progress_handler(
            db, 1000,
            { ticks in
                guard let ticks else { return 0 }
                let count = Unmanaged<Ticks>.fromOpaque(ticks).takeUnretainedValue()
                count.left -= 1
                return count.left < 0 ? 1 : 0
            }, Unmanaged.passUnretained(ticks).toOpaque())
        defer { sqlite3_progress_handler(db, 0, nil, nil) }
        var status = sqlite3_step(handle)
        while status == SQLITE_ROW {
            row(handle)
            status = sqlite3_step(handle)
        }
        return status == SQLITE_DONE
    }

    private final class Ticks {
        var left = ForeignKeySearch.longestLook
    }

    /// What the row's number is called: a table may have a column of that name.
    private func rowIDName(of table: String) -> String {
        let columns = db.texts("SELECT lower(name) FROM pragma_table_xinfo(?1)", table).compactMap { $0[0] }
        return ["rowid", "_rowid_", "oid"].first { !columns.contains($0) } ?? "rowid"
    }

    private func quoted(_ name: String) -> String { SQLQuoting.name(name) }

    private func execute(_ sql: String) -> Bool { sqlite3_exec(db, sql, nil, nil, nil) == SQLITE_OK }
}
