import CSQLite

/// Transactions that take tables down and put them up again, of which no row may be left that refers to none.
extension SQLiteConnection {
    func beginMigration() async throws {
        // Has no effect inside a transaction. With foreign keys on, dropping a table deletes the rows that refer to it.
        executeToTheEnd("PRAGMA foreign_keys = OFF")
        try await begin(.write, TransactionOptions())
        violationsBefore = try await violations()
    }

    func commitMigration() async throws {
        // Row by row: one that is healed does not make room for another.
        let new = try await violations().reduce(0) { $0 + max(0, $1.value - violationsBefore[$1.key, default: 0]) }
        if new > 0 {
            throw DatabaseError(.foreignKey, "it would leave \(new) rows that refer to rows which do not exist")
        }
        try await commit()
    }

    func endMigration() async {
        executeToTheEnd("PRAGMA foreign_keys = ON")
    }

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
