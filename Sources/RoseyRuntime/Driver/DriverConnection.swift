/// What runs statements: a connection to a database, or a place in a pipeline.
///
/// One task at a time uses it: the holder of its lease, and inside a transaction the task that has exclusive access. Drivers
/// rely on that and do not lock.
///
/// Most statements need not wait for anything. So each is started first, by a call that cannot suspend, and ``Start`` says what
/// has come of it; only what is left is `async`. A statement inside a transaction then costs no hop.
@usableFromInline
protocol StatementConnection: AnyObject, Sendable {
    /// Starts a statement that may return rows, as far as that takes no waiting.
    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor>

    /// Prepares the statement unless that was done before, binds its parameters, and starts it.
    ///
    /// - Parameter keepsOpen: the cursor stays open while other statements run on this connection.
    func open(_ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void) async throws -> Cursor

    /// Moves the cursor to its next row. Never waits: what takes longer is said in the result.
    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance

    /// After ``Advance/wait``: suspends until it makes sense to advance again.
    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws

    /// After ``Advance/continueElsewhere`` or ``Advance/restartElsewhere``: how long the cursor may go on where it is now.
    func allow(_ slice: TimeSlice, _ cursor: inout Cursor)

    /// Ends the cursor and frees what it holds.
    func close(_ cursor: Cursor)

    /// Ends a kept-open cursor at the next opportunity. For those who do not have the connection.
    func closeEventually(_ cursor: Cursor)

    /// Hands over the rows of a cursor whose rows are ``RowSupply/pending``, each as it comes, on a thread that may block. Always
    /// reads all of them; an error from `receive` is rethrown after the last row.
    func receive(
        _ cursor: inout Cursor, _ statement: Statement, _ receive: (borrowing Row) throws -> Void
    ) async throws

    /// Starts a statement that returns no rows, as far as that takes no waiting.
    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome>

    /// Runs a statement that returns no rows, but perhaps the key that it generated.
    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome

    /// Runs a statement once for each time `bindNext` returns true.
    ///
    /// - Parameters:
    ///   - together: what does the same for many rows at once, where there is something.
    ///   - count: how many times that will be, as far as is known; 0 where it is not.
    ///   - isAlone: there is no transaction around, so the driver sees to it that all takes effect or nothing.
    func runRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws

    /// Where work that may block for long belongs.
    var longRunningExecutor: any TaskExecutor { get }

    /// Stops the statement that is running, from any thread.
    func interrupt()

    /// Returns the connection to where it was leased.
    func giveBack()
}

extension DriverConnection {
    var canRunElsewhere: Bool { false }

    func runCommand(_ sql: String) async throws -> Int { try await runCommand(sql, progress: nil) }
}

extension StatementConnection {
    // What others send has to be waited for.
    @usableFromInline
    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor> {
        .notSent
    }
    @usableFromInline
    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome> {
        .notSent
    }

    // Only a driver that knows pending rows has any.
    @usableFromInline
    func receive(
        _ cursor: inout Cursor, _ statement: Statement, _ receive: (borrowing Row) throws -> Void
    ) async throws {}
}

/// A connection to a database, as everything above the drivers sees it.
protocol DriverConnection: StatementConnection {
    /// Runs a command without parameters, off the cooperative pool, and tells how many rows it changed.
    ///
    /// - Parameter progress: is told now and then how many rows it has written, where the database tells that.
    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int

    /// Begins a transaction, or fails and is in none.
    func begin(_ access: Access, _ options: TransactionOptions) async throws
    /// Commits, and ends the cursors that are still open.
    func commit() async throws
    /// Gives up the transaction, and ends the cursors that are still open. The connection can be used again whatever
    /// happens.
    func rollback() async
    /// Whether a transaction that only reads has got nothing from this connection, which broke, and may find another one that
    /// works.
    var canRunElsewhere: Bool { get }
    func savepoint(_ depth: Int) async throws
    func releaseSavepoint(_ depth: Int) async throws
    func rollbackToSavepoint(_ depth: Int) async throws

    /// A pipeline on this connection for so many items; `nil` where several statements cannot be in flight at once.
    func pipeline(items: Int) -> (any PipelineRun)?
    /// A batch on this connection, which is in no transaction, for so many items; `nil` as above.
    ///
    /// - Parameter observer: is told of the statements.
    func batch(items: Int, _ observer: StatementObserver?) -> (any PipelineRun)?
}

/// Items that run at the same time, and whose statements are sent together: those of a pipeline, each of which has a result of its
/// own, or those of a batch, which take effect as a whole or not at all.
protocol PipelineRun: Sendable {
    /// Where the items run.
    var executor: any TaskExecutor { get }
    /// Runs an item, which is given what to run its statements on.
    nonisolated(nonsending) func runItem(
        _ number: Int, _ body: nonisolated(nonsending) (any StatementConnection) async throws -> Void
    ) async
    /// Sends the statements of the items, until all have ended.
    ///
    /// - Throws: of a batch, why nothing has taken effect: the error of the statement that failed, or that of an item which threw
    ///   before its statement was sent.
    nonisolated(nonsending) func send() async throws
}

extension PipelineRun {
    /// Runs items, each as a task of its own.
    func run(
        _ items: [PipelineWork],
        _ body: nonisolated(nonsending) @escaping @Sendable (PipelineWork, any StatementConnection) async throws -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for (number, item) in items.enumerated() {
                group.addTask(executorPreference: executor) {
                    await runItem(number) { try await body(item, $0) }
                }
            }
            try await send()
        }
    }
}

/// What a lease is for.
@usableFromInline
enum Access: Sendable {
    /// To read one row by its key.
    case lookup
    case read, write
}

/// What a statement without rows did.
public struct Outcome: Sendable {
    public var affectedRows: Int
    /// The number that the database gave to the inserted row; means nothing after other statements.
    public var generatedKey: Int64

    /// The generated key as a type of the program's own.
    ///
    /// - Throws: ``DatabaseError`` where the type does not know the number.
    public func generatedKey<Value: RawRepresentable>(as type: Value.Type) throws -> Value where Value.RawValue == Int {
        guard let value = Value(rawValue: Int(generatedKey)) else {
            throw DatabaseError(.decoding, "the new key is a value that \(type) does not know")
        }
        return value
    }

    public init(affectedRows: Int, generatedKey: Int64) {
        self.affectedRows = affectedRows
        self.generatedKey = generatedKey
    }
}

/// A database as the runtime opens it: what leases connections.
protocol Driver: Sendable {
    var dialect: Dialect { get }
    /// The name of the database, without where it is.
    var namespace: String { get }
    /// Whether connections that read are others than the one that writes.
    var hasReaders: Bool { get }
    /// A connection that is free right now.
    func tryLease(_ access: Access) throws -> (any DriverConnection)?
    /// What a statement outside a transaction can run on right now: a connection that is free, or one that it shares.
    func tryEnter(_ access: Access) throws -> (any StatementConnection)?
    /// A connection, in the order of asking.
    func lease(_ access: Access) async throws -> any DriverConnection
    /// A connection for a transaction that only reads, which may be one to a replica.
    func leaseReader() async throws -> any DriverConnection
    /// A connection to migrate on, in the order of asking.
    func leaseForMigration() async throws -> any MigratingConnection
    func notifications(on channels: [String]) async throws -> DatabaseNotifications
    /// What the connections are doing now.
    var pools: [PoolSummary] { get }
    /// Lets no more leases out, waits until all are back, and closes the connections.
    func close() async
}

extension Driver {
    func tryEnter(_ access: Access) throws -> (any StatementConnection)? { try tryLease(access) }
}
