/// Runs statements for generated code, on a connection of the database, of a transaction or of a pipeline.
///
/// A short statement runs where its caller is, on the caller's actor if it has one: to leave that and come back would take
/// several times as long.
public struct Session: Sendable {
    @usableFromInline let source: any ConnectionSource

    @inlinable
    init(_ source: any ConnectionSource) {
        self.source = source
    }

    public var dialect: Dialect { source.dialect }

    /// The first row of a statement that reads, decoded.
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func fetchFirst<Element>(
        _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void,
        _ decode: @Sendable (borrowing Row) throws -> Element
    ) async throws -> Element? {
        var connection: (any StatementConnection)?
        switch try source.startFirstRow(statement, on: &connection, bind) {
        case .finished(.found(let cursor)):
            defer { source.endFirstRow(cursor, on: &connection) }
            do {
                return try decode(cursor.row)
            } catch {
                throw source.failed(error, statement)
            }
        case .finished(.none): return nil
        case let start: return try await fetchFirst(statement, on: connection, after: start, bind, decode)
        }
    }

    /// The row of a statement that always has one, as those that write and return what is stored.
    @inlinable
    public nonisolated(nonsending) func fetchOne<Element>(
        _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void,
        _ decode: @Sendable (borrowing Row) throws -> Element
    ) async throws -> Element {
        let connection = try await enter(statement)
        defer { source.leave(connection) }
        do {
            // A write has to come to its end to take effect, and to say so, whatever becomes of its row here.
            var row: Result<Element, any Error>?
            var cursor = try await open(statement, on: connection, bind)
            defer { connection.close(cursor) }
            while try await moveToNextRow(statement, connection, &cursor, connection.advance(&cursor, statement)) {
                if row == nil { row = Result { try decode(cursor.row) } }
            }
            guard let row else { throw noRow(statement) }
            return try row.get()
        } catch {
            throw source.failed(error, statement)
        }
    }

    /// All rows of a statement, decoded.
    @inlinable
    public nonisolated(nonsending) func fetchAll<Element>(
        _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void,
        _ decode: @Sendable (borrowing Row) throws -> Element
    ) async throws -> [Element] {
        let connection = try await enter(statement)
        defer { source.leave(connection) }
        do {
            var rows: [Element] = []
            var cursor = try await open(statement, on: connection, bind)
            defer { connection.close(cursor) }
            switch cursor.supply {
            case .buffered(let count): rows.reserveCapacity(count)
            case .streamed: break
            case .pending:
                try await connection.receive(&cursor, statement) { rows.append(try decode($0)) }
                return rows
            }
            var next = try Self.drain(connection, &cursor, statement, into: &rows, decode)
            while true {
                switch next {
                case .row, .done: return rows
                case .wait:
                    try await connection.waitToAdvance(&cursor, statement)
                    next = try Self.drain(connection, &cursor, statement, into: &rows, decode)
                case .continueElsewhere:
                    next = try await goOn(connection, &cursor) {
                        try Self.drain(connection, &$0, statement, into: &rows, decode)
                    }
                case .restartElsewhere:
                    next = try await elsewhere(connection, &cursor) {
                        try Self.drain(connection, &$0, statement, into: &rows, decode)
                    }
                }
            }
        } catch {
            throw source.failed(error, statement)
        }
    }

    /// Runs a statement that returns no rows.
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func execute(
        _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws -> Outcome {
        if statement.effect == .bulkWrite { return try await executeAway(statement, bind) }
        return try await executeHere(statement, bind)
    }

    /// Runs a statement once for each element, all or none.
    ///
    /// - Parameters:
    ///   - copy: PostgreSQL's COPY that does the same, where there is one.
    ///   - joined: a statement of PostgreSQL's that does the same for many elements, where there is one.
    @inlinable
    public func executeAll<Elements: Sequence>(
        _ statement: Statement, copy: String? = nil, joined: JoinedUpsert? = nil, _ elements: Elements,
        _ bind: (Elements.Element, inout Parameters) throws -> Void
    ) async throws {
        var iterator = elements.makeIterator()
        let together = copy.map(ManyRows.copy) ?? joined.map(ManyRows.joined)
        try await executeRepeatedly(statement, together, count: elements.underestimatedCount) { parameters in
            guard let element = iterator.next() else { return false }
            try bind(element, &parameters)
            return true
        }
    }

    /// Makes rows one at a time while they are asked for; see ``RowStream``.
    @inlinable
    public func stream<Element: Sendable>(
        _ statement: Statement, _ bind: @escaping @Sendable (inout Parameters) throws -> Void,
        _ decode: @escaping @Sendable (borrowing Row) throws -> Element
    ) -> RowStream<Element> {
        RowStream(session: self, statement: statement, bind: bind, decode: decode)
    }
}

extension Session {
    // These are part of whoever calls them, so that a statement which need not wait costs no more async calls.

