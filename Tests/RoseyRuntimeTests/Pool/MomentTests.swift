import Testing

@testable import RoseyRuntime

@Suite struct MomentTests {
    /// Times of configurations that mean "never" do not overflow, wherever they are added.
    @Test func endOfTime() {
        let now = Moment.now
        for duration in [Duration.seconds(Int64.max), .seconds(300 * 366 * 86_400)] {
            #expect(now + duration > now + .seconds(200 * 366 * 86_400))
            #expect(now + duration + duration == now + duration)
        }
        #expect(now + .seconds(Int64.min) < now)
        #expect(now.duration(to: now + .seconds(Int64.max)) > .seconds(86_400))
    }

    @Test func durations() {
        let now = Moment.now
        #expect(now.duration(to: now + .milliseconds(3)) == .milliseconds(3))
        #expect(now.duration(to: now + .nanoseconds(-7)) == .nanoseconds(-7))
        #expect(now + .seconds(1) > now)
        #expect(Moment.now >= now)
    }
}

// What tests reckon with.
extension Moment {
    static func - (moment: Moment, duration: Duration) -> Moment { moment + (.zero - duration) }
    static func - (left: Moment, right: Moment) -> Duration { right.duration(to: left) }
    static func += (moment: inout Moment, duration: Duration) { moment = moment + duration }
}
