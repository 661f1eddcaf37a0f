#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A moment of the system's clock that never goes back and goes on while the computer sleeps.
///
/// The same as `ContinuousClock.Instant`, but a plain number: the standard library may change that type's layout, so every copy
/// of one, and of what contains one, is a call, and a connection is lent and given back for every statement.
struct Moment: Comparable, Hashable, Sendable {
    /// Since a beginning that is the system's own.
    let nanoseconds: Int64

    private init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    static var now: Moment {
        var time = timespec()
        #if os(Linux)
        clock_gettime(CLOCK_BOOTTIME, &time)
        #else
        // There it goes on while the computer sleeps.
        clock_gettime(CLOCK_MONOTONIC, &time)
        #endif
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// What lies too far ahead is at the end of time, which is as good.
    static func + (moment: Moment, distance: Distance) -> Moment {
        let (sum, isTooFar) = moment.nanoseconds.addingReportingOverflow(distance.nanoseconds)
        return Moment(nanoseconds: isTooFar ? (distance.nanoseconds < 0 ? .min : .max) : sum)
    }

    static func + (moment: Moment, duration: Duration) -> Moment { moment + Distance(duration) }

    func duration(to other: Moment) -> Duration { .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds) }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// A duration as a plain number: to make one of it takes as long as to lend a connection. Three hundred years at most.
    struct Distance: Sendable {
        fileprivate let nanoseconds: Int64

        init(_ duration: Duration) {
            nanoseconds = Int64(clamping: duration.attoseconds / 1_000_000_000)
        }
    }
}
