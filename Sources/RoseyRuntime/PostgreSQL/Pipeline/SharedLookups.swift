#if PostgreSQL
import CLibPQ
import Dispatch
import Synchronization

/// Sends together what many tasks look up at the same time.
///
/// A lookup outside a transaction costs the server and this computer more in messages, wake-ups and transactions than in
/// rows. So those that come while another is in flight wait for it, and then go in one round, on one connection: a *leader*
/// sends rounds for as long as anybody waits. The more there are, the less each costs, and a few connections serve any number.
///
/// Those who share do not notice: each has its own rows or its own error, can be cancelled by itself, and where a round is held
/// up, by a lock on one of its tables for instance, each goes on by itself, on a connection of its own.
final class SharedLookups: BufferedConnection {
    private struct State {
        var queue = RequestQueue()
        /// By the number of their leader.
        var rounds: [Int: LookupRound] = [:]
        var leaders = 0
        var lastLeader = 0
        var lastTicket = 0
        /// How many were in a round that was late, and are in flight by themselves now.
        var detached = 0
        var isWatched = false
    }

    /// With how many that wait for each there is another leader.
    private static let crowd = 32
    private static let mostInARound = 64
    /// After how many rounds a leader lets others have its connection.
    private static let roundsInARow = 16

    private let pool: PostgreSQLPool
    /// More could not send at the same time.
    private let mostLeaders: Int
    private let state = Mutex(State())

    init(_ pool: PostgreSQLPool) {
        self.pool = pool
        mostLeaders = pool.summary.maximum
    }

    /// What a lookup runs on right now: a connection that is free, as long as it is the only one, or this; `nil` where it has
    /// to wait for a connection of its own.
    func tryEnter() throws -> (any StatementConnection)? {
        let (isHeldUp, areInFlight) = state.withBriefLock { ($0.detached > 0, $0.leaders > 0) }
        if isHeldUp { return try pool.tryLease() }
        switch try pool.tryLeaseForLookup(areInFlight: areInFlight) {
        case .connection(let connection): return connection
        case .shared: return self
        case .none: return nil
        }
    }

