#if PostgreSQL
import Dispatch
import Logging
import Synchronization

/// The connections to one server: what ``PoolState`` decides, carried out.
final class PostgreSQLPool: Sendable {
    private struct Waiter: TicketHolder {
        let ticket: UInt64
        let continuation: CheckedContinuation<PostgreSQLConnection, any Error>
    }

    private struct State {
        var pool: PoolState<PostgreSQLConnection, Waiter>
        var closers: [CheckedContinuation<Void, Never>] = []
        var isDrained = false
        var nextTicket: UInt64 = 0
        var generator = SystemRandomNumberGenerator()
        /// How many lookups are in flight, each on a connection of its own.
        var lookups = 0
        /// Whether the server is; see ``Wire/isNear``.
        var isNear = false
        /// Whether waiters are told at once that no connection can be made.
        var failsFast: Bool
        /// Whether it matters if time may heal that no connection can be made.
        var asksWhy = false
        /// Whether a connection has led to a server that follows another one.
        var hasBeenStandby = false
        /// When it was last looked whether a promoted server follows another one again.
        var lookedAt = Moment.now
    }

    private typealias Action = PoolState<PostgreSQLConnection, Waiter>.Action

    private let state: Mutex<State>
    let connector: PostgreSQLConnector
    let isReplica: Bool
    /// Whether connections lead to a server that followed another one, and does not any more.
    private let hasLeadership = Atomic<Bool>(false)
    let encoders = SpareEncoders()
    /// The tasks inside a transaction that writes, to tell one that it waits for itself.
    let writers = TaskSet()

    init(_ connector: PostgreSQLConnector, _ configuration: PoolConfiguration, isReplica: Bool) {
        self.connector = connector
        self.isReplica = isReplica
        state = Mutex(State(pool: PoolState(configuration), failsFast: true))
    }

    /// Opens the minimum. Where a first connection cannot be made, that is an error now and not when it is waited for, unless time
    /// may heal it and there is some.
    ///
    /// - Parameter onWait: is told why it is waited for the server.
    func start(timeout: Duration, onWait: ((DatabaseError) -> Void)?) async throws {
        perform { state in
            state.asksWhy = timeout > .zero
            return state.pool.start(now: .now)
        }
        let end = Moment.now + timeout
        var pause = Backoff()
        while true {
            do {
                let connection = try await firstLease()
                let isTooEarly = connection.isToStandby && Moment.now < end && !Task.isCancelled
                connection.mustBeReplaced = isTooEarly
                giveBack(connection)
                if !isTooEarly { break }
                onWait?(DatabaseError(.readOnly, "the server follows another one, and takes no writes yet"))
                var generator = SystemRandomNumberGenerator()
                try? await Task.sleep(for: pause.delays(using: &generator).awaited)
            } catch let error as DatabaseError where error.mayHeal && Moment.now < end && !Task.isCancelled {
                // The pool itself pauses before it tries again.
                onWait?(error)
            }
        }
        state.withBriefLock { state in
            state.failsFast = isReplica
            state.asksWhy = false
        }
    }

    /// Making the connection has a time limit of its own, which says better what is wrong than a wait that took too long.
    private func firstLease() async throws -> PostgreSQLConnection {
        while true {
            do {
                return try await lease()
            } catch let error as DatabaseError where error.code == .timeout {
                let summary = summary
                if summary.connecting > 0 { continue }
                throw summary.connectFailure.map { DatabaseError(.connection, $0) } ?? error
            }
        }
    }

    var summary: PoolSummary { state.withBriefLock { $0.pool.summary } }

    /// Whether connections could be made when it was last tried.
    var isHealthy: Bool { summary.connectFailure == nil }

    /// Whether the replica has become a primary.
    var isPromoted: Bool { hasLeadership.load(ordering: .relaxed) }

    private static let lookInterval = Duration.seconds(2)

    /// Looks now and then whether a promoted server follows another one again, without anybody waiting for it.
    func lookAgain() {
        let now = Moment.now
        let isDue = state.withBriefLock { state in
            guard state.lookedAt + Self.lookInterval < now else { return false }
            state.lookedAt = now
            return true
        }
        if isDue { retry() }
    }

    /// Tries a server that was out of reach again, when its time has come and without anybody waiting for it.
    func retry() {
        guard summary.waiting == 0 else { return }
        Task.detached {
            if let connection = try? await self.lease() { self.giveBack(connection) }
        }
    }

