/// The rows of a table, to find, insert, change and delete.
///
/// What depends on the table's key and columns (`find`, `insert`, `upsert`, …) is in extensions that generated code adds.
public struct Repository<Model: TableModel>: RowSource {
    public let session: Session

    @inlinable
    public init(_ session: Session) {
        self.session = session
    }

    /// What the closure of an update assigns.
    @inlinable
    public func changes(_ change: (inout Model.Changes) throws -> Void) rethrows -> Model.Changes {
        var changes = Model.Changes(Assignments(session.dialect))
        try change(&changes)
        return changes
    }

    /// Changes the row with a key as an update's closure has said, and returns whether there was one.
    ///
    /// - Parameters:
    ///   - condition: that columns equal the key, from generated code: `"id" = ?`.
    ///   - key: the value of the first of the columns.
    ///   - more: those of the others.
    /// - Throws: ``DatabaseError``
    @inlinable
    public nonisolated(nonsending) func apply(
        _ changes: Model.Changes, where condition: SQLWord, _ key: SQLValue, _ more: SQLValue...
    ) async throws -> Bool {
        guard var update = changes._assignments.update(Model.tableIdentifier) else { return false }
        update.append(" WHERE ")
        update.append(condition)
        // Most keys are one column, and an empty array is none to be made.
        update.values.append(key)
        if !more.isEmpty { update.values += more }
        return try await session.executeWrite(update, table: Model.tableName) > 0
    }
}
