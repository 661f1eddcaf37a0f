#if PostgreSQL
import Synchronization

/// Gathers a statement of each item, and sends them in one flight, which is a transaction.
///
/// All on the caller's task: an item that comes to its statement is left waiting while the next one is run inside its call, and
/// the last one sends the statements of all. So nothing is scheduled, and nobody is woken.
final class PostgreSQLBatch: BatchRun, BufferedConnection {
    private enum Phase {
        case gathering, sent, done
        case failed(any Error)
    }

    private struct State {
        var phase = Phase.gathering
        /// What has been gathered, until it is sent.
        var requests: [PipelineRequest] = []
        /// What has been answered, and nobody has taken yet.
        var rows: [ReceivedRows?] = []
        /// How many items have been started.
        var started = 0
        /// How many of them have not ended.
        var running = 0
        /// Who waits for what another task does: one that an item has started, and that was sooner with the item's statement.
        var waiting: [CheckedContinuation<Void, Never>] = []

        var isGathering: Bool { if case .gathering = phase { true } else { false } }
        var isUnderWay: Bool { if case .sent = phase { true } else { false } }
    }

    /// What somebody who wants an answer has to do.
    private enum Next {
        case send
        /// Somebody else has sent what has been gathered.
        case wait
        case take
    }

    private let state: Mutex<State>
    private let connection: PostgreSQLConnection
    private let pool: PostgreSQLPool
    private let items: [PipelineWork]
    private let database: Database

    init(_ connection: PostgreSQLConnection, _ items: [PipelineWork], _ database: Database) {
        self.connection = connection
        self.items = items
        self.database = database
        pool = connection.pool
        var state = State()
        state.requests.reserveCapacity(items.count)
        self.state = Mutex(state)
    }

    deinit {
        state.withLock { state in
            for rows in state.rows { rows?.free() }
        }
    }

    func run() async throws {
        let task = pool.writers.insertCurrent()
        defer { pool.writers.remove(task) }
        await runItems()
        await answer()
        await waitForItems()
        _ = try takeRows(nil)
    }

    func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        let encoder = pool.encoders.take()
        do {
            try encoder.fill(statement, bind)
        } catch {
            pool.encoders.giveBack(encoder)
            // Whatever the item makes of it, as where the server refuses a value.
            fail(error)
            throw error
        }
        guard let place = gather(statement, encoder) else {
            throw DatabaseError.pipelineHasEnded
        }
        await runItems()
        await answer()
        guard let rows = try takeRows(place) else { throw DatabaseError.pipelineHasEnded }
        return rows
    }

    /// Nothing is sent then. What an item throws after the flight is its own business.
    private func fail(_ error: any Error) {
        state.withLock { state in
            if state.isGathering { state.phase = .failed(error) }
        }
    }

    /// Returns the place of the request among those that are sent; `nil` where it is too late.
    private func gather(_ statement: Statement, _ encoder: ParameterEncoder) -> Int? {
        let request = PipelineRequest(statement: statement, encoder: encoder)
        return state.withLock { state in
            guard state.isGathering else { return nil }
            state.requests.append(request)
            return state.requests.count - 1
        }
    }

    // What is called on the way stays where its caller is, without asking where it should run: `run` and `rows` have left the
    // actor of whoever called them. What an async function keeps on its way is allocated from its task, piece by piece, so what
    // they do between two waits is in functions of its own.

    /// Starts the items that have not been, each inside the one before it if that has a statement.
    private nonisolated(nonsending) func runItems() async {
        while let item = nextItem() {
            do {
                try await item.run(in: database, on: self)
            } catch {
                fail(error)
            }
            endItem()
        }
    }

    /// Sends what has been gathered, unless somebody else has, and returns when it has been answered.
    private nonisolated(nonsending) func answer() async {
        while true {
            switch next() {
            case .send: await send()
            case .wait: await wait { $0.isUnderWay }
            case .take: return
            }
        }
    }

    /// Flies, and tells of each statement, or of the one because of which all have failed.
    @inline(never)
    private nonisolated(nonsending) func send() async {
        let requests = takeRequests()
        let start = database.observer?.begin()
        do throws(PostgreSQLConnection.Failure) {
            let rows = try await connection.flyTogether(requests)
            if let start { report(requests, rows, start) }
            end(.done, rows)
        } catch {
            if let start { report(requests, error, start) }
            end(.failed(error.error))
        }
        giveBack(requests)
    }

    @inline(never)
    private func nextItem() -> PipelineWork? {
        state.withLock { state in
            guard state.isGathering, state.started < items.count else { return nil }
            state.started += 1
            state.running += 1
            return items[state.started - 1]
        }
    }

    @inline(never)
    private func endItem() { change { $0.running -= 1 } }

    /// Returns when all items have ended: those of other tasks may be last.
    private nonisolated(nonsending) func waitForItems() async {
        if state.withLock({ $0.running > 0 }) { await wait { $0.running > 0 } }
    }

    @inline(never)
    private func next() -> Next {
        state.withLock { state in
            switch state.phase {
            case .gathering:
                state.phase = .sent
                return .send
            case .sent: return .wait
            case .done, .failed: return .take
            }
        }
    }

    @inline(never)
    private func takeRequests() -> [PipelineRequest] {
        state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
    }

    @inline(never)
    private func giveBack(_ requests: [PipelineRequest]) {
        for number in requests.indices { pool.encoders.giveBack(requests[number].encoder) }
    }

    @inline(never)
    private func end(_ phase: Phase, _ rows: [ReceivedRows?] = []) {
        change { state in
            state.phase = phase
            state.rows = rows
        }
    }

    /// The rows of a statement, once; of none (`nil`) to know whether they have failed.
    ///
    /// - Throws: why all have failed.
    @inline(never)
    private func takeRows(_ place: Int?) throws -> ReceivedRows? {
        try state.withLock { state in
            if case .failed(let error) = state.phase { throw error }
            guard let place, state.rows.indices.contains(place) else { return nil }
            defer { state.rows[place] = nil }
            return state.rows[place]
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

    private func report(_ requests: [PipelineRequest], _ rows: [ReceivedRows?], _ start: StatementStart) {
        guard let observer = database.observer else { return }
        let duration = observer.duration(since: start)
        for case (let request, let rows?) in zip(requests, rows) {
            observer.end(request.statement, start, duration: duration, rows: rows.outcome.affectedRows)
        }
    }

    private func report(
        _ requests: [PipelineRequest], _ failure: PostgreSQLConnection.Failure, _ start: StatementStart
    ) {
        guard requests.indices.contains(failure.step) else { return }
        database.observer?.end(requests[failure.step].statement, start, rows: nil, failure.error)
    }
}
#endif