    func tryLease() throws -> PostgreSQLConnection? {
        while true {
            let now = Moment.now
            let connection = try state.withBriefLock { state in
                if state.pool.isClosed { throw Self.closedError }
                return state.pool.tryLease(now: now)
            }
            guard let connection, connection.checkForEnd(at: now) else { return connection }
            giveBack(connection)
        }
    }

    enum LookupPlace {
        case connection(PostgreSQLConnection)
        case shared
    }

    /// Where a lookup runs right now; `nil` where it has to wait for a connection.
    ///
    /// With others where some are in flight and the server is near, so that they are soon back: together they cost less. To
    /// one far away those that come later would wait for those that came before, unless they had to wait anyway.
    ///
    /// - Parameter areInFlight: whether some that share are in flight.
    func tryLeaseForLookup(areInFlight: Bool) throws -> LookupPlace? {
        while true {
            let now = Moment.now
            let place: LookupPlace? = try state.withBriefLock { state in
                if state.pool.isClosed { throw Self.closedError }
                if state.isNear, areInFlight || state.lookups > 0 { return .shared }
                if let connection = state.pool.tryLease(now: now) {
                    connection.isForLookup = true
                    state.lookups += 1
                    return .connection(connection)
                }
                return state.pool.summary.hasRoom ? nil : .shared
            }
            guard case .connection(let connection) = place, connection.checkForEnd(at: now) else { return place }
            giveBack(connection)
        }
    }

    func lease() async throws -> PostgreSQLConnection {
        while true {
            let connection = try await leaseNext()
            if !connection.checkForEnd(at: .now) { return connection }
            // One that a server left behind when it stopped or ended the session. Nobody has to get an error for that.
            giveBack(connection)
        }
    }

