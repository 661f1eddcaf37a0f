/// What has become of a statement that was tried without waiting for anything.
@usableFromInline
enum QuickRun {
    case done(Outcome)
    /// The connection is the caller's, and there is something to wait for.
    case entered(any StatementConnection)
    /// The connection is not free.
    case busy
}

/// What has become of a statement that reads one row, and was tried without waiting for anything.
@usableFromInline
enum QuickRead {
    /// The cursor is on the row, and is to be ended.
    case row(Cursor)
    /// There is none.
    case done
    /// The connection is the caller's, and there is something to wait for before the first row.
    case started(Cursor, Advance)
    /// The connection is the caller's, and there is something to wait for before the statement starts.
    case entered
    /// The connection is not free.
    case busy
}

// Most statements come to their end here, in one call for all that they need. A transaction has a way of its own, which counts
// no reference to its connection.
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

    @usableFromInline
    func tryRead(
        _ statement: Statement, on lent: inout (any StatementConnection)?,
        _ bind: (inout Parameters) throws -> Void
    ) throws -> QuickRead {
        guard let connection = try tryEnter(statement.access) else { return .busy }
        let read = try tryRead(statement, on: connection, bind)
        lent = connection
        return read
    }

    @usableFromInline
    func endRead(_ cursor: Cursor, on lent: inout (any StatementConnection)?) {
        guard let connection = lent.take() else { return }
        connection.close(cursor)
        leave(connection)
    }

    /// Runs a statement up to its first row on a connection that has been entered, and leaves that if there is none.
    @inline(__always)
    func tryRead(
        _ statement: Statement, on connection: any StatementConnection, _ bind: (inout Parameters) throws -> Void
    ) throws -> QuickRead {
        do {
            guard var cursor = try connection.tryOpen(statement, bind) else { return .entered }
            do {
                switch try connection.advance(&cursor, statement) {
                case .row: return .row(cursor)
                case .done:
                    connection.close(cursor)
                    leave(connection)
                    return .done
                case let other: return .started(cursor, other)
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

    /// Notes that a statement has failed, and says which one it was.
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
