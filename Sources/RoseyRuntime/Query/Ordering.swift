/// One column, or value, to sort rows by. NULLs come first in ascending order and last in descending, on every database.
public struct Ordering: Sendable {
    let fragment: SQLFragment

    fileprivate init<E: SQLExpression>(_ expression: E, isDescending: Bool) {
        var fragment = SQLFragment(capacity: 2)
        expression.append(to: &fragment)
        // SQLite orders NULLs like this by itself; PostgreSQL takes them for the greatest values. Where there are none it must
        // not be told, since it would use no index that was not told the same.
        let isTold = PerDialect(sqlite: false, postgresql: E.isNullable)[expression.dialect]
        let direction: SQLWord =
            switch (isDescending, isTold) {
            case (false, false): " ASC"
            case (true, false): " DESC"
            case (false, true): " ASC NULLS FIRST"
            case (true, true): " DESC NULLS LAST"
            }
        fragment.append(direction)
        self.fragment = fragment
    }
}

extension SQLExpression {
    /// From the smallest value to the greatest.
    public var ascending: Ordering { Ordering(self, isDescending: false) }
    /// From the greatest value to the smallest.
    public var descending: Ordering { Ordering(self, isDescending: true) }
}
