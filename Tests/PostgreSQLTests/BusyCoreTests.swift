import Testing

@testable import RoseyRuntime

#if PostgreSQL
@Suite struct BusyCoreTests {
    @Test func isRememberedForAWhile() {
        let core = BusyCore()
        let now = Moment.now
        #expect(!core.isLikely(at: now))
        // The server alone, and somebody who computes.
        core.note(from: now, to: now + .microseconds(80))
        #expect(!core.isLikely(at: now + .microseconds(80)))
        core.note(from: now, to: now + .milliseconds(3))
        #expect(core.isLikely(at: now + .milliseconds(4)) && core.isLikely(at: now + .milliseconds(90)))
        #expect(!core.isLikely(at: now + .milliseconds(110)))
    }
}
#endif
