import SchemaKit
import SchemaSQL

/// What the rows of a table have to be like for a change to leave none of them behind, as queries that find those that are
/// not. They run before anything is written, so everything in them has the names that it had before.
struct Requirements {
    private let dialect: Dialect
    private let difference: SchemaDifference
    private let table: TableDifference
    /// The name that a column had, by the one that it has now.
    private let oldNames: [String: String]

    init(_ table: TableDifference, in difference: SchemaDifference, _ dialect: Dialect) {
        self.dialect = dialect
        self.difference = difference
        self.table = table
        oldNames = Self.oldNames(table)
    }

    private static func oldNames(_ table: TableDifference) -> [String: String] {
        Dictionary(zip(table.old.columns, table.before.columns).map { ($0.name, $1.name) }) { first, _ in first }
    }

    func statements() -> [PlannedStatement] {
        table.changes.flatMap { change -> [PlannedStatement] in
            switch change {
            case .addColumn(let column, _): added(column)
            case .alterColumn(let old, let new, _): altered(old, new)
            case .setPrimaryKey(_, let columns, _) where !columns.isEmpty:
                distinct(columns, nil, "the primary key") + notNull(columns)
            case .addUnique(let unique, _): distinct(unique.columns, unique.predicate, "'\(unique.name)'")
            case .addIndex(let index, _) where index.isUnique:
                distinct(index.columns, index.predicate, "'\(index.name)'")
            case .addCheck(let check, _): satisfied(check)
            case .addForeignKey(let key, _): present(key)
            case .setSingleton(true, _): [single()].compactMap { $0 }
            case .setSQLiteOptions(let old, let new, _) where dialect == .sqlite && !old.isStrict && new.isStrict: strict()
            default: []
            }
        }
    }

    /// Whether an existing row can get a value for a column that it did not have.
    static func hasValueForRows(_ column: Column) -> Bool {
        column.isNullable || column.defaultValue != nil || column.generated != nil || column.isAutoIncrement
    }

    private func added(_ column: Column) -> [PlannedStatement] {
        if Self.hasValueForRows(column) { return [] }
        return [
            .require(
                "no rows in \(table.before.name): \(column.name) is not nullable and has no default, "
                    + "so there is nothing to give them",
                "SELECT \(rowName) FROM \(name)")
        ]
    }

    private func altered(_ old: Column, _ new: Column) -> [PlannedStatement] {
        guard let before = oldNames[new.name] else { return [] }
        let column = dialect.quote(before)
        let subject = "\(table.before.name).\(before)"
        var statements: [PlannedStatement] = []
        if new.generated == nil, old.type != new.type {
            if let conversion = ValueConversion(column, from: old.type, to: new.type, dialect) {
                if let condition = conversion.condition {
                    // NULL stays NULL; what makes the condition NULL is no value of the new type.
                    statements.append(
                        .require(
                            "every value of \(subject) has an equal of type \(new.type)",
                            "SELECT \(rowName), \(column) FROM \(name) "
                                + "WHERE \(column) IS NOT NULL AND (\(condition)) IS NOT TRUE"))
                }
            } else {
                statements.append(
                    .require(
                        "no values in \(subject): there is no way from \(old.type) to \(new.type)",
                        "SELECT \(rowName) FROM \(name) WHERE \(column) IS NOT NULL"))
            }
        }
        if old.isNullable, !new.isNullable, new.generated == nil {
            if let value = new.defaultValue {
                statements.append(
                    .count(
                        "NULL in \(subject) becomes \(dialect.text(of: value, for: new.type))",
                        "SELECT count(*) FROM \(name) WHERE \(column) IS NULL"))
            } else {
                statements += notNull([new.name])
            }
        }
        return statements
    }

    private func notNull(_ columns: [String]) -> [PlannedStatement] {
        columns.compactMap { column in
            guard let before = oldNames[column], table.before.column(named: before)?.isNullable == true else {
                return nil
            }
            return .require(
                "no NULL in \(table.before.name).\(before)",
                "SELECT \(rowName) FROM \(name) WHERE \(dialect.quote(before)) IS NULL")
        }
    }

    private func distinct(_ columns: [String]?, _ predicate: DialectText?, _ what: String) -> [PlannedStatement] {
        guard let columns, predicate.map(isUnchanged) ?? true else { return [] }
        // All rows get the same value of a new column with a constant for a default.
        let new = columns.filter { name in
            guard oldNames[name] == nil, case .literal? = table.new.column(named: name)?.defaultValue else { return false }
            return true
        }
        guard let old = unchanged(columns.filter { !new.contains($0) }) else { return [] }
        let list = dialect.quote(old)
        var conditions = old.filter { table.before.column(named: $0)?.isNullable == true }.map {
            "\(dialect.quote($0)) IS NOT NULL"
        }
        if let predicate { conditions.append("(\(dialect.pick(before(predicate))))") }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let rows = "FROM \(name)\(filter)" + (old.isEmpty ? "" : " GROUP BY \(list)") + " HAVING count(*) > 1"
        return [
            .require(
                "no two rows of \(table.before.name) with the same \(columns.joined(separator: ", ")), for \(what)",
                "SELECT \(old.isEmpty ? "count(*) AS rows" : list) \(rows)")
        ]
    }

