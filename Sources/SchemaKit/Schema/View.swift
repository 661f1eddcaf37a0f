/// A query with a name and typed columns, read like a table and never written.
public struct View: Hashable, Sendable {
    public var name: String
    public var columns: [Column]
    /// The `SELECT` that the database runs, as one text or one a dialect.
    public var query: DialectText
    public var comment: String?
    public var modelName: String?
    /// The name of the repository on a database, where the one made from `name` is not wanted.
    public var propertyName: String?
    public var origin: Origin

    public init(
        name: String, columns: [Column], query: DialectText, comment: String? = nil, modelName: String? = nil,
        propertyName: String? = nil, origin: Origin = Origin()
    ) {
        self.name = name
        self.columns = columns
        self.query = query
        self.comment = comment
        self.modelName = modelName
        self.propertyName = propertyName
        self.origin = origin
    }
}
