// Transactions, which are reported by the words for them.
extension ObservedConnection {
    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try await observer.observing(
            Statement(sql, .bulkWrite, table: ""), { try await base.runCommand(sql, progress: progress) },
            rows: { $0 })
    }

    var canRunElsewhere: Bool { base.canRunElsewhere }

    // MARK: Transactions

    func control(_ sql: String, _ work: () async throws -> Void) async throws {
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

    func savepoint(_ depth: Int) async throws {
        try await control("SAVEPOINT s\(depth)") { try await base.savepoint(depth) }
    }

    func releaseSavepoint(_ depth: Int) async throws {
        try await control("RELEASE s\(depth)") { try await base.releaseSavepoint(depth) }
    }

    func rollbackToSavepoint(_ depth: Int) async throws {
        try await control("ROLLBACK TO s\(depth)") { try await base.rollbackToSavepoint(depth) }
    }

    // MARK: What is not reported here

    func pipeline(items: Int) -> (any PipelineRun)? {
        base.pipeline(items: items).map { ObservedPipeline($0, observer) }
    }

    func batch(items: Int, _ observer: StatementObserver?) -> (any PipelineRun)? {
        base.batch(items: items, observer)
    }
}
