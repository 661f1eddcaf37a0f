/// The connection on which a process migrates while it keeps others from that.
struct MigrationConnection {
    let database: Database
    let connection: any MigratingConnection

    /// Runs `body` in a transaction in which tables that others refer to can be taken down and put up again. Where somebody
    /// is in the way it is undone, and done again after a while.
    func transaction<Result: Sendable>(
        _ observer: (MigrationEvent) -> Void, _ body: (Transaction) async throws -> Result
    ) async throws -> Result {
        try await patiently(observer) {
            let attempt = await database.attemptTransaction(
                on: connection, .write, begin: { _ in try await connection.beginMigration() },
                commit: { _ in try await connection.commitMigration() }, body)
            await connection.endMigration()
            switch attempt {
            case .success(let result): return result
            case .failure(let error, _): throw error
            }
        }
    }

    /// Ends a script, inside of its transaction.
    /// Begins a script, inside of its transaction.
    func beginScript(_ outlook: ScriptOutlook, in transaction: Transaction) async throws {
        try await transaction.withConnection { _ in try await connection.beginScript(outlook) }
    }

    func endScript(in transaction: Transaction) async throws {
        try await transaction.withConnection { _ in try await connection.endScript() }
    }

    /// Copies the database, inside of a transaction that has not written yet.
    func backUp(as name: String, in transaction: Transaction) async throws -> String? {
        try await transaction.withConnection { _ in try await connection.backUp(as: name) }
    }

    /// Runs a command in no transaction, each time after `prepare`.
    func run(
        _ sql: String, _ observer: (MigrationEvent) -> Void, prepare: () async throws -> Void = {}
    ) async throws -> Int {
        try await patiently(observer) {
            try await prepare()
            return try await connection.runAlone(sql)
        }
    }

    /// Whoever waits for a lock makes those wait who come after, so it is given up soon, and tried again later.
    private func patiently<Result>(
        _ observer: (MigrationEvent) -> Void, _ body: () async throws -> Result
    ) async throws -> Result {
        let deadline = ContinuousClock.now + database.migrationLockTimeout
        var backoff = Backoff(initial: .milliseconds(200), maximum: .seconds(10))
        var generator = SystemRandomNumberGenerator()
        while true {
            do {
                return try await body()
            } catch let error as DatabaseError where error.code == .timeout || error.code == .serialization {
                let delay = backoff.delays(using: &generator).unawaited
                if ContinuousClock.now + delay > deadline || Task.isCancelled { throw error }
                observer(.waits("somebody else uses what is to be changed; it is tried again in a moment"))
                try await Task.sleep(for: delay)
            }
        }
    }
}
