import CSQLite
import Synchronization

/// A connection to a SQLite file or to a database in memory.
///
/// Statements run on the caller's thread (``ProgressMonitor`` says why that is fair). Locks of other processes are
/// waited for without blocking: SQLite's own busy handler is off, and a busy statement is tried again after a sleep.
final class SQLiteConnection: DriverConnection, @unchecked Sendable {
    // Unchecked: a connection is used by one task at a time (see DriverConnection). `interrupt` and
    // `closeEventually` are the only calls from outside, and touch only what is made for that.

    let db: OpaquePointer
    let path: String
    private let lockTimeout: Duration
    let monitor = ProgressMonitor()
    private let arena = BindArena()
    // Used by one task at a time, so that no two uses overlap; to check that for each statement takes a tenth of a short one.
    @exclusivity(unchecked) private var cache: StatementCache
    @exclusivity(unchecked) private var busy = BusyWait()
    /// Rows that violated foreign keys before the migration that is running.
    var violationsBefore: [ForeignKeyViolation: Int] = [:]
    /// Views and triggers that could not be run before it.
    var brokenBefore: [String: String] = [:]
    /// What went with tables that it dropped, and what of tables that it made anew.
    var dependents = SQLiteDependents()
    var rebuilds = SQLiteRebuilds()
    /// The version of the definitions that these two know.
    var definitionsVersion: String?
    var isMigrating = false
    /// The copy that was made before it took something away.
    var backup: String?
    private var isClosed = false
    /// What statements have cost since other tasks had the thread.
    @exclusivity(unchecked) private var spent = 0
    @exclusivity(unchecked) private var isInTransaction = false
    /// The statements of cursors that stay open while others run, with the memory that their parameters are in.
    @exclusivity(unchecked) private var privateStatements: [UInt64: (handle: OpaquePointer, arena: BindArena)] = [:]
    private var lastToken: UInt64 = 0
    /// How many of them there are, for `interrupt`.
    private let privateCount = Atomic<Int>(0)
    /// Those whose owner is gone.
    private let abandoned = Mutex<[UInt64]>([])
    // Unowned: whoever holds a lease holds the database as well, and with it the pool.
    private unowned let pool: LeasePool<SQLiteConnection>
    /// The task inside the transaction, to tell it that it waits for itself.
    private let transactionTask = Atomic<Int>(0)
    /// Looks after what this connection commits, if it writes to a file that others read.
    private let checkpointer: Checkpointer?

    let longRunningExecutor: any TaskExecutor

    /// Takes over a handle that is open and configured.
    init(
        _ db: OpaquePointer, path: String, configuration: DatabaseConfiguration, executor: LongRunningExecutor,
        pool: LeasePool<SQLiteConnection>, checkpointer: Checkpointer?
    ) {
        self.db = db
        self.checkpointer = checkpointer
        longRunningExecutor = executor
        self.pool = pool
        self.path = path
        lockTimeout = configuration.lockTimeout
        cache = StatementCache(capacity: configuration.dynamicStatementCapacity)
        monitor.attach(to: db)
        checkpointer?.attach(to: db)
    }

    deinit {
        close()
    }

