#if PostgreSQL
import CLibPQ
import Dispatch
import Synchronization

/// Sends together what many tasks look up at the same time.
///
/// A lookup outside a transaction costs the server and this computer more in messages, wake-ups and transactions than in
/// rows. So those that come while another is under way wait for it, and then go in one flight, on one connection: a *pilot*
/// flies for as long as anybody waits. The more there are, the less each costs, and a few connections serve any number.
///
/// Who shares does not notice: each has its own rows or its own error, can be cancelled alone, and where a flight is held up,
/// by a lock on one of its tables for instance, all go on alone, each on a connection of its own.
final class SharedLookups: BufferedConnection {
    private struct State {
        var waiting: [Lookup] = []
        /// By the number of their pilot.
        var flights: [Int: LookupFlight] = [:]
        var pilots = 0
        var lastPilot = 0
        var lastTicket: UInt64 = 0
        /// How many were on a flight that was late, and are under way alone now.
        var alone = 0
        var isWatched = false
    }

    /// With how many that wait for each there is another pilot.
    private static let crowd = 32
    private static let mostOnAFlight = 64
    /// After how many flights a pilot gives others a turn on its connection.
    private static let flightsInARow = 16

    private let pool: PostgreSQLPool
    /// More could not fly at the same time.
    private let mostPilots: Int
    private let state = Mutex(State())

    init(_ pool: PostgreSQLPool) {
        self.pool = pool
        mostPilots = pool.summary.maximum
    }

    /// What a lookup runs on right now: a connection that is free, as long as it is the only one, or this; `nil` where it has
    /// to wait for a connection of its own.
    func tryEnter() throws -> (any StatementConnection)? {
        let (isHeldUp, areFlying) = state.withBriefLock { ($0.alone > 0, $0.pilots > 0) }
        if isHeldUp { return try pool.tryLease() }
        switch try pool.tryLeaseForLookup(areFlying: areFlying) {
        case .connection(let connection): return connection
        case .shared: return self
        case .none: return nil
        }
    }

