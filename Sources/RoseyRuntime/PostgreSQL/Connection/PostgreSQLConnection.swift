#if PostgreSQL
import CLibPQ
import Synchronization

/// A connection to a PostgreSQL server.
///
/// What belongs together is sent together: BEGIN, SAVEPOINT and their like wait until there is a statement to send, and
/// go with it in one pipeline round, as does the preparing of a statement that is new.
final class PostgreSQLConnection: DriverConnection, PooledConnection, @unchecked Sendable {
    // Unchecked: one task at a time uses a connection (see StatementConnection). Only `closeEventually` is called by others, and
    // it touches only what is made for that.

    let id: ConnectionID
    let wire: Wire
    let encoder = ParameterEncoder()
    // One task at a time: the uses of these never overlap, and to check it for each statement takes longer than the uses.
    @exclusivity(unchecked) var statements: PreparedStatements
    var transaction = TransactionState.none
    /// Commands that go with the next statement.
    @exclusivity(unchecked) var prefix: [String] = []
    /// What the pipeline round that is being put together is made of.
    @exclusivity(unchecked) var steps: [Step] = []
    /// How many of them, from the first, must not be cancelled.
    var protectedSteps = 0
    var lastCursor: UInt64 = 0
    var isReadOnly = false
    /// What the views have had since before the migration that is running.
    var views: ViewAttachments?
    /// The task in whose transaction this connection is, as the pool knows it.
    var writer: Int?
    /// Whether the connection works, but must be replaced: it leads to a server that is read-only or ending.
    var mustBeReplaced = false
    /// The search path and the role that a migration began with: its scripts may set others.
    var migrationSettings = (searchPath: "", role: "none")
    /// When it was given back for the last time.
    var givenBackAt = Moment.now
    /// Whether it is lent for a lookup.
    var isForLookup = false
    /// Whether the server's session may change between transactions, so that what is prepared in one may be missing, or taken, in
    /// the next.
    var sharesSessions: Bool
    /// Whether it is one of several that could be asked the same.
    let isToReplica: Bool
    /// Whether its server followed another one when the connection was made.
    let isToStandby: Bool
    /// Whether the connection broke before a transaction had got anything from it.
    var hasBrokenAtStart = false
    /// Whether nobody waits for what is done.
    var isUnattended = false
    /// The cursors that the server has in this transaction.
    var openCursors: Set<UInt64> = []
    /// The last cursor that was there before each savepoint.
    var cursorsBeforeSavepoint: [Int: UInt64] = [:]
    /// Cursors whose owner is gone, with the rows that they still hold.
    let abandoned = Mutex<[Cursor]>([])
    /// Whether there may be some.
    let hasAbandoned = Atomic<Bool>(false)
    // Unowned: whoever holds a lease holds the database as well, and with it the pool.
    unowned let pool: PostgreSQLPool

    let longRunningExecutor: any TaskExecutor

    enum TransactionState {
        case none
        /// BEGIN waits for the first statement.
        case pending
        case open
    }

    /// Takes over a connection that is open and configured.
    init(id: ConnectionID, wire: Wire, executor: LongRunningExecutor, capacity: Int, pool: PostgreSQLPool) {
        self.id = id
        self.wire = wire
        self.pool = pool
        longRunningExecutor = executor
        let naming = pool.connector.naming
        statements = PreparedStatements(capacity: capacity, areNamed: naming.isOn)
        sharesSessions = wire.isProxied && naming.policy != .named
        isToReplica = pool.isReplica
        isToStandby = wire.isServerStandby
    }

    /// Whether the server followed another one, and does not any more. It says so by itself, from PostgreSQL 14 on.
    var isPromoted: Bool { isToStandby && !wire.isBroken && !wire.isServerStandby }

    var canRunElsewhere: Bool { hasBrokenAtStart && isToReplica }

    var isUsable: Bool { !wire.isBroken && !mustBeReplaced }

    func close() {
        clearAbandoned()
        wire.close()
    }

    deinit {
        clearAbandoned()
    }

    func giveBack() {
        encoder.shrink()
        if !isUsable || (transaction == .none && wire.transactionStatus == PQTRANS_IDLE) {
            return pool.giveBack(self)
        }
        // A transaction that is open here, as that of a stream, would swallow the statements of whoever comes next.
        Task.detached { [pool] in
            self.isUnattended = true
            await self.rollback()
            self.isUnattended = false
            pool.giveBack(self)
        }
    }

    /// Whether the server answers.
    func isAlive() async -> Bool {
        wire.watch(limit: wire.cancelTimeout)
        defer { wire.unwatch() }
        wire.sync()
        let result = await wire.next(isCancellable: false)
        defer { PQclear(result) }
        // It may say first why it has hung up.
        return PQresultStatus(result) == PGRES_PIPELINE_SYNC && !wire.isBroken
    }

    /// Finds out whether the server has hung up meanwhile, as far as this computer knows. That takes a call of the system, so a
    /// connection that was released a moment ago is taken to be alive.
    func checkForEnd(at now: Moment) -> Bool { givenBackAt + Self.aMoment < now && wire.checkForEnd() }

    private static let aMoment = Moment.Distance(.microseconds(100))

    // Statements are stopped while they are waited for, not from here.
    func interrupt() {}

    // MARK: Statements

    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor> {
        try start(statement, bind).map { Cursor(rows: $0) }
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try fill(statement, bind)
        if keepsOpen {
            if !statement.isWrite { return try await openCursor(statement) }
            // Others may run between its rows, so all of them are received now.
            return Cursor(rows: try await perform(statement))
        }
        if let cursor = openCopy(statement) { return cursor }
        return try await open(try await send(statement))
    }

    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome> {
        try start(statement, bind).map { result in
            defer { PQclear(result) }
            return Outcome(result)
        }
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try fill(statement, bind)
        let result = try await perform(statement)
        defer { PQclear(result) }
        return Outcome(result)
    }

    func fill(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws {
        try encoder.fill(statement, bind)
    }

    func receive(
        _ cursor: inout Cursor, _ statement: Statement, _ receive: (borrowing Row) throws -> Void
    ) async throws {
        guard let sent = takeSent(from: &cursor) else { return try await receiveCopy(statement, receive) }
        var refusal: (any Error)?
        let rest = try await finish(sent, rowByRow: true) { row in
            guard refusal == nil else { return }
            do { try receive(row) } catch { refusal = error }
        }
        defer { PQclear(rest) }
        if let refusal { throw refusal }
        for number in 0..<PQntuples(rest) { try receive(Row(handle: rest, number: number)) }
    }
}
#endif
