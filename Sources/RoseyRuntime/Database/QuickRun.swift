/// What has become of a statement that was tried without waiting for anything.
@usableFromInline
enum QuickRun {
    case done(Outcome)
    /// The connection is the caller's, and there is something to wait for.
    case entered(any StatementConnection)
    /// The connection is not free.
    case busy
}

// Most writes come to their end here, in one call for all that they need. A transaction has a way of its own, which counts no
// reference to its connection.
extension ConnectionSource {
    @usableFromInline
    func tryExecute(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> QuickRun {
        guard let connection = try tryEnter(statement.access) else { return .busy }
        if let outcome = try tryExecute(statement, on: connection, bind) { return .done(outcome) }
        return .entered(connection)
    }

    /// Runs a statement on a connection that has been entered, and leaves that; `nil` where there is something to wait for.
    @inline(__always)
    func tryExecute(
        _ statement: Statement, on connection: any StatementConnection, _ bind: (inout Parameters) throws -> Void
    ) throws -> Outcome? {
        do {
            guard let outcome = try connection.tryRun(statement, bind) else { return nil }
            leave(connection)
            return outcome
        } catch {
            fail(error)
            leave(connection)
            throw error
        }
    }
}
