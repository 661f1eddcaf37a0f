/// What has become of a statement that was tried without waiting for anything.
@usableFromInline
enum QuickRun {
    case done(Outcome)
    /// The connection is the caller's, and there is something to wait for.
    case entered(any StatementConnection)
    /// The connection is not free.
    case busy
}

extension ConnectionSource {
    // A requirement of the protocol although it is the same for all: so that it is made for each kind of source, and most
    // writes come to their end in one call.
    @usableFromInline
    func tryExecute(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> QuickRun {
        guard let connection = try tryEnter(statement.access) else { return .busy }
        do {
            guard let outcome = try connection.tryRun(statement, bind) else { return .entered(connection) }
            leave(connection)
            return .done(outcome)
        } catch {
            fail(error)
            leave(connection)
            throw error
        }
    }
}
