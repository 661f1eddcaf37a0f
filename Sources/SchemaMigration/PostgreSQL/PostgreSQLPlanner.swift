import SchemaKit
import SchemaSQL

/// Plans a migration for PostgreSQL so that nobody waits long: what has to look at every row of a table runs by itself,
/// under a lock that lets others read and write; the rest only changes what the server knows about the table.
struct PostgreSQLPlanner {
    private let difference: SchemaDifference
    private let dialect = PostgreSQLDialect()

    init(_ difference: SchemaDifference) {
        self.difference = difference
    }

    func statements() -> [PlannedStatement] {
        let tables = difference.tables.map { PostgreSQLTable($0, in: difference) }
        var plan = Requirements.statements(for: difference, dialect)
        let interrupted = interruptedViews(tables)
        plan += (difference.droppedViews + interrupted).map { PlannedStatement("DROP VIEW \(dialect.quote($0.name))") }
        plan += tables.flatMap(\.droppedForeignKeys) + dropTables()
        plan += tables.flatMap(\.droppedConstraints)
        plan += renameTables() + tables.flatMap(\.renames)
        plan += tables.flatMap(\.columns) + tables.flatMap(\.newChecks)
        let order = ReferenceOrder(difference.created)
        for table in order.tables {
            let postponed = order.forwardKeys.filter { $0.table.name == table.name }.map(\.key.name)
            plan.append(PlannedStatement(dialect.createTable(table, without: Set(postponed))))
            plan += (dialect.createIndexes(table) + dialect.createComments(table)).map { PlannedStatement($0) }
        }
        // In the transaction in which they were dropped: nobody misses them, and what hangs on them is put back.
        plan += difference.new.views.filter { view in
            interrupted.contains { $0.name == view.name } || difference.createdViews.contains { $0.name == view.name }
        }.flatMap(createView)
        plan += tables.flatMap(\.comments) + viewComments()
        plan += tables.flatMap(\.builds)
        plan += tables.flatMap(\.exchange)
        // A foreign key would hold on to any unique index over its columns, the one that goes as well.
        plan += tables.flatMap(\.end)
        plan += order.forwardKeys.map {
            PlannedStatement("ALTER TABLE \(dialect.quote($0.table.name)) ADD \(dialect.foreignKeyDefinition($0.key))")
        }
        plan += tables.flatMap(\.newForeignKeys)
        return plan + tables.flatMap(\.validations)
    }

    /// Views that stay as they are but would be in the way.
    private func interruptedViews(_ tables: [PostgreSQLTable]) -> [View] {
        difference.new.views.filter { view in
            !difference.createdViews.contains { $0.name == view.name }
                && tables.contains { table in table.disturbsViews && view.query.mentions(table.name) }
        }
    }

    /// References between them go first: they may be in a circle.
    private func dropTables() -> [PlannedStatement] {
        let names = Set(difference.dropped.map(\.name))
        let keys = difference.dropped.flatMap { table in
            table.foreignKeys.filter { names.contains($0.referencedTable) && $0.referencedTable != table.name }.map {
                PlannedStatement(
                    "ALTER TABLE \(dialect.quote(table.name)) DROP CONSTRAINT IF EXISTS \(dialect.quote($0.name))")
            }
        }
        return keys + difference.dropped.map { PlannedStatement("DROP TABLE \(dialect.quote($0.name))") }
    }

    /// The names that the server gave follow the table's.
    private func renameTables() -> [PlannedStatement] {
        difference.tableRenames.flatMap { old, new -> [PlannedStatement] in
            var statements = [
                PlannedStatement("ALTER TABLE \(dialect.quote(old)) RENAME TO \(dialect.quote(new))")
            ]
            let source = difference.tables.first { $0.before.name == old } ?? difference.tables.first { $0.name == new }
            guard let table = source?.before else { return statements }
            func renameConstraint(_ oldName: String, _ newName: String) {
                // Cut to the length that names can have, both may be the same.
                if oldName == newName { return }
                statements.append(
                    PlannedStatement(
                        "ALTER TABLE \(dialect.quote(new)) RENAME CONSTRAINT \(dialect.quote(oldName)) "
                            + "TO \(dialect.quote(newName))"))
            }
            if let key = table.primaryKey, key.name == nil {
                renameConstraint(PrimaryKey.name(inTable: old), PrimaryKey.name(inTable: new))
            }
            if table.isSingleton { renameConstraint(old + "_singleton", new + "_singleton") }
            return statements
        }
    }

    /// A view that is made again gets back the comments that it had, since they may be somebody else's. Those that were the
    /// schema's and no longer are have to be taken away.
    private func createView(_ view: View) -> [PlannedStatement] {
        let created = ([dialect.createView(view)] + dialect.createComments(view)).map { PlannedStatement($0) }
        guard let old = difference.droppedViews.first(where: { $0.name == view.name }) else { return created }
        let name = dialect.quote(view.name)
        let columns = view.columns.filter { column in
            column.comment == nil && old.columns.contains { $0.name == column.name && $0.comment != nil }
        }
        return created
            + (old.comment != nil && view.comment == nil ? [PostgreSQLTable.comment("VIEW \(name)", nil)] : [])
            + columns.map { PostgreSQLTable.comment("COLUMN \(name).\(dialect.quote($0.name))", nil) }
    }

    private func viewComments() -> [PlannedStatement] {
        difference.changes.flatMap { change -> [PlannedStatement] in
            guard case .setViewComment(let view) = change else { return [] }
            let name = dialect.quote(view.name)
            return [PostgreSQLTable.comment("VIEW \(name)", view.comment)]
                + view.columns.map { PostgreSQLTable.comment("COLUMN \(name).\(dialect.quote($0.name))", $0.comment) }
        }
    }
}
