import SchemaKit
import SchemaSQL

/// Finds the hazards of a change.
public struct Hazards {
    private let difference: SchemaDifference
    private var found: [Hazard] = []

    /// All hazards, those that matter most first.
    public static func of(_ difference: SchemaDifference) -> [Hazard] {
        var hazards = Hazards(difference: difference, found: [])
        for change in difference.changes { hazards.look(at: change) }
        for table in difference.tables {
            hazards.lookForRebuild(of: table)
            hazards.lookForLocks(on: table)
        }
        let order = Hazard.Kind.allCases
        return hazards.found.enumerated().sorted { one, other in
            let ranks = (order.firstIndex(of: one.element.kind) ?? 0, order.firstIndex(of: other.element.kind) ?? 0)
            return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : one.offset < other.offset
        }.map(\.element)
    }

    private mutating func add(_ kind: Hazard.Kind, _ subject: String, _ text: String, _ dialect: Dialect? = nil) {
        found.append(Hazard(kind: kind, dialect: dialect, subject: subject, text: text))
    }

    private mutating func look(at change: SchemaChange) {
        switch change {
        case .dropTable(let table):
            add(.dataLoss, table.name, "the table goes, with all its rows")
            add(.incompatible, table.name, "programs that use the table fail")
        case .dropColumn(let column, let table) where column.generated == nil:
            let subject = "\(table).\(column.name)"
            add(.dataLoss, subject, "the column goes, with its values")
            if !Requirements.hasValueForRows(column) {
                add(
                    .irreversible, subject,
                    "it is not nullable and has no default, so the way back works only while \(table) has no rows")
            }
            add(.incompatible, subject, "programs that use the column fail; let them stop using it first")
        case .renameTable(let old, let new):
            add(.incompatible, new, "programs that know it as \(old) fail")
        case .renameColumn(let old, let new, let table):
            add(.incompatible, "\(table).\(new)", "programs that know it as \(old) fail")
        case .addColumn(let column, let table): look(at: column, addedTo: table)
        case .alterColumn(let old, let new, let table): look(at: old, new, table)
        case .setPrimaryKey(_, let columns, let table):
            add(.conditional, table, "no two rows may have the same \(columns.joined(separator: ", ")) and none NULL")
            add(.longLock, table, "the new key is built while nobody can use the table", .postgresql)
        case .addUnique(let unique, let table):
            add(.conditional, table, "no two rows may have the same \(unique.columns.joined(separator: ", "))")
        case .addIndex(let index, let table) where index.isUnique:
            add(.conditional, table, "no two rows may be the same to the unique index '\(index.name)'")
        case .addCheck(let check, let table):
            add(.conditional, table, "every row has to satisfy '\(check.name)': \(check.condition[.sqlite])")
        case .addForeignKey(let key, let table):
            add(
                .conditional, table,
                "every \(key.columns.joined(separator: ", ")) has to be there in \(key.referencedTable)")
        case .setSingleton(true, let table): add(.conditional, table, "no row may be there but the one with key 1")
        case .setSQLiteOptions(let old, let new, let table) where new.isStrict && !old.isStrict:
            add(.conditional, table, "every value has to be of its column's type", .sqlite)
        default: break
        }
    }

    private mutating func look(at column: Column, addedTo table: String) {
        let subject = "\(table).\(column.name)"
        if !Requirements.hasValueForRows(column) {
            add(
                .conditional, subject,
                "it is not nullable and has no default, so this works only while \(table) has no rows; "
                    + "give it a default, or make it nullable, fill it and change it later")
        }
        if column.generated != nil {
            add(
                .rewrite, subject, "a stored column is computed for every row while nobody can use the table",
                .postgresql)
        } else if case .expression(let text)? = column.defaultValue, text[.postgresql].contains("(") {
            add(
                .rewrite, subject,
                "a default that is computed may be computed for every row while nobody can use the table",
                .postgresql)
        }
    }

    private mutating func look(at old: Column, _ new: Column, _ table: String) {
        let subject = "\(table).\(new.name)"
        if old.generated == nil, new.generated != nil {
            add(.dataLoss, subject, "its values go: the column is computed from now on")
        }
        if old.type != new.type, new.generated == nil { lookAtType(old, new, subject) }
        if old.isNullable, !new.isNullable, new.generated == nil {
            if new.defaultValue == nil {
                add(.conditional, subject, "no row may have NULL in it")
            } else {
                add(.irreversible, subject, "rows that have NULL in it get the default, and keep that")
            }
            add(.incompatible, subject, "programs that write NULL into it fail")
        }
    }

    private mutating func lookAtType(_ old: Column, _ new: Column, _ subject: String) {
        let dialect = PostgreSQLDialect()
        let conversion = ValueConversion("x", from: old.type, to: new.type, dialect)
        if conversion == nil {
            add(
                .conditional, subject,
                "there is no way from \(old.type) to \(new.type), so it has to be NULL in every row")
        } else if conversion?.condition != nil {
            add(.conditional, subject, "every value has to have an equal of type \(new.type)")
        }
        let names = (dialect.typeName(old.type), dialect.typeName(new.type))
        if names.0 == names.1 { return }
        let isCheap: Bool =
            switch (old.type, new.type) {
            case (.string, .text), (.string, .enumeration): true
            case (.string(let length), .string(let newLength)): length <= newLength
            case (.decimal(let precision, let scale), .decimal(let newPrecision, let newScale)):
                scale == newScale && precision <= newPrecision
            default: false
            }
        if !isCheap {
            add(
                .rewrite, subject,
                "the type changes from \(old.type) to \(new.type): the table is written anew while nobody can use it",
                .postgresql)
        }
    }

    private mutating func lookForLocks(on table: TableDifference) {
        let plan = PostgreSQLTable(table, in: difference)
        if plan.locksReaders {
            add(
                .lock, table.name,
                "nobody reads or writes for a moment (ACCESS EXCLUSIVE), which begins when those who use it are done",
                .postgresql)
        }
        for parent in plan.newlyReferencedTables {
            add(
                .lock, table.name,
                "nobody writes to it or to \(parent) for a moment (SHARE ROW EXCLUSIVE)", .postgresql)
        }
        for index in plan.builtIndexes {
            add(
                .indexBuild, table.name,
                "'\(index)' is built while others read and write; it waits for every transaction that began before it",
                .postgresql)
        }
    }

    private mutating func lookForRebuild(of table: TableDifference) {
        guard let reason = TableRebuild.reason(for: table) else { return }
        add(.rewrite, table.name, "\(reason): the table is rebuilt while nobody can write", .sqlite)
    }
}
