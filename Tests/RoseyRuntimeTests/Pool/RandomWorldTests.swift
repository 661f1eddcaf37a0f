import TestSupport
import Testing

@testable import RoseyRuntime

/// Random interleavings of all that can happen to a pool, with a model that knows what each action has to obey.
@Suite struct RandomWorldTests {
    @Test func keepsItsPromises() {
        let master = SeededGenerator().seed
        var total = Tally()
        for run in 0..<2_500 {
            var world = World(seed: master &+ UInt64(run))
            world.run(steps: 200)
            guard world.violations.isEmpty else {
                Issue.record("seed \(world.seed): \(world.violations.prefix(5))")
                return
            }
            total.add(world.tally)
        }
        // What never happens is not tested.
        #expect(total.leastUsed > 500, "\(master): \(total)")
    }
}

/// How often each kind of thing happened.
private struct Tally {
    var counts: [String: Int] = [:]
    var leastUsed: Int { counts.count < 14 ? 0 : counts.values.min() ?? 0 }

    mutating func add(_ other: Tally) { counts.merge(other.counts, uniquingKeysWith: +) }
    mutating func count(_ name: String) { counts[name, default: 0] += 1 }
}

/// What was seen to be wrong. A class, so that a world may look at itself while it writes.
private final class Log {
    var lines: [String] = []
}

private struct World {

    private enum Phase { case connecting, idle, lent, checking, broken, closing }

    private struct Connection {
        var phase = Phase.connecting
        var made: Moment
        var since: Moment
        var isLost = false
        var isProbe = false
    }

    /// When the pool may attempt to connect again, as far as one can tell without knowing its random numbers.
    private struct Trouble {
        var failures = 0
        /// The failures that are certainly not the same as one before.
        private var certain = 0
        /// While nobody waits.
        private(set) var earliest: Moment?
        /// While somebody does, for whom the pauses are shorter.
        private(set) var earliestAwaited: Moment?
        private(set) var latest: Moment?

        mutating func fail(now: Moment, isProbe: Bool) {
            failures += 1
            if let earliestAwaited, now < earliestAwaited { return }
            latest = now + pause(after: failures)
            if !isProbe, earliest != nil { return }
            certain += 1
            earliest = now + pause(after: certain) / 2
            earliestAwaited = now + min(pause(after: certain), .seconds(1)) / 2
        }

        private func pause(after failures: Int) -> Duration {
            min(.milliseconds(100) * (1 << min(failures - 1, 10)), .seconds(10))
        }
    }

