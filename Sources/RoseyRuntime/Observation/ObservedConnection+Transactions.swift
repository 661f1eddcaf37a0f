// Transactions and migrations, which are told of by the words for them.
extension ObservedConnection {
    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try await observer.observing(
            Statement(sql, .bulkWrite, table: ""), { try await base.runCommand(sql, progress: progress) },
            rows: { $0 })
    }

    func runAlone(_ sql: String) async throws -> Int {
        try await observer.observing(
            Statement(sql, .bulkWrite, table: ""), { try await base.runAlone(sql) }, rows: { $0 })
    }

    var canRunElsewhere: Bool { base.canRunElsewhere }

    // MARK: Transactions

    private func control(_ sql: String, _ work: () async throws -> Void) async throws {
        try await observer.observing(Statement(sql, .write, table: ""), work)
    }

    func begin(_ access: Access, _ options: TransactionOptions) async throws {
        try await control("BEGIN") { try await base.begin(access, options) }
    }

    func commit() async throws {
        try await control("COMMIT") { try await base.commit() }
    }

    func rollback() async {
        let start = observer.begin()
        await base.rollback()
        observer.end(Statement("ROLLBACK", .write, table: ""), start, rows: nil)
    }

    func beginMigration() async throws {
        try await control("BEGIN") { try await base.beginMigration() }
    }

    func commitMigration() async throws {
        try await control("COMMIT") { try await base.commitMigration() }
    }

    func savepoint(_ depth: Int) async throws {
        try await control("SAVEPOINT s\(depth)") { try await base.savepoint(depth) }
    }

    func releaseSavepoint(_ depth: Int) async throws {
        try await control("RELEASE s\(depth)") { try await base.releaseSavepoint(depth) }
    }

    func rollbackToSavepoint(_ depth: Int) async throws {
        try await control("ROLLBACK TO s\(depth)") { try await base.rollbackToSavepoint(depth) }
    }

    // MARK: What is not told

    func endMigration() async { await base.endMigration() }
    func lockMigrations(timeout: Duration, _ observer: (MigrationEvent) -> Void) async throws {
        try await base.lockMigrations(timeout: timeout, observer)
    }
    func beginScript(_ outlook: ScriptOutlook) async throws { try await base.beginScript(outlook) }
    func endScript() async throws { try await base.endScript() }
    func unlockMigrations() async { await base.unlockMigrations() }
    func backUp(as name: String) async throws -> String? { try await base.backUp(as: name) }

    func pipeline(items: Int) -> (any PipelineRun)? {
        base.pipeline(items: items).map { ObservedPipeline($0, observer) }
    }

    func batch(_ items: [PipelineWork], _ database: Database) -> (any BatchRun)? { base.batch(items, database) }
}
