import CSQLite

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Transactions that take tables down and put them up again, of which no row may be left that refers to none.
extension SQLiteConnection {
    func beginMigration() async throws {
        // Has no effect inside a transaction. With foreign keys on, dropping a table deletes the rows that refer to it.
        executeToTheEnd("PRAGMA foreign_keys = OFF")
        try await begin(.write, TransactionOptions())
        isMigrating = true
        dependents = []
        brokenBefore = brokenDependents()
        violationsBefore = try await violations()
    }

    // The transaction itself keeps others out.
    func lockMigrations() async throws {}
    func unlockMigrations() async {}

    func commitMigration() async throws {
        try await withTaskExecutorPreference(longRunningExecutor) { try restoreDependents() }
        if let (what, reason) = brokenDependents().filter({ brokenBefore[$0.key] == nil }).min(by: { $0.key < $1.key }) {
            throw DatabaseError(
                .migration, "\(what), which is not the schema's, would not work any more (\(reason)); "
                    + "drop it or change it first")
        }
        // Row by row: one that is healed does not make room for another.
        let new = try await violations().reduce(0) { $0 + max(0, $1.value - violationsBefore[$1.key, default: 0]) }
        if new > 0 {
            throw DatabaseError(.foreignKey, "it would leave \(new) rows that refer to rows which do not exist")
        }
        try await commit()
    }

    func endMigration() async {
        isMigrating = false
        dependents = []
        executeToTheEnd("PRAGMA legacy_alter_table = OFF")
        executeToTheEnd("PRAGMA foreign_keys = ON")
    }

    func backUp(as name: String) async throws -> String? {
        guard path != ":memory:", !path.isEmpty else { return nil }
        let copy = "\(path).\(name).backup"
        try await withTaskExecutorPreference(longRunningExecutor) {
            do throws(DatabaseError) {
                try backUpHere(to: copy)
            } catch {
                unlink(copy)
                throw error
            }
        }
        return copy
    }

    /// By SQLite's online backup: page by page, as the transaction that is running sees the database.
    private func backUpHere(to copy: String) throws(DatabaseError) {
        var target: OpaquePointer?
        defer { sqlite3_close_v2(target) }
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW
        var status = sqlite3_open_v2(copy, &target, flags, nil)
        if status == SQLITE_OK {
            guard let backup = sqlite3_backup_init(target, "main", db, "main") else {
                throw .sqlite(sqlite3_errcode(target), target, Self.backupStatement)
            }
            status = sqlite3_backup_step(backup, -1)
            let end = sqlite3_backup_finish(backup)
            if status == SQLITE_DONE { status = end }
        }
        guard status == SQLITE_OK else { throw .sqlite(status, target, Self.backupStatement) }
    }

    private static let backupStatement = Statement("(a copy of the database)", .bulkWrite, table: "")

    /// The rows that refer to something which does not exist, each with how often it does.
    private func violations() async throws -> [ForeignKeyViolation: Int] {
        let check = Statement("PRAGMA foreign_key_check", .bulkWrite, table: "")
        let handle = try cached(check)
        defer { sqlite3_reset(handle) }
        monitor.begin(handle, isUnlimited: true)
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

    init(_ row: Row) {
        table = try? row.text(0)
        rowID = row.isNull(1) ? nil : try? row.int64(1)
        parent = try? row.text(2)
    }
}
