/// A row of a table or of a view as a Swift value. Generated code conforms each model to this.
public protocol RowModel: Sendable {
    /// The columns, to write conditions and orders with.
    associatedtype Columns: Sendable

    static var tableName: String { get }
    /// The name as a quoted identifier.
    static var tableIdentifier: SQLWord { get }
    /// All columns as quoted identifiers, in the order in which `init(row:)` reads them.
    static var columnList: SQLWord { get }
    static func columns(for dialect: Dialect) -> Columns

    /// Reads the columns of ``columnList`` by position.
    init(row: borrowing Row) throws
}

/// A row of a table, which can be changed.
public protocol TableModel: RowModel {
    /// What an update's closure changes.
    associatedtype Changes: RowChanges
}
