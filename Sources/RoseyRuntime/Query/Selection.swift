/// Some columns of a query's rows, as a tuple each.
public struct Selection<Model: RowModel, Element: Sendable>: Sendable {
    @usableFromInline let query: Query<Model>
    @usableFromInline let columns: SQLFragment
    @usableFromInline let decode: @Sendable (borrowing Row) throws -> Element

    @usableFromInline
    init(
        _ query: Query<Model>, _ columns: SQLFragment, _ decode: @escaping @Sendable (borrowing Row) throws -> Element
    ) {
        self.query = query
        self.columns = columns
        self.decode = decode
    }

    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func fetchAll() async throws -> [Element] {
        let select = query.select(columns)
        return try await query.session.fetchAll(select.statement, select.bind, decode)
    }

    /// The first row, if there is one.
    ///
    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func first() async throws -> Element? {
        let select = query.limitedToFirst().select(columns)
        return try await query.session.fetchFirst(select.statement, select.bind, decode)
    }

    /// The rows one by one, in constant memory.
    public func stream() -> RowStream<Element> {
        let select = query.select(columns)
        return query.session.stream(select.statement, select.bind, decode)
    }
}

extension Query {
    /// Only some columns: `.select { ($0.username, $0.totalChatLines) }` gives `(String, Int)` for each row.
    public func select<each E: SQLExpression>(
        _ columns: (Model.Columns) -> (repeat each E)
    ) -> Selection<Model, (repeat (each E).Value)> {
        let expressions = columns(Model.columns(for: session.dialect))
        var list = SQLFragment(capacity: 8)
        for expression in repeat each expressions {
            if !list.words.isEmpty { list.append(", ") }
            expression.append(to: &list)
        }
        return Selection(self, list) { row in
            var index: Int32 = -1
            return (repeat try (each E).decode(row, Self.next(&index)))
        }
    }

    private static func next(_ index: inout Int32) -> Int32 {
        index += 1
        return index
    }
}
