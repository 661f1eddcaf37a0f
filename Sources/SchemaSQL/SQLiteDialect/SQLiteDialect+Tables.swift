import ExactText
import SchemaKit

extension SQLiteDialect {
    public func keyWords(_ column: Column, isPrimaryKey: Bool, keyName: String?) -> [String] {
        (isPrimaryKey ? [constraintName(keyName) + "PRIMARY KEY"] : [])
            + (column.isAutoIncrement ? ["AUTOINCREMENT"] : [])
    }

    public func storage(of generated: GeneratedColumn) -> String { generated.isStored ? "STORED" : "VIRTUAL" }

    /// SQLite takes no table's name before the columns of an expression that computes one, and leaves that before those of a
    /// check as it is when a table gets another name, as one that is rebuilt does.
    public func definable(_ table: Table) -> Table { table.withoutOwnQualifier }

    /// None: only an index has a name that can be found.
    public func uniqueConstraints(_ table: Table) -> [Unique] { [] }

    public func uniqueStatements(_ table: Table) -> [String] {
        table.uniques.map { createIndex(for: $0, on: table) }
    }

    /// NULLs come first in ascending order by themselves.
    public func sortOrder(isDescending: Bool, isNullable: Bool) -> String { isDescending ? " DESC" : "" }

    public func tableOptions(_ table: Table) -> String {
        var options: [String] = []
        if table.sqlite.isStrict { options.append("STRICT") }
        if table.sqlite.isWithoutRowID { options.append("WITHOUT ROWID") }
        return options.isEmpty ? "" : " " + options.joined(separator: ", ")
    }

    /// SQLite keeps the text of a definition, so a comment in it is a comment in the database.
    public func commentLines(_ comment: String?) -> [String] {
        (comment ?? "").lines.filter { !$0.isEmpty }.map { "-- " + $0 }
    }

    public func createComments(_ kind: String, _ name: String, _ comment: String?, _ columns: [Column]) -> [String] {
        []
    }

    /// None: SQLite does not mind if what a key refers to does not exist yet.
    public func postponedKeys(_ order: ReferenceOrder) -> [(table: Table, key: ForeignKey)] { [] }
}

extension Table {
    /// The table without its name before its columns, in the expressions that are parts of its definition.
    fileprivate var withoutOwnQualifier: Table {
        var table = self
        for position in columns.indices {
            guard let generated = columns[position].generated else { continue }
            table.columns[position].generated?.expression = generated.expression.withoutQualifier(name)
        }
        for position in checks.indices {
            table.checks[position].condition = checks[position].condition.withoutQualifier(name)
        }
        return table
    }
}