    @inlinable
    @inline(__always)
    nonisolated(nonsending) func enter(_ statement: Statement) async throws -> any StatementConnection {
        if let free = try source.tryEnter(statement.access) { return free }
        return try await source.enter(statement.access)
    }

    @inlinable
    @inline(__always)
    nonisolated(nonsending) func open(
        _ statement: Statement, on connection: any StatementConnection,
        _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        let start = try connection.startRows(statement, bind)
        if case .finished(let cursor) = start { return cursor }
        return try await open(statement, on: connection, after: start, bind)
    }

    /// What is left of opening a statement that has to wait for something.
    @usableFromInline
    nonisolated(nonsending) func open(
        _ statement: Statement, on connection: any StatementConnection, after start: Start<Cursor>,
        _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        switch start {
        case .finished(let cursor): cursor
        case .sent(let sent): try await sent.rows()
        case .notSent: try await connection.open(statement, keepsOpen: false, bind)
        }
    }

    @inlinable
    @inline(__always)
    nonisolated(nonsending) func executeHere(
        _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws -> Outcome {
        var connection: (any StatementConnection)?
        let start: Start<Outcome>
        do {
            start = try source.startCommand(statement, on: &connection, bind)
        } catch {
            // Noted already if it has been run: what is refused before that ends no transaction.
            throw source.named(error, statement)
        }
        if case .finished(let outcome) = start { return outcome }
        return try await execute(statement, on: connection, after: start, bind)
    }

    /// What is left of a statement that has to wait for something.
    ///
    /// - Parameter entered: the connection, if it was free.
    @usableFromInline
    nonisolated(nonsending) func execute(
        _ statement: Statement, on entered: (any StatementConnection)?, after start: Start<Outcome>,
        _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws -> Outcome {
        let connection: any StatementConnection
        if let entered { connection = entered } else { connection = try await source.enter(statement.access) }
        defer { source.leave(connection) }
        do {
            switch entered == nil ? try connection.startCommand(statement, bind) : start {
            case .finished(let outcome): return outcome
            case .sent(let sent): return try await sent.outcome()
            case .notSent: return try await connection.run(statement, bind)
            }
        } catch {
            throw source.failed(error, statement)
        }
    }

    /// What is left of reading the first row of a statement that has to wait for something.
    ///
    /// - Parameter entered: the connection, if it was free.
    @inlinable
    nonisolated(nonsending) func fetchFirst<Element>(
        _ statement: Statement, on entered: (any StatementConnection)?, after start: Start<FirstRow>,
        _ bind: @Sendable (inout Parameters) throws -> Void, _ decode: @Sendable (borrowing Row) throws -> Element
    ) async throws -> Element? {
        let connection: any StatementConnection
        if let entered { connection = entered } else { connection = try await source.enter(statement.access) }
        defer { source.leave(connection) }
        do {
            var cursor: Cursor
            var next: Advance?
            switch start {
            case .finished(.found(let found)): (cursor, next) = (found, .row)
            case .finished(.none): return nil
            case .finished(.later(let started, let first)): (cursor, next) = (started, first)
            case .sent(let sent): cursor = try await sent.rows()
            case .notSent where entered != nil:
                cursor = try await connection.open(statement, keepsOpen: false, bind)
            case .notSent: cursor = try await open(statement, on: connection, bind)
            }
            defer { connection.close(cursor) }
            let first = try next ?? connection.advance(&cursor, statement)
            return try await moveToNextRow(statement, connection, &cursor, first) ? decode(cursor.row) : nil
        } catch {
            throw source.failed(error, statement)
        }
    }

    /// Writes a row that is found by its key; returns how many there were.
    @usableFromInline
    nonisolated(nonsending) func executeWrite(_ fragment: SQLFragment, table: String) async throws -> Int {
        let statement = BoundStatement(fragment, .write, table: table)
        return try await executeHere(statement.statement) { try statement.bind(&$0) }.affectedRows
    }

    /// Runs what may take long outside the caller's actor, which is open to others meanwhile.
    @concurrent
    @usableFromInline
    func executeAway(
        _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws -> Outcome {
        try await executeHere(statement, bind)
    }

    /// Moves the cursor to its next row, and returns whether there is one.
    ///
    /// - Parameter first: what has come of the first attempt.
    @inlinable
    @inline(__always)
    nonisolated(nonsending) func moveToNextRow(
        _ statement: Statement, _ connection: any StatementConnection, _ cursor: inout Cursor, _ first: Advance
    ) async throws -> Bool {
        var next = first
        while true {
            switch next {
            case .row: return true
            case .done: return false
            case .wait:
                try await connection.waitToAdvance(&cursor, statement)
                next = try connection.advance(&cursor, statement)
            case .continueElsewhere, .restartElsewhere:
                next = try await elsewhere(connection, &cursor) { try connection.advance(&$0, statement) }
            }
        }
    }

    /// Decodes rows until something else than a row comes.
    @inlinable
    static func drain<Element>(
        _ connection: any StatementConnection, _ cursor: inout Cursor, _ statement: Statement,
        into rows: inout [Element],
        _ decode: @Sendable (borrowing Row) throws -> Element
    ) throws -> Advance {
        while true {
            let next = try connection.advance(&cursor, statement)
            guard case .row = next else {
                if case .restartElsewhere = next { rows.removeAll() }
                return next
            }
            // Few rows are common, and an array that grows from one to two to four is moved each time.
            if rows.isEmpty { rows.reserveCapacity(16) }
            rows.append(try decode(cursor.row))
        }
    }

    /// Goes on with a cursor that has many rows, outside the caller's actor: for a while on a thread of the pool, if that can do
    /// without one, and then elsewhere. Without an actor it is the thread that it was on, which has the rows' memory at hand.
    @concurrent
    @usableFromInline
    func goOn(
        _ connection: any StatementConnection, _ cursor: inout Cursor, _ work: (inout Cursor) throws -> Advance
    ) async throws -> Advance {
        if ThreadPermits.tryTake() {
            defer { ThreadPermits.giveBack() }
            connection.allow(.long, &cursor)
            let next = try work(&cursor)
            guard case .continueElsewhere = next else { return next }
        }
        return try await elsewhere(connection, &cursor, work)
    }

    /// Goes on with a cursor outside the caller's actor, where it may take long, and where the task's cancellation reaches it.
    @concurrent
    @usableFromInline
    func elsewhere(
        _ connection: any StatementConnection, _ cursor: inout Cursor, _ work: (inout Cursor) throws -> Advance
    ) async throws -> Advance {
        connection.allow(.unlimited, &cursor)
        return try await withTaskExecutorPreference(connection.longRunningExecutor) {
            try await withTaskCancellationHandler {
                try work(&cursor)
            } onCancel: {
                connection.interrupt()
            }
        }
    }

    @concurrent
    @usableFromInline
    func executeRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        if source.isPipelineItem {
            throw DatabaseError.noPipelineItem("an insert of many rows, which is a round trip by itself,")
        }
        let connection = try await enter(statement)
        defer { source.leave(connection) }
        do {
            try await connection.runRepeatedly(
                statement, together, count: count, isAlone: source.transaction == nil, bindNext)
        } catch {
            // A transaction has failed with it, so rows that were inserted before the failure do not take effect.
            throw source.failed(error, statement)
        }
    }

    @usableFromInline
    func noRow(_ statement: Statement) -> DatabaseError {
        DatabaseError(.other, "the statement returned no row", table: statement.table, sql: statement.sql(dialect))
    }
}
