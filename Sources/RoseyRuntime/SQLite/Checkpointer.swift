import CSQLite
import Dispatch
import Synchronization

/// Moves what has been committed from the write-ahead log into the database file, on a thread of its own.
///
/// SQLite by itself does that inside of a commit, once the log has a thousand pages: whoever commits waits for the disk twice,
/// with a thread of the cooperative pool. That is a quarter of the time of short commits on end, and two fifths where they
/// change many pages.
///
/// The log begins anew only after a moment in which all of it was in the file, which never comes while somebody writes all the
/// time. So where it has become long, the commit does the rest itself.
final class Checkpointer: @unchecked Sendable {
    // Unchecked: `seen` belongs to the connection that writes, which is used by one task at a time, and `db` and `isClosed` to
    // the queue.

    /// After how many more pages in the log, as SQLite does.
    private static let step = 1000
    /// From how many pages on a commit does it itself.
    private static let most = 8000

    private let open: @Sendable () throws -> OpaquePointer
    private let queue = DispatchQueue(label: "rosey.checkpoint")
    private let isUnderWay = Atomic<Bool>(false)
    /// How long the log was when it was last moved.
    private var seen = 0
    private var db: OpaquePointer?
    private var isClosed = false

    /// - Parameter open: opens a connection that has read the file, and so knows that it has a log.
    init(open: @escaping @Sendable () throws -> OpaquePointer) {
        self.open = open
    }

    deinit {
        sqlite3_close_v2(db)
    }

    /// Looks after what a connection commits, as long as that is open.
    func attach(to writer: OpaquePointer) {
        sqlite3_wal_hook(
            writer,
            { context, writer, _, pages in
                guard let context, let writer else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().noteCommit(writer, pages: Int(pages))
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// - Parameter pages: how long the log is now.
    private func noteCommit(_ writer: OpaquePointer, pages: Int) {
        if pages < seen { seen = 0 }
        guard pages - seen >= Self.step else { return }
        if pages >= Self.most {
            // While the other thread is at it this says so at once, and the next commit tries again.
            if Self.checkpoint(writer) != SQLITE_BUSY { seen = pages }
        } else if !isUnderWay.exchange(true, ordering: .acquiring) {
            seen = pages
            queue.async {
                self.checkpoint()
                self.isUnderWay.store(false, ordering: .releasing)
            }
        }
    }

    private func checkpoint() {
        if isClosed { return }
        // What fails, as for want of room, is tried again after more commits; until then everything is in the log.
        if db == nil { db = try? open() }
        if let db { _ = Self.checkpoint(db) }
    }

    /// Moves what no reader needs to be where it is, and waits for nobody.
    private static func checkpoint(_ db: OpaquePointer) -> Int32 {
        sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil) & 0xff
    }

    /// Ends what is under way, and does nothing more.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.isClosed = true
                sqlite3_close_v2(self.db)
                self.db = nil
                continuation.resume()
            }
        }
    }
}
