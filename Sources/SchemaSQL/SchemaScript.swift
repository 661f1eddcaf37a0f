import SchemaKit

extension Dialect {
    /// The statements that make an empty database one of this schema, in an order that works.
    public func createStatements(_ schema: Schema) -> [String] {
        inOrderOfReference(schema.tables).flatMap { [createTable($0)] + createIndexes($0) + createComments($0) }
    }

    /// The statements that take everything in the schema away again, rows included.
    public func dropStatements(_ schema: Schema) -> [String] {
        inOrderOfReference(schema.tables).reversed().map { "DROP TABLE \(quote($0.name))" }
    }

    /// Statements as a text to read and to run: each ends with a semicolon, and a blank line sets off each table.
    public func script(_ statements: [String]) -> String {
        var text = ""
        for statement in statements {
            if !text.isEmpty, statement.hasPrefix("CREATE TABLE") { text += "\n" }
            text += statement + ";\n"
        }
        return text
    }

    /// The tables so that each comes after those it refers to, else in the order of the schema. Tables that refer to
    /// one another in a circle stay in that order.
    private func inOrderOfReference(_ tables: [Table]) -> [Table] {
        var placed: Set<String> = []
        var ordered: [Table] = []
        var waiting = tables
        while !waiting.isEmpty {
            let ready = waiting.firstIndex { table in
                table.foreignKeys.allSatisfy { key in
                    key.referencedTable == table.name || placed.contains(key.referencedTable)
                }
            }
            let table = waiting.remove(at: ready ?? 0)
            placed.insert(table.name)
            ordered.append(table)
        }
        return ordered
    }
}
