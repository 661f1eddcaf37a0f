/// The rows of a table that satisfy a condition, in an order, from an offset up to a limit.
///
/// A query is a value; nothing runs until ``fetchAll()`` or one of its relatives.
public struct Query<Model: RowModel>: Sendable {
    @usableFromInline let session: Session
    @usableFromInline var condition: Predicate?
    /// What rows are sorted by, in SQL; no words where nothing is asked for.
    @usableFromInline var order = SQLFragment()
    @usableFromInline var limit: Int?
    @usableFromInline var offset: Int?
    @usableFromInline var lock: RowLock?

    @usableFromInline
    enum RowLock: Sendable {
        case waiting, skipping
    }

    @usableFromInline
    init(_ session: Session) {
        self.session = session
    }

    /// The rows that satisfy this condition as well.
    @inlinable
    public func `where`(_ condition: (Model.Columns) -> Predicate) -> Query {
        var query = self
        let condition = condition(Model.columns(for: query.session.dialect))
        query.condition = query.condition.map { $0 && condition } ?? condition
        return query
    }

    /// Sorts the rows; where an earlier `order` left rows equal, by this.
    @inlinable
    public func order(_ ordering: (Model.Columns) -> Ordering) -> Query {
        var query = self
        query.append(ordering(Model.columns(for: query.session.dialect)))
        return query
    }

    /// Sorts the rows by the first, where that leaves rows equal by the second, and so on.
    @inlinable
    public func order(_ orderings: (Model.Columns) -> [Ordering]) -> Query {
        var query = self
        for ordering in orderings(Model.columns(for: query.session.dialect)) { query.append(ordering) }
        return query
    }

    @usableFromInline
    mutating func append(_ ordering: Ordering) {
        guard !order.words.isEmpty else { return order = ordering.fragment }
        order.append(", ")
        order.append(ordering.fragment)
    }

    /// At most this many rows; none for a negative number.
    @inlinable
    public func limit(_ count: Int) -> Query {
        var query = self
        query.limit = Swift.max(0, count)
        return query
    }

    /// Leaves out this many rows at the start.
    @inlinable
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
    public nonisolated(nonsending) func fetchAll() async throws -> [Model] {
        let select = select(Model.columnList)
        return try await session.fetchAll(select.statement, select.bind, Model.init(row:))
    }

