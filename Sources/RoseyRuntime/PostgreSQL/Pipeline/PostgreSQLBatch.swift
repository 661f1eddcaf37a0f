#if PostgreSQL
import Synchronization

/// A statement of each item, all of which are sent in one round, which is a transaction.
final class PostgreSQLBatch: PipelineRun {
    private enum Phase {
        case gathering, sent
        /// Nothing takes effect, or nobody knows whether it does.
        case failed(any Error)

        var isGathering: Bool { if case .gathering = self { true } else { false } }
    }

    private let connection: PostgreSQLConnection
    private let pool: PostgreSQLPool
    private let observer: StatementObserver?
    private let gatherer: ItemGatherer
    private let phase = Mutex(Phase.gathering)

    init(_ connection: PostgreSQLConnection, items: Int, _ observer: StatementObserver?) {
        self.connection = connection
        self.observer = observer
        pool = connection.pool
        gatherer = ItemGatherer(items: items)
    }

    var executor: any TaskExecutor { gatherer }

    nonisolated(nonsending) func runItem(
        _ number: Int, _ body: nonisolated(nonsending) (any StatementConnection) async throws -> Void
    ) async {
        defer { gatherer.endItem() }
        guard phase.withLock({ $0.isGathering }) else { return }
        let task = pool.writers.insertCurrent()
        defer { pool.writers.remove(task) }
        do { try await body(ItemStatements(self, number)) } catch { fail(error) }
    }

    /// - Throws: why nothing has taken effect: the error of the statement that failed, or that of an item which threw before its
    ///   statement was sent.
    nonisolated(nonsending) func send() async throws {
        let task = pool.writers.insertCurrent()
        defer { pool.writers.remove(task) }
        await gatherer.run(send)
        if case .failed(let error) = phase.withLock({ $0 }) { throw error }
    }

    private nonisolated(nonsending) func send(_ gathered: [WaitingRequest]) async {
        // Of the items, whichever came first.
        let waiting = gathered.sorted { $0.ticket < $1.ticket }
        let requests = waiting.map(\.request)
        defer { pool.encoders.release(requests) }
        let failure = phase.withLock { phase -> (any Error)? in
            if case .failed(let error) = phase { return error }
            defer { phase = .sent }
            return phase.isGathering ? nil : DatabaseError.pipelineHasEnded
        }
        if let failure {
            let result = Result<ReceivedRows, any Error>.failure(failure)
            for request in waiting { request.resume(with: result) }
            return
        }
        let start = observer?.begin()
        do throws(PostgreSQLConnection.Failure) {
            let rows = try await connection.exchangeAsTransaction(requests)
            if let start { report(requests, rows, start) }
            for (request, rows) in zip(waiting, rows) {
                request.resume(with: rows.map { .success($0) } ?? .failure(DatabaseError.pipelineHasEnded))
            }
        } catch {
            if let start { report(requests, error, start) }
            phase.withLock { $0 = .failed(error.error) }
            for request in waiting { request.resume(with: Result.failure(error.error)) }
        }
    }

    /// Nothing is sent then. What an item throws after the round does not concern the batch.
    private func fail(_ error: any Error) {
        phase.withLock { if $0.isGathering { $0 = .failed(error) } }
    }

    private func report(_ requests: [PipelineRequest], _ rows: [ReceivedRows?], _ start: StatementStart) {
        guard let observer else { return }
        let duration = observer.duration(since: start)
        for case (let request, let rows?) in zip(requests, rows) {
            observer.end(request.statement, start, duration: duration, rows: rows.outcome.affectedRows)
        }
    }

    private func report(
        _ requests: [PipelineRequest], _ failure: PostgreSQLConnection.Failure, _ start: StatementStart
    ) {
        guard requests.indices.contains(failure.step) else { return }
        observer?.end(requests[failure.step].statement, start, rows: nil, failure.error)
    }

    /// What an item runs its statement on.
    private final class ItemStatements: BufferedConnection {
        private let batch: PostgreSQLBatch
        private let item: Int

        init(_ batch: PostgreSQLBatch, _ item: Int) {
            self.batch = batch
            self.item = item
        }

        nonisolated(nonsending) func rows(
            _ statement: Statement, _ bind: (inout Parameters) throws -> Void
        ) async throws -> ReceivedRows {
            let request: PipelineRequest
            do { request = try batch.pool.encoders.request(statement, bind) } catch {
                // Whatever the item makes of it, as where the server refuses a value.
                batch.fail(error)
                throw error
            }
            return try await batch.gatherer.rows(request, item: item)
        }
    }
}
#endif
