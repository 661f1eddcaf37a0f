#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif
import Synchronization

/// How many threads of the cooperative pool may be kept for a while at once: all but one, so that other tasks go on.
///
/// SQLite's writes of unknown length take one: stopping a write would undo its whole transaction, so it must be decided
/// beforehand where it runs; in one database writes never compete, as there is one writer. A read of many rows takes one for
/// some 50 ms before it moves to another thread. So do waits for a server that usually answers at once: they end after 5 ms
/// whatever the server does, but meanwhile a thread does nothing else.
///
/// The last thread may be kept as well, by one task that blocks until such a server answers, mostly for less than a tenth of a
/// millisecond. No thread is free then, so the task lets others run before it blocks again.
enum ThreadPermits {
    private static let limit = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1
    private static let taken = Atomic<Int>(0)
    private static let isLastBlocked = Atomic<Bool>(false)

    static func tryTake() -> Bool {
        if taken.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        giveBack()
        return false
    }

    static func giveBack() {
        taken.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Whether the caller may block the last free thread; nobody else does meanwhile.
    static func tryBlockLast() -> Bool { !isLastBlocked.exchange(true, ordering: .relaxed) }

    static func endBlockLast() { isLastBlocked.store(false, ordering: .relaxed) }
}