    /// Closes the connection now; nothing can be run on it any more.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        finalizePrivateStatements()
        cache.finalizeAll()
        sqlite3_close_v2(db)
    }

    func giveBack() {
        // A transaction that is open here would swallow the statements of whoever comes next.
        if sqlite3_get_autocommit(db) == 0 { rollbackHere() }
        pool.giveBack(self)
    }

    func interrupt() {
        // An interrupt lasts as long as any statement is open, so it would stop others than the one that runs. Where more
        // than that one is open, the monitor stops it.
        if privateCount.load(ordering: .relaxed) == 0 { sqlite3_interrupt(db) }
    }

    var isInTransactionOfCurrentTask: Bool {
        let task = transactionTask.load(ordering: .relaxed)
        return task != 0 && task == Self.currentTask
    }

    private static var currentTask: Int {
        withUnsafeCurrentTask { $0?.hashValue ?? 0 }
    }

    // MARK: Statements

    // What rarely happens is in functions that are not inlined: SQLite's part of a short read by key fills 20 of the 32 KB
    // that many a processor's first cache for code has, and what does not fit beside it is loaded anew for each statement.

    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor> {
        spent &+= isInTransaction ? Cost.inTransaction : Cost.alone
        // Outside a transaction that is seen to before the connection is taken: nobody has it then while others go on.
        if isInTransaction, isBudgetSpent { return .notSent }
        return .finished(try openHere(statement, bind))
    }

    /// What statements cost of the budget after which other tasks get the thread. Statements that run on the caller's thread do not suspend, so a
    /// task that only runs statements would otherwise keep its thread of the cooperative pool for as long as it goes on.
    ///
    /// Measured with eight tasks that read by key and one that updates, on two cores: with half of this more than one read
    /// in a hundred has to wait for others; where a commit counts no more than a read, the writer's commits,
    /// after which readers read their pages anew, take a third of the reads away.
    private enum Cost {
        /// Two thirds of a short read alone are entering and leaving its transaction.
        static let inTransaction = 2
        static let alone = 6
        static let commit = 9
        static let budget = 1152
    }

    var isBudgetSpent: Bool { spent >= Cost.budget }

    func renewBudget() { spent = 0 }

    private func yieldIfBudgetIsSpent() async {
        guard isInTransaction, isBudgetSpent else { return }
        renewBudget()
        await Task.yield()
    }

    private func openHere(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Cursor {
        finalizeAbandoned()
        busy.reset()
        let handle = try cached(statement)
        try fill(handle, arena, statement, bind)
        beginFirstSlice(handle, statement)
        return Cursor(handle: handle, owner: .statementCache)
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        await yieldIfBudgetIsSpent()
        guard keepsOpen else { return try openHere(statement, bind) }
        finalizeAbandoned()
        let handle = try prepare(statement, isPersistent: false)
        let arena = BindArena()
        lastToken += 1
        privateStatements[lastToken] = (handle, arena)
        privateCount.store(privateStatements.count, ordering: .relaxed)
        let cursor = Cursor(handle: handle, owner: .ownStatement(lastToken))
        do {
            try fill(handle, arena, statement, bind)
        } catch {
            close(cursor)
            throw error
        }
        return cursor
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        if monitor.isSliceOver { return .continueElsewhere }
        let status = sqlite3_step(cursor.handle)
        if status == SQLITE_ROW { return .row }
        if status == SQLITE_DONE { return .done }
        return try goOn(after: status, cursor, statement)
    }

    /// What to do after a step that has neither found a row nor come to the end.
    @inline(never)
    private func goOn(after status: Int32, _ cursor: Cursor, _ statement: Statement) throws -> Advance {
        if status & 0xff == SQLITE_INTERRUPT, monitor.stoppedForLength {
            sqlite3_reset(cursor.handle)
            return .restartElsewhere
        }
        if status == SQLITE_BUSY || status == SQLITE_BUSY_RECOVERY { return .wait }
        throw failure(status, statement, cursor.handle)
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        try await waitForLock(statement)
        // It starts anew, on its caller's actor.
        beginFirstSlice(cursor.handle, statement)
    }

    /// A write is never stopped for its length.
    @inline(__always)
    private func beginFirstSlice(_ handle: OpaquePointer, _ statement: Statement) {
        monitor.begin(handle, statement.isWrite ? .unlimited : .short)
    }

    func allow(_ slice: TimeSlice, _ cursor: inout Cursor) {
        // It has the thread for so long that other tasks come before the next statement.
        if slice == .long { spent = Cost.budget }
        monitor.begin(cursor.handle, slice)
    }

    func close(_ cursor: Cursor) {
        if let number = cursor.streamNumber {
            finalizePrivateStatement(number)
        } else {
            // A statement that is not reset holds its snapshot, and the write-ahead log grows.
            sqlite3_reset(cursor.handle)
        }
    }

    func closeEventually(_ cursor: Cursor) {
        if let number = cursor.streamNumber { abandoned.withLock { $0.append(number) } }
    }

    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome> {
        let mayTakeLong = statement.effect == .bulkWrite
        spent &+= isInTransaction ? Cost.inTransaction : Cost.commit
        if isInTransaction, isBudgetSpent { return .notSent }
        if mayTakeLong, !ThreadPermits.tryTake() { return .notSent }
        defer { if mayTakeLong { ThreadPermits.giveBack() } }
        finalizeAbandoned()
        let handle = try cached(statement)
        try fill(handle, arena, statement, bind)
        return try tryStepToEnd(handle, statement) ? .finished(outcome) : .notSent
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        await yieldIfBudgetIsSpent()
        finalizeAbandoned()
        let handle = try cached(statement)
        try fill(handle, arena, statement, bind)
        try await stepToEnd(handle, statement)
        return outcome
    }

    private var outcome: Outcome {
        Outcome(affectedRows: Int(sqlite3_changes64(db)), generatedKey: sqlite3_last_insert_rowid(db))
    }

    func runRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        guard isAlone else { return try await runRepeatedly(statement, bindNext) }
        // One transaction around all rows: all or none, and one commit instead of one for each.
        try await begin(.write, TransactionOptions())
        do {
            try await runRepeatedly(statement, bindNext)
            try await commit()
        } catch {
            await rollback()
            throw error
        }
    }

    private func runRepeatedly(
        _ statement: Statement, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        finalizeAbandoned()
        let handle = try cached(statement)
        var count = 0
        while true {
            var hasNext = false
            try fill(handle, arena, statement) { hasNext = try bindNext(&$0) }
            if !hasNext { return }
            if try !tryStepToEnd(handle, statement) { try await stepToEnd(handle, statement) }
            count += 1
            if count % 256 == 0 {
                // Other tasks get their turn on this thread, and a cancelled task stops.
                await Task.yield()
                if Task.isCancelled { throw DatabaseError.sqlite(SQLITE_INTERRUPT, nil, statement) }
            }
        }
    }

    // MARK: Transactions

    private static let control = StatementBlock(count: 3)
    private static let beginRead = Statement(control, 0, .write, table: "", "BEGIN")
    // Immediate: a transaction that writes takes the lock before it reads, so it never has to give up half-way.
    private static let beginWrite = Statement(control, 1, .write, table: "", "BEGIN IMMEDIATE")
    private static let commit = Statement(control, 2, .write, table: "", "COMMIT")

    // Transactions of SQLite are serializable, whatever is asked for.
    func begin(_ access: Access, _ options: TransactionOptions) async throws {
        do {
            try await runHere(access == .write ? Self.beginWrite : Self.beginRead)
        } catch {
            await rollback()
            throw error
        }
        isInTransaction = true
        transactionTask.store(Self.currentTask, ordering: .relaxed)
    }

    func commit() async throws {
        finalizePrivateStatements()
        try await runHere(Self.commit)
        endTransaction()
    }

    func rollback() async {
        rollbackHere()
    }

    private func rollbackHere() {
        finalizePrivateStatements()
        // SQLite has rolled back by itself after some errors; there is nothing left to do then.
        if sqlite3_get_autocommit(db) == 0 { executeToTheEnd("ROLLBACK") }
        endTransaction()
    }

    private func endTransaction() {
        isInTransaction = false
        transactionTask.store(0, ordering: .relaxed)
    }

    /// Runs a statement whatever becomes of the task: the progress handler, which would stop it, is off.
    @discardableResult
    func executeToTheEnd(_ sql: String) -> Int32 {
        monitor.detach(from: db)
        defer { monitor.attach(to: db) }
        return sqlite3_exec(db, sql, nil, nil, nil)
    }

    func savepoint(_ depth: Int) async throws {
        try await runSavepoint("SAVEPOINT s\(depth)")
    }

    func releaseSavepoint(_ depth: Int) async throws {
        try await runSavepoint("RELEASE s\(depth)")
    }

    func rollbackToSavepoint(_ depth: Int) async throws {
        // Whatever becomes of the task: a cancelled one undoes its work all the same.
        for sql in ["ROLLBACK TO s\(depth)", "RELEASE s\(depth)"] {
            let status = executeToTheEnd(sql)
            guard status == SQLITE_OK else { throw DatabaseError.sqlite(status, db, Statement(sql, .write, table: "")) }
        }
    }

    func pipeline(items: Int) -> (any PipelineRun)? { nil }
    func batch(items: Int, _ observer: StatementObserver?) -> (any PipelineRun)? { nil }

    private func runSavepoint(_ sql: String) async throws {
        try await runHere(Statement(sql, .write, table: ""))
    }

    private func runHere(_ statement: Statement) async throws {
        if case .notSent = try startCommand(statement, { _ in }) { _ = try await run(statement) { _ in } }
    }

    // MARK: Preparing, binding, stepping

    @inline(__always)
    func cached(_ statement: Statement) throws -> OpaquePointer {
        if let handle = cache[statement.id] { return handle }
        return try foundOrPrepared(statement)
    }

    @inline(never)
    private func foundOrPrepared(_ statement: Statement) throws -> OpaquePointer {
        if statement.id >= 0 {
            let handle = try prepare(statement, isPersistent: true)
            cache.insert(handle, id: statement.id)
            return handle
        }
        let key = statement.key
        if let handle = cache.find(key) { return handle }
        let handle = try prepare(statement, isPersistent: true)
        cache.insert(handle, key)
        return handle
    }

    private func prepare(_ statement: Statement, isPersistent: Bool) throws -> OpaquePointer {
        var handle: OpaquePointer?
        var sql = statement.sqlite
        let status = sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { text in
                sqlite3_prepare_v3(
                    db, text.baseAddress, Int32(clamping: text.count),
                    isPersistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0, &handle, nil)
            }
        }
        guard status == SQLITE_OK else { throw DatabaseError.sqlite(status, db, statement) }
        guard let handle else { throw DatabaseError(.syntax, "the statement is empty", sql: statement.sqlite) }
        return handle
    }

    @inline(__always)
    private func fill(
        _ handle: OpaquePointer, _ arena: BindArena, _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) throws {
        var parameters = Parameters(SQLiteParameters(handle, arena))
        do {
            try bind(&parameters)
            if parameters.areRefused { throw parameters.failure(statement) }
        } catch {
            throw refused(error, statement)
        }
    }

    /// A value that no column can take.
    @inline(never)
    private func refused(_ error: any Error, _ statement: Statement) -> any Error {
        guard var error = error as? DatabaseError else { return error }
        error.sql = statement.sqlite
        error.table = statement.table
        return error
    }

    /// Runs a statement whose rows, if any, nobody wants; `false` where somebody else's lock is in its way. It has done nothing
    /// then, so it can be run again by who can wait.
    @inline(__always)
    private func tryStepToEnd(_ handle: OpaquePointer, _ statement: Statement) throws -> Bool {
        defer { sqlite3_reset(handle) }
        monitor.begin(handle, .unlimited)
        var status = sqlite3_step(handle)
        while status == SQLITE_ROW { status = sqlite3_step(handle) }
        switch status {
        case SQLITE_DONE: return true
        case SQLITE_BUSY, SQLITE_BUSY_RECOVERY: return false
        default: throw failure(status, statement, handle)
        }
    }

    // Out of line, so that what goes well does not copy the statement.
    @inline(never)
    func failure(_ status: Int32, _ statement: Statement, _ handle: OpaquePointer) -> DatabaseError {
        // What is run to find out more is not stopped: SQLite would undo the whole transaction.
        monitor.detach(from: db)
        defer { monitor.attach(to: db) }
        return .sqlite(status, db, statement, handle)
    }

    /// The same, waiting for locks, on a thread that may block where it may take long.
    private func stepToEnd(_ handle: OpaquePointer, _ statement: Statement) async throws {
        busy.reset()
        while true {
            let isDone: Bool
            if statement.effect != .bulkWrite {
                isDone = try tryStepToEnd(handle, statement)
            } else if ThreadPermits.tryTake() {
                defer { ThreadPermits.giveBack() }
                isDone = try tryStepToEnd(handle, statement)
            } else {
                isDone = try await withTaskExecutorPreference(longRunningExecutor) {
                    try tryStepToEnd(handle, statement)
                }
            }
            if isDone { return }
            try await waitForLock(statement)
        }
    }

    private func waitForLock(_ statement: Statement) async throws {
        guard let delay = busy.nextDelay(upTo: lockTimeout) else {
            throw DatabaseError(
                .timeout, "another process has kept \(path) locked for \(lockTimeout) (see lockTimeout)",
                sql: statement.sqlite, nativeCode: String(SQLITE_BUSY))
        }
        do {
            try await Task.sleep(for: delay)
        } catch {
            throw DatabaseError(
                .cancelled, "the task was cancelled while it waited for another process", sql: statement.sqlite)
        }
    }

    @inline(__always)
    func finalizeAbandoned() {
        if !privateStatements.isEmpty { finalizeThoseAbandoned() }
    }

    @inline(never)
    private func finalizeThoseAbandoned() {
        let tokens = abandoned.withLock { list in
            defer { if !list.isEmpty { list = [] } }
            return list
        }
        for token in tokens { finalizePrivateStatement(token) }
    }

    private func finalizePrivateStatements() {
        for token in privateStatements.keys { finalizePrivateStatement(token) }
    }

    /// Finalizes a statement, unless that was done when its transaction ended.
    private func finalizePrivateStatement(_ token: UInt64) {
        guard let statement = privateStatements.removeValue(forKey: token) else { return }
        monitor.begin(nil, .unlimited)
        sqlite3_finalize(statement.handle)
        privateCount.store(privateStatements.count, ordering: .relaxed)
    }
}
