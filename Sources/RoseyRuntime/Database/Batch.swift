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
    /// items. They take effect together or not at all, and each sees what those before it did. On SQLite, which is not far away,
    /// this is a transaction that writes, like any other.
    ///
    /// What an item does with its result may come before or after the batch takes effect, depending on the database; an error
    /// that it throws then undoes nothing, and neither does that for a second statement. A batch has no retry policy: run it again
    /// after ``DatabaseError/Code/serialization``. In a transaction, use `tx.pipeline`.
    ///
    /// - Parameters:
    ///   - a: the item with the first statement.
    ///   - b: the item with the second one.
    /// - Returns: what each item returned.
    /// - Throws: the ``DatabaseError`` of the statement that failed, or what an item threw;
    ///   ``DatabaseError/Code/commitUnknown`` where the connection broke before the server confirmed the batch;
    ///   ``DatabaseError/Code/misuse`` where an item returns before its statement has.
    @inlinable
    public func batch<A: Sendable, B: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B
    ) async throws -> (A, B) {
        let (a, b) = (PipelineItem(a), PipelineItem(b))
        try await runBatch([a.work, b.work])
        return try (a.value.get(), b.value.get())
    }

    /// Runs several statements in a transaction of their own, in one round trip to the server; see ``batch(_:_:)``, which this
    /// is with more items.
    ///
    /// - Returns: what each item returned.
    /// - Throws: as ``batch(_:_:)`` does.
    @inlinable
    public func batch<A: Sendable, B: Sendable, C: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B,
        _ c: @escaping @Sendable (Pipeline) async throws -> C
    ) async throws -> (A, B, C) {
        let (a, b, c) = (PipelineItem(a), PipelineItem(b), PipelineItem(c))
        try await runBatch([a.work, b.work, c.work])
        return try (a.value.get(), b.value.get(), c.value.get())
    }

    /// Runs several statements in a transaction of their own, in one round trip to the server; see ``batch(_:_:)``, which this
    /// is with more items.
    ///
    /// - Returns: what each item returned.
    /// - Throws: as ``batch(_:_:)`` does.
    @inlinable
    public func batch<A: Sendable, B: Sendable, C: Sendable, D: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B,
        _ c: @escaping @Sendable (Pipeline) async throws -> C, _ d: @escaping @Sendable (Pipeline) async throws -> D
    ) async throws -> (A, B, C, D) {
        let (a, b, c, d) = (PipelineItem(a), PipelineItem(b), PipelineItem(c), PipelineItem(d))
        try await runBatch([a.work, b.work, c.work, d.work])
        return try (a.value.get(), b.value.get(), c.value.get(), d.value.get())
    }

    @usableFromInline
    func runBatch(_ items: [PipelineWork]) async throws {
        let connection = if let free = try driver.tryLease(.write) { free } else { try await driver.lease(.write) }
        defer { connection.giveBack() }
        if let run = connection.batch(items: items.count, observer) {
            return try await run.run(items) { try await $0.run(in: self, on: $1) }
        }
        let attempt = await attemptTransaction(
            on: connection, .write, begin: { try await $0.begin(.write, TransactionOptions()) },
            commit: { try await $0.commit() }
        ) { tx in
            for item in items { try await runInTurn(item, tx) }
        }
        if case .failure(let error, _) = attempt { throw error }
    }

    private func runInTurn(_ item: PipelineWork, _ tx: Transaction) async throws {
        let source = BatchItemSource(self, .inTurn(tx))
        do {
            try await item.run(Pipeline(session: Session(source)))
            try source.end()
        } catch {
            // What an item does after its statement comes after the batch, as it does where they are sent together.
            if !source.isDone { throw source.failure ?? error }
        }
        // An item cannot make up for the failure of its statement.
        if let failure = source.failure { throw failure }
    }
}

extension PipelineWork {
    /// Runs the item as one of a batch whose statements are sent together.
    ///
    /// - Parameter statements: what takes its statement.
    nonisolated(nonsending) func run(in database: Database, on statements: any StatementConnection) async throws {
        let source = BatchItemSource(database, .together(statements))
        try await run(Pipeline(session: Session(source)))
        try source.end()
    }
}

/// What an item of a batch gets its connection from, for one statement.
private final class BatchItemSource: ConnectionSource {
    enum Route {
        case together(any StatementConnection)
        case inTurn(Transaction)
    }

    private enum Use {
        static let none: UInt8 = 0
        static let running: UInt8 = 1
        static let done: UInt8 = 2
        /// The item has returned without a statement.
        static let ended: UInt8 = 3
    }

    let database: Database
    private let route: Route
    private let use = Atomic<UInt8>(Use.none)
    private let firstFailure = Mutex<(any Error)?>(nil)

    init(_ database: Database, _ route: Route) {
        self.database = database
        self.route = route
    }

    var dialect: Dialect { database.dialect }
    var transaction: Transaction? { nil }
    var isPipelineItem: Bool { true }

    /// Whether the item's statement has been run.
    var isDone: Bool { use.load(ordering: .acquiring) == Use.done }

    /// Why the item's statement has failed, where statements run in turn.
    var failure: (any Error)? { firstFailure.withLock { $0 } }

    /// The item has returned.
    func end() throws {
        let (isUnused, use) = use.compareExchange(
            expected: Use.none, desired: Use.ended, ordering: .acquiringAndReleasing)
        if !isUnused, use == Use.running {
            throw DatabaseError(
                .misuse, "an item of a batch has returned before its statement had; await the statement inside the item"
            )
        }
    }

    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        try begin()
        switch route {
        case .together(let statements): return statements
        case .inTurn(let transaction): return try transaction.tryEnter(access).map(reporting)
        }
    }

    private func begin() throws {
        let (isFirst, use) = use.compareExchange(
            expected: Use.none, desired: Use.running, ordering: .acquiringAndReleasing)
        if isFirst { return }
        if use == Use.ended { throw DatabaseError.pipelineHasEnded }
        throw DatabaseError(
            .misuse,
            "an item of a batch runs one statement, and this is its second; the first one takes effect. Use "
                + "db.transaction { … } or give each an item of its own")
    }

    /// After `tryEnter` found that somebody else has the turn.
    func enter(_ access: Access) async throws -> any StatementConnection {
        switch route {
        case .together(let statements): statements
        case .inTurn(let transaction): reporting(try await transaction.enter(access))
        }
    }

    private func reporting(_ connection: any StatementConnection) -> any StatementConnection {
        FailureReporting(connection) { [self] error in
            firstFailure.withLock { $0 = $0 ?? error }
        }
    }

    // To read a row comes after the statement, so the connection tells what has failed.
    func fail(_ error: any Error) {}

    func leave(_ connection: any StatementConnection) {
        use.store(Use.done, ordering: .releasing)
        if case .inTurn(let transaction) = route { transaction.leave(connection) }
    }
}
