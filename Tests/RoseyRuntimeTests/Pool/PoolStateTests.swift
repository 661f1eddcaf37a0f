import TestSupport
import Testing

@testable import RoseyRuntime

// To the state, a connection is as good as its name, and a waiter as its ticket.
extension ConnectionID: PooledConnection { public var id: ConnectionID { self } }
extension Int: TicketHolder { public var ticket: Int { self } }

private typealias State = PoolState<ConnectionID, Int>
private typealias Action = State.Action

/// A pool's state with a clock that stands until a test moves it.
private struct Pool {
    var state: State
    var now = Moment.now
    var generator = SeededGenerator(seed: 1)

    init(
        minimum: Int = 0, maximum: Int = 4, waitTimeout: Duration? = nil, maximumLifetime: Duration? = nil,
        idleTimeout: Duration? = nil, keepAliveAfter: Duration = .seconds(30)
    ) {
        state = State(
            PoolConfiguration(
                minimum: minimum, maximum: maximum, waitTimeout: waitTimeout, maximumLifetime: maximumLifetime,
                idleTimeout: idleTimeout, keepAliveAfter: keepAliveAfter))
    }

    mutating func start() -> [Action] { state.start(now: now) }
    mutating func tryLease() -> ConnectionID? { state.tryLease(now: now) }
    mutating func lease(_ waiter: Int) -> [Action] { state.lease(waiter, now: now) }
    mutating func cancel(_ waiter: Int) -> [Action] { state.cancel(waiter) }
    mutating func giveBack(_ id: ConnectionID, isUsable: Bool = true) -> [Action] {
        state.giveBack(id, isUsable: isUsable, now: now)
    }
    mutating func connected(_ id: ConnectionID) -> [Action] { state.connected(id, now: now, using: &generator) }
    mutating func connectFailed(_ id: ConnectionID, _ reason: String = "refused") -> [Action] {
        state.connectFailed(id, reason: reason, now: now, using: &generator)
    }
    mutating func checked(_ id: ConnectionID, isAlive: Bool) -> [Action] {
        state.checked(id, isAlive: isAlive, now: now)
    }
    mutating func lost(_ id: ConnectionID) -> [Action] { state.lost(id, now: now) }
    mutating func closed(_ id: ConnectionID) -> [Action] { state.closed(id, now: now) }
    mutating func timer() -> [Action] { state.timer(now: now) }

    /// Makes and lends connections, the first ones of the pool.
    mutating func open(_ count: Int) -> [ConnectionID] {
        let ids = (1...count).map(ConnectionID.init(number:))
        for id in ids { _ = lease(-id.number) }
        for id in ids { _ = connected(id) }
        return ids
    }

    /// Makes connections that are idle, the first one for the longest time.
    mutating func openIdle(_ count: Int) -> [ConnectionID] {
        let ids = open(count)
        for id in ids { _ = giveBack(id) }
        return ids
    }
}

private let (a, b, c, d) = (
    ConnectionID(number: 1), ConnectionID(number: 2), ConnectionID(number: 3), ConnectionID(number: 4)
)

@Suite struct LeaseTests {
    @Test func makesAConnectionForWhoWaitsAndLendsItAgain() {
        var pool = Pool()
        #expect(pool.start() == [])
        #expect(pool.tryLease() == nil)
        #expect(pool.lease(1) == [.connect(a)])
        #expect(pool.connected(a) == [.lend(a, to: 1)])
        #expect(pool.giveBack(a) == [])
        #expect(pool.tryLease() == a)
        #expect(pool.tryLease() == nil)
        #expect(pool.giveBack(a) == [])
        #expect(pool.lease(2) == [.lend(a, to: 2)])
    }

    @Test func lendsFirstWhatCameBackLast() {
        var pool = Pool()
        _ = pool.openIdle(3)
        #expect(pool.tryLease() == c)
        #expect(pool.tryLease() == b)
        #expect(pool.giveBack(c) == [])
        #expect(pool.tryLease() == c)
        #expect(pool.lease(1) == [.lend(a, to: 1)])
    }

    @Test func startOpensTheMinimumAndOnlyOnce() {
        var pool = Pool(minimum: 2)
        #expect(pool.start() == [.connect(a), .connect(b)])
        #expect(pool.start() == [])
        #expect(pool.connected(a) == [])
        #expect(pool.start() == [])
        #expect(pool.tryLease() == a)
        #expect(pool.start() == [])
    }

