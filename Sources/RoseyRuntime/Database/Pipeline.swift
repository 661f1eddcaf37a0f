/// What the items of a pipeline or a batch run their statements on; see ``DatabaseAccess/pipeline(_:_:)`` and
/// ``Database/batch(_:_:)``.
public struct Pipeline: DatabaseAccess {
    public let session: Session

    /// - Throws: ``DatabaseError/Code/misuse``, always: begin a transaction around the pipeline.
    @discardableResult
    public func transaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        throw DatabaseError(
            .misuse,
            "a pipeline or batch has no transactions inside; begin one, and the pipeline in that: tx.pipeline(…)")
    }
}

extension DatabaseAccess {
    /// Runs `body` once for each item, and sends what they ask for together, so that all wait for the server only once.
    ///
    /// ```swift
    /// let users = try await db.pipeline(names) { try await $0.userStats.find($1) }
    /// ```
    ///
    /// The items run at the same time. As soon as each of them waits for a statement, the statements go to the server in
    /// one round; so an item that waits for something else holds the others up. Outside a transaction each statement is
    /// one of its own, and what fails does not concern the others; inside, a failure is one of the transaction. On SQLite,
    /// which is not far away, the items run one after another; of a file, reads that follow one another are one
    /// transaction, which makes short ones about twice as fast.
    ///
    /// - Returns: what each item returned or threw, in the order of the items.
    /// - Throws: ``DatabaseError`` where there is no connection.
    @inlinable
    public func pipeline<Items: Collection & Sendable, Result: Sendable>(
        _ items: Items, _ body: @escaping @Sendable (Pipeline, Items.Element) async throws -> Result
    ) async throws -> [Swift.Result<Result, any Error>] where Items.Element: Sendable {
        let results = items.map { item in PipelineItem { try await body($0, item) } }
        try await session.runPipeline(results.map(\.work))
        return results.map(\.value)
    }

    /// Runs things of different kinds, and sends what they ask for together.
    ///
    /// ```swift
    /// let (alice, count) = try await db.pipeline(
    ///     { try await $0.userStats.find("alice") },
    ///     { try await $0.recentChat.count() })
    /// ```
    ///
    /// - Returns: what each item returned or threw.
    /// - Throws: ``DatabaseError`` where there is no connection.
    @inlinable
    public func pipeline<A: Sendable, B: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B
    ) async throws -> (Result<A, any Error>, Result<B, any Error>) {
        let (a, b) = (PipelineItem(a), PipelineItem(b))
        try await session.runPipeline([a.work, b.work])
        return (a.value, b.value)
    }

    /// Runs things of different kinds, and sends what they ask for together; see ``pipeline(_:_:)``.
    ///
    /// - Throws: ``DatabaseError`` where there is no connection.
    @inlinable
    public func pipeline<A: Sendable, B: Sendable, C: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B,
        _ c: @escaping @Sendable (Pipeline) async throws -> C
    ) async throws -> (Result<A, any Error>, Result<B, any Error>, Result<C, any Error>) {
        let (a, b, c) = (PipelineItem(a), PipelineItem(b), PipelineItem(c))
        try await session.runPipeline([a.work, b.work, c.work])
        return (a.value, b.value, c.value)
    }

    /// Runs things of different kinds, and sends what they ask for together; see ``pipeline(_:_:)``.
    ///
    /// - Throws: ``DatabaseError`` where there is no connection.
    @inlinable
    public func pipeline<A: Sendable, B: Sendable, C: Sendable, D: Sendable>(
        _ a: @escaping @Sendable (Pipeline) async throws -> A, _ b: @escaping @Sendable (Pipeline) async throws -> B,
        _ c: @escaping @Sendable (Pipeline) async throws -> C, _ d: @escaping @Sendable (Pipeline) async throws -> D
    ) async throws -> (
        Result<A, any Error>, Result<B, any Error>, Result<C, any Error>, Result<D, any Error>
    ) {
        let (a, b, c, d) = (PipelineItem(a), PipelineItem(b), PipelineItem(c), PipelineItem(d))
        try await session.runPipeline([a.work, b.work, c.work, d.work])
        return (a.value, b.value, c.value, d.value)
    }
}

/// What an item of a pipeline or a batch does. A function by itself would be called through two others, as it is kept in arrays.
@usableFromInline
struct PipelineWork: Sendable {
    @usableFromInline let run: @Sendable (Pipeline) async throws -> Void

