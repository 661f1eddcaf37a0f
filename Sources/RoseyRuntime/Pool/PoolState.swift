/// Names a connection of one pool. The pool's state makes the names, and no name twice.
struct ConnectionID: Hashable, Sendable {
    let number: Int
}

/// Why a waiter gets no connection.
enum PoolFailure: Hashable, Sendable {
    /// It waited as long as it may. The summary is from the moment before it left.
    case timedOut(after: Duration, PoolSummary)
    case closed
    case cancelled
}

/// A connection as a pool's state knows it.
protocol PooledConnection: Sendable {
    var id: ConnectionID { get }
}

/// What a connection pool knows and decides, without doing any of it: each input changes the state and returns the
/// actions to carry out, in this order, with all that they need. A value: whoever owns it guards it with a lock, and carries out
/// what it returns after the lock is released.
///
/// Lending is first come, first served. A connection is made when somebody waits for whom none is coming, or when there
/// are fewer than the minimum. A connection counts against the maximum from the start of its making to the end of its
/// closing, because it does so for the server.
///
/// The owner answers each `connect` with `connected` or `connectFailed`, each `check` with `checked`, and each `close`
/// with `closed`. Inputs about connections that are not in the state for them are ignored: they came too late.
struct PoolState<Connection: PooledConnection, Waiter: TicketHolder>: Sendable {
    enum Action: Sendable {
        case connect(ConnectionID)
        case check(Connection)
        case lend(Connection, to: Waiter)
        case fail(Waiter, PoolFailure)
        case close(Connection)
        /// To call `timer` at this time, not before. Timers set earlier may stay set.
        case setTimer(at: Moment)
        /// The pool is closed, and so are all of its connections.
        case drained
    }

    private enum Phase: Int, CaseIterable {
        case connecting, idle, lent, checking, closing
    }

    private struct Member {
        var phase = Phase.connecting
        var idleSince: Moment
        /// When it is too old to be lent.
        var endsAt: Moment?

        func isOver(at now: Moment) -> Bool { endsAt.map { $0 <= now } ?? false }
    }

    /// The time since connecting failed for the last time, or the server kept silent; it ends when it is in reach again.
    private struct Trouble {
        var reason: String
        /// When connecting is tried again if nobody waits.
        let retryAt: Moment
        /// The same if somebody does: not later.
        let awaitedRetryAt: Moment
        /// Whether a connection kept silent, and connecting has not failed: then one that answers ends it as well.
        var isSilence = false
    }

    let configuration: PoolConfiguration
    /// The configuration's, as it is asked of each connection that is lent.
    private let keepAliveAfter: Moment.Distance
    private var connections = ConnectionTable<Member>()
    /// Those that are made, until they are closed.
    private var made = ConnectionTable<Connection>()
    /// How many connections are in each phase.
    private var counts = Array(repeating: 0, count: Phase.allCases.count)
    /// The idle connections, the one that was lent last at the end. It is the first to be lent again, so that those that
    /// are not needed stay idle long enough to be closed.
    private var idle: [ConnectionID] = []
    private var queue = TicketQueue<Waiter>()
    private var nextNumber = 1
    private var backoff: Backoff
    private var trouble: Trouble?
    /// The earliest timer that was asked for and has not come.
    private var timerAt: Moment?
    private(set) var isClosed = false

