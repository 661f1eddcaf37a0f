/// What statements get their connection from: the database, a transaction, or a pipeline.
@usableFromInline
protocol ConnectionSource: AnyObject, Sendable {
    var database: Database { get }
    /// That of the database, without the detour, as every query asks for it.
    var dialect: Dialect { get }
    /// The transaction that statements are part of, if they are.
    var transaction: Transaction? { get }
    var isPipelineItem: Bool { get }

    /// The connection if it is free right now.
    func tryEnter(_ access: Access) throws -> (any StatementConnection)?
    /// Starts a statement that returns no rows, as far as that takes no waiting.
    ///
    /// - Parameter lent: is set to the connection where it was free and the statement is not finished. The caller goes on with
    ///   it, and leaves it. (As a part of the result it would be copied and counted.)
    func startCommand(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<Outcome>
    /// Starts a statement and moves to its first row, as far as that takes no waiting.
    ///
    /// - Parameter lent: is set to the connection where it was free and the caller goes on with it, or ends the row. A transaction,
    ///   which has one of its own, leaves that out where the statement is on a row.
    func startFirstRow(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<FirstRow>
    /// Closes the cursor that ``startFirstRow(_:on:_:)`` has left on a row, and leaves the connection.
    func endFirstRow(_ cursor: Cursor, on lent: inout (any StatementConnection)?)
    /// The connection, in the order of asking.
    func enter(_ access: Access) async throws -> any StatementConnection
    /// A statement has failed.
    func fail(_ error: any Error)
    /// After a statement that has entered.
    func leave(_ connection: any StatementConnection)
}
