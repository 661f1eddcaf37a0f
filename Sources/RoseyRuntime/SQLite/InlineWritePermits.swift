#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif
import Synchronization

/// How many threads of the cooperative pool may be busy with writes of unknown length at once: all but one.
///
/// A read that takes long is moved to another thread, but stopping a write would undo its whole transaction, so it must
/// be decided beforehand where it runs. In one database writes never compete for permits, as there is one writer.
enum InlineWritePermits {
    private static let limit = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1
    private static let taken = Atomic<Int>(0)

    static func tryTake() -> Bool {
        if taken.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        giveBack()
        return false
    }

    static func giveBack() {
        taken.wrappingSubtract(1, ordering: .relaxed)
    }
}
