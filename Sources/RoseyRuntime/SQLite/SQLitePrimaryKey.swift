import CSQLite
import ExactText

/// What the primary key of a table is called.
enum SQLitePrimaryKey {
    /// The name in the table's definition, or what PostgreSQL would call it: SQLite reports none.
    static func name(of table: String, in db: OpaquePointer) -> ConstraintName {
        let definition = db.texts("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", table).first?[0]
        return ConstraintName(definition.flatMap(name) ?? table.cut(to: longestName - suffix.utf8.count) + suffix)
    }

    private static let longestName = 63
    private static let suffix = "_pkey"

    private static func name(in definition: String) -> String? {
        for part in ScriptCommand(definition, .sqlite).tokens.inParentheses.splitAtCommas() {
            var rest = part
            var name: String?
            while let token = rest.popFirst() {
                switch token.word {
                case "constraint": name = rest.takeName()
                case "primary": return name
                // The name before another constraint of the column is that one's.
                case "check", "unique", "not", "default", "collate", "references", "foreign", "generated", "as":
                    name = nil
                default: break
                }
            }
        }
        return nil
    }
}
