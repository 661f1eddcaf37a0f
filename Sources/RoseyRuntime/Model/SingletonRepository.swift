/// The one row of a table that has exactly one, with the key 1.
///
/// What depends on the table's columns (`insert`, `put`) is in extensions that generated code adds.
public struct SingletonRepository<Model: TableModel>: Sendable {
    public let session: Session

    @inlinable
    public init(_ session: Session) {
        self.session = session
    }

    /// The row, or `nil` as long as it has not been inserted.
    ///
    /// - Throws: ``DatabaseError``
    @inlinable
    public nonisolated(nonsending) func get() async throws -> Model? {
        try await Query<Model>(session).first()
    }

    /// The row, if it satisfies a condition: `db.marks.where { $0.users < 5 }.update { $0.users = 5 }` lets the database
    /// decide, whatever others do at the same moment.
    public func `where`(_ condition: (Model.Columns) -> Predicate) -> Query<Model> {
        Query<Model>(session).where(condition)
    }

    /// Changes the row as the closure says, and returns whether there was one.
    ///
    /// - Throws: ``DatabaseError``
    @discardableResult
    public nonisolated(nonsending) func update(_ change: (inout Model.Changes) throws -> Void) async throws -> Bool {
        let row = Query<Model>(session)
        return try await row.apply(row.changes(change)) > 0
    }
}
