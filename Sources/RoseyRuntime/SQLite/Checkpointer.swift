import CSQLite
import Dispatch
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Moves what has been committed from the write-ahead log into the database file, on a thread of its own.
///
/// SQLite by itself does that inside of a commit, once the log has a thousand pages: whoever commits waits for the disk twice,
/// with a thread of the cooperative pool. That is a quarter of the time of short commits on end, and two fifths where they
/// change many pages.
///
/// The log begins anew only after a moment in which all of it was in the file, which never comes while somebody writes all the
/// time. So where it has become long, the commit does the rest itself.
///
/// While somebody may write, nobody sets about moving a log that is in the file already, and two never do at once: up to SQLite
/// 3.51.2 commits can be lost where the log begins anew at that moment (https://sqlite.org/wal.html#walresetbug).
final class Checkpointer: @unchecked Sendable {
    // Unchecked: `seen` belongs to the connection that writes, which is used by one task at a time, `moved` to whoever has set
    // `isUnderWay`, and `db` and `isClosed` to the queue.

    /// After how many more pages in the log, as SQLite does.
    private static let step = 1000
    /// From how many pages on a commit does it itself.
    private static let most = 8000
    /// After how many more pages it tries again, where somebody has kept it from a part.
    private static let retry = 100

    private let open: @Sendable () throws -> OpaquePointer
    private let queue = DispatchQueue(label: "rosey.checkpoint")
    /// Whether somebody moves pages, or is about to.
    let isUnderWay = Atomic<Bool>(false)
    /// How long the log was when somebody last set about moving it.
    private var seen = 0
    /// How many of its pages were in the file after that, or of the log before it, if it has begun anew since.
    private var moved = 0
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
            { context, writer, name, pages in
                guard let context, let writer, let name else { return SQLITE_OK }
                if strcmp(name, "main") == 0 {
                    Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().noteCommit(
                        writer, pages: Int(pages))
                } else if pages >= Checkpointer.step {
                    // Of a database that has been attached, as SQLite does by itself.
                    sqlite3_wal_checkpoint_v2(writer, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// - Parameter pages: how long the log is now.
    private func noteCommit(_ writer: OpaquePointer, pages: Int) {
        if pages < seen { seen = 0 }
        guard pages - seen >= Self.step, !isUnderWay.exchange(true, ordering: .acquiring) else { return }
        if pages >= Self.most {
            // Nobody else writes meanwhile.
            checkpoint(writer)
            seen = moved == pages ? pages : pages - Self.step + Self.retry
            isUnderWay.store(false, ordering: .releasing)
        } else if moved <= pages, pages - moved < Self.step {
            // The other thread has moved it since this commit was told how long it is.
            seen = moved
            isUnderWay.store(false, ordering: .releasing)
        } else {
            seen = pages
            queue.async {
                self.checkpointHere()
                self.isUnderWay.store(false, ordering: .releasing)
            }
        }
    }

    private func checkpointHere() {
        if isClosed { return }
        // What fails, as for want of room, is tried again after more commits; until then everything is in the log.
        if db == nil { db = try? open() }
        if let db { checkpoint(db) }
    }

    /// Moves what no reader needs to be where it is, and waits for nobody.
    private func checkpoint(_ db: OpaquePointer) {
        var done: Int32 = -1
        let status = sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, nil, &done)
        if status == SQLITE_OK, done >= 0 { moved = Int(done) }
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
