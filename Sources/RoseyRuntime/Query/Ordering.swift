/// One column, or value, to sort rows by. NULLs come first in ascending order and last in descending, on every database.
public struct Ordering: Sendable {
    let expression: SQLFragment
    let direction: String

    fileprivate init(_ expression: some SQLExpression, isDescending: Bool) {
        self.expression = expression.fragment
        // SQLite orders NULLs like this by itself; PostgreSQL takes them for the greatest values.
        direction =
            switch (expression.dialect, isDescending) {
            case (.sqlite, false): " ASC"
            case (.sqlite, true): " DESC"
            case (.postgresql, false): " ASC NULLS FIRST"
            case (.postgresql, true): " DESC NULLS LAST"
            }
    }
}

extension SQLExpression {
    /// From the smallest value to the greatest.
    public var ascending: Ordering { Ordering(self, isDescending: false) }
    /// From the greatest value to the smallest.
    public var descending: Ordering { Ordering(self, isDescending: true) }
}
