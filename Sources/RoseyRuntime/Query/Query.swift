/// The rows of a table that satisfy a condition, in an order, from an offset up to a limit.
///
/// A query is a value; nothing runs until ``fetchAll()`` or one of its relatives.
public struct Query<Model: RowModel>: Sendable {
    @usableFromInline let session: Session
    private var condition: Predicate?
    private var orderings: [Ordering] = []
    private var limit: Int?
    private var offset: Int?
    private var lock: RowLock?

    private enum RowLock {
        case waiting, skipping
    }

    @usableFromInline
    init(_ session: Session) {
        self.session = session
    }

    /// The rows that satisfy this condition as well.
    public func `where`(_ condition: (Model.Columns) -> Predicate) -> Query {
        var query = self
        let condition = condition(Model.columns(for: session.dialect))
        query.condition = query.condition.map { $0 && condition } ?? condition
        return query
    }

    /// Sorts the rows; where an earlier `order` left rows equal, by this.
    public func order(_ ordering: (Model.Columns) -> Ordering) -> Query {
        order { [ordering($0)] }
    }

    /// Sorts the rows by the first, where that leaves rows equal by the second, and so on.
    public func order(_ orderings: (Model.Columns) -> [Ordering]) -> Query {
        var query = self
        query.orderings += orderings(Model.columns(for: session.dialect))
        return query
    }

    /// At most this many rows; none for a negative number.
    public func limit(_ count: Int) -> Query {
        var query = self
        query.limit = Swift.max(0, count)
        return query
    }

    /// Leaves out this many rows at the start.
    public func offset(_ count: Int) -> Query {
        var query = self
        query.offset = Swift.max(0, count)
        return query
    }

    /// Keeps others from changing the rows, and from locking them, until the transaction ends: for a queue with several
    /// workers, each of which takes what no other has.
    ///
    /// ```swift
    /// try await db.transaction { tx in
    ///     guard let job = try await tx.jobs.order { $0.id.ascending }.forUpdate(skippingLocked: true).first() else { return }
    ///     …
    /// }
    /// ```
    ///
    /// It is `FOR UPDATE` of PostgreSQL, and with `skippingLocked` `FOR UPDATE SKIP LOCKED`. On SQLite a transaction that
    /// writes is the only one, so it has all rows to itself and there is nothing to skip: others wait until it ends.
    ///
    /// Fetching throws ``DatabaseError/Code/misuse`` outside a transaction, which would end at once, and
    /// ``DatabaseError/Code/readOnly`` in one that only reads.
    ///
    /// - Parameter skippingLocked: leave out rows that others have locked, instead of waiting for them.
    public func forUpdate(skippingLocked: Bool = false) -> Query {
        var query = self
        query.lock = skippingLocked ? .skipping : .waiting
        return query
    }

    /// - Throws: ``DatabaseError``
    @inlinable
    public func fetchAll() async throws -> [Model] {
        let select = select(Model.columnList)
        return try await session.fetchAll(select.statement, select.bind, Model.init(row:))
    }

    /// The first row, if there is one.
    ///
    /// - Throws: ``DatabaseError``
    @inlinable
    public func first() async throws -> Model? {
        let select = limitedToFirst().select(Model.columnList)
        return try await session.fetchFirst(select.statement, select.bind, Model.init(row:))
    }

    /// The rows one by one, in constant memory.
    @inlinable
    public func stream() -> RowStream<Model> {
        let select = select(Model.columnList)
        return session.stream(select.statement, select.bind, Model.init(row:))
    }

    /// How many rows there are.
    ///
    /// - Throws: ``DatabaseError``
    public func count() async throws -> Int {
        let select: BoundStatement
        if limit == nil, offset == nil {
            select = unordered().select("count(*)")
        } else {
            var inner = self.fragment(of: "1")
            inner.sql = "SELECT count(*) FROM (\(inner.sql)) AS rows"
            select = BoundStatement(inner, .read, table: Model.tableName)
        }
        return try await session.fetchFirst(select.statement, select.bind) { Int(try $0.int64(0)) } ?? 0
    }

    /// Whether there is a row.
    ///
    /// - Throws: ``DatabaseError``
    public func isEmpty() async throws -> Bool {
        let select = limitedToFirst().select("1")
        return try await session.fetchFirst(select.statement, select.bind) { _ in true } == nil
    }

}

extension Query where Model: TableModel {
    /// Removes the rows, and returns how many there were.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/misuse`` where the query has an order, a limit or an offset.
    @discardableResult
    public func delete() async throws -> Int {
        try requireWholeSet("delete")
        var delete = SQLPieces("DELETE FROM ", Model.tableIdentifier)
        appendCondition(to: &delete)
        let statement = BoundStatement(delete.fragment, .bulkWrite, table: Model.tableName)
        return try await session.execute(statement.statement, statement.bind).affectedRows
    }

