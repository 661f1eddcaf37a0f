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
            case .setSQLiteOptions(let old, let new, _) where dialect == .sqlite && !old.isStrict && new.isStrict:
                strict()
            default: []
            }
        } + stillDistinct()
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
        let values = columns.compactMap(futureValue)
        guard values.count == columns.count else { return [] }
        let filter = predicate.map { " WHERE \(dialect.pick(before($0)))" } ?? ""
        let names = columns.indices.map { "c\($0 + 1)" }
        let list = zip(values, names).map { "\($0) AS \($1)" }.joined(separator: ", ")
        return [
            .require(
                "no two rows of \(table.before.name) with the same \(columns.joined(separator: ", ")), for \(what)",
                "SELECT \(names.joined(separator: ", ")) FROM (SELECT \(list) FROM \(name)\(filter)) AS rows "
                    + "WHERE \(names.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")) "
                    + "GROUP BY \(names.joined(separator: ", ")) HAVING count(*) > 1")
        ]
    }

    /// What a row that is there will have in a column; `nil` where it will be computed from others.
    private func futureValue(_ column: String) -> String? {
        guard let now = table.new.column(named: column), now.generated == nil else { return nil }
        let value = now.defaultValue.map { dialect.text(of: $0, for: now.type) }
        guard let name = oldNames[column], let before = table.before.column(named: name) else { return value ?? "NULL" }
        var expression = dialect.quote(name)
        if before.type != now.type {
            expression = ValueConversion(expression, from: before.type, to: now.type, dialect)?.expression ?? "NULL"
        }
        if before.isNullable, !now.isNullable, let value { expression = "coalesce(\(expression), \(value))" }
        return expression
    }

    /// Unique columns that stay, in which rows get other values: NULL may be there many times, a default only once.
    private func stillDistinct() -> [PlannedStatement] {
        let filled = table.changes.compactMap { change -> String? in
            guard case .alterColumn(let old, let new, _) = change, old.isNullable, !new.isNullable,
                new.defaultValue != nil
            else { return nil }
            return new.name
        }
        if filled.isEmpty { return [] }
        let uniques =
            table.new.uniques.map { ($0.name, $0.columns as [String]?, $0.predicate) }
            + table.new.indexes.filter(\.isUnique).map { ($0.name, $0.columns, $0.predicate) }
        return uniques.filter { name, columns, _ in
            columns.map { $0.contains(where: filled.contains) } == true && isKept(name)
        }.flatMap { distinct($1, $2, "'\($0)'") }
    }

    private func isKept(_ name: String) -> Bool {
        !table.changes.contains { change in
            switch change {
            case .addUnique(let unique, _): unique.name == name
            case .addIndex(let index, _): index.name == name
            default: false
            }
        }
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
        let columns = key.columns.compactMap { oldNames[$0] }
        guard columns.count == key.columns.count else { return [] }
        let isSet = columns.map { "child.\(dialect.quote($0)) IS NOT NULL" }.joined(separator: " AND ")
        let child = "SELECT \(rowName(of: "child.")) FROM \(name) AS child WHERE \(isSet)"
        let what =
            "every \(columns.joined(separator: ", ")) of \(table.before.name) refers to a row of \(key.referencedTable)"
        guard let parent = difference.tables.first(where: { $0.name == key.referencedTable }) else {
            // A table that is new and has no rows.
            return [.require(what, child)]
        }
        let names = Self.oldNames(parent)
        let referenced = key.referencedColumns.compactMap { names[$0] }
        guard unchanged(key.columns) != nil, referenced.count == key.referencedColumns.count,
            zip(referenced, key.referencedColumns).allSatisfy({
                parent.before.column(named: $0)?.type == parent.new.column(named: $1)?.type
            })
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