    private func satisfied(_ check: Check) -> [PlannedStatement] {
        guard isUnchanged(check.condition) else { return [] }
        return [
            .require(
                "every row of \(table.before.name) satisfies '\(check.name)'",
                "SELECT \(rowName) FROM \(name) WHERE NOT (\(dialect.pick(before(check.condition))))")
        ]
    }

    private func present(_ key: ForeignKey) -> [PlannedStatement] {
        guard let columns = unchanged(key.columns) else { return [] }
        let isSet = columns.map { "child.\(dialect.quote($0)) IS NOT NULL" }.joined(separator: " AND ")
        let child = "SELECT \(rowName(of: "child.")) FROM \(name) AS child WHERE \(isSet)"
        let what = "every \(columns.joined(separator: ", ")) of \(table.before.name) refers to a row of \(key.referencedTable)"
        guard let parent = difference.tables.first(where: { $0.name == key.referencedTable }) else {
            // A table that is new and has no rows.
            return [.require(what, child)]
        }
        let names = Self.oldNames(parent)
        let referenced = key.referencedColumns.compactMap { names[$0] }
        guard referenced.count == key.referencedColumns.count,
            zip(referenced, key.referencedColumns).allSatisfy({ parent.before.column(named: $0)?.type == parent.new.column(named: $1)?.type })
        else { return [] }
        let match = zip(referenced, columns).map { "parent.\(dialect.quote($0)) = child.\(dialect.quote($1))" }
        return [
            .require(
                what,
                child + " AND NOT EXISTS (SELECT 1 FROM \(dialect.quote(parent.before.name)) AS parent "
                    + "WHERE \(match.joined(separator: " AND ")))")
        ]
    }

    /// SQLite did not mind values of other types.
    private func strict() -> [PlannedStatement] {
        table.before.columns.compactMap { column in
            guard let now = table.new.column(named: table.newName(of: column.name)), now.type == column.type,
                column.generated == nil
            else { return nil }
            let type = dialect.typeName(column.type)
            let classes = ["null"] + (type == "REAL" ? ["real", "integer"] : [type.lowercased()])
            let list = classes.map { "'\($0)'" }.joined(separator: ", ")
            let name = dialect.quote(column.name)
            return .require(
                "every value of \(table.before.name).\(column.name) is \(type)",
                "SELECT \(rowName), \(name) FROM \(self.name) WHERE typeof(\(name)) NOT IN (\(list))")
        }
    }

    private func single() -> PlannedStatement? {
        guard let key = table.new.primaryKey?.columns.first.flatMap({ unchanged([$0]) })?.first else { return nil }
        return .require(
            "no row in \(table.before.name) but the one with \(key) = 1",
            "SELECT \(dialect.quote(key)) FROM \(name) WHERE \(dialect.quote(key)) <> 1")
    }

    // MARK: - Names

    private var name: String { dialect.quote(table.before.name) }

    private var rowName: String { rowName(of: "") }

    /// What people know a row by.
    private func rowName(of qualifier: String) -> String {
        let key = table.before.primaryKey?.columns ?? []
        if !key.isEmpty { return key.map { qualifier + dialect.quote($0) }.joined(separator: ", ") }
        return dialect == .sqlite && !table.before.sqlite.isWithoutRowID ? "\(qualifier)rowid" : "\(qualifier)ctid"
    }

    /// The old names of columns, if they were there before with the same type.
    private func unchanged(_ columns: [String]) -> [String]? {
        let names = columns.compactMap { column -> String? in
            guard let name = oldNames[column], let before = table.before.column(named: name),
                let now = table.new.column(named: column), before.type == now.type, now.generated == nil
            else { return nil }
            return name
        }
        return names.count == columns.count ? names : nil
    }

    /// Whether all columns that a text names were there before with the same type.
    private func isUnchanged(_ text: DialectText) -> Bool {
        table.new.columns.allSatisfy { !text.mentions($0.name) || unchanged([$0.name]) != nil }
    }

    private func before(_ text: DialectText) -> DialectText {
        text.renaming(columns: oldNames.filter { $0.key != $0.value }, tables: [table.new.name: table.before.name])
    }
}

extension SchemaKit.Index {
    /// The columns, if it is over nothing else.
    var columns: [String]? {
        let names = terms.compactMap { if case .column(let name) = $0.key { name } else { nil as String? } }
        return names.count == terms.count ? names : nil
    }
}
