import Synchronization

extension Database {
    /// Runs several statements in a transaction of their own, in one round trip to the server.
    ///
    /// ```swift
    /// let (isKnown, message) = try await db.batch(
    ///     { try await $0.userStats.update("alice") { $0.totalChatLines += 1 } },
    ///     { try await $0.recentChat.insert(draft) })
    /// ```
    ///
    /// Each item runs one statement, and the statements are sent when each item has come to its own, in the order of the
    /// items. They take effect together or not at all, and each sees what those before it did. What an item goes on to do
    /// with its result comes after that: an error that it throws then undoes nothing. On SQLite, which is not far away, this is
    /// a transaction like any other.
    ///
    /// - Returns: what each item returned.
    /// - Throws: the ``DatabaseError`` of the statement that failed, or what an item threw;
    ///   ``DatabaseError/Code/commitUnknown`` where the connection broke before the server confirmed the batch.
    @inlinable
    public func batch<A: Sendable, B: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B
    ) async throws -> (A, B) {
        let (a, b) = (PipelineItem(a), PipelineItem(b))
        try await runBatch([a.attempt, b.attempt])
        return try (a.value.get(), b.value.get())
    }

    /// Runs several statements in a transaction of their own, in one round trip to the server; see ``batch(_:_:)``.
    ///
    /// - Throws: the ``DatabaseError`` of the statement that failed, or what an item threw.
    @inlinable
    public func batch<A: Sendable, B: Sendable, C: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B,
        _ c: @escaping @Sendable (Pipeline) async throws -> C
    ) async throws -> (A, B, C) {
        let (a, b, c) = (PipelineItem(a), PipelineItem(b), PipelineItem(c))
        try await runBatch([a.attempt, b.attempt, c.attempt])
        return try (a.value.get(), b.value.get(), c.value.get())
    }

    /// Runs several statements in a transaction of their own, in one round trip to the server; see ``batch(_:_:)``.
    ///
    /// - Throws: the ``DatabaseError`` of the statement that failed, or what an item threw.
    @inlinable
    public func batch<A: Sendable, B: Sendable, C: Sendable, D: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B,
        _ c: @escaping @Sendable (Pipeline) async throws -> C, _ d: @escaping @Sendable (Pipeline) async throws -> D
    ) async throws -> (A, B, C, D) {
        let (a, b, c, d) = (PipelineItem(a), PipelineItem(b), PipelineItem(c), PipelineItem(d))
        try await runBatch([a.attempt, b.attempt, c.attempt, d.attempt])
        return try (a.value.get(), b.value.get(), c.value.get(), d.value.get())
    }

    @usableFromInline
    func runBatch(_ items: [@Sendable (Pipeline) async throws -> Void]) async throws {
        if dialect == .sqlite { return try await runInTurn(items) }
        let connection = if let free = try driver.tryLease(.write) { free } else { try await driver.lease(.write) }
        defer { connection.giveBack() }
        let run = connection.batch(
            items.map { item in
                { try await item(Pipeline(session: Session(BatchItemSource(self, .together($0))))) }
            })
        guard let run else { return try await runInTurn(items) }
        try await run.run(on: observer.map { ObservedStatements(run.statements, $0) } ?? run.statements)
    }

    private func runInTurn(_ items: [@Sendable (Pipeline) async throws -> Void]) async throws {
        try await transaction { tx in
            for item in items {
                let source = BatchItemSource(self, .inTurn(tx))
                do {
                    try await item(Pipeline(session: Session(source)))
                } catch {
                    if let failure = tx.firstFailure { throw failure }
                    // What an item does after its statement comes after the batch, as it does where they are sent together.
                    if !source.hasEntered { throw error }
                }
                if let failure = tx.firstFailure { throw failure }
            }
        }
    }
}

/// What an item of a batch gets its connection from, for one statement.
private final class BatchItemSource: ConnectionSource {
    enum Lane {
        case together(any StatementConnection)
        case inTurn(Transaction)
    }

    let database: Database
    private let lane: Lane
    private let entered = Atomic<Bool>(false)

    init(_ database: Database, _ lane: Lane) {
        self.database = database
        self.lane = lane
    }

    var transaction: Transaction? { nil }
    var isPipelineItem: Bool { true }

    /// Whether the item has come to its statement.
    var hasEntered: Bool { entered.load(ordering: .relaxed) }

    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        if entered.exchange(true, ordering: .relaxed) {
            throw DatabaseError(
                .misuse,
                "an item of a batch runs one statement; use db.transaction { … } or give each an item of its own")
        }
        switch lane {
        case .together(let statements): return statements
        case .inTurn(let transaction): return try transaction.tryEnter(access)
        }
    }

    func enter(_ access: Access) async throws -> any StatementConnection {
        switch lane {
        case .together(let statements): statements
        case .inTurn(let transaction): try await transaction.enter(access)
        }
    }

    func fail(_ error: any Error) {
        guard case .inTurn(let transaction) = lane else { return }
        // To read a row comes after the statement.
        if (error as? DatabaseError)?.code != .decoding { transaction.fail(error) }
    }

    func leave(_ connection: any StatementConnection) {
        if case .inTurn(let transaction) = lane { transaction.leave(connection) }
    }
}
