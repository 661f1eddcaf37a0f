/// The rows of a table, to find, insert, change and delete.
///
/// What depends on the table's key and columns (`find`, `insert`, `upsert`, …) is in extensions that generated code adds.
public struct Repository<Model: TableModel>: RowSource {
    public let session: Session

    @inlinable
    public init(_ session: Session) {
        self.session = session
    }
}
