#if PostgreSQL
import CLibPQ
import Synchronization

/// A connection to a PostgreSQL server.
///
/// What belongs together travels together: BEGIN, SAVEPOINT and their like wait until there is a statement to send, and
/// go with it in one flight, as does the preparing of a statement that is new.
final class PostgreSQLConnection: DriverConnection, @unchecked Sendable {
    // Unchecked: a connection is used by one task at a time (see DriverConnection). `closeEventually` is the only call
    // from outside, and touches only what is made for that.

    let id: ConnectionID
    let wire: Wire
    let encoder = ParameterEncoder()
    // One task at a time: the uses of these never overlap, and to check it for each statement takes longer than the uses.
    @exclusivity(unchecked) var statements: PreparedStatements
    var transaction = TransactionState.none
    /// Commands that go with the next statement.
    @exclusivity(unchecked) var prefix: [String] = []
    /// What the flight that is being put together is made of.
    @exclusivity(unchecked) var steps: [Step] = []
    /// A statement whose reply was not there yet when it was looked for, and is to be waited for.
    @exclusivity(unchecked) var underWay: SentStatement?
    /// How many of them, from the first, must not be cancelled.
    var protectedSteps = 0
    var lastCursor: UInt64 = 0
    var isReadOnly = false
    /// What the views have had since before the migration that is running.
    var views: ViewAttachments?
    /// The task in whose transaction this connection is, as the pool knows it.
    var writer: Int?
    /// Whether the connection works, but to no good end.
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
    let abandoned = Mutex<[AbandonedCursor]>([])
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

    /// Whether the server has hung up meanwhile, as far as this computer knows. To ask it takes a call of the system, so it is
    /// not asked of a connection that was given back a moment ago.
    func hasEnded(at now: Moment) -> Bool { givenBackAt + Self.aMoment < now && wire.hasEnded }

    private static let aMoment = Moment.Distance(.microseconds(100))

    // Statements are stopped while they are waited for, not from here.
    func interrupt() {}

    // MARK: Statements

    func tryOpen(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Cursor? {
        try tryPerform(statement, bind).map { Cursor(rows: $0) }
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        if underWay == nil {
            try fill(statement, bind)
            if keepsOpen, !statement.isWrite { return try await openCursor(statement) }
            if !keepsOpen, let cursor = openCopy(statement) { return cursor }
            try await launch(statement)
        }
        // They are left on the way, for `receive`, or for `waitToAdvance`, which holds all: not where others come in between.
        if !keepsOpen, underWay?.prepared.isReceivedByRow == true,
            let none = PQmakeEmptyPGresult(wire.handle, PGRES_TUPLES_OK)
        {
            return Cursor(rows: none)
        }
        return Cursor(rows: try await perform(statement))
    }

    func tryRun(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Outcome? {
        guard let result = try tryPerform(statement, bind) else { return nil }
        defer { PQclear(result) }
        return Outcome(result)
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        if underWay == nil { try fill(statement, bind) }
        let result = try await perform(statement)
        defer { PQclear(result) }
        return Outcome(result)
    }

    func fill(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws {
        try encoder.fill(statement, bind)
    }

    /// Sends a statement with the encoder's values, and what has to go before it.
    private func launch(_ statement: Statement) async throws {
        try requireSound(statement)
        await forgetEvicted()
        try requireSound(statement)
        underWay = send(statements.find(statement, encoder), statement)
    }

    /// Sends a statement with the encoder's values, unless it is under way already, and returns its rows.
    ///
    /// - Parameters:
    ///   - rowByRow: the rows come one at a time, and none is left in the end, as long as libpq does its part.
    ///   - receive: is given each of these as it comes.
    func perform(
        _ statement: Statement, rowByRow: Bool = false, _ receive: (borrowing Row) -> Void = { _ in }
    ) async throws -> OpaquePointer {
        if underWay == nil { try await launch(statement) }
        for isLastAttempt in [false, true] {
            guard let flight = underWay else { break }
            underWay = nil
            var rows = flight.rows
            var size = 0
            var isHandedOver = false
            let failure = await fly(
                statement, rowByRow: rowByRow, after: flight.position, failed: flight.failure,
                { rows = $0 },
                row: {
                    if size <= PreparedStatement.mostHeld { size += $0.postgresSize }
                    isHandedOver = true
                    receive($0)
                })
            guard var failure else {
                guard let rows else { throw connectionError(statement, isUnknown: false) }
                flight.prepared.note(size: size + PQresultMemorySize(rows))
                return rows
            }
            PQclear(rows)
            let isCured = cure(&failure, [flight.prepared])
            // Rows that have been handed over would come twice.
            if !isUsable, flight.canRepeat, !isHandedOver { hasBrokenAtStart = true }
            guard isCured, !isLastAttempt, flight.canRepeat, !isHandedOver, !wire.isBroken else {
                throw failure.error
            }
            if transaction == .open {
                await sendRollback()
                transaction = .pending
            }
            prefix = flight.prefix
            try await launch(statement)
        }
        throw connectionError(statement, isUnknown: false)
    }

    func receive(_ statement: Statement, _ receive: (borrowing Row) throws -> Void) async throws {
        if underWay == nil { return try await receiveCopy(statement, receive) }
        var refusal: (any Error)?
        let rest = try await perform(statement, rowByRow: true) { row in
            guard refusal == nil else { return }
            do { try receive(row) } catch { refusal = error }
        }
        defer { PQclear(rest) }
        if let refusal { throw refusal }
        for number in 0..<PQntuples(rest) { try receive(Row(handle: rest, number: number)) }
    }
}
#endif
