import ExactText
import SchemaKit

/// The names of constraints that have none of their own.
enum ConstraintName {
    /// The name that PostgreSQL gives: in more than 63 bytes the longer one of table and columns is cut, as it does it.
    static func derived(_ table: String, _ columns: String, _ ending: String) -> String {
        let room = 63 - ending.utf8.count - (columns.isEmpty ? 1 : 2)
        var (first, second) = (table.utf8.count, columns.utf8.count)
        while first + second > room {
            if first > second { first -= 1 } else { second -= 1 }
        }
        return [table.cut(to: first), columns.cut(to: second), ending].filter { !$0.isEmpty }.joined(separator: "_")
    }
}