    func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        let encoder = pool.encoders.take()
        try encoder.fill(statement, bind)
        if let rows = try await fly(PipelineRequest(statement: statement, encoder: encoder)) { return rows }
        defer { state.withBriefLock { $0.alone -= 1 } }
        let connection = try await pool.lease()
        defer { connection.giveBack() }
        return ReceivedRows(try await connection.open(statement, keepsOpen: false, bind).handle)
    }

    /// Takes the next flight; returns `nil` where it was late.
    private func fly(_ request: PipelineRequest) async throws -> ReceivedRows? {
        let ticket = state.withBriefLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                let lookup = Lookup(ticket: ticket, request: request, continuation: continuation)
                let (isCancelled, pilot) = state.withBriefLock { state -> (Bool, Int?) in
                    // Asked under the lock: a cancellation after this finds the lookup.
                    if Task.isCancelled { return (true, nil) }
                    state.waiting.append(lookup)
                    guard state.pilots < mostPilots, state.waiting.count > Self.crowd * state.pilots else {
                        return (false, nil)
                    }
                    state.pilots += 1
                    state.lastPilot += 1
                    return (false, state.lastPilot)
                }
                if isCancelled { continuation.resume(throwing: Self.cancelled) }
                // Not before those whom it serves: they have more to ask, which goes with the next flight.
                if let pilot { Task.detached(priority: Task.currentPriority) { await self.run(pilot) } }
            }
        } onCancel: {
            abandon(ticket)
        }
    }

    /// Its rows are not wanted any more. The others on its flight still want theirs.
    private func abandon(_ ticket: UInt64) {
        let continuation = state.withBriefLock { state in
            if let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) {
                return state.waiting.remove(at: index).continuation
            }
            for pilot in state.flights.keys {
                if let continuation = state.flights[pilot]?.take(ticket) { return continuation }
            }
            return nil
        }
        continuation?.resume(throwing: Self.cancelled)
    }

    // MARK: Pilots

    /// Flies for as long as anybody waits.
    private func run(_ pilot: Int) async {
        while let newest = newestWaiting() {
            do {
                let connection = try await {
                    if let free = try pool.tryLease() { free } else { try await pool.lease() }
                }()
                defer { connection.giveBack() }
                for _ in 0..<Self.flightsInARow {
                    guard connection.isUsable, let (requests, isAlone) = begin(pilot, on: connection) else { break }
                    end(pilot, await connection.fly(requests, blocks: isAlone))
                    for request in requests { pool.encoders.giveBack(request.encoder) }
                    // Those that have been served may have more to ask.
                    await Task.yield()
                }
            } catch {
                fail(upTo: newest, error)
            }
        }
    }

    /// The last ticket of those that wait; without any, the pilot's work is done.
    private func newestWaiting() -> UInt64? {
        state.withBriefLock { state in
            if !state.waiting.isEmpty { return state.lastTicket }
            state.pilots -= 1
            return nil
        }
    }

    /// Takes those that wait on board; without any, there is nothing to fly for.
    ///
    /// - Returns: what they ask for, and whether this is the only pilot.
    private func begin(_ pilot: Int, on connection: PostgreSQLConnection) -> ([PipelineRequest], isAlone: Bool)? {
        let (lookups, isAlone, startsWatch) = state.withBriefLock { state in
            let lookups = Array(state.waiting.prefix(Self.mostOnAFlight))
            guard !lookups.isEmpty else { return (lookups, false, false) }
            state.waiting.removeFirst(lookups.count)
            state.flights[pilot] = LookupFlight(connection, lookups)
            defer { state.isWatched = true }
            return (lookups, state.pilots == 1, !state.isWatched)
        }
        if startsWatch { watchLater() }
        return lookups.isEmpty ? nil : (lookups.map(\.request), isAlone)
    }

    private func end(_ pilot: Int, _ results: [Result<ReceivedRows, DatabaseError>]) {
        let lookups = state.withBriefLock { $0.flights.removeValue(forKey: pilot)?.lookups ?? [] }
        for (lookup, result) in zip(lookups, results) {
            if let continuation = lookup.continuation {
                continuation.resume(with: result.map(Optional.some).mapError { $0 as any Error })
            } else if case .success(let rows) = result {
                rows.free()
            }
        }
    }

    /// There is no connection for those that have waited for one.
    private func fail(upTo newest: UInt64, _ error: any Error) {
        let failed = state.withBriefLock { state in
            let failed = state.waiting.filter { $0.ticket <= newest }
            state.waiting.removeAll { $0.ticket <= newest }
            return failed
        }
        for lookup in failed { lookup.continuation?.resume(throwing: error) }
    }

    // MARK: Flights that are late

    private func watchLater() {
        DispatchQueue.global().asyncAfter(deadline: .now() + LookupFlight.watchInterval) { [weak self] in self?.watch()
        }
    }

    /// Lets all go on alone where a flight is late, and stops it.
    ///
    /// It is late when it has been under way at two looks or more and nothing has come from the server. What takes long on
    /// this computer does not count.
    private func watch() {
        let (late, goesOn) = state.withBriefLock { state in
            var late: [Lookup] = []
            for pilot in state.flights.keys {
                if let lookups = state.flights[pilot]?.look() { late += lookups }
            }
            if !late.isEmpty {
                late += state.waiting
                state.waiting = []
            }
            state.alone += late.count
            state.isWatched = !state.flights.isEmpty
            return (late, state.isWatched)
        }
        for lookup in late { lookup.continuation?.resume(returning: nil) }
        if goesOn { watchLater() }
    }

    private static var cancelled: DatabaseError {
        DatabaseError(.cancelled, "the statement was stopped because its task was cancelled")
    }
}
#endif