    private func leaseNext() async throws -> PostgreSQLConnection {
        let ticket = state.withBriefLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                perform { state in
                    let actions = state.pool.lease(Waiter(ticket: ticket, continuation: continuation), now: .now)
                    // Asked under the lock: a cancellation after this finds the waiter.
                    return Task.isCancelled ? actions + state.pool.cancel(ticket) : actions
                }
            }
        } onCancel: {
            perform { $0.pool.cancel(ticket) }
        }
    }

    func giveBack(_ connection: PostgreSQLConnection) {
        if isReplica, connection.isPromoted { leave(connection) }
        let isUsable = connection.isUsable
        if !isUsable { noteEnd(connection) }
        let isForLookup = connection.isForLookup
        connection.isForLookup = false
        let isNear = connection.wire.isNear
        let now = Moment.now
        connection.givenBackAt = now
        let isDone = state.withBriefLock { state in
            if isForLookup { state.lookups -= 1 }
            if let isNear { state.isNear = isNear }
            return isUsable && state.pool.tryGiveBack(connection.id, now: now)
        }
        if !isDone { perform { $0.pool.giveBack(connection.id, isUsable: isUsable, now: now) } }
    }

    /// Lends nothing more, waits until all is given back, and closes the connections.
    func close() async {
        perform { $0.pool.close() }
        await withCheckedContinuation { continuation in
            let isDrained = state.withBriefLock { state in
                if !state.isDrained { state.closers.append(continuation) }
                return state.isDrained
            }
            if isDrained { continuation.resume() }
        }
    }

    // MARK: Carrying out

    private func perform(_ change: (inout State) -> [Action]) {
        for action in state.withBriefLock({ change(&$0) }) { perform(action) }
    }

    private func perform(_ action: Action) {
        switch action {
        case .connect(let id): Task.detached { await self.connect(id) }
        case .check(let connection): Task.detached { await self.check(connection) }
        case .lend(let connection, let waiter): waiter.continuation.resume(returning: connection)
        case .fail(let waiter, let failure): waiter.continuation.resume(throwing: Self.error(failure))
        case .close(let connection): Task.detached { await self.close(connection) }
        case .setTimer(let instant): setTimer(instant)
        case .drained: endClosing()
        }
    }

    private func check(_ connection: PostgreSQLConnection) async {
        let isAlive = await connection.isAlive()
        if !isAlive { noteEnd(connection) }
        let isPromoted = isReplica && connection.isPromoted
        let wasHealthy = isHealthy
        if isPromoted { leave(connection) }
        perform { $0.pool.checked(connection.id, isAlive: isAlive && !isPromoted, now: .now) }
        if isAlive, !wasHealthy { logger.info("the server is in reach again", metadata: host) }
    }

    private func close(_ connection: PostgreSQLConnection) async {
        // Taking leave of the server may block.
        await withTaskExecutorPreference(connection.longRunningExecutor) { connection.close() }
        logger.debug("connection closed", metadata: connection.id.metadata)
        perform { $0.pool.closed(connection.id, now: .now) }
    }

    private func endClosing() {
        let closers = state.withBriefLock { state in
            state.isDrained = true
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    private func connect(_ id: ConnectionID) async {
        do throws(DatabaseError) {
            let connection = try await connector.connect(id, for: self, asksWhy: state.withBriefLock { $0.asksWhy })
            logger.debug("connection opened", metadata: id.metadata)
            var wasHealthy = true
            perform { state in
                wasHealthy = state.pool.summary.connectFailure == nil
                if connection.isToStandby { state.hasBeenStandby = true }
                hasLeadership.store(
                    isReplica && state.hasBeenStandby && !connection.isToStandby, ordering: .relaxed)
                return state.pool.connected(connection, now: .now, using: &state.generator)
            }
            if !wasHealthy { logger.info("the server is in reach again", metadata: host) }
        } catch {
            var known: String?
            perform { state in
                known = state.pool.summary.connectFailure
                return state.pool.connectFailed(id, reason: error.message, now: .now, using: &state.generator)
            }
            // Many attempts fail for one reason, which is told once.
            logger.log(
                level: known == error.message ? .debug : .info, "connecting failed",
                metadata: host.merging(["reason": "\(error.message)"]) { $1 })
            failFast(error)
        }
    }

    /// A connection does not work any more.
    private func noteEnd(_ connection: PostgreSQLConnection) {
        logger.debug("connection lost", metadata: connection.id.metadata)
        guard connection.wire.givenUp != nil else { return }
        let wasHealthy = state.withBriefLock { state in
            defer { state.pool.silent(reason: Self.silence.message, now: .now) }
            return state.pool.summary.connectFailure == nil
        }
        if wasHealthy { logger.info("the server keeps silent; a connection was given up", metadata: host) }
        if isReplica { failFast(Self.silence) }
    }

    /// Replaces the connections to a replica that has become a primary: other replicas are to do its work.
    private func leave(_ connection: PostgreSQLConnection) {
        connection.mustBeReplaced = true
        let wasPromoted = hasLeadership.exchange(true, ordering: .relaxed)
        if wasPromoted { return }
        logger.info("a replica has become a primary, and is left where there is another one", metadata: host)
        perform { $0.pool.retire(now: .now) }
    }

    private static let silence = DatabaseError(
        .connection, "the server kept silent, and a connection to it was given up")

    private var host: Logger.Metadata { connector.hosts.isEmpty ? [:] : ["host": "\(connector.hosts)"] }

    /// Fails all who wait, where they can go elsewhere.
    private func failFast(_ error: DatabaseError) {
        let waiters = state.withBriefLock { $0.failsFast ? $0.pool.removeWaiters() : [] }
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
    }

    private func setTimer(_ instant: Moment) {
        let interval = DispatchTimeInterval(Moment.now.duration(to: instant))
        DispatchQueue.global().asyncAfter(deadline: .now() + interval) { [weak self] in
            if Moment.now < instant {
                self?.setTimer(instant)
            } else {
                self?.perform { $0.pool.timer(now: .now) }
            }
        }
    }

    private var logger: Logger { connector.logger }

    private static let closedError = DatabaseError(.closed, "the database is closed")

    private static func error(_ failure: PoolFailure) -> DatabaseError {
        switch failure {
        case .closed: closedError
        case .cancelled: DatabaseError(.cancelled, "the task was cancelled while it waited for a connection")
        case .timedOut(let duration, let summary):
            DatabaseError(
                summary.connectFailure == nil ? .timeout : .connection,
                "waited \(duration) for a connection (see lockTimeout): \(summary)")
        }
    }
}

extension DatabaseError {
    /// Whether a server that has not let anybody in may do so later, as when it is starting up or out of reach: not where it
    /// knows neither user nor password nor database, or refuses a setting.
    fileprivate var mayHeal: Bool {
        guard code == .connection || code == .timeout else { return false }
        return !["28", "3D", "42", "22", "0A"].contains(nativeCode?.prefix(2) ?? "")
    }
}

extension ConnectionID {
    fileprivate var metadata: Logger.Metadata { ["connection": "\(number)"] }
}
#endif
