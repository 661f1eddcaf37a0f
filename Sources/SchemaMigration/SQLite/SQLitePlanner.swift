import SchemaKit
import SchemaSQL

/// Plans a migration for SQLite, which changes little of a table in place: what it cannot change is put into a new table,
/// to which the rows move.
///
/// All of it is one transaction, with foreign keys off since before it began.
struct SQLitePlanner {
    private let difference: SchemaDifference
    private let dialect = SQLiteDialect()

    init(_ difference: SchemaDifference) {
        self.difference = difference
    }

    func statements() -> [PlannedStatement] {
        var plan = Requirements.statements(for: difference, dialect)
        plan += difference.tables.filter { TableRebuild.reason(for: $0) != nil }.map { TableRebuild($0).requirement }
        plan += difference.droppedViews.map { PlannedStatement("DROP VIEW \(dialect.quote($0.name))") }
        plan += difference.dropped.reversed().map { PlannedStatement("DROP TABLE \(dialect.quote($0.name))") }
        // Indexes have one space of names, so those that go make room first.
        plan += difference.tables.flatMap(droppedIndexes)
        plan += difference.tableRenames.map {
            PlannedStatement("ALTER TABLE \(dialect.quote($0.from)) RENAME TO \(dialect.quote($0.to))")
        }
        for table in difference.tables {
            plan += table.columnRenames.map {
                PlannedStatement(
                    "ALTER TABLE \(dialect.quote(table.name)) RENAME COLUMN \(dialect.quote($0.from)) "
                        + "TO \(dialect.quote($0.to))")
            }
        }
        for table in difference.tables {
            plan +=
                TableRebuild.reason(for: table).map { TableRebuild(table).statements(because: $0) } ?? inPlace(table)
        }
        for table in difference.created {
            plan.append(PlannedStatement(dialect.createTable(table)))
            plan += dialect.createIndexes(table).map { PlannedStatement($0) }
        }
        plan += difference.tables.flatMap(createdIndexes)
        plan += difference.createdViews.map { PlannedStatement(dialect.createView($0)) }
        return plan
    }

    private func droppedIndexes(_ table: TableDifference) -> [PlannedStatement] {
        table.changes.compactMap { change in
            switch change {
            case .dropUnique(let unique, _): unique.name
            case .dropIndex(let index, _): index.name
            case .renameConstraint(.unique, let name, _, _), .renameConstraint(.index, let name, _, _): name
            default: nil
            }
        }.map { PlannedStatement("DROP INDEX \(dialect.quote($0))") }
    }

    /// A table that was rebuilt has lost all its indexes.
    private func createdIndexes(_ table: TableDifference) -> [PlannedStatement] {
        if TableRebuild.reason(for: table) != nil {
            return dialect.createIndexes(table.new).map { PlannedStatement($0) }
        }
        return table.changes.compactMap { change in
            switch change {
            case .addUnique(let unique, _): dialect.createIndex(for: unique, on: table.new)
            case .addIndex(let index, _): dialect.createIndex(index, on: table.new)
            case .renameConstraint(.unique, _, let name, _):
                table.new.uniques.first { $0.name == name }.map { dialect.createIndex(for: $0, on: table.new) }
            case .renameConstraint(.index, _, let name, _):
                table.new.indexes.first { $0.name == name }.map { dialect.createIndex($0, on: table.new) }
            default: nil
            }
        }.map { PlannedStatement($0) }
    }

    private func inPlace(_ table: TableDifference) -> [PlannedStatement] {
        let name = dialect.quote(table.name)
        return table.changes.compactMap { change in
            switch change {
            case .dropColumn(let column, _):
                PlannedStatement("ALTER TABLE \(name) DROP COLUMN \(dialect.quote(column.name))")
            case .addColumn(let column, _):
                dialect.definable(table.new).column(named: column.name).map { column in
                    PlannedStatement(
                        "ALTER TABLE \(name) ADD COLUMN \(dialect.columnDefinition(column, isPrimaryKey: false))")
                }
            default: nil
            }
        }
    }
}
