import ExactText
import SchemaKit

extension Dialect {
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
        if self == .postgresql {
            // A named constraint, so that errors give its name. On SQLite an index has the name (see `createIndexes`).
            for unique in table.uniques where unique.predicate == nil && !isRepeated(unique, in: table) {
                parts.append((nil, constraint(unique)))
            }
        }

        // SQLite keeps the text of a table, so a comment in it is a comment in the database.
        var lines: [String] = self == .sqlite ? commentLines(table.comment) : []
        for (number, part) in parts.enumerated() {
            if self == .sqlite { lines += commentLines(part.comment) }
            lines.append(part.definition + (number < parts.count - 1 ? "," : ""))
        }
        let body = lines.map { "    " + $0 + "\n" }.joined()
        return "CREATE TABLE \(quote(name ?? table.name)) (\n\(body))" + tableOptions(table)
    }

    /// The table as its definition can be written. SQLite takes no table's name before the columns of an expression that
    /// computes one, and leaves that before those of a check as it is when a table gets another name, as one that is rebuilt
    /// does.
    public func definable(_ table: Table) -> Table {
        switch self {
        case .sqlite: table.withoutOwnQualifier
        case .postgresql: table
        }
    }

    /// The indexes of a table, and on SQLite its unique constraints, which carry their name only as an index.
    public func createIndexes(_ table: Table) -> [String] {
        table.uniques.filter { self == .sqlite || $0.predicate != nil }.map { createIndex(for: $0, on: table) }
            + table.uniques.filter { self == .postgresql && isRepeated($0, in: table) }.map {
                "ALTER TABLE \(quote(table.name)) ADD \(constraint($0))"
            } + table.indexes.map { createIndex($0, on: table) }
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
                return quote(name) + direction(isDescending: term.isDescending, isNullable: isNullable)
            case .expression(let expression):
                return "(\(pick(expression)))" + direction(isDescending: term.isDescending, isNullable: false)
            }
        }
        return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(isConcurrent ? "CONCURRENTLY " : "")"
            + "\(quote(name ?? index.name)) ON \(quote(table.name)) (\(terms.joined(separator: ", ")))"
            + whereClause(index.predicate)
    }

    /// Whether PostgreSQL would leave the constraint out of a new table, since another one says the same.
    private func isRepeated(_ unique: Unique, in table: Table) -> Bool {
        if unique.predicate != nil { return false }
        if table.primaryKey?.columns == unique.columns { return true }
        return table.uniques.first { $0.predicate == nil && $0.columns == unique.columns }?.name != unique.name
    }

    private func constraint(_ unique: Unique) -> String {
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

    /// How an index sorts. Queries have NULLs first in ascending order, on both databases, and PostgreSQL uses an index for
    /// the order only if it has them where the query wants them.
    private func direction(isDescending: Bool, isNullable: Bool) -> String {
        let direction = isDescending ? " DESC" : ""
        guard self == .postgresql, isNullable else { return direction }
        return direction + (isDescending ? " NULLS LAST" : " NULLS FIRST")
    }

    /// `COMMENT ON` for the table and its columns, on the database that has it.
    public func createComments(_ table: Table) -> [String] {
        createComments("TABLE", table.name, table.comment, table.columns)
    }

    func createComments(_ kind: String, _ name: String, _ comment: String?, _ columns: [Column]) -> [String] {
        guard self == .postgresql else { return [] }
        var statements: [String] = []
        if let comment { statements.append("COMMENT ON \(kind) \(quote(name)) IS \(literal(.text(comment)))") }
        for column in columns {
            guard let comment = column.comment else { continue }
            statements.append("COMMENT ON COLUMN \(quote(name)).\(quote(column.name)) IS \(literal(.text(comment)))")
        }
        return statements
    }

    public func foreignKeyDefinition(_ key: ForeignKey) -> String {
        var text = "CONSTRAINT \(quote(key.name)) FOREIGN KEY (\(quote(key.columns))) "
        text += "REFERENCES \(quote(key.referencedTable)) (\(quote(key.referencedColumns)))"
        if key.onDelete != .noAction { text += " ON DELETE \(key.onDelete.rawValue.uppercased())" }
        if key.onUpdate != .noAction { text += " ON UPDATE \(key.onUpdate.rawValue.uppercased())" }
        return text
    }

    private func tableOptions(_ table: Table) -> String {
        guard self == .sqlite else { return "" }
        var options: [String] = []
        if table.sqlite.isStrict { options.append("STRICT") }
        if table.sqlite.isWithoutRowID { options.append("WITHOUT ROWID") }
        return options.isEmpty ? "" : " " + options.joined(separator: ", ")
    }

    func whereClause(_ predicate: DialectText?) -> String {
        predicate.map { " WHERE \(pick($0))" } ?? ""
    }

    func commentLines(_ comment: String?) -> [String] {
        (comment ?? "").lines.filter { !$0.isEmpty }.map { "-- " + $0 }
    }
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
