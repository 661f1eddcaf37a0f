/// What an update sets a column to.
enum SQLTerm: Sendable {
    /// The value that a column had before.
    case column(SQLWord)
    case value(SQLValue)
    /// What the database computes.
    case expression(SQLFragment)

    func append(to fragment: inout SQLFragment) {
        switch self {
        case .column(let column): fragment.append(column)
        case .value(let value): fragment.append(value)
        case .expression(let expression): fragment.append(expression)
        }
    }
}