    @inlinable
    init(_ run: @escaping @Sendable (Pipeline) async throws -> Void) {
        self.run = run
    }
}

/// Where something is put that a task makes, for another one to take once that has ended.
///
/// The class is generic in all that it keeps: if it made a type of its own out of its parameter, an `Optional` or a `Mutex`, that would
/// be looked up whenever one is freed, which takes a tenth of a batch.
@usableFromInline
final class Deposit<Stored: Sendable>: @unchecked Sendable {
    // Unchecked: whoever makes it waits for the task that writes before it reads.
    @usableFromInline var stored: Stored

    @inlinable
    init(_ stored: Stored) { self.stored = stored }
}

/// An item of a pipeline or a batch, and what came of it.
@usableFromInline
struct PipelineItem<Value: Sendable>: Sendable {
    @usableFromInline let body: @Sendable (Pipeline) async throws -> Value
    // Written once, before the item ends, and read after `runPipeline` or `runBatch`, which return after all items have ended.
    @usableFromInline let result = Deposit<Result<Value, any Error>?>(nil)

    @inlinable
    init(_ body: @escaping @Sendable (Pipeline) async throws -> Value) {
        self.body = body
    }

    /// What came of it.
    @inlinable var value: Result<Value, any Error> {
        result.stored ?? .failure(DatabaseError(.cancelled, "the item was not run"))
    }

    /// Runs the item, and keeps what comes of it.
    @inlinable var work: PipelineWork {
        PipelineWork { [body, result] pipeline in
            do {
                result.stored = .success(try await body(pipeline))
            } catch {
                result.stored = .failure(error)
                throw error
            }
        }
    }
}

extension Session {
    @usableFromInline
    func runPipeline(_ items: [PipelineWork]) async throws {
        guard !items.isEmpty else { return }
        let (database, transaction) = (source.database, source.transaction)
        if source.isPipelineItem { throw DatabaseError.noPipelineItem("another pipeline") }
        func runInTurn() async {
            if transaction == nil, database.driver.hasReaders {
                let reads = SharedReads(database)
                for item in items { try? await item.run(Pipeline(session: Session(reads))) }
                return await reads.end()
            }
            let pipeline = Pipeline(session: Session(PipelineSource(source, nil)))
            for item in items { try? await item.run(pipeline) }
        }
        switch dialect {
        case .sqlite: return await runInTurn()
        case .postgresql: break
        }
        let connection =
            if let transaction { try await transaction.take(.read) } else { try await database.driver.lease(.write) }
        defer { source.leave(connection) }
        guard let run = connection.pipeline(items: items.count) else { return await runInTurn() }
        func runTogether() async throws {
            try await run.run(items) { item, statements in
                try await item.run(Pipeline(session: Session(PipelineSource(source, statements))))
            }
        }
        if let transaction {
            try await transaction.whileInside { try await runTogether() }
        } else {
            try await runTogether()
        }
    }
}

/// What the items of a pipeline get their connection from.
private final class PipelineSource: ConnectionSource {
    /// What the pipeline runs on.
    private let source: any ConnectionSource
    /// What takes the statements; `nil` where they run one after another.
    private let statements: (any StatementConnection)?

    init(_ source: any ConnectionSource, _ statements: (any StatementConnection)?) {
        self.source = source
        self.statements = statements
    }

    var database: Database { source.database }
    var dialect: Dialect { source.dialect }
    var transaction: Transaction? { source.transaction }
    var isPipelineItem: Bool { true }

    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        guard let statements else { return try source.tryEnter(access) }
        try transaction?.requireUsable(for: access)
        return statements
    }

    func enter(_ access: Access) async throws -> any StatementConnection {
        if let free = try tryEnter(access) { free } else { try await source.enter(access) }
    }

    func fail(_ error: any Error) { source.fail(error) }

    func leave(_ connection: any StatementConnection) {
        if statements == nil { source.leave(connection) }
    }
}

extension DatabaseError {
    static var pipelineHasEnded: DatabaseError {
        DatabaseError(.closed, "the pipeline or batch has ended; it cannot be used after the item that it was given to")
    }

    static func noPipelineItem(_ what: String) -> DatabaseError {
        DatabaseError(.misuse, "\(what) cannot be an item of a pipeline or a batch; run it outside")
    }
}
