#if PostgreSQL
import CLibPQ
import Synchronization

/// Gathers a statement of each item, and sends them in one flight, which is a transaction.
///
/// All on the caller's task: an item that comes to its statement is left waiting while the next one is run inside its call, and
/// the last one sends the statements of all. So nothing is scheduled, and nobody is woken.
final class PostgreSQLBatch: BatchRun, BufferedConnection {
    private struct Gathered: @unchecked Sendable {
        // Unchecked: the encoder is given away with the request, and nobody else has it.
        var requests: [PipelineRequest] = []
    }

    private enum Phase {
        case gathering(Gathered)
        case sent
        /// With the rows that nobody has taken yet.
        case done([ReceivedRows?])
        case failed(any Error)
    }

    private struct State {
        var phase = Phase.gathering(Gathered())
        /// The items that have not been started, the next one last.
        var items: [BatchItem]
        /// What the items are given.
        var lane: (any StatementConnection)?
    }

    private let state: Mutex<State>
    private let connection: PostgreSQLConnection

    init(_ connection: PostgreSQLConnection, _ items: [BatchItem]) {
        self.connection = connection
        state = Mutex(State(items: items.reversed()))
    }

    deinit {
        state.withLock { state in
            if case .done(let rows) = state.phase { for case let rows? in rows { PQclear(rows.handle) } }
        }
    }

    var statements: any StatementConnection { self }

    func run(on statements: any StatementConnection) async throws {
        state.withLock { $0.lane = statements }
        // It holds this.
        defer { state.withLock { $0.lane = nil } }
        connection.writer = connection.pool.writers.insertCurrent()
        defer { connection.endTransaction() }
        await runItems()
        await send()
        if let failure { throw failure }
    }

    func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        let encoder = connection.pool.encoders.take()
        try encoder.fill(statement, bind)
        guard let place = gather(Gathered(requests: [PipelineRequest(statement: statement, encoder: encoder)])) else {
            throw DatabaseError.pipelineHasEnded
        }
        await runItems()
        await send()
        if let failure { throw failure }
        guard let rows = takeRows(place) else { throw DatabaseError.pipelineHasEnded }
        return rows
    }

    /// Why nothing has taken effect.
    private var failure: (any Error)? {
        state.withLock { state in
            if case .failed(let error) = state.phase { error } else { nil }
        }
    }

    private func gather(_ one: Gathered) -> Int? {
        state.withLock { state in
            guard case .gathering(var gathered) = state.phase else { return nil }
            gathered.requests += one.requests
            state.phase = .gathering(gathered)
            return gathered.requests.count - 1
        }
    }

    private func takeRows(_ place: Int) -> ReceivedRows? {
        state.withLock { state in
            guard case .done(var rows) = state.phase else { return nil }
            defer { state.phase = .done(rows) }
            defer { rows[place] = nil }
            return rows[place]
        }
    }

    /// Starts the items that have not been, each inside the one before it if that has a statement.
    private func runItems() async {
        while let (item, lane) = nextItem() {
            do {
                try await item(lane)
            } catch {
                state.withLock { state in
                    // What it throws after the flight is its own business.
                    if case .gathering = state.phase { state.phase = .failed(error) }
                }
            }
        }
    }

    private func nextItem() -> (BatchItem, any StatementConnection)? {
        state.withLock { state in
            guard case .gathering = state.phase, let lane = state.lane, let item = state.items.popLast() else {
                return nil
            }
            return (item, lane)
        }
    }

    /// Sends what has been gathered, unless that was done, or an item has failed.
    private func send() async {
        let gathered: Gathered? = state.withLock { state in
            guard case .gathering(let gathered) = state.phase else { return nil }
            state.phase = .sent
            return gathered
        }
        guard let requests = gathered?.requests else { return }
        let phase: Phase
        do throws(DatabaseError) {
            phase = .done(try await connection.flyTogether(requests).map(ReceivedRows.init))
        } catch {
            phase = .failed(error)
        }
        connection.pool.encoders.giveBack(requests.map(\.encoder))
        state.withLock { $0.phase = phase }
    }
}
#endif
