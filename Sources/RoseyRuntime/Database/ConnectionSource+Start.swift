// Most statements come to their end here, in one call for all that they need. A transaction has a way of its own, which counts
// no reference to its connection.
extension ConnectionSource {
    @usableFromInline
    func startCommand(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<Outcome> {
        guard let connection = try tryEnter(statement.access) else { return .notSent }
        let start = try startCommand(statement, onEntered: connection, bind)
        if case .finished = start { return start }
        lent = connection
        return start
    }

    /// Starts a statement on a connection that has been entered, and leaves that if the statement is finished.
    @inline(__always)
    func startCommand(
        _ statement: Statement, onEntered connection: any StatementConnection,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<Outcome> {
        do {
            let start = try connection.startCommand(statement, bind)
            if case .finished = start { leave(connection) }
            return start
        } catch {
            fail(error)
            leave(connection)
            throw error
        }
    }

    @usableFromInline
    func startFirstRow(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<FirstRow> {
        guard let connection = try tryEnter(statement.access) else { return .notSent }
        let start = try startFirstRow(statement, onEntered: connection, bind)
        lent = connection
        return start
    }

    @usableFromInline
    func endFirstRow(_ cursor: Cursor, on lent: inout (any StatementConnection)?) {
        guard let connection = lent.take() else { return }
        connection.close(cursor)
        leave(connection)
    }

    /// Starts a statement on a connection that has been entered, moves to its first row, and leaves the connection if there is
    /// none.
    @inline(__always)
    func startFirstRow(
        _ statement: Statement, onEntered connection: any StatementConnection,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<FirstRow> {
        do {
            var cursor: Cursor
            switch try connection.startRows(statement, bind) {
            case .finished(let started): cursor = started
            case .sent(let sent): return .sent(sent)
            case .notSent: return .notSent
            }
            do {
                switch try connection.advance(&cursor, statement) {
                case .row: return .finished(.found(cursor))
                case .done:
                    connection.close(cursor)
                    leave(connection)
                    return .finished(.none)
                case let other: return .finished(.later(cursor, other))
                }
            } catch {
                connection.close(cursor)
                throw error
            }
        } catch {
            let error = failed(error, statement)
            leave(connection)
            throw error
        }
    }

    /// Records that a statement has failed, and says which one it was.
    @usableFromInline
    @inline(never)
    func failed(_ error: any Error, _ statement: Statement) -> any Error {
        fail(error)
        return named(error, statement)
    }

    /// Says which statement it was that has failed.
    @usableFromInline
    @inline(never)
    func named(_ error: any Error, _ statement: Statement) -> any Error {
        guard var error = error as? DatabaseError, error.sql == nil else { return error }
        error.sql = statement.sql(dialect)
        return error
    }
}
