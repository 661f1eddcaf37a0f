#if PostgreSQL
import Testing

@testable import RoseyRuntime

/// A wait with a clock that stands until a test moves it.
private struct Wait {
    var wait = ReplyWait(limit: .microseconds(200))
    var now = Moment.now

    mutating func begin(commits: Bool = false) {
        wait.begin(at: now)
        wait.isCommit = commits
    }

    func decide(othersWait: Bool = false, isCoreBusy: Bool = false) -> ReplyWait.Decision {
        wait.decide(othersWait: othersWait, isCoreBusy: isCoreBusy, at: now)
    }

    /// A round whose reply takes so long.
    mutating func reply(after duration: Duration) {
        begin()
        now = now + duration
        wait.received(at: now)
    }
}

@Suite struct ReplyWaitTests {
    @Test func spinsForTheReplyOfANearServer() {
        var wait = Wait()
        wait.begin()
        #expect(wait.decide() == .spin)
        wait.now = wait.now + .microseconds(199)
        #expect(wait.decide() == .spin)
        #expect(wait.wait.keepsSpinning(othersWait: false, at: wait.now))
        wait.now = wait.now + .microseconds(1)
        #expect(wait.decide() == .suspend)
        #expect(!wait.wait.keepsSpinning(othersWait: false, at: wait.now))
    }

    @Test func spinsHalfAsLongWhereOthersWait() {
        var wait = Wait()
        wait.begin()
        wait.now = wait.now + .microseconds(99)
        #expect(wait.decide(othersWait: true) == .spin)
        wait.now = wait.now + .microseconds(1)
        #expect(wait.decide(othersWait: true) == .suspend)
        #expect(wait.decide(othersWait: false) == .spin)
        #expect(!wait.wait.keepsSpinning(othersWait: true, at: wait.now))
    }

    @Test func blocksBeforeItSpinsForACommitAndWhereOthersCompute() {
        var wait = Wait()
        wait.begin(commits: true)
        #expect(wait.decide() == .blockThenSpin)
        // Twice as long, since a blocked thread takes no core.
        wait.now = wait.now + .microseconds(399)
        #expect(wait.decide() == .blockThenSpin)
        wait.now = wait.now + .microseconds(1)
        #expect(wait.decide() == .suspend)
        wait.begin()
        #expect(wait.decide(isCoreBusy: true) == .blockThenSpin)
    }

    @Test func isACommitOnlyUntilTheNextRound() {
        var wait = Wait()
        wait.begin(commits: true)
        wait.begin()
        #expect(wait.decide() == .spin)
    }

    @Test func blocksTheLastThreadOnlyWhereNobodyElseWaits() {
        let wait = ReplyWait(limit: .microseconds(200))
        #expect(wait.decideOnLastThread(othersWait: false) == .block)
        #expect(wait.decideOnLastThread(othersWait: true) == .suspend)
    }

    @Test func yieldsOnceAfterItHasBlockedTheLastThread() {
        var wait = Wait()
        wait.begin()
        #expect(wait.wait.mayWaitOnThread)
        wait.wait.blocks()
        #expect(!wait.wait.mayWaitOnThread)
        let yields = [wait.wait.takeYield(), wait.wait.takeYield()]
        #expect(yields == [true, false])
        #expect(wait.wait.mayWaitOnThread)
    }

    @Test func roundOfLookupsBlocksAndNeedNotYield() {
        var wait = Wait()
        wait.wait.policy = .block
        wait.begin()
        #expect(wait.decide(othersWait: true, isCoreBusy: true) == .block)
        wait.wait.blocks()
        #expect(wait.wait.mayWaitOnThread)
        wait.wait.policy = .suspend
        #expect(wait.decide() == .suspend)
    }

    @Test func suspendsForTheRestOfAReply() {
        var wait = Wait()
        wait.begin()
        wait.wait.received(at: wait.now)
        #expect(wait.decide() == .suspend)
        wait.wait.expectReply()
        #expect(wait.decide() == .spin)
        wait.wait.spun(mayHaveRead: false)
        #expect(wait.decide() == .spin)
        wait.wait.spun(mayHaveRead: true)
        #expect(wait.decide() == .suspend)
    }

    @Test func neverWaitsOnTheThreadWithoutALimit() {
        var wait = Wait(wait: ReplyWait(limit: .zero))
        wait.begin(commits: true)
        #expect(wait.decide() == .suspend)
        #expect(!wait.wait.mayWaitOnThread)
        #expect(wait.wait.isNear == nil)
    }

    @Test func suspendsOnceRepliesUsuallyTakeLongerAndTriesAgainInTheEnd() {
        var wait = Wait()
        #expect(wait.wait.isNear == nil)
        wait.reply(after: .microseconds(50))
        #expect(wait.wait.isNear == true)
        #expect(wait.wait.soonestReply == .microseconds(50))
        for _ in 0..<20 { wait.reply(after: .seconds(1)) }
        wait.begin()
        #expect(wait.decide() == .suspend)
        #expect(!wait.wait.mayWaitOnThread)
        // However busy it is now, it is as near as before.
        #expect(wait.wait.isNear == true)
        var rounds = 0
        while wait.decide() == .suspend, rounds < 1000 {
            wait.wait.suspends()
            wait.begin()
            rounds += 1
        }
        #expect(rounds > 10)
        #expect(rounds < 200)
    }

    @Test func oneSlowReplyCountsForLittle() {
        var wait = Wait()
        for _ in 0..<10 { wait.reply(after: .microseconds(30)) }
        wait.reply(after: .seconds(1))
        wait.reply(after: .microseconds(30))
        wait.begin()
        #expect(wait.decide() == .spin)
    }

    @Test func timeOfARoundOfManyCountsOnlyWhereItIsTooLong() {
        var wait = Wait()
        for _ in 0..<10 { wait.reply(after: .microseconds(30)) }
        wait.wait.policy = .block
        wait.begin()
        wait.now = wait.now + .microseconds(390)
        wait.wait.blocked(at: wait.now)
        wait.wait.received(at: wait.now)
        wait.begin()
        #expect(wait.wait.soonestReply == .microseconds(30))
        #expect(wait.decide() == .block)
        for _ in 0..<20 {
            wait.begin()
            wait.now = wait.now + .milliseconds(5)
            wait.wait.blocked(at: wait.now)
        }
        wait.begin()
        #expect(wait.decide() == .suspend)
    }
}
#endif
