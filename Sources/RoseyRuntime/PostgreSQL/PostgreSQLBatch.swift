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
        case gathering, sent, done
        case failed(any Error)
    }

    private struct State {
        var phase = Phase.gathering
        var gathered = Gathered()
        /// Those that nobody has taken yet.
        var rows: [ReceivedRows?] = []
        let items: [BatchItem]
        /// How many have been started.
        var started = 0
        /// How many of them have not ended.
        var running = 0
        /// Who waits for what another task does: one that an item has started, and that was sooner with the item's statement.
        var waiting: [CheckedContinuation<Void, Never>] = []

        var hasNext: Bool {
            if case .gathering = phase { started < items.count } else { false }
        }
        var isUnderWay: Bool { if case .sent = phase { true } else { false } }
    }

    private enum Send {
        case now(Gathered)
        case byOther
    }

    private let state: Mutex<State>
    private let connection: PostgreSQLConnection
    private let observer: StatementObserver?

    init(_ connection: PostgreSQLConnection, _ items: [BatchItem], _ observer: StatementObserver?) {
        self.connection = connection
        self.observer = observer
        state = Mutex(State(items: items))
    }

    deinit {
        state.withLock { state in
            for case let rows? in state.rows { rows.free() }
        }
    }

    func run() async throws {
        connection.writer = connection.pool.writers.insertCurrent()
        defer { connection.endTransaction() }
        await runItems()
        if let send = nextSend() { await self.send(send) }
        await wait { $0.running > 0 }
        if let failure { throw failure }
    }

    func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        let encoder = connection.pool.encoders.take()
        do {
            try encoder.fill(statement, bind)
        } catch {
            connection.pool.encoders.giveBack([encoder])
            // Whatever the item makes of it, as where the server refuses a value.
            fail(error)
            throw error
        }
        guard let place = gather(Gathered(requests: [PipelineRequest(statement: statement, encoder: encoder)])) else {
            throw DatabaseError.pipelineHasEnded
        }
        if hasItems { await runItems() }
        if let send = nextSend() { await self.send(send) }
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

    /// Nothing is sent then. What an item throws after the flight is its own business.
    private func fail(_ error: any Error) {
        state.withLock { state in
            if case .gathering = state.phase { state.phase = .failed(error) }
        }
    }

    private func gather(_ one: Gathered) -> Int? {
        state.withLock { state in
            guard case .gathering = state.phase else { return nil }
            state.gathered.requests += one.requests
            return state.gathered.requests.count - 1
        }
    }

    private func takeRows(_ place: Int) -> ReceivedRows? {
        state.withLock { state in
            guard state.rows.indices.contains(place) else { return nil }
            defer { state.rows[place] = nil }
            return state.rows[place]
        }
    }

    // What is called on the way stays where its caller is, without asking where it should run: `run` and `rows` have left the
    // actor of whoever called them.

    /// Starts the items that have not been, each inside the one before it if that has a statement.
    private nonisolated(nonsending) func runItems() async {
        while let item = nextItem() {
            do {
                try await item.run(on: self)
            } catch {
                fail(error)
            }
            change { $0.running -= 1 }
        }
    }

    /// Whether there are items that can be started.
    private var hasItems: Bool { state.withLock { $0.hasNext } }

    private func nextItem() -> BatchItem? {
        state.withLock { state in
            guard state.hasNext else { return nil }
            state.started += 1
            state.running += 1
            return state.items[state.started - 1]
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func wait(while isSo: (State) -> Bool) async {
        while state.withLock({ isSo($0) }) {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    if isSo(state) { state.waiting.append(continuation) }
                    return isSo(state)
                }
                if !waits { continuation.resume() }
            }
        }
    }

    /// Who has to send what has been gathered, or to wait for somebody who does; `nil` where it has been answered, or an item
    /// has failed.
    private func nextSend() -> Send? {
        state.withLock { state in
            switch state.phase {
            case .gathering:
                state.phase = .sent
                defer { state.gathered = Gathered() }
                return .now(state.gathered)
            case .sent: return .byOther
            case .done, .failed: return nil
            }
        }
    }

    /// Returns when what has been sent has been answered.
    private nonisolated(nonsending) func send(_ send: Send) async {
        switch send {
        case .now(let gathered):
            let outcome = await answer(to: gathered.requests)
            connection.pool.encoders.giveBack(gathered.requests.map(\.encoder))
            change { state in
                switch outcome {
                case .success(let rows):
                    state.phase = .done
                    state.rows = rows
                case .failure(let error): state.phase = .failed(error)
                }
            }
        case .byOther: await wait { $0.isUnderWay }
        }
    }

    /// Flies, and tells of each statement, or of the one because of which all have failed.
    private nonisolated(nonsending) func answer(
        to requests: [PipelineRequest]
    ) async -> Result<[ReceivedRows?], DatabaseError> {
        let start = observer?.begin()
        do throws(PostgreSQLConnection.Failure) {
            let rows = try await connection.flyTogether(requests)
            if let observer, let start {
                let duration = observer.duration(since: start)
                for (request, rows) in zip(requests, rows) {
                    observer.end(request.statement, start, duration: duration, rows: Outcome(rows).affectedRows)
                }
            }
            return .success(rows.map(ReceivedRows.init))
        } catch {
            if let observer, let start, requests.indices.contains(error.step) {
                observer.end(requests[error.step].statement, start, rows: nil, error.error)
            }
            return .failure(error.error)
        }
    }
}
#endif
