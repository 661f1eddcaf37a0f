#if PostgreSQL
import CLibPQ

/// Migrations: a lock of the session keeps other processes out, since a migration can be several transactions.
extension PostgreSQLConnection {
    /// The lock's first number is "rose" in ASCII; the second stands for the schema.
    private static let lockKey = "\(0x72_6f_73_65), hashtext(coalesce(current_schema(), ''))"
    private static let holdsLock = Statement(
        """
        SELECT count(*) FROM pg_catalog.pg_locks
        WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() AND classid = \(0x72_6f_73_65)
            AND objid::bigint = (hashtext(coalesce(current_schema(), ''))::bigint & 4294967295)
        """, .read, table: "")
    private static let tryLock = Statement(
        "SELECT CASE WHEN pg_try_advisory_lock(\(lockKey)) THEN 1::bigint ELSE 0 END", .write, table: "")
    private static let backend = Statement("SELECT pg_backend_pid()::bigint", .read, table: "")

    /// How long a change of a table may wait for those who use it. While it waits, everybody else waits behind it.
    private static let lockTimeout = "3s"

    func lockMigrations() async throws {
        if try await number(Self.backend) != Int(PQbackendPID(wire.handle)) {
            throw DatabaseError(
                .migration,
                "a proxy stands between this program and the server, which may give each transaction to another session, "
                    + "and with it lose the lock that keeps other processes from migrating; "
                    + "use the address of the server itself")
        }
        _ = try await runCommand("SET statement_timeout = 0")
        _ = try await runCommand("SET lock_timeout = '\(Self.lockTimeout)'")
        // However long the other process takes. Asked again and again, not waited for in the server: who builds an index beside
        // others waits for every statement that runs, so for one that waits for it.
        while try await number(Self.tryLock) == 0 { try await Task.sleep(for: .milliseconds(100)) }
    }

    func runAlone(_ sql: String) async throws -> Int {
        // What is done beside others waits for those who began before it, and nobody waits behind it.
        let isConcurrent = ScriptCommand(sql).words.prefix(4).contains("concurrently")
        guard isConcurrent else { return try await runCommand(sql) }
        _ = try await runCommand("SET lock_timeout = 0")
        let changed: Int
        do { changed = try await runCommand(sql) } catch {
            _ = try? await runCommand("SET lock_timeout = '\(Self.lockTimeout)'")
            throw error
        }
        _ = try await runCommand("SET lock_timeout = '\(Self.lockTimeout)'")
        return changed
    }

    func unlockMigrations() async {
        guard !wire.isBroken else { return }
        for command in [
            "SELECT pg_advisory_unlock(\(Self.lockKey))", "RESET lock_timeout", "RESET statement_timeout",
            pool.connector.settings,
        ] {
            wire.send(command)
            steps.append(.control)
            wire.sync()
            steps.append(.sync)
            // The session, and the lock with it, ends otherwise.
            if await fly(Self.control, isCancellable: false, { PQclear($0) }) != nil { return wire.giveUp() }
        }
    }

    func beginMigration() async throws {
        try await begin(.write, TransactionOptions())
        guard try await number(Self.holdsLock) > 0 else {
            throw DatabaseError(.migration, "the lock that keeps other processes from migrating was lost")
        }
        try await noteViews()
    }

    func commitMigration() async throws {
        try await restoreTriggersOfViews()
        try await commit()
    }

    func endMigration() async { views = nil }

    // The server's own backups are not a client's to make.
    func backUp(as name: String) async throws -> String? { nil }

    private func number(_ statement: Statement) async throws -> Int {
        encoder.reset()
        let result = try await perform(statement)
        defer { PQclear(result) }
        return Int(try Row(handle: result, number: 0).int64(0))
    }
}
#endif
