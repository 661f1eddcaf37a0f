#if PostgreSQL
import CLibPQ
import ExactText

/// Migrations: a lock of the session keeps other processes out, since a migration can be several transactions.
extension PostgreSQLConnection: MigratingConnection {
    // Other roles may be able to make functions and operators in the schemas of the search path. One of theirs is taken instead
    // of the server's own where it fits the types of its arguments better, so each function is named with its schema, and each
    // argument has exactly the type that the server's own takes.

    /// The lock's first number is "rose" in ASCII; the second stands for the schema.
    private static let lockClass = 0x72_6f_73_65
    private static let lockObject =
        "pg_catalog.hashtext(coalesce(pg_catalog.current_schema()::pg_catalog.text, ''::pg_catalog.text))"
    private static let heldLock = """
        l.locktype = 'advisory' AND l.granted AND l.classid = \(lockClass)::pg_catalog.oid
            AND l.objid::bigint = (\(lockObject)::bigint & 4294967295::bigint)
        """
    private static let holdsLock = Statement(
        """
        SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks l
        WHERE \(heldLock) AND l.pid = pg_catalog.pg_backend_pid()
        """, .read, table: "")
    private static let tryLock = Statement(
        "SELECT CASE WHEN pg_catalog.pg_try_advisory_lock(\(lockClass), \(lockObject)) THEN 1::bigint ELSE 0::bigint END",
        .write, table: "")
    /// Any role that can connect may hold it.
    private static let lockHolder = Statement(
        """
        SELECT 'role ' || coalesce(a.usename::text, '?'::text) || ', process ' || l.pid::text
            || coalesce(', application ' || nullif(a.application_name, ''::text), ''::text)
            || coalesce(', connected since ' || a.backend_start::timestamptz(0)::text, ''::text)
        FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE \(heldLock) AND l.database
            = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
        """, .read, table: "")
    private static let currentSchema = Statement(
        "SELECT coalesce(pg_catalog.current_schema()::text, ''::text)", .read, table: "")
    /// Tables of the session come last, so that none of them is taken for one of the database's.
    private static let searchPath = Statement(
        """
        SELECT CASE WHEN pg_catalog.strpos(p, 'pg_temp'::text) = 0 THEN p || ', pg_temp'::text ELSE p END,
            pg_catalog.current_setting('role'::text)
        FROM (SELECT pg_catalog.current_setting('search_path'::text) AS p) AS s
        """, .read, table: "")

    /// How long a change of a table may wait for those who use it. While it waits, everybody else waits behind it.
    private static let lockTimeout = "3s"
    /// When it is said for the first time who holds the lock of migrations, and how often after that. A migration that another
    /// process runs is nothing unusual.
    private static let (firstReport, nextReports) = (Duration.seconds(10), Duration.seconds(30))

    func lockMigrations(timeout: Duration, _ observer: (MigrationEvent) -> Void) async throws {
        if wire.isProxied {
            throw DatabaseError(
                .migration,
                "a proxy stands between this program and the server, which may give each transaction to another session, "
                    + "and with it lose the lock that keeps other processes from migrating; "
                    + "use the address of the server itself")
        }
        if try await texts(Self.currentSchema)[0].isEmpty {
            throw DatabaseError(
                .migration, "none of the schemas in search_path exists or may be used, so there is no place for tables")
        }
        _ = try await runCommand("SET statement_timeout = 0")
        wire.replyTimeout = nil
        _ = try await runCommand("SET lock_timeout = '\(Self.lockTimeout)'")
        let settings = try await texts(Self.searchPath)
        migrationSettings = (settings[0], settings[1])
        try await waitForLock(timeout, observer)
    }

    /// The lock is asked for again and again, not waited for in the server: who builds an index beside others waits for every
    /// statement that runs, so for one that waits for it.
    private func waitForLock(_ timeout: Duration, _ observer: (MigrationEvent) -> Void) async throws {
        let start = ContinuousClock.now
        var nextReport = start + Self.firstReport
        while try await number(Self.tryLock) == 0 {
            let now = ContinuousClock.now
            if now >= nextReport || now - start >= timeout {
                let holder = try await texts(Self.lockHolder).first.map { " (\($0))" } ?? ""
                let message = "another session\(holder) holds the lock that keeps two from migrating at once"
                if now - start >= timeout {
                    throw DatabaseError(
                        .timeout,
                        "\(message); it was waited for as long as migrationLockTimeout allows (--lock-timeout of "
                            + "the command line)")
                }
                observer(.waits(message))
                nextReport = now + Self.nextReports
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func runAlone(_ sql: String) async throws -> Int {
        // What is done beside others waits for those who began before it, and nobody waits behind it.
        let isConcurrent = ScriptCommand(sql, .postgresql).words.prefix(4).contains("concurrently")
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

    /// The connection is closed when it is released, and not used for anything else: what scripts have set for the session
    /// would hold for whoever came next.
    func unlockMigrations() async {
        mustBeReplaced = true
        guard !wire.isBroken else { return }
        queue("SELECT pg_catalog.pg_advisory_unlock_all()", as: .control)
        queueSync()
        // The session, and the lock with it, ends otherwise.
        if await receiveRound(Self.control, isCancellable: false, { PQclear($0) }) != nil { wire.giveUp() }
    }

    func beginMigration() async throws {
        try await begin(.write, TransactionOptions())
        try await endScript()
        guard try await number(Self.holdsLock) > 0 else {
            throw DatabaseError(.migration, "the lock that keeps other processes from migrating was lost")
        }
        try await noteViews()
    }

    /// Texts and names mean again what they meant before a script, and its rights are those of the migration's role.
    func endScript() async throws {
        // By itself, since the next text is read as this says.
        try await runUnwatched("SET standard_conforming_strings = on")
        let (searchPath, role) = migrationSettings
        let statement = Statement(
            "SELECT pg_catalog.set_config('search_path', \(SQLQuoting.text(searchPath)), true), "
                + "pg_catalog.set_config('role', \(SQLQuoting.text(role)), true)",
            .write, table: "")
        encoder.reset()
        PQclear(try await perform(statement))
        try await restoreViews()
    }

    func commitMigration() async throws {
        try await refuseLostViews()
        try await restoreTriggersOfViews()
        try await commit()
    }

    func endMigration() async { views = nil }

    // The server's own backups are not a client's to make.
    func backUp(as name: String) async throws -> String? { nil }

    /// The columns of the first row; none where there is no row.
    private func texts(_ statement: Statement) async throws -> [String] {
        encoder.reset()
        let result = try await perform(statement)
        defer { PQclear(result) }
        guard PQntuples(result) > 0 else { return [] }
        let row = Row(handle: result, number: 0)
        return try (0..<row.count).map { try row.text($0) }
    }

    private func number(_ statement: Statement) async throws -> Int {
        encoder.reset()
        let result = try await perform(statement)
        defer { PQclear(result) }
        return Int(try Row(handle: result, number: 0).int64(0))
    }
}
#endif