    /// The first row, if there is one.
    ///
    /// - Throws: ``DatabaseError``
    @inlinable
    public nonisolated(nonsending) func first() async throws -> Model? {
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
    public nonisolated(nonsending) func count() async throws -> Int {
        let select: BoundStatement
        if limit == nil, offset == nil {
            select = unordered().select("count(*)")
        } else {
            let count = fragment(of: "1").enclosed("SELECT count(*) FROM (", ") AS rows")
            select = BoundStatement(count, .read, table: Model.tableName)
        }
        return try await session.fetchFirst(select.statement, select.bind) { Int(try $0.int64(0)) } ?? 0
    }

    /// Whether there is a row.
    ///
    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func isEmpty() async throws -> Bool {
        let select = limitedToFirst().select("1")
        return try await session.fetchFirst(select.statement, select.bind) { _ in true } == nil
    }

}

extension Query where Model: TableModel {
    /// Removes the rows, and returns how many there were.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/misuse`` where the query has an order, a limit or an offset.
    @discardableResult
    public nonisolated(nonsending) func delete() async throws -> Int {
        try requireWholeSet("delete")
        var delete = SQLFragment(capacity: 12)
        delete.append("DELETE FROM ")
        delete.append(Model.tableIdentifier)
        appendCondition(to: &delete)
        let statement = BoundStatement(delete, .bulkWrite, table: Model.tableName)
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
    public nonisolated(nonsending) func update(_ change: (inout Model.Changes) throws -> Void) async throws -> Int {
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
    public nonisolated(nonsending) func apply(_ changes: Model.Changes) async throws -> Int {
        try requireWholeSet("update")
        guard var update = changes._assignments.update(Model.tableIdentifier) else { return 0 }
        appendCondition(to: &update)
        let statement = BoundStatement(update, .bulkWrite, table: Model.tableName)
        return try await session.execute(statement.statement, statement.bind).affectedRows
    }
}

extension Query {
    @usableFromInline
    func select(_ columns: SQLWord) -> BoundStatement {
        locking(fragment(of: columns))
    }

    func select(_ columns: SQLFragment) -> BoundStatement {
        locking(fragment(of: columns))
    }

    /// With the lock that is asked for, if one is.
    private func locking(_ fragment: SQLFragment) -> BoundStatement {
        guard let lock else { return BoundStatement(fragment, .read, table: Model.tableName) }
        var fragment = fragment
        switch session.dialect {
        // Whoever writes has the whole database.
        case .sqlite: break
        case .postgresql: fragment.append(lock == .skipping ? " FOR UPDATE SKIP LOCKED" : " FOR UPDATE")
        }
        if session.source.transaction == nil {
            let mistake = DatabaseError(
                .misuse, "rows are locked until their transaction ends, which has to be one of db.transaction { … }",
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
        query.order = SQLFragment()
        return query
    }

    /// Whether all rows that satisfy the condition are meant.
    var isWholeSet: Bool { limit == nil && offset == nil }

    /// Up to here a limit is part of the statement, and not a value. PostgreSQL: for one that it does not know beforehand the server takes a tenth
    /// of the table and so plans each time anew, which takes longer than to find ten rows by an index
    /// (`custom_plans` in `pg_prepared_statements`). Larger ones are values: of each other number there would be another
    /// statement.
    private static var longestPage: PerDialect<Int?> {
        PerDialect(sqlite: nil, postgresql: SQLWord.greatestNumber)
    }

    /// The query as a `SELECT` of these columns.
    func fragment(of columns: SQLWord) -> SQLFragment {
        var select = beginning()
        select.append(columns)
        appendRest(to: &select)
        return select
    }

    /// The query as a `SELECT` of these expressions.
    func fragment(of columns: SQLFragment) -> SQLFragment {
        var select = beginning()
        select.append(columns)
        appendRest(to: &select)
        return select
    }

    private func beginning() -> SQLFragment {
        var select = SQLFragment(capacity: 12 + (condition?.fragment.words.count ?? 0) + order.words.count)
        select.append("SELECT ")
        return select
    }

    private func appendRest(to select: inout SQLFragment) {
        select.append(" FROM ")
        select.append(Model.tableIdentifier)
        appendCondition(to: &select)
        if !order.words.isEmpty {
            select.append(" ORDER BY ")
            select.append(order)
        }
        // SQLite has no OFFSET without a LIMIT.
        if let limit, let longest = Self.longestPage[session.dialect], limit <= longest {
            select.append(" LIMIT ")
            select.append(.number(limit))
        } else if limit != nil || offset != nil {
            select.append(" LIMIT ")
            select.append(.integer(Int64(limit ?? .max)))
        }
        if let offset {
            select.append(" OFFSET ")
            select.append(.integer(Int64(offset)))
        }
    }

    private func appendCondition(to statement: inout SQLFragment) {
        guard let condition else { return }
        statement.append(" WHERE ")
        statement.append(condition.fragment)
    }

    private func requireWholeSet(_ verb: String) throws {
        guard isWholeSet, order.words.isEmpty else {
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
        statement = Statement(fragment.words, effect, table: table)
        values = fragment.values
    }

    /// What SQLite takes unless it was built to take more, and PostgreSQL at most twice as many.
    static var greatestValueCount: Int { 32_766 }

    @usableFromInline
    @Sendable
    func bind(_ parameters: inout Parameters) throws {
        if values.count > Self.greatestValueCount {
            throw DatabaseError(.syntax, "too many values for one statement: \(values.count), over 32,766")
        }
        for (number, value) in values.enumerated() {
            try parameters.bind(value, at: Int32(number + 1))
        }
    }
}
