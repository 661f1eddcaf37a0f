import Testing

@testable import RoseyRuntime

@Suite struct MomentTests {
    /// Times of configurations that mean "never" do not overflow, wherever they are added.
    @Test func endOfTime() {
        let now = Moment.now
        for duration in [Duration.seconds(Int64.max), .seconds(300 * 366 * 86_400), .seconds(1e19)] {
            #expect(now + duration > now + .seconds(200 * 366 * 86_400))
            #expect(now + duration + duration == now + duration)
        }
        #expect(now + .seconds(Int64.min) < now)
        #expect(now.duration(to: now + .seconds(Int64.max)) > .seconds(86_400))
    }

    @Test func delays() {
        let policy = RetryPolicy(initialDelay: .seconds(Int64.max), maximumDelay: .seconds(Int64.max))
        for attempt in [1, 2, 7, 40, Int.max] { #expect(policy.delay(after: attempt) > .seconds(86_400)) }
        let usual = RetryPolicy(initialDelay: .milliseconds(4), maximumDelay: .milliseconds(20))
        #expect(usual.delay(after: 2) >= .milliseconds(4) && usual.delay(after: 2) <= .milliseconds(8))
        #expect(usual.delay(after: 9) <= .milliseconds(20))
        #expect(
            Duration.microseconds(Int64.max).wholeMicroseconds == .max
                && Duration.seconds(1e19).wholeMicroseconds == .max)
        #expect(Duration.milliseconds(3).wholeMicroseconds == 3_000)
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
