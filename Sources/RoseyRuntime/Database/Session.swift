/// Runs statements for generated code, on a connection of the database or on that of a transaction.
public struct Session: Sendable {
    let database: Database
    let transaction: Transaction?
    /// The pipeline that statements go with, if they do.
    let lane: (any PipelineRun)?
    /// Whether this is an item of a pipeline, which on SQLite has no lane.
    let isPipelineItem: Bool

    init(
        database: Database, transaction: Transaction?, lane: (any PipelineRun)? = nil, isPipelineItem: Bool = false
    ) {
        self.database = database
        self.transaction = transaction
        self.lane = lane
        self.isPipelineItem = isPipelineItem
    }

    public var dialect: Dialect { database.dialect }

    /// The first row of a statement, decoded.
    @inlinable
    public func fetchFirst<Element>(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void, _ decode: (Row) throws -> Element
    ) async throws -> Element? {
        let connection = if let free = try tryEnter(statement) { free } else { try await enter(statement) }
        defer { leave(connection) }
        do {
            var first: Result<Element, any Error>?
            var cursor = try await connection.open(statement, keepsOpen: false, bind)
            defer { connection.close(cursor) }
            var next = try connection.advance(&cursor)
            while true {
                switch next {
                case .row:
                    // A read can stop here. A write has to come to its end to take effect, and to say so.
                    if !statement.isWrite { return try decode(cursor.row) }
                    if first == nil { first = Result { try decode(cursor.row) } }
                    next = try connection.advance(&cursor)
                case .done: return try first?.get()
                case .wait:
                    try await connection.waitToAdvance(&cursor)
                    next = try connection.advance(&cursor)
                case .continueElsewhere, .restartElsewhere:
                    next = try await elsewhere(connection, &cursor) { try connection.advance(&$0) }
                }
            }
        } catch {
            throw failed(error, statement)
        }
    }

    /// The row of a statement that always has one.
    @inlinable
    public func fetchOne<Element>(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void, _ decode: (Row) throws -> Element
    ) async throws -> Element {
        guard let row = try await fetchFirst(statement, bind, decode) else { throw noRow(statement) }
        return row
    }

    /// All rows of a statement, decoded.
    @inlinable
    public func fetchAll<Element>(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void, _ decode: (Row) throws -> Element
    ) async throws -> [Element] {
        let connection = if let free = try tryEnter(statement) { free } else { try await enter(statement) }
        defer { leave(connection) }
        do {
            var rows: [Element] = []
            var cursor = try await connection.open(statement, keepsOpen: false, bind)
            defer { connection.close(cursor) }
            var next = try Self.drain(connection, &cursor, into: &rows, decode)
            while true {
                switch next {
                case .row, .done: return rows
                case .wait:
                    try await connection.waitToAdvance(&cursor)
                    next = try Self.drain(connection, &cursor, into: &rows, decode)
                case .restartElsewhere:
                    rows.removeAll()
                    next = .continueElsewhere
                case .continueElsewhere:
                    next = try await elsewhere(connection, &cursor) {
                        try Self.drain(connection, &$0, into: &rows, decode)
                    }
                }
            }
        } catch {
            throw failed(error, statement)
        }
    }

    /// Runs a statement that returns no rows.
    @inlinable
    @discardableResult
    public func execute(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Outcome {
        let connection = if let free = try tryEnter(statement) { free } else { try await enter(statement) }
        defer { leave(connection) }
        do {
            return try await connection.run(statement, bind)
        } catch {
            throw failed(error, statement)
        }
    }

    /// Runs a statement once for each element, all or none.
    ///
    /// - Parameter copy: PostgreSQL's COPY that does the same, where there is one.
    @inlinable
    public func executeAll<Elements: Sequence>(
        _ statement: Statement, copy: String? = nil, _ elements: Elements,
        _ bind: (Elements.Element, inout Parameters) throws -> Void
    ) async throws {
        var iterator = elements.makeIterator()
        try await executeRepeatedly(statement, copy: copy, count: elements.underestimatedCount) { parameters in
            guard let element = iterator.next() else { return false }
            try bind(element, &parameters)
            return true
        }
    }

    /// Makes rows one at a time while they are asked for; see ``RowStream``.
    @inlinable
    public func stream<Element: Sendable>(
        _ statement: Statement, _ bind: @escaping @Sendable (inout Parameters) throws -> Void,
        _ decode: @escaping @Sendable (Row) throws -> Element
    ) -> RowStream<Element> {
        RowStream(session: self, statement: statement, bind: bind, decode: decode)
    }
}

extension Session {
    /// Decodes rows until something else than a row comes.
    @inlinable
    static func drain<Element>(
        _ connection: any StatementConnection, _ cursor: inout Cursor, into rows: inout [Element],
        _ decode: (Row) throws -> Element
    ) throws -> Advance {
        while true {
            let next = try connection.advance(&cursor)
            guard case .row = next else { return next }
            rows.append(try decode(cursor.row))
        }
    }

    /// Goes on with a cursor where it may take long, and where the task's cancellation reaches it.
    @usableFromInline
    func elsewhere<Result>(
        _ connection: any StatementConnection, _ cursor: inout Cursor, _ work: (inout Cursor) throws -> Result
    ) async throws -> Result {
        connection.allowLongRunning(&cursor)
        return try await withTaskExecutorPreference(connection.longRunningExecutor) {
            try await withTaskCancellationHandler {
                try work(&cursor)
            } onCancel: {
                connection.interrupt()
            }
        }
    }

    @usableFromInline
    func executeRepeatedly(
        _ statement: Statement, copy: String?, count: Int, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        if isPipelineItem { throw DatabaseError.noPipelineItem("an insert of many rows, which is a flight by itself,") }
        let connection = if let free = try tryEnter(statement) { free } else { try await enter(statement) }
        defer { leave(connection) }
        do {
            try await connection.runRepeatedly(
                statement, copy: copy, count: count, isAlone: transaction == nil, bindNext)
        } catch {
            // A transaction has failed with it, so rows that were inserted before the failure do not take effect.
            throw failed(error, statement)
        }
    }

    @usableFromInline
    func tryEnter(_ statement: Statement) throws -> (any StatementConnection)? {
        let access: Access = statement.isWrite ? .write : .read
        if let lane {
            try transaction?.requireUsable(for: access)
            return lane
        }
        if let transaction { return try transaction.tryEnter(access) }
        return try database.driver.tryLease(access)
    }

    @usableFromInline
    func enter(_ statement: Statement) async throws -> any StatementConnection {
        let access: Access = statement.isWrite ? .write : .read
        if let lane {
            try transaction?.requireUsable(for: access)
            return lane
        }
        if let transaction { return try await transaction.enter(access) }
        return try await database.driver.lease(access)
    }

    @usableFromInline
    func leave(_ connection: any StatementConnection) {
        if lane != nil { return }
        if let transaction { transaction.leave() } else { connection.giveBack() }
    }

    @usableFromInline
    func noRow(_ statement: Statement) -> DatabaseError {
        DatabaseError(.other, "the statement returned no row", table: statement.table, sql: statement.sql(dialect))
    }

    @usableFromInline
    func failed(_ error: any Error, _ statement: Statement) -> any Error {
        transaction?.fail(error)
        guard var error = error as? DatabaseError, error.sql == nil else { return error }
        error.sql = statement.sql(dialect)
        return error
    }
}