    init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        keepAliveAfter = Moment.Distance(configuration.keepAliveAfter)
        backoff = configuration.backoff
    }

    var summary: PoolSummary {
        PoolSummary(
            lent: count(.lent), idle: count(.idle), connecting: count(.connecting), checking: count(.checking),
            closing: count(.closing), waiting: queue.count, maximum: configuration.maximum,
            connectFailure: trouble?.reason)
    }

    // MARK: - Leases

    /// A connection that can be lent at once, if nobody waits. Otherwise `lease` says what to do.
    mutating func tryLease(now: Moment) -> Connection? {
        guard queue.isEmpty, let id = idle.last, let index = connections.index(of: id) else { return nil }
        let connection = connections[index]
        guard !connection.isOver(at: now), !needsCheck(connection, now: now) else { return nil }
        idle.removeLast()
        move(index, to: .lent)
        return made[id]
    }

    /// Lends a connection to the waiter, now or later. A waiter that waits already is ignored.
    mutating func lease(_ waiter: Waiter, now: Moment) -> [Action] {
        if isClosed { return [.fail(waiter, .closed)] }
        guard queue.append(waiter, deadline: configuration.waitTimeout.map { now + $0 }) else { return [] }
        var actions: [Action] = []
        settle(now: now, &actions)
        return actions
    }

    /// Fails the waiter, unless it has been served or failed before. A connection that is being made for it is kept.
    mutating func cancel(_ ticket: Waiter.Ticket) -> [Action] {
        queue.remove(ticket).map { [.fail($0, .cancelled)] } ?? []
    }

    /// Removes all waiters, for the owner to say why. Connections that are being made for them are kept.
    mutating func removeWaiters() -> [Waiter] {
        var waiters: [Waiter] = []
        while let waiter = queue.popFirst() { waiters.append(waiter) }
        return waiters
    }

    /// Takes back a connection that was lent and works, if nothing else is to be done then: nobody waits, none is missing, it may
    /// stay, and there is a timer for its end. That is so for most, and returns no actions.
    mutating func tryGiveBack(_ id: ConnectionID, now: Moment) -> Bool {
        guard queue.isEmpty, open >= configuration.minimum, !isClosed, let index = index(of: id, in: .lent),
            !connections[index].isOver(at: now)
        else { return false }
        connections[index].idleSince = now
        if let end = end(ofIdle: connections[index]), timerAt.map({ end < $0 }) ?? true { return false }
        idle.append(id)
        move(index, to: .idle)
        return true
    }

    /// Takes back a connection that was lent.
    mutating func giveBack(_ id: ConnectionID, isUsable: Bool, now: Moment) -> [Action] {
        take(id, from: .lent, isUsable: isUsable, now: now)
    }

    // MARK: - Connections

    /// Opens the minimum.
    mutating func start(now: Moment) -> [Action] {
        guard !isClosed else { return [] }
        var actions: [Action] = []
        settle(now: now, &actions)
        return actions
    }

    mutating func connected(
        _ connection: Connection, now: Moment, using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        let id = connection.id
        guard let index = index(of: id, in: .connecting) else { return [] }
        made.insert(connection, for: id)
        endTrouble()
        if let lifetime = configuration.maximumLifetime {
            connections[index].endsAt = now + lifetime * Double.random(in: 0.9...1, using: &generator)
        }
        return take(id, from: .connecting, isUsable: true, now: now)
    }

    mutating func connectFailed(
        _ id: ConnectionID, reason: String, now: Moment, using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        guard let index = index(of: id, in: .connecting) else { return [] }
        remove(index)
        if let trouble, now < trouble.awaitedRetryAt {
            // It was under way when another failed: the same failure again, and no reason to wait longer.
            self.trouble?.reason = reason
        } else {
            let delays = backoff.delays(using: &generator)
            trouble = Trouble(
                reason: reason, retryAt: now + delays.unawaited, awaitedRetryAt: now + delays.awaited)
        }
        var actions: [Action] = []
        settle(now: now, &actions)
        return actions
    }

    /// The answer to a check. The connection is for whoever is the first in the queue now.
    mutating func checked(_ id: ConnectionID, isAlive: Bool, now: Moment) -> [Action] {
        if isAlive, trouble?.isSilence == true, index(of: id, in: .checking) != nil { endTrouble() }
        return take(id, from: .checking, isUsable: isAlive, now: now)
    }

    /// A connection broke by itself. One that is in use is closed when it comes back.
    mutating func lost(_ id: ConnectionID, now: Moment) -> [Action] {
        guard let index = connections.index(of: id) else { return [] }
        var actions: [Action] = []
        switch connections[index].phase {
        case .idle:
            startClosing(id, &actions)
            settle(now: now, &actions)
        case .lent, .checking: connections[index].endsAt = now
        case .connecting, .closing: break
        }
        return actions
    }

    /// The server has kept silent on a connection for too long. The others may be as dead, so each is checked before it is lent.
    mutating func silent(reason: String, now: Moment) {
        if trouble == nil { trouble = Trouble(reason: reason, retryAt: now, awaitedRetryAt: now, isSilence: true) }
        let longAgo = now + Moment.Distance(.zero - configuration.keepAliveAfter - .nanoseconds(1))
        for id in idle {
            if let index = connections.index(of: id) {
                connections[index].idleSince = min(connections[index].idleSince, longAgo)
            }
        }
    }

    /// Replaces all connections: those that are idle now, and the others when they come back.
    mutating func retire(now: Moment) -> [Action] {
        guard !isClosed else { return [] }
        var actions: [Action] = []
        for id in idle { startClosing(id, &actions) }
        connections.update { if $0.phase == .lent || $0.phase == .checking { $0.endsAt = now } }
        settle(now: now, &actions)
        return actions
    }

    /// A connection is closed, and leaves room for another.
    mutating func closed(_ id: ConnectionID, now: Moment) -> [Action] {
        guard let index = index(of: id, in: .closing) else { return [] }
        remove(index)
        var actions: [Action] = []
        settle(now: now, &actions)
        return actions
    }

    // MARK: - Time and end

    /// Does what is due. Calls that were not asked for, or come before their time, do no harm.
    mutating func timer(now: Moment) -> [Action] {
        guard !isClosed else { return [] }
        if let timerAt, timerAt <= now { self.timerAt = nil }
        var actions: [Action] = []
        failExpired(now: now, &actions)
        closeExpired(now: now, &actions)
        settle(now: now, &actions)
        return actions
    }

    /// Fails all waiters and lends nothing more. Connections are closed as they come back, and then the pool is drained.
    mutating func close() -> [Action] {
        guard !isClosed else { return [] }
        isClosed = true
        var actions: [Action] = []
        while let waiter = queue.popFirst() { actions.append(.fail(waiter, .closed)) }
        for id in idle { startClosing(id, &actions) }
        if connections.isEmpty { actions.append(.drained) }
        return actions
    }

    // MARK: - Decisions

    /// Everything that follows from a change: who is served, what is made, and when to look again.
    private mutating func settle(now: Moment, _ actions: inout [Action]) {
        if isClosed {
            if connections.isEmpty { actions.append(.drained) }
            return
        }
        serve(now: now, &actions)
        connect(now: now, &actions)
        if let deadline = nextDeadline { setTimer(at: deadline, &actions) }
    }

    /// Lends what is idle, or checks it before.
    private mutating func serve(now: Moment, _ actions: inout [Action]) {
        while !queue.isEmpty, let id = idle.last, let index = connections.index(of: id) {
            if connections[index].isOver(at: now) {
                startClosing(id, &actions)
            } else if !needsCheck(connections[index], now: now) {
                guard let connection = made[id], let waiter = queue.popFirst() else { return }
                idle.removeLast()
                move(index, to: .lent)
                actions.append(.lend(connection, to: waiter))
            } else if queue.count > count(.checking) {
                guard let connection = made[id] else { return }
                idle.removeLast()
                move(index, to: .checking)
                actions.append(.check(connection))
            } else {
                // The others have been idle for longer, and the checks under way are enough.
                return
            }
        }
    }

    private mutating func connect(now: Moment, _ actions: inout [Action]) {
        var number = min(missing, room)
        if let trouble {
            // One attempt finds out whether connecting works again; the others wait for what it finds.
            number = now >= retryAt(trouble) && count(.connecting) == 0 ? min(number, 1) : 0
        }
        while number > 0 {
            let id = ConnectionID(number: nextNumber)
            connections.insert(Member(idleSince: now), for: id)
            counts[Phase.connecting.rawValue] += 1
            actions.append(.connect(id))
            nextNumber += 1
            number -= 1
        }
    }

    private func retryAt(_ trouble: Trouble) -> Moment { queue.isEmpty ? trouble.retryAt : trouble.awaitedRetryAt }

    private mutating func endTrouble() {
        trouble = nil
        backoff.reset()
    }

    private mutating func failExpired(now: Moment, _ actions: inout [Action]) {
        guard let timeout = configuration.waitTimeout else { return }
        let summary = summary
        while let deadline = queue.nextDeadline, deadline <= now, let waiter = queue.popFirst() {
            actions.append(.fail(waiter, .timedOut(after: timeout, summary)))
        }
    }

    private mutating func closeExpired(now: Moment, _ actions: inout [Action]) {
        for id in idle {
            guard let connection = connections[id], let end = end(ofIdle: connection), end <= now else { continue }
            startClosing(id, &actions)
        }
    }

    /// How many connections are to be made besides those that are being made: one for each waiter for whom none is being
    /// made or checked, and what the minimum lacks.
    private var missing: Int {
        max(queue.count - count(.checking), configuration.minimum - open) - count(.connecting)
    }

    /// Connections that work, as far as is known.
    private var open: Int { count(.lent) + count(.idle) + count(.checking) }

    private var room: Int { configuration.maximum - connections.count }

    private func needsCheck(_ connection: Member, now: Moment) -> Bool {
        connection.idleSince + keepAliveAfter < now
    }

    /// When an idle connection is to be closed: at the end of its life, or sooner if there are more than the minimum.
    // Inline: otherwise the whole state is copied for the call.
    @inline(__always)
    private func end(ofIdle connection: Member) -> Moment? {
        guard let timeout = configuration.idleTimeout, open > configuration.minimum else { return connection.endsAt }
        let end = connection.idleSince + timeout
        return connection.endsAt.map { min($0, end) } ?? end
    }

    /// When something is to be done although nothing happens.
    private var nextDeadline: Moment? {
        var deadlines = idle.compactMap { id in connections[id].flatMap { end(ofIdle: $0) } }
        if let deadline = queue.nextDeadline { deadlines.append(deadline) }
        if let trouble, missing > 0, room > 0, count(.connecting) == 0 { deadlines.append(retryAt(trouble)) }
        return deadlines.min()
    }

    private mutating func setTimer(at deadline: Moment, _ actions: inout [Action]) {
        if let timerAt, timerAt <= deadline { return }
        timerAt = deadline
        actions.append(.setTimer(at: deadline))
    }

    // MARK: - Phases

    /// Takes a connection that is ready to be lent to the next, or else is closed.
    private mutating func take(_ id: ConnectionID, from phase: Phase, isUsable: Bool, now: Moment) -> [Action] {
        guard let index = index(of: id, in: phase) else { return [] }
        var actions: [Action] = []
        if isUsable, !isClosed, !connections[index].isOver(at: now) {
            connections[index].idleSince = now
            idle.append(id)
            move(index, to: .idle)
        } else {
            startClosing(id, &actions)
        }
        settle(now: now, &actions)
        return actions
    }

    private mutating func startClosing(_ id: ConnectionID, _ actions: inout [Action]) {
        guard let index = connections.index(of: id) else { return }
        if connections[index].phase == .idle { idle.removeAll { $0 == id } }
        move(index, to: .closing)
        if let place = made.index(of: id) { actions.append(.close(made.remove(at: place))) }
    }

    private func count(_ phase: Phase) -> Int { counts[phase.rawValue] }

    private func index(of id: ConnectionID, in phase: Phase) -> Int? {
        guard let index = connections.index(of: id), connections[index].phase == phase else { return nil }
        return index
    }

    private mutating func move(_ index: Int, to phase: Phase) {
        counts[connections[index].phase.rawValue] -= 1
        counts[phase.rawValue] += 1
        connections[index].phase = phase
    }

    private mutating func remove(_ index: Int) {
        counts[connections[index].phase.rawValue] -= 1
        connections.remove(at: index)
    }
}

extension PoolState.Action: Equatable where Connection: Equatable, Waiter: Equatable {}
