import SchemaKit

extension SQLDialect {
    /// The `CREATE TABLE` of a table, without its indexes.
    ///
    /// - Parameters:
    ///   - postponed: the names of foreign keys to be left out, because what they refer to does not exist yet.
    ///   - name: what it is called at first, if not by its name.
    public func createTable(_ table: Table, without postponed: Set<String> = [], as name: String? = nil) -> String {
        let table = definable(table)
        var parts: [(comment: String?, definition: String)] = []
        let key = table.primaryKey?.columns ?? []
        for column in table.columns {
            let isPrimaryKey = key == [column.name]
            let definition = columnDefinition(column, isPrimaryKey: isPrimaryKey, keyName: table.primaryKey?.name)
            parts.append((column.comment, definition))
        }
        if key.count > 1 { parts.append((nil, primaryKeyConstraint(table, key))) }
        for foreignKey in table.foreignKeys where !postponed.contains(foreignKey.name) {
            parts.append((nil, foreignKeyDefinition(foreignKey)))
        }
        if table.isSingleton, let column = key.first {
            parts.append((nil, singletonConstraint(table.name, column)))
        }
        for check in table.checks {
            parts.append((nil, constraint(check)))
        }
        for unique in uniqueConstraints(table) {
            parts.append((nil, constraint(unique)))
        }

        var lines = commentLines(table.comment)
        for (number, part) in parts.enumerated() {
            lines += commentLines(part.comment)
            lines.append(part.definition + (number < parts.count - 1 ? "," : ""))
        }
        let body = lines.map { "    " + $0 + "\n" }.joined()
        return "CREATE TABLE \(quote(name ?? table.name)) (\n\(body))" + tableOptions(table)
    }

    /// The indexes of a table, and the unique constraints that are not part of it.
    public func createIndexes(_ table: Table) -> [String] {
        uniqueStatements(table) + table.indexes.map { createIndex($0, on: table) }
    }

    /// The unique index that stands for a unique constraint.
    public func createIndex(
        for unique: Unique, on table: Table, isConcurrent: Bool = false, as name: String? = nil
    ) -> String {
        "CREATE UNIQUE INDEX \(isConcurrent ? "CONCURRENTLY " : "")\(quote(name ?? unique.name)) "
            + "ON \(quote(table.name)) (\(quote(unique.columns)))" + whereClause(unique.predicate)
    }

    /// - Parameters:
    ///   - isConcurrent: others may write meanwhile. Only PostgreSQL can do that, and not in a transaction.
    ///   - name: what it is called at first, if not by its name.
    public func createIndex(
        _ index: Index, on table: Table, isConcurrent: Bool = false, as name: String? = nil
    ) -> String {
        let terms = index.terms.map { term in
            switch term.key {
            case .column(let name):
                let isNullable = table.columns.contains { $0.name == name && $0.isNullable }
                return quote(name) + sortOrder(isDescending: term.isDescending, isNullable: isNullable)
            case .expression(let expression):
                return "(\(pick(expression)))" + sortOrder(isDescending: term.isDescending, isNullable: false)
            }
        }
        return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(isConcurrent ? "CONCURRENTLY " : "")"
            + "\(quote(name ?? index.name)) ON \(quote(table.name)) (\(terms.joined(separator: ", ")))"
            + whereClause(index.predicate)
    }

    func constraint(_ unique: Unique) -> String {
        "CONSTRAINT \(quote(unique.name)) UNIQUE (\(quote(unique.columns)))"
    }

    /// The primary key with the name that the schema gives it.
    public func primaryKeyConstraint(_ table: Table, _ columns: [String]) -> String {
        constraintName(table.primaryKey?.name) + "PRIMARY KEY (\(quote(columns)))"
    }

    func constraintName(_ name: String?) -> String { name.map { "CONSTRAINT \(quote($0)) " } ?? "" }

    public func constraint(_ check: Check) -> String {
        "CONSTRAINT \(quote(check.name)) CHECK (\(pick(check.condition)))"
    }

    /// The check by which a table has no row but one.
    public func singletonConstraint(_ table: String, _ key: String) -> String {
        "CONSTRAINT \(quote(table + "_singleton")) CHECK (\(quote(key)) = 1)"
    }

    /// `COMMENT ON` for the table and its columns, on the database that has it.
    public func createComments(_ table: Table) -> [String] {
        createComments("TABLE", table.name, table.comment, table.columns)
    }

    public func foreignKeyDefinition(_ key: ForeignKey) -> String {
        var text = "CONSTRAINT \(quote(key.name)) FOREIGN KEY (\(quote(key.columns))) "
        text += "REFERENCES \(quote(key.referencedTable)) (\(quote(key.referencedColumns)))"
        if key.onDelete != .noAction { text += " ON DELETE \(key.onDelete.rawValue.uppercased())" }
        if key.onUpdate != .noAction { text += " ON UPDATE \(key.onUpdate.rawValue.uppercased())" }
        return text
    }
}
