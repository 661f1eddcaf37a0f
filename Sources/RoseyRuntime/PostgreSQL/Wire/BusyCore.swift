#if PostgreSQL
import Synchronization

/// Whether somebody computes on the cores that this process and the server run on.
///
/// Who looks for a reply gives up the core between two looks, and has it back within a moment where nobody wants it, or only
/// the server. Somebody who computes keeps it for a slice of milliseconds, and the server may have to wait for just as long. So
/// then a reply is slept for: who has slept is run at once.
final class BusyCore: Sendable {
    static let shared = BusyCore()

    /// Longer than a server needs for what is looked for, and shorter than a slice, in nanoseconds.
    private static let slice: Int64 = 500_000
    /// How long it is taken to go on, in nanoseconds: to find out that it does costs a slice.
    private static let memory: Int64 = 100_000_000

    private let end = Atomic<Int64>(.min)

    func isLikely(at now: Moment) -> Bool { now.nanoseconds < end.load(ordering: .relaxed) }

    /// Notes when the core was given up, and when it came back.
    func note(from start: Moment, to now: Moment) {
        if now.nanoseconds - start.nanoseconds > Self.slice {
            end.store(now.nanoseconds + Self.memory, ordering: .relaxed)
        }
    }
}
#endif
