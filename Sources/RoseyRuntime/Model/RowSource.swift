/// A table or a view, to be queried.
public protocol RowSource: Sendable {
    associatedtype Model: RowModel
    var session: Session { get }
}

extension RowSource {
    /// All rows, as a query.
    public var all: Query<Model> { Query(session) }

    /// The rows that satisfy a condition.
    public func `where`(_ condition: (Model.Columns) -> Predicate) -> Query<Model> {
        all.where(condition)
    }

    /// All rows, sorted.
    public func order(_ ordering: (Model.Columns) -> Ordering) -> Query<Model> {
        all.order(ordering)
    }

    /// All rows, sorted by the first, where that leaves rows equal by the second, and so on.
    public func order(_ orderings: (Model.Columns) -> [Ordering]) -> Query<Model> {
        all.order(orderings)
    }

    /// At most this many rows.
    public func limit(_ count: Int) -> Query<Model> {
        all.limit(count)
    }

    /// Only some columns of all rows.
    public func select<each E: SQLExpression>(
        _ columns: (Model.Columns) -> (repeat each E)
    ) -> Selection<Model, (repeat (each E).Value)> {
        all.select(columns)
    }

    /// All rows.
    ///
    /// - Throws: ``DatabaseError``
    @inlinable
    public nonisolated(nonsending) func fetchAll() async throws -> [Model] {
        try await all.fetchAll()
    }

    /// How many rows the table has.
    ///
    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func count() async throws -> Int {
        try await all.count()
    }

    /// All rows one by one, in constant memory.
    public func stream() -> RowStream<Model> {
        all.stream()
    }
}
