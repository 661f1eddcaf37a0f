import SchemaKit

extension SQLDialect {
    /// The statements that make an empty database one of this schema, in an order that works.
    public func createStatements(_ schema: Schema) -> [String] {
        let order = ReferenceOrder(schema.tables)
        let postponed = postponedKeys(order)
        var statements = order.tables.flatMap { table in
            let names = postponed.filter { $0.table.name == table.name }.map(\.key.name)
            return [createTable(table, without: Set(names))] + createIndexes(table) + createComments(table)
        }
        statements += postponed.map { "ALTER TABLE \(quote($0.table.name)) ADD \(foreignKeyDefinition($0.key))" }
        statements += schema.views.flatMap { [createView($0)] + createComments($0) }
        return statements
    }

    /// The statements that take everything in the schema away again, rows included.
    public func dropStatements(_ schema: Schema) -> [String] {
        let order = ReferenceOrder(schema.tables)
        return schema.views.reversed().map { "DROP VIEW \(quote($0.name))" }
            + postponedKeys(order).reversed().map {
                "ALTER TABLE \(quote($0.table.name)) DROP CONSTRAINT \(quote($0.key.name))"
            } + order.tables.reversed().map { "DROP TABLE \(quote($0.name))" }
    }

    /// Statements as a text to read and to run: each ends with a semicolon, and a blank line sets off each table.
    public func script(_ statements: [String]) -> String {
        var text = ""
        for statement in statements {
            let isStart = ["CREATE TABLE", "CREATE VIEW"].contains { statement.hasPrefix($0) }
            if !text.isEmpty, isStart { text += "\n" }
            text += statement + ";\n"
        }
        return text
    }
}

/// Tables so that each comes after those it refers to, else in the order of the schema. Tables that refer to one another
/// in a circle stay in that order.
public struct ReferenceOrder {
    public private(set) var tables: [Table] = []
    /// The foreign keys that refer to a table that comes later, or to a unique index of their own table, which does.
    public private(set) var forwardKeys: [(table: Table, key: ForeignKey)] = []

    public init(_ schema: [Table]) {
        // How many references of each table are to one that has no place yet, and whose they are.
        var missing = schema.map { _ in 0 }
        var referring: [String: [Int]] = [:]
        for (position, table) in schema.enumerated() {
            for key in table.foreignKeys where key.referencedTable != table.name {
                missing[position] += 1
                referring[key.referencedTable, default: []].append(position)
            }
        }
        var placed: Set<String> = []
        var isWaiting = schema.map { _ in true }
        // No table before this one is ready.
        var start = 0
        while let position = (start..<schema.count).first(where: { isWaiting[$0] && missing[$0] == 0 })
            ?? isWaiting.firstIndex(of: true)
        {
            start = position
            isWaiting[position] = false
            let table = schema[position]
            placed.insert(table.name)
            for other in referring[table.name] ?? [] {
                missing[other] -= 1
                if isWaiting[other], missing[other] == 0 { start = min(start, other) }
            }
            forwardKeys += table.foreignKeys.filter { key in
                !placed.contains(key.referencedTable)
                    || (key.referencedTable == table.name && !table.hasConstraint(over: key.referencedColumns))
            }.map { (table, $0) }
            tables.append(table)
        }
    }
}

extension Table {
    /// Whether the columns are unique by what `CREATE TABLE` says already.
    fileprivate func hasConstraint(over columns: [String]) -> Bool {
        let keys = [primaryKey?.columns ?? []] + uniques.filter { $0.predicate == nil }.map(\.columns)
        return keys.contains { Set($0) == Set(columns) }
    }
}
