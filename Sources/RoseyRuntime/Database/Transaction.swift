import Synchronization

/// The transaction that a ``DatabaseAccess/transaction(_:)`` closure works in. It ends with the closure.
///
/// Several child tasks may use a transaction; their statements run one after another. While a transaction inside this
/// one is running, this one waits for it.
public final class Transaction: DatabaseAccess {
    @usableFromInline let database: Database
    private let access: Access
    private let depth: Int
    private let connection: any DriverConnection
    /// The same, as statements need it: to make it of the connection each time counts a reference, two atomic operations for
    /// each statement.
    private let statements: any StatementConnection
    /// Lends the connection to one statement at a time, or to a transaction inside.
    private let turn = Turn()
    /// The first statement that failed.
    private let failure = Mutex<DatabaseError?>(nil)
    /// Whether there is one: asked before every statement, so without a lock.
    private let hasFailed = Atomic<Bool>(false)

    /// The transactions that the current task, or a task that it is a child of, runs another one inside of.
    @TaskLocal private static var outer: [ObjectIdentifier] = []

    init(database: Database, connection: any DriverConnection, access: Access, depth: Int = 0) {
        self.database = database
        self.access = access
        self.depth = depth
        self.connection = connection
        statements = connection
    }

    @inlinable
    public var session: Session { Session(self) }

    @discardableResult
    public func transaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let connection = try await take(.read)
        let inner = Transaction(database: database, connection: connection, access: access, depth: depth + 1)
        defer { turn.giveBack() }
        do {
            try await connection.savepoint(depth + 1)
        } catch {
            fail(error)
            throw error
        }
        do {
            let result = try await whileInside { try await body(inner) }
            await inner.end()
            try inner.requireSuccess()
            try await connection.releaseSavepoint(depth + 1)
            return result
        } catch {
            await inner.end()
            do {
                try await connection.rollbackToSavepoint(depth + 1)
            } catch let undoing {
                // The database has rolled back everything: nothing may be done in the outer transaction either.
                fail(undoing)
            }
            throw error
        }
    }

    /// Runs what holds the turn, during which a call on this transaction would wait for itself.
    func whileInside<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        try await Self.$outer.withValue(Self.outer + [ObjectIdentifier(self)], operation: body)
    }

    /// The connection, as soon as nobody else uses it. Who has taken it calls `leave`.
    func take(_ access: Access) async throws -> any DriverConnection {
        try requireUsable(for: access)
        if Self.outer.contains(ObjectIdentifier(self)) {
            throw DatabaseError(
                .misuse,
                "this call on the outer transaction would wait for the inner one, which it is part of; "
                    + "use the transaction that the inner closure was given")
        }
        try await turn.take()
        do {
            // Whoever had the turn before may have failed, and SQLite may have rolled back: what runs now would be outside.
            try requireSuccess()
        } catch {
            turn.giveBack()
            throw error
        }
        return connection
    }

    /// Notes that a statement failed, after which PostgreSQL refuses all others; so does this, on every database.
    @usableFromInline
    func fail(_ error: any Error) {
        let error = error as? DatabaseError ?? DatabaseError(.other, "\(type(of: error))")
        failure.withLock { if $0 == nil { $0 = error } }
        hasFailed.store(true, ordering: .releasing)
    }

    /// Lets no more statements in and waits for those that run.
    func end() async {
        await turn.close()
    }

    func requireSuccess() throws {
        if hasFailed.load(ordering: .acquiring), let failure = failure.withLock({ $0 }) {
            throw Self.refusal(after: failure)
        }
    }

    /// The first statement's failure, if one failed.
    var firstFailure: DatabaseError? { failure.withLock { $0 } }

    @inline(__always)
    func requireUsable(for access: Access) throws {
        if hasFailed.load(ordering: .acquiring) || access == .write && self.access == .read { try refuse(access) }
    }

    @inline(never)
    private func refuse(_ access: Access) throws {
        try requireSuccess()
        throw DatabaseError(.readOnly, "this transaction only reads; write in db.transaction { … }")
    }

    private static func refusal(after failure: DatabaseError) -> DatabaseError {
        DatabaseError(
            .transactionFailed,
            "an earlier statement of this transaction failed (\(failure.message)), so nothing of it takes effect; "
                + "to go on after a failure, put what may fail into a transaction inside",
            table: failure.table, sql: failure.sql)
    }
}

extension Transaction: ConnectionSource {
    @usableFromInline var dialect: Dialect { database.dialect }
    @usableFromInline var transaction: Transaction? { self }
    @usableFromInline var isPipelineItem: Bool { false }

    @usableFromInline
    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        try requireUsable(for: access)
        return turn.tryTake() ? connection : nil
    }

    @usableFromInline
    func startCommand(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<Outcome> {
        try requireUsable(for: statement.access)
        guard turn.tryTake() else { return .notSent }
        let start = try startCommand(statement, onEntered: statements, bind)
        if case .finished = start { return start }
        lend(to: &lent)
        return start
    }

    // Out of line, so that only a statement that has to wait counts a reference.
    @inline(never)
    private func lend(to lent: inout (any StatementConnection)?) { lent = statements }

    @usableFromInline
    func startFirstRow(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<FirstRow> {
        try requireUsable(for: statement.access)
        guard turn.tryTake() else { return .notSent }
        let start = try startFirstRow(statement, onEntered: statements, bind)
        switch start {
        case .finished(.found), .finished(.none): break
        case .finished(.later), .sent, .notSent: lend(to: &lent)
        }
        return start
    }

    @usableFromInline
    func endFirstRow(_ cursor: Cursor, on lent: inout (any StatementConnection)?) {
        statements.close(cursor)
        turn.giveBack()
    }

    @usableFromInline
    func enter(_ access: Access) async throws -> any StatementConnection { try await take(access) }

    @usableFromInline
    func leave(_ connection: any StatementConnection) { turn.giveBack() }
}
