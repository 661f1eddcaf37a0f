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
        if let (what, reason) = brokenDependents().filter({ brokenBefore[$0.key] == nil }).min(by: { $0.key < $1.key })
        {
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
    }

    func endMigration() async {
        isMigrating = false
        dependents = []
        executeToTheEnd("PRAGMA legacy_alter_table = OFF")
        executeToTheEnd("PRAGMA foreign_keys = ON")
    }

    func runAlone(_ sql: String) async throws -> Int { try await runCommand(sql) }

    func backUp(as name: String) async throws -> String? {
        guard path != ":memory:", !path.isEmpty else { return nil }
        // A copy is never written over.
        var copy = "\(path).\(name).backup"
        var number = 1
        while access(copy, F_OK) == 0 {
            number += 1
            copy = "\(path).\(name)-\(number).backup"
        }
        let target = copy
        try await withTaskExecutorPreference(longRunningExecutor) {
            do throws(DatabaseError) {
                try backUpHere(to: target)
            } catch {
                unlink(target)
                throw error
            }
        }
        return target
    }

    /// By SQLite's online backup, page by page, over a connection of its own: SQLite does not copy from one that is about to
    /// write. What that one sees is what was there before.
    private func backUpHere(to copy: String) throws(DatabaseError) {
        var source: OpaquePointer?
        var target: OpaquePointer?
        defer {
            sqlite3_close_v2(source)
            sqlite3_close_v2(target)
        }
        var status = sqlite3_open_v2(path, &source, SQLITE_OPEN_READWRITE, nil)
        if status == SQLITE_OK {
            status = sqlite3_open_v2(copy, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        }
        if status == SQLITE_OK {
            guard let backup = sqlite3_backup_init(target, "main", source, "main") else {
                throw .sqlite(sqlite3_errcode(target), target, Self.backupStatement)
            }
            status = sqlite3_backup_step(backup, -1)
            let end = sqlite3_backup_finish(backup)
            if status == SQLITE_DONE { status = end }
        }
        // A file of one's own lets no other connection in, and nobody else writes to it: it can be copied as it is.
        if status == SQLITE_BUSY { return try copyFiles(to: copy) }
        guard status == SQLITE_OK else { throw .sqlite(status, target, Self.backupStatement) }
    }

    /// The file, and what of it is still in the write-ahead log.
    private func copyFiles(to copy: String) throws(DatabaseError) {
        for suffix in ["", "-wal"] {
            guard let source = fopen(path + suffix, "r") else { continue }
            defer { fclose(source) }
            guard let target = fopen(copy + suffix, "w") else { throw Self.cannotCopy(copy + suffix) }
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            var isComplete = true
            while isComplete {
                let count = fread(&buffer, 1, buffer.count, source)
                if count == 0 { break }
                isComplete = fwrite(&buffer, 1, count, target) == count
            }
            if fclose(target) != 0 || !isComplete || ferror(source) != 0 { throw Self.cannotCopy(copy + suffix) }
        }
    }

    private static func cannotCopy(_ path: String) -> DatabaseError {
        DatabaseError(.io, "the database cannot be copied to \(path): \(String(cString: strerror(errno)))")
    }

    private static let backupStatement = Statement("(a copy of the database)", .bulkWrite, table: "")

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
