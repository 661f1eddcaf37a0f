import CSQLite

/// Watches the statement that runs on a connection, from inside SQLite: every thousand steps of its machine.
///
/// Statements run on their caller's thread, which usually belongs to the cooperative pool, because a hop costs more than
/// most statements do. What keeps that fair is a bound: a read that goes on for longer than its ``TimeSlice`` moves to another
/// thread between two rows, and one that goes on for several times as long within a single row is stopped and starts anew
/// there. The same look-out serves cancellation: the task is the current one here, so asking it costs nothing up front.
/// A statement that is stopped has done nothing: SQLite asks once more after the last step, when a commit may be through
/// already, and is not stopped then.
final class ProgressMonitor: @unchecked Sendable {
    // Unchecked: read and written only by the thread that runs the connection's statement.

    private static let stepsPerTick: Int32 = 1000
    /// In ticks of about 10 to 20 µs each: to ask for the time at the beginning of each statement would take longer.
    private static let shortSlice = 32
    private static let longSlice = Moment.Distance(.milliseconds(50))

    @exclusivity(unchecked) private var statement: OpaquePointer?
    @exclusivity(unchecked) private var slice = TimeSlice.short
    @exclusivity(unchecked) private var ticks = 0
    /// When a long slice ends, and when its statement is stopped.
    @exclusivity(unchecked) private var end = (soft: Moment.now, hard: Moment.now)
    /// The rest of the statement belongs on another thread.
    @exclusivity(unchecked) private(set) var isSliceOver = false
    /// The statement was stopped because of its length, not because of its task.
    @exclusivity(unchecked) private(set) var stoppedForLength = false

    func attach(to db: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            db, Self.stepsPerTick,
            { context in
                guard let context else { return 0 }
                return Unmanaged<ProgressMonitor>.fromOpaque(context).takeUnretainedValue().tick() ? 1 : 0
            }, context)
    }

    func detach(from db: OpaquePointer) {
        sqlite3_progress_handler(db, 0, nil, nil)
    }

    func begin(_ statement: OpaquePointer?, _ slice: TimeSlice) {
        self.statement = statement
        self.slice = slice
        ticks = 0
        isSliceOver = false
        stoppedForLength = false
        if slice == .long { setEnd() }
    }

    @inline(never)
    private func setEnd() {
        end.soft = .now + Self.longSlice
        end.hard = end.soft + Self.longSlice
    }

    /// Whether to stop the statement.
    private func tick() -> Bool {
        if let statement, sqlite3_stmt_busy(statement) == 0 { return false }
        if Task.isCancelled { return true }
        switch slice {
        case .unlimited: break
        case .short:
            ticks += 1
            isSliceOver = ticks >= Self.shortSlice
            stoppedForLength = ticks >= 4 * Self.shortSlice
        case .long:
            let now = Moment.now
            isSliceOver = now >= end.soft
            stoppedForLength = now >= end.hard
        }
        return stoppedForLength
    }
}