    @Test func servesInTheOrderOfAsking() {
        var pool = Pool(maximum: 1)
        _ = pool.open(1)
        for waiter in 1...100 { #expect(pool.lease(waiter) == []) }
        for waiter in 1...100 { #expect(pool.giveBack(a) == [.lend(a, to: waiter)]) }
    }

    @Test func doesNotLendPastWhoWaits() {
        var pool = Pool()
        _ = pool.openIdle(2)
        pool.now += .seconds(60)
        #expect(pool.lease(1) == [.check(b)])
        #expect(pool.tryLease() == nil)
        // Not even one whose clock was read before, when the other connection needed no check yet.
        #expect(pool.state.tryLease(now: pool.now - .seconds(60)) == nil)
        #expect(pool.checked(b, isAlive: true) == [.lend(b, to: 1)])
    }

    @Test func makesNoMoreThanTheMaximum() {
        var pool = Pool()
        let actions = (1...200).flatMap { pool.lease($0) }
        #expect(actions == [.connect(a), .connect(b), .connect(c), .connect(d)])
        #expect(pool.connected(b) == [.lend(b, to: 1)])
        #expect(pool.connected(a) == [.lend(a, to: 2)])
    }

    @Test func makesNoMoreThanAreWaitedFor() {
        var pool = Pool(minimum: 1)
        #expect(pool.start() == [.connect(a)])
        // The one that is being made is for the first.
        #expect(pool.lease(1) == [])
        #expect(pool.lease(2) == [.connect(b)])
        #expect(pool.cancel(1) == [.fail(1, .cancelled)])
        // Now it is for the third.
        #expect(pool.lease(3) == [])
        #expect(pool.connected(a) == [.lend(a, to: 2)])
        #expect(pool.connected(b) == [.lend(b, to: 3)])
    }

    @Test func aTicketThatWaitsAlreadyIsIgnored() {
        var pool = Pool()
        #expect(pool.lease(1) == [.connect(a)])
        #expect(pool.lease(1) == [])
        #expect(pool.connected(a) == [.lend(a, to: 1)])
        #expect(pool.state.summary.waiting == 0)
    }

    @Test func cancellingRemovesTheWaiterAtOnce() {
        var pool = Pool(maximum: 1)
        _ = pool.open(1)
        for waiter in 1...4 { #expect(pool.lease(waiter) == []) }
        #expect(pool.cancel(2) == [.fail(2, .cancelled)])
        #expect(pool.cancel(1) == [.fail(1, .cancelled)])
        #expect(pool.cancel(1) == [])
        #expect(pool.cancel(99) == [])
        #expect(pool.state.summary.waiting == 2)
        #expect(pool.giveBack(a) == [.lend(a, to: 3)])
        #expect(pool.cancel(3) == [])
        #expect(pool.giveBack(a) == [.lend(a, to: 4)])
    }

    @Test func theConnectionOfACancelledWaiterIsKept() {
        var pool = Pool()
        #expect(pool.lease(1) == [.connect(a)])
        #expect(pool.cancel(1) == [.fail(1, .cancelled)])
        #expect(pool.connected(a) == [])
        #expect(pool.tryLease() == a)
    }

    @Test func aConnectionThatBrokeIsReplaced() {
        var pool = Pool(maximum: 1)
        _ = pool.open(1)
        _ = pool.lease(1)
        #expect(pool.giveBack(a, isUsable: false) == [.close(a)])
        // It counts until it is closed.
        #expect(pool.state.summary.closing == 1)
        #expect(pool.closed(a) == [.connect(b)])
        #expect(pool.connected(b) == [.lend(b, to: 1)])
    }

    @Test func aConnectionThatBrokeIsReplacedForTheMinimumAndElseNot() {
        var pool = Pool(minimum: 1)
        _ = pool.open(2)
        #expect(pool.giveBack(a, isUsable: false) == [.close(a)])
        #expect(pool.giveBack(b, isUsable: false) == [.close(b), .connect(c)])
        #expect(pool.closed(a) == [])
    }

    @Test func unknownConnectionsAreIgnored() {
        var pool = Pool()
        _ = pool.openIdle(1)
        let before = pool.state.summary
        for id in [a, ConnectionID(number: 99)] {
            #expect(pool.connected(id) == [])
            #expect(pool.connectFailed(id) == [])
            #expect(pool.giveBack(id) == [])
            #expect(pool.giveBack(id, isUsable: false) == [])
            #expect(pool.checked(id, isAlive: false) == [])
            #expect(pool.closed(id) == [])
        }
        #expect(pool.lost(ConnectionID(number: 99)) == [])
        #expect(pool.state.summary == before)
    }
}

@Suite struct CheckTests {
    @Test func checksOnlyWhatWasIdleForLonger() {
        var pool = Pool()
        _ = pool.openIdle(1)
        pool.now += .seconds(30)
        #expect(pool.tryLease() == a)
        #expect(pool.giveBack(a) == [])
        pool.now += .seconds(30) + .nanoseconds(1)
        #expect(pool.tryLease() == nil)
        #expect(pool.lease(1) == [.check(a)])
        #expect(pool.checked(a, isAlive: true) == [.lend(a, to: 1)])
    }

    @Test func aFailedCheckKeepsThePlaceInTheQueue() {
        var pool = Pool(maximum: 2)
        _ = pool.openIdle(2)
        pool.now += .seconds(60)
        #expect(pool.lease(1) == [.check(b)])
        #expect(pool.checked(b, isAlive: false) == [.close(b), .check(a)])
        #expect(pool.lease(2) == [])
        #expect(pool.checked(a, isAlive: false) == [.close(a)])
        #expect(pool.closed(b) == [.connect(c)])
        #expect(pool.closed(a) == [.connect(d)])
        #expect(pool.connected(d) == [.lend(d, to: 1)])
        #expect(pool.connected(c) == [.lend(c, to: 2)])
    }

    @Test func aCheckIsForWhoeverIsFirst() {
        var pool = Pool(maximum: 2)
        _ = pool.openIdle(2)
        #expect(pool.tryLease() == b)
        pool.now += .seconds(60)
        #expect(pool.lease(1) == [.check(a)])
        #expect(pool.giveBack(b) == [.lend(b, to: 1)])
        #expect(pool.lease(2) == [])
        #expect(pool.checked(a, isAlive: true) == [.lend(a, to: 2)])
    }

    @Test func aCheckForNobodyLeavesTheConnectionIdle() {
        var pool = Pool()
        _ = pool.openIdle(1)
        pool.now += .seconds(60)
        #expect(pool.lease(1) == [.check(a)])
        #expect(pool.cancel(1) == [.fail(1, .cancelled)])
        #expect(pool.checked(a, isAlive: true) == [])
        #expect(pool.tryLease() == a)
    }

    @Test func checksNoMoreThanAreWaitedFor() {
        var pool = Pool()
        _ = pool.openIdle(3)
        pool.now += .seconds(60)
        #expect(pool.lease(1) == [.check(c)])
        #expect(pool.lease(2) == [.check(b)])
        #expect(pool.cancel(1) == [.fail(1, .cancelled)])
        #expect(pool.lease(3) == [])
        #expect(pool.lease(4) == [.check(a)])
        #expect(pool.lease(5) == [.connect(d)])
    }

    @Test func whatIsLostIsClosed() {
        var pool = Pool(minimum: 1)
        _ = pool.openIdle(2)
        #expect(pool.lost(a) == [.close(a)])
        #expect(pool.lost(a) == [])
        #expect(pool.tryLease() == b)
        // Its user may not have noticed, so the pool remembers it.
        #expect(pool.lost(b) == [])
        #expect(pool.giveBack(b) == [.close(b), .connect(c)])
        #expect(pool.lost(c) == [])
        #expect(pool.connected(c) == [])
    }
}

@Suite struct BackoffTests {
    @Test func delaysDoubleUpToTheMaximum() {
        var generator = SeededGenerator()
        var backoff = Backoff()
        for _ in 0..<2 {
            for whole in [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000] {
                let delays = backoff.delays(using: &generator)
                for (delay, whole) in [(delays.unawaited, whole), (delays.awaited, min(whole, 1000))] {
                    let range = Duration.milliseconds(whole) / 2...Duration.milliseconds(whole)
                    #expect(range.contains(delay), "\(generator.seed)")
                }
            }
            backoff.reset()
        }
    }

    @Test func delaysDiffer() {
        var generator = SeededGenerator()
        let delays = (0..<100).map { _ in
            var backoff = Backoff()
            return backoff.delays(using: &generator).awaited
        }
        #expect(Set(delays).count > 90, "\(generator.seed)")
        let (shortest, longest) = (delays.min() ?? .zero, delays.max() ?? .zero)
        #expect(shortest < .milliseconds(60) && longest > .milliseconds(90), "\(generator.seed)")
    }

    /// The delay of the only action, which sets the timer.
    private func delay(_ actions: [Action], _ pool: Pool) -> Duration? {
        guard actions.count == 1, case .setTimer(let at) = actions[0] else { return nil }
        return at - pool.now
    }

    /// However long the server has been away: it may be back.
    @Test func whoeverWaitsWaitsForOneSecondAtMost() throws {
        var pool = Pool(minimum: 1)
        #expect(pool.start() == [.connect(a)])
        for number in 1...10 {
            let actions = pool.connectFailed(ConnectionID(number: number))
            pool.now += try #require(delay(actions, pool))
            #expect(pool.timer() == [.connect(ConnectionID(number: number + 1))])
        }
        let failed = pool.connectFailed(ConnectionID(number: 11))
        #expect(try #require(delay(failed, pool)) >= .seconds(5))
        // Somebody comes, and waits from then on.
        let asked = pool.lease(1)
        #expect((.milliseconds(500)...(.seconds(1))).contains(try #require(delay(asked, pool))))
        for number in 12...20 {
            pool.now += .seconds(1)
            let id = ConnectionID(number: number)
            #expect(pool.timer().first == .connect(id))
            let actions = pool.connectFailed(id)
            #expect((.milliseconds(500)...(.seconds(1))).contains(try #require(delay(actions, pool))))
        }
    }

    /// One of its connections was silent for too long: the others are tried before they are used.
    @Test func aSilentServer() {
        var pool = Pool()
        let ids = pool.openIdle(3)
        #expect(pool.tryLease() == ids[2])
        pool.state.silent(reason: "silent", now: pool.now)
        #expect(pool.state.summary.connectFailure == "silent")
        _ = pool.giveBack(ids[2], isUsable: false)
        _ = pool.closed(ids[2])
        #expect(pool.tryLease() == nil)
        #expect(pool.lease(1) == [.check(ids[1])])
        #expect(pool.lease(2) == [.check(ids[0])])
        // One attempt to connect finds out whether the others can.
        #expect(pool.checked(ids[1], isAlive: false) == [.close(ids[1]), .connect(d)])
        #expect(pool.checked(ids[0], isAlive: true).contains(.lend(ids[0], to: 1)))
        #expect(pool.state.summary.connectFailure == nil)
    }

    @Test func allConnectionsAreReplaced() {
        var pool = Pool()
        let ids = pool.openIdle(3)
        #expect(pool.tryLease() == ids[2])
        #expect(pool.state.retire(now: pool.now) == [.close(ids[0]), .close(ids[1])])
        #expect(pool.giveBack(ids[2]) == [.close(ids[2])])
        for id in ids { _ = pool.closed(id) }
        #expect(pool.lease(1) == [.connect(d)])
    }

    @Test func afterAFailureOneAttemptIsMadeAndAfterItsSuccessTheOthers() throws {
        var pool = Pool()
        for waiter in 1...4 { #expect(pool.lease(waiter).count == 1) }
        // The others fail at the same time, which is one failure.
        for id in [a, b, c] { #expect(pool.connectFailed(id) == []) }
        let pause = try #require(delay(pool.connectFailed(d), pool))
        #expect((.milliseconds(50)...(.milliseconds(100))).contains(pause))
        #expect(pool.lease(5) == [])
        pool.now += pause - .nanoseconds(1)
        #expect(pool.timer() == [])
        pool.now += .nanoseconds(1)
        let probe = ConnectionID(number: 5)
        #expect(pool.timer() == [.connect(probe)])
        #expect(pool.lease(6) == [])
        let next = (6...8).map { Action.connect(ConnectionID(number: $0)) }
        #expect(pool.connected(probe) == [.lend(probe, to: 1)] + next)
        #expect(pool.state.summary.connectFailure == nil)
    }

    @Test func theDelayGrowsWithEachFailureAndStartsAnewAfterASuccess() throws {
        var pool = Pool(maximum: 1)
        #expect(pool.lease(1) == [.connect(a)])
        var id = a
        for whole in [100, 200, 400, 800, 1000, 1000, 1000] {
            let pause = try #require(delay(pool.connectFailed(id), pool))
            #expect((.milliseconds(whole) / 2...(.milliseconds(whole))).contains(pause))
            pool.now += pause
            id = ConnectionID(number: id.number + 1)
            #expect(pool.timer() == [.connect(id)])
        }
        #expect(pool.connected(id) == [.lend(id, to: 1)])
        _ = pool.lease(2)
        _ = pool.giveBack(id, isUsable: false)
        #expect(pool.closed(id) == [.connect(ConnectionID(number: id.number + 1))])
        let pause = try #require(delay(pool.connectFailed(ConnectionID(number: id.number + 1)), pool))
        #expect(pause <= .milliseconds(100))
    }

    @Test func aSuccessAmongFailuresEndsThePause() {
        var pool = Pool()
        for waiter in 1...3 { _ = pool.lease(waiter) }
        #expect(pool.connectFailed(a) == [])
        #expect(pool.connected(b) == [.lend(b, to: 1), .connect(d)])
    }

    @Test func nothingIsAttemptedForNobody() {
        var pool = Pool()
        _ = pool.lease(1)
        _ = pool.connectFailed(a)
        _ = pool.cancel(1)
        pool.now += .seconds(1)
        #expect(pool.timer() == [])
        // The pause is over, so who comes now does not wait for it.
        #expect(pool.lease(2) == [.connect(b)])
        #expect(pool.lease(3) == [])
    }

    @Test func theMinimumIsAttemptedAgain() throws {
        var pool = Pool(minimum: 2)
        _ = pool.start()
        #expect(pool.connectFailed(a) == [])
        let pause = try #require(delay(pool.connectFailed(b), pool))
        pool.now += pause
        #expect(pool.timer() == [.connect(c)])
        #expect(pool.connected(c) == [.connect(d)])
    }

    @Test func thoseThatAreGivenBackServeDuringThePause() {
        var pool = Pool(maximum: 2)
        _ = pool.open(1)
        _ = pool.lease(1)
        _ = pool.connectFailed(b)
        #expect(pool.giveBack(a) == [.lend(a, to: 1)])
    }
}

@Suite struct TimeTests {
    @Test func waitsEndWithTheSummary() {
        var pool = Pool(maximum: 1, waitTimeout: .seconds(5))
        #expect(pool.lease(1) == [.connect(a), .setTimer(at: pool.now + .seconds(5))])
        #expect(pool.connected(a) == [.lend(a, to: 1)])
        pool.now += .seconds(1)
        let start = pool.now
        #expect(pool.lease(2) == [])
        #expect(pool.lease(3) == [])
        pool.now += .seconds(3)
        #expect(pool.lease(4) == [])
        pool.now = start + .seconds(4)
        #expect(pool.timer() == [.setTimer(at: start + .seconds(5))])
        pool.now = start + .seconds(5)
        let summary = PoolSummary(lent: 1, waiting: 3, maximum: 1)
        #expect(
            pool.timer() == [
                .fail(2, .timedOut(after: .seconds(5), summary)), .fail(3, .timedOut(after: .seconds(5), summary)),
                .setTimer(at: start + .seconds(8)),
            ])
        #expect(pool.cancel(2) == [])
        #expect(pool.giveBack(a) == [.lend(a, to: 4)])
    }

    @Test func anEarlierTimerIsAskedFor() {
        var pool = Pool(maximum: 2, waitTimeout: .seconds(1), idleTimeout: .seconds(60))
        #expect(pool.open(2) == [a, b])
        pool.now += .seconds(1)
        #expect(pool.timer() == [])
        #expect(pool.giveBack(a) == [.setTimer(at: pool.now + .seconds(60))])
        #expect(pool.giveBack(b) == [])
        pool.now += .seconds(40)
        #expect(pool.lease(1) == [.check(b), .setTimer(at: pool.now + .seconds(1))])
        // A call that nobody asked for changes nothing.
        #expect(pool.timer() == [])
    }

    @Test func idleConnectionsBeyondTheMinimumAreClosed() {
        var pool = Pool(minimum: 1, idleTimeout: .seconds(60))
        _ = pool.open(3)
        let start = pool.now
        #expect(pool.giveBack(c) == [.setTimer(at: start + .seconds(60))])
        pool.now += .seconds(10)
        #expect(pool.giveBack(b) == [])
        pool.now = start + .seconds(60)
        #expect(pool.timer() == [.close(c), .setTimer(at: start + .seconds(70))])
        pool.now = start + .seconds(69)
        #expect(pool.giveBack(a) == [])
        pool.now = start + .seconds(70)
        #expect(pool.timer() == [.close(b)])
        pool.now += .seconds(10_000)
        #expect(pool.timer() == [])
        #expect(pool.state.summary.idle == 1)
    }

    @Test func oldConnectionsAreClosedWhenTheyAreIdleOrComeBack() {
        var pool = Pool(minimum: 2, maximumLifetime: .seconds(1000), keepAliveAfter: .seconds(10_000))
        _ = pool.open(2)
        #expect(pool.giveBack(a).count == 1)
        pool.now += .seconds(1000)
        // The timer may come late.
        #expect(pool.tryLease() == nil)
        #expect(pool.timer() == [.close(a), .connect(c)])
        #expect(pool.giveBack(b) == [.close(b), .connect(d)])
    }

    @Test func anOldConnectionIsNotLent() {
        var pool = Pool(maximum: 1, maximumLifetime: .seconds(1000))
        _ = pool.openIdle(1)
        pool.now += .seconds(1000)
        #expect(pool.lease(1) == [.close(a)])
        #expect(pool.closed(a) == [.connect(b)])
        #expect(pool.connected(b).first == .lend(b, to: 1))
    }

    @Test func lifetimesDifferByUpToATenth() {
        var pool = Pool(maximum: 100, maximumLifetime: .seconds(1000))
        let ids = pool.open(100)
        var ends: [Duration] = []
        pool.now += .seconds(899)
        // Each is asked for by a timer of its own, if the one that ends first comes last.
        for id in ids { #expect(pool.giveBack(id).allSatisfy { if case .setTimer = $0 { true } else { false } }) }
        let start = pool.now - .seconds(899)
        while pool.state.summary.idle > 0, ends.count <= 100 {
            pool.now += .seconds(1)
            for case .close in pool.timer() { ends.append(pool.now - start) }
        }
        #expect(ends.count == 100)
        #expect(ends.allSatisfy { (.seconds(900)...(.seconds(1000))).contains($0) })
        #expect(Set(ends).count > 30)
    }

    @Test func numbersWithoutSenseAreCorrected() {
        let configuration = PoolConfiguration(
            minimum: 9, maximum: -1, waitTimeout: .seconds(Int64.max), maximumLifetime: .zero,
            idleTimeout: .seconds(-1), keepAliveAfter: .seconds(-1),
            backoff: Backoff(initial: .seconds(-1), maximum: .seconds(Int64.max)))
        #expect(configuration.minimum == 1 && configuration.maximum == 1)
        var pool = Pool()
        pool.state = PoolState(configuration)
        #expect(pool.start() == [.connect(a)])
        #expect(pool.connectFailed(a) == [.connect(b)])
        #expect(pool.connected(b).count == 1)
        #expect(pool.tryLease() == b)
        #expect(pool.lease(1) == [])
        pool.now += .seconds(1)
        #expect(pool.giveBack(b) == [.close(b)])
    }
}

@Suite struct CloseTests {
    @Test func waitersFailAndConnectionsCloseAsTheyComeBack() {
        var pool = Pool(maximum: 4)
        _ = pool.openIdle(4)
        #expect(pool.tryLease() == d)
        #expect(pool.tryLease() == c)
        pool.now += .seconds(60)
        #expect(pool.lease(1) == [.check(b)])
        #expect(pool.state.close() == [.fail(1, .closed), .close(a)])
        #expect(pool.state.isClosed)
        #expect(pool.state.close() == [])
        #expect(pool.tryLease() == nil)
        #expect(pool.lease(2) == [.fail(2, .closed)])
        #expect(pool.start() == [])
        #expect(pool.timer() == [])
        #expect(pool.giveBack(d) == [.close(d)])
        #expect(pool.giveBack(c, isUsable: false) == [.close(c)])
        #expect(pool.checked(b, isAlive: true) == [.close(b)])
        for id in [a, b, c] { #expect(pool.closed(id) == []) }
        #expect(pool.closed(d) == [.drained])
        #expect(pool.closed(d) == [])
    }

    @Test func connectionsThatArriveLateAreClosed() {
        var pool = Pool(minimum: 2)
        _ = pool.start()
        #expect(pool.state.close() == [])
        #expect(pool.connected(a) == [.close(a)])
        #expect(pool.closed(a) == [])
        #expect(pool.connectFailed(b) == [.drained])
        pool.now += .seconds(60)
        #expect(pool.timer() == [])
    }

    @Test func anEmptyPoolDrainsAtOnce() {
        var pool = Pool()
        #expect(pool.state.close() == [.drained])
        #expect(pool.state.close() == [])
    }
}

@Suite struct SummaryTests {
    @Test func tellsWhatTheStateIs() {
        var pool = Pool(maximum: 6)
        _ = pool.openIdle(5)
        _ = pool.tryLease()
        _ = pool.lost(a)
        pool.now += .seconds(60)
        for waiter in 1...2 { _ = pool.lease(waiter) }
        #expect(pool.state.summary == PoolSummary(lent: 1, idle: 1, checking: 2, closing: 1, waiting: 2, maximum: 6))
        for waiter in 3...4 { _ = pool.lease(waiter) }
        #expect(
            pool.state.summary == PoolSummary(lent: 1, connecting: 1, checking: 3, closing: 1, waiting: 4, maximum: 6))
        _ = pool.connectFailed(ConnectionID(number: 6), "no route")
        #expect(pool.state.summary.connectFailure == "no route")
    }

    @Test(arguments: [
        (PoolSummary(lent: 8, waiting: 12, maximum: 8), "8 of 8 connections are in use, 12 tasks wait"),
        (PoolSummary(lent: 1, waiting: 1, maximum: 8), "1 of 8 connections is in use, 1 task waits"),
        (PoolSummary(lent: 1, waiting: 2, maximum: 1), "1 of 1 connection is in use, 2 tasks wait"),
        (PoolSummary(idle: 1, maximum: 8), "0 of 8 connections are in use, 1 is idle"),
        (PoolSummary(maximum: 8), "0 of 8 connections are open"),
        (PoolSummary(maximum: 1), "0 of 1 connection is open"),
        (
            PoolSummary(lent: 2, idle: 2, connecting: 1, checking: 1, closing: 2, maximum: 8),
            "2 of 8 connections are in use, 2 are idle, 1 is being made, 1 is being checked, 2 are closing"
        ),
        (
            PoolSummary(maximum: 8, connectFailure: "refused"),
            "0 of 8 connections are open; the last attempt to connect failed: refused"
        ),
        (
            PoolSummary(connecting: 1, waiting: 3, maximum: 8, connectFailure: "refused"),
            "0 of 8 connections are open, 1 is being made, 3 tasks wait; the last attempt to connect failed: refused"
        ),
    ])
    func readsLikeASentence(summary: PoolSummary, text: String) {
        #expect(summary.description == text)
    }
}

@Suite struct TicketQueueTests {
    @Test func behavesLikeAnArray() {
        var generator = SeededGenerator()
        var queue = TicketQueue<Int>()
        var model: [Int] = []
        for step in 0..<20_000 {
            switch Int.random(in: 0..<(step % 2000 < 1000 ? 8 : 4), using: &generator) {
            case 0: #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst()), "\(generator.seed)")
            case 1, 2:
                let ticket = Int.random(in: 0...step, using: &generator)
                let index = model.firstIndex(of: ticket)
                if let index { model.remove(at: index) }
                #expect(queue.remove(ticket) == index.map { _ in ticket }, "\(generator.seed)")
            case 3:
                if let ticket = model.randomElement(using: &generator) {
                    model.removeAll { $0 == ticket }
                    #expect(queue.remove(ticket) == ticket, "\(generator.seed)")
                }
            default:
                #expect(queue.append(step, deadline: nil) == true, "\(generator.seed)")
                #expect(queue.append(step, deadline: nil) == false, "\(generator.seed)")
                model.append(step)
            }
            #expect(queue.count == model.count && queue.isEmpty == model.isEmpty, "\(generator.seed)")
        }
        while let ticket = queue.popFirst() { #expect(ticket == model.removeFirst(), "\(generator.seed)") }
        #expect(model.isEmpty, "\(generator.seed)")
    }

    @Test(.timeLimit(.minutes(1))) func leavingIsFastInALongQueue() {
        var queue = TicketQueue<Int>()
        for ticket in 0..<100_000 { _ = queue.append(ticket, deadline: nil) }
        var removed = 0
        for ticket in (1..<100_000).reversed() where queue.remove(ticket) == ticket { removed += 1 }
        #expect(removed == 99_999)
        #expect(queue.popFirst() == 0)
    }
}
