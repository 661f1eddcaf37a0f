/// What an update sets a column to.
@usableFromInline
enum SQLTerm: Sendable {
    /// The value that a column had before.
    case column(SQLWord)
    case value(SQLValue)
    /// A column's value before, an operator and a value, as most of what the database computes: no array is needed for it.
    case computed(column: SQLWord, operation: SQLWord, SQLValue)
    /// What else the database computes.
    case expression(SQLFragment)

    func append(to fragment: inout SQLFragment) {
        switch self {
        case .column(let column): fragment.append(column)
        case .value(let value): fragment.append(value)
        case .computed(let column, let operation, let value):
            fragment.append("(")
            fragment.append(column)
            fragment.append(operation)
            fragment.append(value)
            fragment.append(")")
        case .expression(let expression): fragment.append(expression)
        }
    }
}
