#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A clock for the durations of statements. `ContinuousClock` takes longer to read than some statements' half.
struct StatementClock: Sendable {
    private let id: clockid_t

    /// - Parameter isPrecise: whether more than milliseconds matter. The other clock is that of the system's timer, which has
    ///   advanced by then, and costs a memory access.
    init(isPrecise: Bool) {
        #if canImport(Darwin)
        id = isPrecise ? CLOCK_MONOTONIC_RAW : CLOCK_MONOTONIC_RAW_APPROX
        #else
        id = isPrecise ? CLOCK_MONOTONIC : CLOCK_MONOTONIC_COARSE
        #endif
    }

    /// How far the timer may be behind the time, by which a duration may be wrong.
    static let coarseness = Duration.milliseconds(10)

    /// Nanoseconds since some moment.
    var now: Int64 {
        var time = timespec()
        clock_gettime(id, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
