/// One column, or value, to sort rows by. NULLs come first in ascending order and last in descending, on every database.
public struct Ordering: Sendable {
    let fragment: SQLFragment

    fileprivate init(_ expression: some SQLExpression, isDescending: Bool) {
        var fragment = expression.fragment
        fragment.sql += isDescending ? " DESC" : " ASC"
        // SQLite orders NULLs like this by itself; PostgreSQL takes them for the greatest values.
        if expression.dialect == .postgresql { fragment.sql += isDescending ? " NULLS LAST" : " NULLS FIRST" }
        self.fragment = fragment
    }
}

extension SQLExpression {
    /// From the smallest value to the greatest.
    public var ascending: Ordering { Ordering(self, isDescending: false) }
    /// From the greatest value to the smallest.
    public var descending: Ordering { Ordering(self, isDescending: true) }
}
