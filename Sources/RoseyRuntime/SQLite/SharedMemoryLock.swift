import CSQLite
import Synchronization

/// Keeps threads from falling asleep in locks of SQLite's that all connections to a file share.
///
/// Each read takes them several times, to enter its transaction and to leave it, for as long as a system call takes or less.
/// A thread that finds one taken would sleep, and waking it takes ten times as long as the whole read: two threads that
/// read by key did less between them than one alone. So who comes first waits a moment here, awake. This is a courtesy and
/// no lock: who has waited long enough goes on, and SQLite's own lock decides. All files of the process share it, since
/// whoever holds it does so for less than a microsecond.
///
/// It stands before the methods that SQLite locks the shared memory of a write-ahead log with (`sqlite3_io_methods`).
enum SharedMemoryLock {
    private typealias Methods = UnsafePointer<sqlite3_io_methods>

    /// A system's methods, and those that stand before them. SQLite keeps its own for as long as the process runs, and so
    /// are these.
    private struct Pair: @unchecked Sendable {
        // Unchecked: nobody writes to either any more.
        let original: Methods
        let polite: Methods
    }

    private static let pairs = Mutex<[Pair]>([])
    /// Whether a thread is in the lock of a file's locks, as far as anybody cares.
    private static let isLocking = Atomic<Bool>(false)
    /// The same of the lock of all files.
    private static let isAtBarrier = Atomic<Bool>(false)
    /// How often a thread looks before it goes on: some 25 microseconds, which is many times as long as anybody takes, since
    /// one thread that sleeps makes the others sleep as well. With a fifth of it eight readers and a writer did three
    /// quarters as much, with a twentieth half.
    private static let patience = 50_000

    /// Makes a connection wait awake for the locks of its file.
    static func waitAwake(_ db: OpaquePointer) {
        var file: UnsafeMutablePointer<sqlite3_file>?
        // Methods that are older than shared memory have no locks for it.
        guard sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
            let original = file.pointee.pMethods, original.pointee.iVersion >= 2
        else { return }
        file.pointee.pMethods = polite(original)
    }

    private static func polite(_ original: Methods) -> Methods {
        pairs.withLock { pairs in
            if let known = pairs.first(where: { $0.original == original || $0.polite == original }) { return known }
            // Behind the methods is where to find those that they stand before.
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: MemoryLayout<sqlite3_io_methods>.stride + MemoryLayout<Methods>.size, alignment: 16)
            memory.storeBytes(of: original, toByteOffset: MemoryLayout<sqlite3_io_methods>.stride, as: Methods.self)
            let methods = memory.bindMemory(to: sqlite3_io_methods.self, capacity: 1)
            methods.initialize(to: original.pointee)
            methods.pointee.xShmLock = { file, offset, count, flags in
                guard let shmLock = SharedMemoryLock.original(file)?.pointee.xShmLock else { return SQLITE_IOERR }
                return SharedMemoryLock.politely(SharedMemoryLock.isLocking) { shmLock(file, offset, count, flags) }
            }
            methods.pointee.xShmBarrier = { file in
                guard let shmBarrier = SharedMemoryLock.original(file)?.pointee.xShmBarrier else { return }
                SharedMemoryLock.politely(SharedMemoryLock.isAtBarrier) { shmBarrier(file) }
            }
            let pair = Pair(original: original, polite: methods)
            pairs.append(pair)
            return pair
        }.polite
    }

    private static func original(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Methods? {
        file?.pointee.pMethods.map {
            UnsafeRawPointer($0).load(fromByteOffset: MemoryLayout<sqlite3_io_methods>.stride, as: Methods.self)
        }
    }

    @inline(__always)
    private static func politely<Result>(_ isTaken: borrowing Atomic<Bool>, _ body: () -> Result) -> Result {
        var hasTaken = false
        for _ in 0..<patience where !isTaken.load(ordering: .relaxed) {
            hasTaken = !isTaken.exchange(true, ordering: .acquiring)
            if hasTaken { break }
        }
        defer { if hasTaken { isTaken.store(false, ordering: .releasing) } }
        return body()
    }
}