    /// Changes the rows as the closure says, and returns how many there were. A closure that assigns nothing changes
    /// nothing.
    ///
    /// ```swift
    /// try await db.userStats.where { $0.username == name }.update { $0.totalChatLines += 1 }
    /// ```
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/misuse`` where the query has an order, a limit or an offset.
    @discardableResult
    public func update(
        isolation: isolated (any Actor)? = #isolation, _ change: (inout Model.Changes) throws -> Void
    ) async throws -> Int {
        // The closure runs where it was written, so it need not be safe to send.
        try await apply(changes(change))
    }

    /// What the closure assigns.
    public func changes(_ change: (inout Model.Changes) throws -> Void) rethrows -> Model.Changes {
        var changes = Model.Changes(Assignments(session.dialect))
        try change(&changes)
        return changes
    }

    /// Changes the rows as an update's closure has said, and returns how many there were.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/misuse`` where the query has an order, a limit or an offset.
    @discardableResult
    public func apply(_ changes: Model.Changes) async throws -> Int {
        try requireWholeSet("update")
        guard var update = changes._assignments.update(Model.tableIdentifier) else { return 0 }
        appendCondition(to: &update)
        let statement = BoundStatement(update.fragment, .bulkWrite, table: Model.tableName)
        return try await session.execute(statement.statement, statement.bind).affectedRows
    }
}

extension Query {
    @usableFromInline
    func select(_ columns: String) -> BoundStatement {
        locking(fragment(of: columns))
    }

    func select(_ columns: SQLFragment) -> BoundStatement {
        var fragment = fragment(of: columns.sql)
        fragment.values = columns.values + fragment.values
        return locking(fragment)
    }

    /// With the lock that is asked for, if one is.
    private func locking(_ fragment: SQLFragment) -> BoundStatement {
        guard let lock else { return BoundStatement(fragment, .read, table: Model.tableName) }
        var fragment = fragment
        if session.dialect == .postgresql {
            fragment.sql += lock == .skipping ? " FOR UPDATE SKIP LOCKED" : " FOR UPDATE"
        }
        if session.source.transaction == nil {
            let mistake = DatabaseError(
                .misuse, "rows are locked until the transaction ends, and there is none; use db.transaction { … }",
                table: Model.tableName)
            fragment.values.append(.refused(mistake))
        }
        // A lock is a write: one that only reads must not take it.
        return BoundStatement(fragment, .bulkWrite, table: Model.tableName)
    }

    @usableFromInline
    func limitedToFirst() -> Query {
        limit(Swift.min(limit ?? 1, 1))
    }

    /// For what does not depend on the order, such as a count.
    func unordered() -> Query {
        var query = self
        query.orderings = []
        return query
    }

    /// Whether all rows that satisfy the condition are meant.
    var isWholeSet: Bool { limit == nil && offset == nil }

    /// Up to here a limit is part of PostgreSQL's statement. For one that it does not know beforehand the server takes a tenth
    /// of the table and so plans each time anew, which takes longer than to find ten rows by an index
    /// (`custom_plans` in `pg_prepared_statements`). Larger ones are values: of each other number there would be another
    /// statement.
    private static var longestPage: Int { 100 }

    /// The query as a `SELECT` of these columns.
    func fragment(of columns: String) -> SQLFragment {
        var select = SQLPieces("SELECT ", columns, " FROM ", Model.tableIdentifier)
        appendCondition(to: &select)
        for (number, ordering) in orderings.enumerated() {
            select.append(number == 0 ? " ORDER BY " : ", ")
            select.append(ordering.expression)
            select.append(ordering.direction)
        }
        // SQLite has no OFFSET without a LIMIT.
        if let limit, limit <= Self.longestPage, session.dialect == .postgresql {
            select.append(" LIMIT \(limit)")
        } else if limit != nil || offset != nil {
            select.append(" LIMIT ?")
            select.append([.integer(Int64(limit ?? .max))])
        }
        if let offset {
            select.append(" OFFSET ?")
            select.append([.integer(Int64(offset))])
        }
        return select.fragment
    }

    private func appendCondition(to statement: inout SQLPieces) {
        guard let condition else { return }
        statement.append(" WHERE ")
        statement.append(condition.fragment)
    }

    private func requireWholeSet(_ verb: String) throws {
        guard isWholeSet, orderings.isEmpty else {
            throw DatabaseError(
                .misuse,
                "\(verb) works on all rows that satisfy the condition: leave out order, limit and offset, "
                    + "or fetch the keys first and name them with isIn(_:)",
                table: Model.tableName)
        }
    }
}

/// A statement together with its values.
@usableFromInline
struct BoundStatement: Sendable {
    @usableFromInline let statement: Statement
    @usableFromInline let values: [SQLValue]

    init(_ fragment: SQLFragment, _ effect: Statement.Effect, table: String) {
        statement = Statement(fragment.sql, effect, table: table)
        values = fragment.values
    }

    @usableFromInline
    @Sendable
    func bind(_ parameters: inout Parameters) throws {
        // What SQLite takes unless it was built to take more, and PostgreSQL at most twice as many.
        if values.count > 32_766 {
            throw DatabaseError(.syntax, "too many values for one statement: \(values.count), over 32,766")
        }
        for (number, value) in values.enumerated() {
            try parameters.bind(value, at: Int32(number + 1))
        }
    }
}
