/// What PostgreSQL takes many rows at once by, instead of a statement for each.
@usableFromInline
enum ManyRows: Sendable {
    /// `COPY … FROM STDIN (FORMAT binary)`, of all rows.
    case copy(String)
    /// An upsert of some at a time.
    case joined(JoinedUpsert)
}

/// An upsert that is given an array for each column, and so many rows at once. To begin a statement and to end it costs the
/// server as much as to store a row.
///
/// A statement of PostgreSQL's cannot upsert a row twice, so rows with the same key have to be in different ones. Generated code
/// has one where equal keys are equal bytes.
public struct JoinedUpsert: Sendable {
    let statement: Statement
    /// The places of the columns that say which row it is, from 0.
    let keys: [Int]

    public init(_ block: StatementBlock, _ number: Int, table: String, keys: [Int], _ postgresql: SQLWord) {
        statement = Statement(block, number, .write, table: table, postgresql)
        self.keys = keys
    }
}