    let seed: UInt64
    var violations: [String] { log.lines }
    private(set) var tally = Tally()
    private let log = Log()
    private var generator: SeededGenerator
    private let configuration: PoolConfiguration
    private let mayClose: Bool
    /// How busy the pool is: with much to do it is never idle, and with little nobody waits.
    private let demand: Double
    private var state: PoolState<ConnectionID, Int>
    private var now = Moment.now
    private var timers: [Moment] = []
    private var connections: [ConnectionID: Connection] = [:]
    private var known: Set<ConnectionID> = []
    /// The idle ones in the order of their coming back.
    private var idle: [ConnectionID] = []
    private var waiting: [(waiter: Int, since: Moment)] = []
    private var outcomes: [Int: Int] = [:]
    private var nextWaiter = 0
    private var isClosed = false
    private var drained = 0
    private var trouble = Trouble()
    private var cancelling: Int?

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        let maximum = Int.random(in: 1...6, using: &random)
        configuration = PoolConfiguration(
            minimum: Bool.random(using: &random) ? 0 : Int.random(in: 0...maximum, using: &random), maximum: maximum,
            waitTimeout: Bool.random(using: &random) ? .seconds(3) : nil,
            maximumLifetime: Bool.random(using: &random) ? .seconds(40) : nil,
            idleTimeout: Bool.random(using: &random) ? .seconds(3) : nil,
            keepAliveAfter: .seconds(Int.random(in: 1...5, using: &random)))
        mayClose = Int.random(in: 0..<4, using: &random) == 0
        demand = Double.random(in: 0.1...1, using: &random)
        state = PoolState(configuration)
        generator = random
    }

    mutating func run(steps: Int) {
        perform(state.start(now: now))
        for step in 0..<steps where violations.isEmpty {
            self.step()
            check("step \(step)")
        }
        if violations.isEmpty, !isClosed { heal() }
        if violations.isEmpty { end() }
    }

    // MARK: - What happens

    private mutating func step() {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<28: if chance(demand) { ask() }
        case 28..<34:
            let waiter = waiting.randomElement(using: &generator)?.waiter ?? nextWaiter - 1
            cancel(Bool.random(using: &generator) ? waiter : Int.random(in: 0...nextWaiter + 2, using: &generator))
        case 34..<54: if let id = any(.lent) { giveBack(id, isUsable: chance(0.85)) }
        case 54..<66: if let id = any(.connecting) { finishConnecting(id, succeeds: chance(0.6)) }
        case 66..<74: if let id = any(.checking) { finishChecking(id, isAlive: chance(0.7)) }
        case 74..<82: if let id = any(.closing) { finishClosing(id) }
        case 82..<85: lose(anyRecent())
        case 85..<86: perform(state.timer(now: now))
        case 86..<87: nonsense()
        // The timer comes late, and other things come before it.
        case 87..<88: now += .milliseconds(Int.random(in: 0...10_000, using: &generator))
        case 88..<93: advance(by: .milliseconds(Int.random(in: 0...100, using: &generator)))
        case 93..<97: advance(by: .milliseconds(Int.random(in: 0...4_000, using: &generator)))
        case 97..<99: advance(by: .seconds(Int.random(in: 0...60, using: &generator)))
        default: if mayClose, chance(0.3) { close() }
        }
    }

    private mutating func ask() {
        if let id = state.tryLease(now: now) {
            tally.count("lent at once")
            lend(id)
            expect(waiting.isEmpty && !isClosed, "\(id) lent past who waits, or after the end")
            return
        }
        let waiter = nextWaiter
        nextWaiter += 1
        outcomes[waiter] = 0
        waiting.append((waiter, now))
        perform(state.lease(waiter, now: now))
    }

    private mutating func cancel(_ waiter: Int) {
        let waits = waiting.contains { $0.waiter == waiter }
        cancelling = waiter
        let actions = state.cancel(waiter)
        expect(actions == (waits ? [.fail(waiter, .cancelled)] : []), "cancelling \(waiter): \(actions)")
        perform(actions)
        cancelling = nil
    }

    private mutating func giveBack(_ id: ConnectionID, isUsable: Bool) {
        comeBack(id, isUsable)
        // The short way comes to the same as the long one, where there is a short one.
        var other = state
        let actions = other.giveBack(id, isUsable: isUsable, now: now)
        if isUsable, chance(0.5), state.tryGiveBack(id, now: now) {
            tally.count("quick return")
            expect(actions.isEmpty, "\(id) has come back the short way, but \(actions)")
            return
        }
        perform(state.giveBack(id, isUsable: isUsable, now: now))
    }

    private mutating func finishChecking(_ id: ConnectionID, isAlive: Bool) {
        tally.count(isAlive ? "check" : "failed check")
        comeBack(id, isAlive)
        perform(state.checked(id, isAlive: isAlive, now: now))
    }

    private mutating func finishConnecting(_ id: ConnectionID, succeeds: Bool) {
        if succeeds {
            trouble = Trouble()
            connections[id]?.made = now
            comeBack(id, true)
            perform(state.connected(id, now: now, using: &generator))
        } else {
            trouble.fail(now: now, isProbe: connections[id]?.isProbe ?? false)
            connections[id] = nil
            let reason = "failure \(trouble.failures)"
            perform(state.connectFailed(id, reason: reason, now: now, using: &generator))
            expect(state.summary.connectFailure == reason, "the reason is not the last one")
        }
    }

    private mutating func finishClosing(_ id: ConnectionID) {
        connections[id] = nil
        perform(state.closed(id, now: now))
    }

    private mutating func lose(_ id: ConnectionID) {
        switch connections[id]?.phase {
        case .idle:
            tally.count("lost")
            connections[id]?.phase = .broken
            idle.removeAll { $0 == id }
        case .lent, .checking: connections[id]?.isLost = true
        default: break
        }
        perform(state.lost(id, now: now))
    }

    private mutating func close() {
        isClosed = true
        for id in idle { connections[id]?.phase = .broken }
        idle = []
        perform(state.close())
    }

    /// Calls for connections that are not what the call says.
    private mutating func nonsense() {
        let id = ConnectionID(number: Int.random(in: -1...known.count + 2, using: &generator))
        let phase = connections[id]?.phase
        var actions: [PoolState<ConnectionID, Int>.Action] = []
        if phase != .lent {
            expect(!state.tryGiveBack(id, now: now), "\(id) was not lent")
            actions += state.giveBack(id, isUsable: chance(0.5), now: now)
        }
        if phase != .checking { actions += state.checked(id, isAlive: chance(0.5), now: now) }
        if phase != .closing { actions += state.closed(id, now: now) }
        if phase != .connecting {
            actions += state.connected(id, now: now, using: &generator)
            actions += state.connectFailed(id, reason: "", now: now, using: &generator)
        }
        if phase == nil { actions += state.lost(id, now: now) }
        expect(actions.isEmpty, "\(id) is unknown, but \(actions)")
    }

    private mutating func advance(by duration: Duration) {
        let end = now + duration
        // A machine that slept finds all its timers late.
        if chance(0.3) { now = end }
        var rounds = 0
        while let index = timers.indices.min(by: { timers[$0] < timers[$1] }), timers[index] <= end {
            rounds += 1
            if rounds > 1_000 { return expect(false, "the timer is set without end") }
            now = max(now, timers.remove(at: index))
            perform(state.timer(now: now))
            check("timer")
        }
        now = end
        check("advanced", isQuiet: true)
    }

    /// The world is good again: everything succeeds, and everybody gives back.
    private mutating func heal() {
        var rounds = 0
        while violations.isEmpty, !waiting.isEmpty {
            rounds += 1
            if rounds > 2_000 { return expect(false, "\(waiting.count) wait for ever") }
            if let id = any(.closing) {
                finishClosing(id)
            } else if let id = any(.checking) {
                finishChecking(id, isAlive: true)
            } else if let id = any(.connecting) {
                finishConnecting(id, succeeds: true)
            } else if let id = any(.lent) {
                giveBack(id, isUsable: true)
            } else if let timer = timers.min() {
                expect(trouble.failures > 0, "nothing failed, and still they wait for a timer")
                advance(by: max(now.duration(to: timer), .zero))
            } else {
                expect(false, "\(waiting.count) wait for nothing")
            }
            check("healing")
        }
        expect(configuration.waitTimeout != nil || outcomes.values.allSatisfy { $0 == 1 }, "not everybody was served")
    }

    /// Closing the pool ends everything.
    private mutating func end() {
        if !isClosed { close() }
        expect(waiting.isEmpty, "who waits was not failed")
        var rounds = 0
        while violations.isEmpty, let id = connections.keys.min(by: { $0.number < $1.number }) {
            rounds += 1
            if rounds > 100 { return expect(false, "the pool does not drain") }
            switch connections[id]?.phase {
            case .closing: finishClosing(id)
            case .connecting: finishConnecting(id, succeeds: chance(0.5))
            case .checking: finishChecking(id, isAlive: chance(0.5))
            case .lent: giveBack(id, isUsable: chance(0.5))
            default: expect(false, "\(id) is not closed")
            }
            check("draining")
        }
        expect(drained == 1, "drained \(drained) times")
        expect(outcomes.values.allSatisfy { $0 == 1 }, "somebody has not exactly one outcome")
        advance(by: .seconds(100))
        expect(drained == 1 && connections.isEmpty, "something happened after the end")
    }

    // MARK: - What the pool does about it

    private mutating func perform(_ actions: [PoolState<ConnectionID, Int>.Action]) {
        for action in actions {
            if case .fail = action {} else { expect(drained == 0, "\(action) after the end") }
            switch action {
            case .connect(let id): connect(id)
            case .check(let id):
                let since = connections[id]?.since ?? now
                expect(idle.last == id && now - since > configuration.keepAliveAfter, "\(id) needs no check")
                if idle.last == id { idle.removeLast() }
                connections[id]?.phase = .checking
                expect(count(.checking) <= waiting.count, "more checks than waiters")
            case .lend(let id, let waiter):
                tally.count("lent")
                lend(id)
                expect(waiting.first?.waiter == waiter, "\(waiter) is served, but \(waiting) wait")
                leave(waiter)
            case .fail(let waiter, let failure): fail(waiter, failure)
            case .close(let id): close(id)
            case .setTimer(let at):
                tally.count("timer")
                timers.append(at)
                expect(timers.count < 100, "timers pile up")
            case .drained:
                tally.count("drained")
                drained += 1
                expect(isClosed && connections.isEmpty, "drained too early")
            }
        }
    }

    private mutating func connect(_ id: ConnectionID) {
        expect(!isClosed, "\(id) is made after the end")
        expect(known.insert(id).inserted, "\(id) is made twice")
        connections[id] = Connection(made: now, since: now)
        let needed = max(waiting.count - count(.checking), configuration.minimum - open)
        expect(count(.connecting) <= needed, "\(count(.connecting)) are made, but \(needed) needed")
        guard let earliest = trouble.earliest else { return tally.count("made") }
        tally.count("attempted again")
        expect(count(.connecting) == 1, "more than one attempt while connecting fails")
        expect(
            now >= (waiting.isEmpty ? earliest : trouble.earliestAwaited ?? earliest),
            "an attempt before the pause is over")
        connections[id]?.isProbe = true
    }

    private mutating func lend(_ id: ConnectionID) {
        guard let connection = connections[id] else { return expect(false, "\(id) is lent, but does not exist") }
        expect(connection.phase == .idle && idle.last == id, "\(id) is lent, but \(connection.phase), or not the last")
        expect(now - connection.since <= configuration.keepAliveAfter, "\(id) is lent without a check")
        if let lifetime = configuration.maximumLifetime, now - connection.made >= lifetime {
            expect(false, "\(id) is lent, but too old")
        }
        expect(!connection.isLost, "\(id) is lent, but lost")
        connections[id]?.phase = .lent
        idle.removeAll { $0 == id }
    }

    private mutating func fail(_ waiter: Int, _ failure: PoolFailure) {
        switch failure {
        case .timedOut(let timeout, let summary):
            tally.count("timed out")
            let since = waiting.first { $0.waiter == waiter }?.since ?? now
            expect(timeout == configuration.waitTimeout && now - since >= timeout, "\(waiter) timed out too early")
            expect(summary.waiting >= waiting.count, "the summary is not from before")
        case .closed: expect(isClosed, "\(waiter) was failed without reason")
        case .cancelled:
            tally.count("cancelled")
            expect(cancelling == waiter, "\(waiter) was cancelled without reason")
        }
        leave(waiter)
    }

    private mutating func leave(_ waiter: Int) {
        outcomes[waiter, default: 0] += 1
        expect(outcomes[waiter] == 1, "\(waiter) has two outcomes")
        waiting.removeAll { $0.waiter == waiter }
    }

    private mutating func close(_ id: ConnectionID) {
        guard let connection = connections[id] else { return expect(false, "\(id) is closed, but does not exist") }
        switch connection.phase {
        case .broken: break
        case .idle:
            let isOld = configuration.maximumLifetime.map { now - connection.made >= $0 * 0.9 } ?? false
            let isSpare =
                configuration.idleTimeout.map { now - connection.since >= $0 && open > configuration.minimum } ?? false
            tally.count(isOld ? "too old" : "spare")
            expect(isOld || isSpare, "\(id) is closed without reason")
        default: expect(false, "\(id) is closed, but \(connection.phase)")
        }
        idle.removeAll { $0 == id }
        connections[id]?.phase = .closing
    }

    // MARK: - What is always true

    private mutating func check(_ moment: String, isQuiet: Bool = false) {
        let summary = state.summary
        expect(connections.count <= configuration.maximum, "\(moment): more than the maximum")
        expect(
            summary.lent == count(.lent) && summary.idle == count(.idle) && summary.checking == count(.checking)
                && summary.connecting == count(.connecting) && summary.closing == count(.closing)
                && summary.waiting == waiting.count, "\(moment): the summary is wrong: \(summary)")
        expect(count(.broken) == 0, "\(moment): a broken connection is kept")
        expect(count(.idle) == idle.count, "\(moment): the model is wrong")
        guard !isClosed else { return expect(waiting.isEmpty, "\(moment): somebody waits after the end") }

        // Nobody waits for nothing, and whatever comes with time has a timer.
        var deadlines: [Moment] = []
        if let timeout = configuration.waitTimeout { deadlines += waiting.map { $0.since + timeout } }
        if let lifetime = configuration.maximumLifetime { deadlines += idle.map { made(of: $0) + lifetime } }
        if let timeout = configuration.idleTimeout, open > configuration.minimum {
            deadlines += idle.map { (connections[$0]?.since ?? now) + timeout }
        }
        let isCovered = waiting.count <= count(.checking) && open >= configuration.minimum
        if !isCovered, count(.connecting) == 0, connections.count < configuration.maximum {
            // Only the pause after a failure is a reason to make none.
            expect(trouble.latest != nil, "\(moment): none is made, although one is needed")
            if let latest = trouble.latest { deadlines.append(latest) }
        }
        let timer = timers.min()
        for deadline in deadlines {
            expect(timer.map { $0 <= deadline } ?? false, "\(moment): no timer is set")
            if isQuiet { expect(deadline >= now, "\(moment): something is overdue") }
        }
    }

    // MARK: - Help

    private var open: Int { count(.lent) + count(.idle) + count(.checking) }

    private func made(of id: ConnectionID) -> Moment { connections[id]?.made ?? now }

    private func count(_ phase: Phase) -> Int { connections.values.reduce(0) { $0 + ($1.phase == phase ? 1 : 0) } }

    private mutating func any(_ phase: Phase) -> ConnectionID? {
        connections.filter { $0.value.phase == phase }.keys.sorted { $0.number < $1.number }
            .randomElement(using: &generator)
    }

    /// A connection that may still exist.
    private mutating func anyRecent() -> ConnectionID {
        ConnectionID(number: Int.random(in: max(1, known.count - 8)...known.count + 1, using: &generator))
    }

    private mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &generator) < probability
    }

    /// What the connection is now depends on its age, which only the pool knows: it may be closed in either case.
    private mutating func comeBack(_ id: ConnectionID, _ isUsable: Bool) {
        guard let connection = connections[id] else { return }
        let isAtEnd = isClosed || !isUsable || connection.isLost
        connections[id]?.phase = isAtEnd ? .broken : .idle
        connections[id]?.since = now
        if !isAtEnd { idle.append(id) }
    }

    private func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { log.lines.append(message()) }
    }
}
