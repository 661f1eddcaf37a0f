import CSQLite

/// Watches the statement that runs on a connection, from inside SQLite: every thousand steps of its machine.
///
/// Statements run on their caller's thread, which usually belongs to the cooperative pool, because a hop costs more than
/// most statements do. What keeps that fair is a bound: a read that goes on for longer than its ``Stint`` moves to another
/// thread between two rows. One that gets to ``hardLimit`` within a single row of its first stint is stopped and starts anew
/// there; later there is too much to be done again. The same look-out serves cancellation: the task is the current one here, so asking it costs nothing up front.
/// A statement that is stopped has done nothing: SQLite asks once more after the last step, when a commit may be through
/// already, and is not stopped then.
final class ProgressMonitor: @unchecked Sendable {
    // Unchecked: read and written only by the thread that runs the connection's statement.

    /// Ticks of a thousand steps, about 10 to 20 µs each.
    private static let shortStint = 32
    private static let hardLimit = 128
    private static let longStint = 2048
    private static let stepsPerTick: Int32 = 1000

    @exclusivity(unchecked) private var ticks = 0
    @exclusivity(unchecked) private var softLimit = shortStint
    @exclusivity(unchecked) private var isShort = true
    @exclusivity(unchecked) private var statement: OpaquePointer?
    /// The statement was stopped because of the hard limit, not because of its task.
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

    func begin(_ statement: OpaquePointer?, _ stint: Stint) {
        self.statement = statement
        ticks = 0
        softLimit =
            switch stint {
            case .short: Self.shortStint
            case .long: Self.longStint
            case .unlimited: .max
            }
        isShort = stint == .short
        stoppedForLength = false
    }

    /// The rest of the statement belongs on another thread.
    var isPastSoftLimit: Bool { ticks >= softLimit }

    /// Whether to stop the statement.
    private func tick() -> Bool {
        if let statement, sqlite3_stmt_busy(statement) == 0 { return false }
        if Task.isCancelled { return true }
        ticks += 1
        if !isShort || ticks < Self.hardLimit { return false }
        stoppedForLength = true
        return true
    }
}
