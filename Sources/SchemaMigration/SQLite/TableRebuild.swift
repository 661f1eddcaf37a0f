import SchemaKit
import SchemaSQL

/// A table of SQLite is made anew under another name, gets the rows, and takes the old one's place.
///
/// The steps are those of SQLite's manual (`lang_altertable.html`, "Making Other Kinds Of Table Schema Changes").
struct TableRebuild {
    private let table: TableDifference
    private let dialect = SQLiteDialect()

    init(_ table: TableDifference) {
        self.table = table
    }

    /// Why a table has to be rebuilt, in words; `nil` if it has not.
    static func reason(for table: TableDifference) -> String? {
        let reasons = table.changes.compactMap { reason(for: $0, table) }
        // Its name is a part of that of its check.
        if reasons.isEmpty, table.new.isSingleton, table.before.name != table.name {
            return "a singleton gets another name"
        }
        return reasons.first
    }

    private static func reason(for change: SchemaChange, _ table: TableDifference) -> String? {
        switch change {
        case .addColumn(let column, _):
            if column.generated?.isStored == true { return "SQLite cannot add a stored column" }
            if table.new.primaryKey?.columns.contains(column.name) == true {
                return "SQLite cannot change a primary key"
            }
            if column.isNullable, column.defaultValue == nil { return nil }
            // SQLite's check that no row has NULL in it goes wrong now and then (3.40, tables without rowids).
            if column.generated != nil { return "SQLite cannot add a computed column that is never NULL" }
            switch column.defaultValue {
            case .expression: return "SQLite cannot add a column whose default it has to compute"
            case .literal(let value) where SQLiteDialect().literal(value).hasPrefix("("):
                return "SQLite cannot add a column whose default it has to compute"
            case .literal: return nil
            case nil: return "SQLite cannot add a column that is not nullable and has no default"
            }
        case .dropColumn(let column, _):
            return isUsed(column, table) ? "SQLite cannot drop a column that something depends on" : nil
        case .alterColumn(let old, let new, _):
            // Comments are for people who read the schema.
            return ColumnFacets(from: old, to: new).subtracting(.comment).isEmpty
                ? nil : "SQLite cannot change the column '\(new.name)' in place"
        case .setPrimaryKey, .renameConstraint(.primaryKey, _, _, _): return "SQLite cannot change a primary key"
        case .addCheck, .dropCheck, .renameConstraint(.check, _, _, _): return "SQLite cannot change checks"
        case .addForeignKey, .dropForeignKey, .renameConstraint(.foreignKey, _, _, _):
            return "SQLite cannot change foreign keys"
        case .setSingleton: return "SQLite cannot change checks"
        case .setSQLiteOptions: return "SQLite cannot change what kind of table it is"
        default: return nil
        }
    }

    /// Whether something that stays until the column goes mentions it.
    private static func isUsed(_ column: Column, _ table: TableDifference) -> Bool {
        let old = table.old
        return old.primaryKey?.columns.contains(column.name) == true
            || old.foreignKeys.contains { $0.columns.contains(column.name) }
            || old.checks.contains { $0.condition.mentions(column.name) }
            || old.columns.contains { $0.generated?.expression.mentions(column.name) == true }
            // What PostgreSQL refuses too, and what the parser of ALTER would stumble over.
            || old.isSingleton
    }

    func statements(because reason: String) -> [PlannedStatement] {
        let name = dialect.quote(table.name)
        let temporary = "rosey_new_" + table.name
        var statements = [
            PlannedStatement(
                dialect.createTable(table.new, as: temporary),
                comment: "\(table.name) is rebuilt: \(reason). Its rows move to a new table that takes its place.",
                losses: losses),
            PlannedStatement(copy(to: temporary)),
        ]
        if table.new.autoIncrementColumn != nil, table.old.autoIncrementColumn != nil {
            statements += [
                PlannedStatement(
                    "DELETE FROM sqlite_sequence WHERE name = \(dialect.literal(.text(temporary)))",
                    comment: "Numbers that were given once are not given again."),
                PlannedStatement(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT \(dialect.literal(.text(temporary))), seq "
                        + "FROM sqlite_sequence WHERE name = \(dialect.literal(.text(table.name)))"),
            ]
        }
        return statements + [
            PlannedStatement("DROP TABLE \(name)"),
            PlannedStatement(
                "PRAGMA legacy_alter_table = ON",
                comment: "So that views and triggers that mention it are left as they are."),
            PlannedStatement("ALTER TABLE \(dialect.quote(temporary)) RENAME TO \(name)"),
            PlannedStatement("PRAGMA legacy_alter_table = OFF"),
        ]
    }

    /// What the new table does not have would be gone, whoever has added it.
    var requirement: PlannedStatement {
        let columns = table.before.columns.map { dialect.literal(.text($0.name)) }.joined(separator: ", ")
        return .require(
            "every column of \(table.before.name) in the schema, since it is made anew with those alone; take others "
                + "into schema.yaml, or drop them",
            "SELECT name FROM pragma_table_xinfo(\(dialect.literal(.text(table.before.name)))) "
                + "WHERE name COLLATE NOCASE NOT IN (\(columns))")
    }

    /// What the migrator has to know to copy the database first.
    private var losses: [String] {
        table.changes.compactMap { change -> String? in
            switch change {
            case .dropColumn(let column, _) where column.generated == nil: "\(table.name).\(column.name)"
            case .alterColumn(let old, let new, _) where old.generated == nil && new.generated != nil:
                "\(table.name).\(new.name)"
            default: nil
            }
        }
    }

    private func copy(to temporary: String) -> String {
        var targets: [String] = []
        var sources: [String] = []
        if let rowID {
            targets.append(rowID)
            sources.append(rowID)
        }
        for column in table.new.columns where column.generated == nil {
            guard let old = table.old.column(named: column.name) else { continue }
            targets.append(dialect.quote(column.name))
            sources.append(value(of: column, from: old))
        }
        // Nothing in common: each row of defaults.
        if targets.isEmpty, let column = table.new.columns.first {
            targets = [dialect.quote(column.name)]
            sources = [column.defaultValue.map { dialect.text(of: $0, for: column.type) } ?? "NULL"]
        }
        return "INSERT INTO \(dialect.quote(temporary)) (\(targets.joined(separator: ", ")))\n"
            + "SELECT \(sources.joined(separator: ", ")) FROM \(dialect.quote(table.name))"
    }

    private func value(of column: Column, from old: Column) -> String {
        let name = dialect.quote(column.name)
        var value = name
        if old.type != column.type {
            value = ValueConversion(name, from: old.type, to: column.type, dialect)?.expression ?? "NULL"
        }
        if old.isNullable, !column.isNullable, let defaultValue = column.defaultValue {
            value = "coalesce(\(value), \(dialect.text(of: defaultValue, for: column.type)))"
        }
        return value
    }

    /// The number that SQLite gave to each row by itself, where rows had one and will have one.
    private var rowID: String? {
        let isImplicit = [table.old, table.new].allSatisfy { table in
            guard !table.sqlite.isWithoutRowID else { return false }
            guard let key = table.primaryKey, key.columns.count == 1 else { return true }
            return table.column(named: key.columns[0]).map { dialect.typeName($0.type) != "INTEGER" } ?? true
        }
        guard isImplicit else { return nil }
        return ["rowid", "_rowid_", "oid"].first { name in
            ![table.old, table.new].contains { $0.columns.contains { $0.name.lowercased() == name } }
        }
    }
}
