/// The rows of a view, to read.
public struct ViewRepository<Model: RowModel>: RowSource {
    public let session: Session

    @inlinable
    public init(_ session: Session) {
        self.session = session
    }
}