    nonisolated(nonsending) func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        if let rows = try await takePart(try pool.encoders.request(statement, bind)) { return rows }
        defer { state.withBriefLock { $0.detached -= 1 } }
        let connection = try await pool.lease()
        defer { connection.giveBack() }
        try connection.fill(statement, bind)
        return ReceivedRows(try await connection.perform(statement))
    }

    /// Takes part in the next round; returns `nil` where that was late.
    private func takePart(_ request: PipelineRequest) async throws -> ReceivedRows? {
        let ticket = state.withBriefLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                let lookup = WaitingRequest(ticket, request, continuation)
                let (isCancelled, leader) = state.withBriefLock { state -> (Bool, Int?) in
                    // Asked under the lock: a cancellation after this finds the lookup.
                    if Task.isCancelled { return (true, nil) }
                    state.queue.append(lookup)
                    guard state.leaders < mostLeaders, state.queue.count > Self.crowd * state.leaders else {
                        return (false, nil)
                    }
                    state.leaders += 1
                    state.lastLeader += 1
                    return (false, state.lastLeader)
                }
                if isCancelled { dismiss([lookup], Self.cancelled) }
                // Not before those whom it serves: they have more to ask, which goes with the next round.
                if let leader { Task.detached(priority: Task.currentPriority) { await self.lead(leader) } }
            }
        } onCancel: {
            abandon(ticket)
        }
    }

    /// Its rows are not wanted any more. The others in its round still want theirs.
    private func abandon(_ ticket: Int) {
        let (waiting, continuation) = state.withBriefLock { state in
            let waiting = state.queue.remove { $0.ticket == ticket }
            if !waiting.isEmpty { return (waiting, nil as WaitingRequest.Continuation?) }
            for leader in state.rounds.keys {
                if let continuation = state.rounds[leader]?.detach(ticket) { return ([], continuation) }
            }
            return ([], nil)
        }
        dismiss(waiting, Self.cancelled)
        continuation?.resume(throwing: Self.cancelled)
    }

    /// Fails requests that are not sent.
    private func dismiss(_ requests: [WaitingRequest], _ error: any Error) {
        for request in requests { request.resume(with: Result.failure(error)) }
        pool.encoders.release(requests.map(\.request))
    }

    // MARK: Leaders

    /// Sends rounds for as long as anybody waits.
    private func lead(_ leader: Int) async {
        while let newest = newestWaiting() {
            do {
                let connection = try await {
                    if let free = try pool.tryLease() { free } else { try await pool.lease() }
                }()
                defer { connection.giveBack() }
                for _ in 0..<Self.roundsInARow {
                    guard connection.isUsable, let (requests, isOnly) = beginRound(leader, on: connection) else {
                        break
                    }
                    endRound(leader, await connection.exchange(requests, blocks: isOnly))
                    pool.encoders.release(requests)
                    // Those that have been served may have more to ask.
                    await Task.yield()
                }
            } catch {
                // There is no connection for those that have waited for one.
                dismiss(state.withBriefLock { $0.queue.remove { $0.ticket <= newest } }, error)
            }
        }
    }

    /// The last ticket of those that wait; without any, the leader's work is done.
    private func newestWaiting() -> Int? {
        state.withBriefLock { state in
            if !state.queue.isEmpty { return state.lastTicket }
            state.leaders -= 1
            return nil
        }
    }

    /// Takes those that wait into a round; `nil` without any.
    ///
    /// - Returns: what they request, and whether this is the only leader.
    private func beginRound(_ leader: Int, on connection: PostgreSQLConnection) -> ([PipelineRequest], isOnly: Bool)? {
        let (lookups, isOnly, startsWatch) = state.withBriefLock { state in
            let lookups = state.queue.takeRound(atMost: Self.mostInARound)
            guard !lookups.isEmpty else { return (lookups, false, false) }
            state.rounds[leader] = LookupRound(connection, lookups)
            defer { state.isWatched = true }
            return (lookups, state.leaders == 1, !state.isWatched)
        }
        if startsWatch { watchLater() }
        return lookups.isEmpty ? nil : (lookups.map(\.request), isOnly)
    }

    private func endRound(_ leader: Int, _ results: [Result<ReceivedRows, DatabaseError>]) {
        let lookups = state.withBriefLock { $0.rounds.removeValue(forKey: leader)?.lookups ?? [] }
        for (lookup, result) in zip(lookups, results) { lookup.resume(with: result) }
    }

    // MARK: Rounds that are late

    private func watchLater() {
        DispatchQueue.global().asyncAfter(deadline: .now() + LookupRound.watchInterval) { [weak self] in self?.watch() }
    }

    /// Lets each lookup go on by itself where a round is late, and stops that.
    ///
    /// It is late when it has been in flight at two looks or more and nothing has come from the server. What takes long on
    /// this computer does not count.
    private func watch() {
        let (late, waiting, goesOn) = state.withBriefLock { state in
            var late: [WaitingRequest.Continuation] = []
            for leader in state.rounds.keys { late += state.rounds[leader]?.look() ?? [] }
            let waiting = late.isEmpty ? [] : state.queue.takeRound()
            state.detached += late.count + waiting.count
            state.isWatched = !state.rounds.isEmpty
            return (late, waiting, state.isWatched)
        }
        for continuation in late { continuation.resume(returning: nil) }
        for request in waiting { request.continuation?.resume(returning: nil) }
        pool.encoders.release(waiting.map(\.request))
        if goesOn { watchLater() }
    }

    private static var cancelled: DatabaseError {
        DatabaseError(.cancelled, "the statement was stopped because its task was cancelled")
    }
}
#endif
