import CSQLite
import ExactText

/// Transactions that take tables down and put them up again, of which no row may be left that refers to none.
extension SQLiteConnection: MigratingConnection {
    func beginMigration() async throws {
        // Has no effect inside a transaction. With foreign keys on, dropping a table deletes the rows that refer to it.
        executeToTheEnd("PRAGMA foreign_keys = OFF")
        try await begin(.write, TransactionOptions())
        dependents = SQLiteDependents()
        rebuilds = SQLiteRebuilds()
        definitionsVersion = nil
        try noteDefinitions()
        isMigrating = true
        brokenBefore = try brokenDependents()
        violationsBefore = try await violations()
    }

    // The transaction itself keeps others out.
    func lockMigrations(timeout: Duration, _ observer: (MigrationEvent) -> Void) async throws {}
    func unlockMigrations() async {}

    func beginScript(_ outlook: ScriptOutlook) { rebuilds.note(reverse: outlook.reverse) }

    // What it could set is refused (see ScriptAuthorizer), or reset after the transaction.
    func endScript() async throws {}

    func commitMigration() async throws {
        try await withTaskExecutorPreference(longRunningExecutor) { try restoreDependents() }
        try rebuilds.check { try columns(of: $0) }
        if let (what, reason) = try brokenDependents().filter({ brokenBefore[$0.key] == nil }).min(by: {
            $0.key < $1.key
        }) {
            throw DatabaseError(
                .migration,
                "\(what), which is not the schema's, would not work any more (\(reason)); "
                    + "drop it or change it first")
        }
        // Row by row: one that is healed does not make room for another.
        let new = try await violations().reduce(0) { $0 + max(0, $1.value - violationsBefore[$1.key, default: 0]) }
        if new > 0 {
            throw DatabaseError(.foreignKey, "it would leave \(new) rows that refer to rows which do not exist")
        }
        try await commit()
        backup = nil
    }

    func endMigration() async {
        isMigrating = false
        // Nothing was taken away, so there is nothing to go back to.
        if let backup { SQLiteBackup.remove(backup) }
        backup = nil
        dropTemporaryTables()
        executeToTheEnd("PRAGMA legacy_alter_table = OFF")
        executeToTheEnd("PRAGMA foreign_keys = ON")
    }

    /// A script's own, which would stand before tables of the same name for whoever uses the connection next.
    private func dropTemporaryTables() {
        var names: [String] = []
        var handle: OpaquePointer?
        if sqlite3_prepare_v2(db, "SELECT name FROM temp.sqlite_schema WHERE type = 'table'", -1, &handle, nil)
            == SQLITE_OK
        {
            while let handle, sqlite3_step(handle) == SQLITE_ROW {
                if let name = sqlite3_column_text(handle, 0) { names.append(String(cString: name)) }
            }
        }
        sqlite3_finalize(handle)
        for name in names { executeToTheEnd("DROP TABLE temp.\(SQLQuoting.name(name))") }
    }

    // Every command of SQLite's can be in a transaction, and none leaves anything behind when it fails.
    func runAlone(_ sql: String) async throws -> Int { try await runCommand(sql) }
    func canBeRepeated(_ command: ScriptCommand) -> Bool { false }
    func isAlreadyDone(_ command: ScriptCommand, in session: Session) async throws -> Bool { false }
    func commandsBefore(_ command: ScriptCommand, in session: Session) async throws -> [String] { [] }
    func commandsAfterScript(in session: Session) async throws -> [String] { [] }
    func progressQuery(for command: ScriptCommand) -> ProgressQuery? { nil }

    func backUp(as name: String) async throws -> String? {
        guard path != ":memory:", !path.isEmpty else { return nil }
        let copy = try await withTaskExecutorPreference(longRunningExecutor) {
            try SQLiteBackup(of: path).make(as: name, for: db)
        }
        backup = copy
        return copy
    }

    /// The rows that refer to something which does not exist, each with how often it does.
    private func violations() async throws -> [ForeignKeyViolation: Int] {
        let check = Statement("PRAGMA foreign_key_check", .bulkWrite, table: "")
        let handle = try cached(check)
        defer { sqlite3_reset(handle) }
        monitor.begin(handle, .unlimited)
        return try await withTaskExecutorPreference(longRunningExecutor) {
            var violations: [ForeignKeyViolation: Int] = [:]
            var status = sqlite3_step(handle)
            while status == SQLITE_ROW {
                violations[ForeignKeyViolation(Row(handle: handle)), default: 0] += 1
                status = sqlite3_step(handle)
            }
            guard status == SQLITE_DONE else { throw DatabaseError.sqlite(status, db, check) }
            return violations
        }
    }
}

/// A row, by its table and rowid, that refers to a missing row of another table.
struct ForeignKeyViolation: Hashable {
    private let table: String?
    /// `nil` in a table without rowids.
    private let rowID: Int64?
    private let parent: String?

    init(_ row: borrowing Row) {
        table = try? row.text(0)
        rowID = row.isNull(1) ? nil : try? row.int64(1)
        parent = try? row.text(2)
    }
}
