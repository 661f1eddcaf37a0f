import SchemaKit
import SchemaSQL

/// What the rows of a table have to be like for a change to leave none of them behind, as queries that find those that are
/// not. They run before anything is written, and ask it of the rows as they will be.
struct Requirements {
    private let dialect: any SQLDialect
    private let difference: SchemaDifference
    private let table: TableDifference
    private let rows: FutureRows

    /// The questions about all tables: first whether values have an equal in their column's new type, so that the others can
    /// convert them.
    static func statements(for difference: SchemaDifference, _ dialect: any SQLDialect) -> [PlannedStatement] {
        let tables = difference.tables.map { Requirements($0, in: difference, dialect) }
        return tables.flatMap(\.ofValues) + tables.flatMap(\.ofConstraints)
    }

    private init(_ table: TableDifference, in difference: SchemaDifference, _ dialect: any SQLDialect) {
        self.dialect = dialect
        self.difference = difference
        self.table = table
        rows = FutureRows(table, dialect)
    }

    /// Whether an existing row can get a value for a column that it did not have.
    static func hasValueForRows(_ column: Column) -> Bool {
        column.isNullable || column.defaultValue != nil || column.generated != nil || column.isAutoIncrement
    }

    // MARK: - Values

    private var ofValues: [PlannedStatement] {
        table.changes.flatMap { change -> [PlannedStatement] in
            switch change {
            case .addColumn(let column, _): added(column)
            case .alterColumn(let old, let new, _): altered(old, new)
            case .setSQLiteOptions(let old, let new, _):
                switch dialect.system {
                case .sqlite: !old.isStrict && new.isStrict ? strict() : []
                case .postgresql: []
                }
            default: []
            }
        }
    }

    private func added(_ column: Column) -> [PlannedStatement] {
        if Self.hasValueForRows(column) { return [] }
        return [
            .require(
                "no rows in \(table.before.name): \(table.name).\(column.name) is not nullable and has no default, "
                    + "so there is nothing to give them",
                "SELECT \(rowName) FROM \(name)")
        ]
    }

    private func altered(_ old: Column, _ new: Column) -> [PlannedStatement] {
        guard new.generated == nil, let before = rows.oldName(of: new.name) else { return [] }
        let column = dialect.quote(before)
        let subject = "\(table.before.name).\(before)"
        var statements: [PlannedStatement] = []
        if old.type != new.type {
            if let conversion = ValueConversion(column, from: old.type, to: new.type, dialect) {
                if let condition = conversion.condition {
                    // NULL stays NULL; what makes the condition NULL is no value of the new type.
                    statements.append(
                        .require(
                            "every value of \(subject) has an equal of type \(new.type)",
                            "SELECT \(rowName), \(column) FROM \(name) "
                                + "WHERE \(column) IS NOT NULL AND (\(condition)) IS NOT TRUE",
                            where: conversion.askable))
                }
            } else {
                statements.append(
                    .require(
                        "no values in \(subject): there is no way from \(old.type) to \(new.type)",
                        "SELECT \(rowName) FROM \(name) WHERE \(column) IS NOT NULL"))
            }
        }
        if old.isNullable, !new.isNullable {
            if let value = new.defaultValue {
                statements.append(
                    .count(
                        "NULL in \(subject) becomes \(dialect.text(of: value, for: new.type))",
                        "SELECT \(dialect.builtIn("count"))(*) FROM \(name) WHERE \(column) IS NULL"))
            } else {
                statements.append(
                    .require("no NULL in \(subject)", "SELECT \(rowName) FROM \(name) WHERE \(column) IS NULL"))
            }
        }
        return statements
    }

    /// SQLite did not mind values of other types.
    private func strict() -> [PlannedStatement] {
        table.before.columns.compactMap { column in
            guard let now = table.new.column(named: table.newName(of: column.name)), now.type == column.type,
                column.generated == nil
            else { return nil }
            let type = dialect.typeName(column.type)
            let classes = ["null"] + (type == "REAL" ? ["real", "integer"] : [type.lowercased()])
            let list = classes.map { dialect.literal(.text($0)) }.joined(separator: ", ")
            let name = dialect.quote(column.name)
            return .require(
                "every value of \(table.before.name).\(column.name) is \(type)",
                "SELECT \(rowName), \(name) FROM \(self.name) WHERE typeof(\(name)) NOT IN (\(list))")
        }
    }

    private var name: String { dialect.quote(table.before.name) }
    private var rowName: String { rows.key.joined(separator: ", ") }

    // MARK: - Constraints

    /// Those that are new, and those that stay while the rows change.
    private var ofConstraints: [PlannedStatement] {
        let new = table.new
        let key = new.primaryKey?.columns ?? []
        let uniques =
            new.uniques.filter { isNew($0) || isChanged($0.columns, [$0.predicate]) }.map {
                distinct($0.columns.map(SchemaKit.Index.Term.Key.column), $0.predicate, "'\($0.name)'")
            }
            + new.indexes.filter { index in
                index.isUnique
                    && (isNew(index) || isChanged(index.columnNames, [index.predicate] + index.expressions))
            }.map { distinct($0.terms.map(\.key), $0.predicate, "'\($0.name)'") }
        return new.columns.flatMap(fitting)
            + (key.isEmpty || !(isNewKey || isChanged(key, []))
                ? [] : [distinct(key.map(SchemaKit.Index.Term.Key.column), nil, "the primary key")])
            + uniques
            + new.checks.filter { isNew($0) || rows.isChanged($0.condition) }.map(satisfied)
            + new.foreignKeys.compactMap(present)
            + (new.isSingleton && (!table.old.isSingleton || isChanged(key, [])) ? key.map(single) : [])
    }

    private func isChanged(_ columns: [String], _ texts: [DialectText?]) -> Bool {
        columns.contains(where: rows.isChanged) || texts.contains { $0.map(rows.isChanged) == true }
    }

    private var isNewKey: Bool { table.changes.contains { if case .setPrimaryKey = $0 { true } else { false } } }

    private func isNew(_ part: some TablePart) -> Bool {
        table.changes.contains { change in
            switch change {
            case .addUnique(let unique, _): unique.name == part.name && part is Unique
            case .addIndex(let index, _): index.name == part.name && part is SchemaKit.Index
            case .addCheck(let check, _): check.name == part.name && part is Check
            case .addForeignKey(let key, _): key.name == part.name && part is ForeignKey
            default: false
            }
        }
    }

    /// An expression may yield NULL, or what the type does not take.
    private func fitting(_ column: Column) -> [PlannedStatement] {
        let isComputed: Bool
        switch column.defaultValue {
        case .expression?: isComputed = rows.oldName(of: column.name) == nil || rows.isFilled(column)
        default: isComputed = column.generated != nil && rows.isChanged(column.name)
        }
        guard isComputed else { return [] }
        let subject = "\(table.before.name).\(column.name)"
        let name = dialect.quote(column.name)
        let source = rows.source(of: [column.name])
        let select = "SELECT \(source.key.joined(separator: ", ")) FROM \(source.from) WHERE"
        let isNotNull =
            column.isNullable ? [] : [PlannedStatement.require("no NULL in \(subject)", "\(select) \(name) IS NULL")]
        return isNotNull
            + [dialect.limit(column)].compactMap { $0 }.map {
                .require("every value of \(subject) fits the type \(column.type)", "\(select) NOT (\($0))")
            }
    }

    private func distinct(
        _ terms: [SchemaKit.Index.Term.Key], _ predicate: DialectText?, _ what: String
    ) -> PlannedStatement {
        var columns: [String] = []
        var texts = [predicate].compactMap { $0 }
        var words: [String] = []
        let values = terms.map { term in
            switch term {
            case .column(let name):
                columns.append(name)
                words.append(name)
                return dialect.quote(name)
            case .expression(let text):
                texts.append(text)
                words.append(dialect.pick(text))
                return "(\(dialect.pick(text)))"
            }
        }
        let list = values.joined(separator: ", ")
        let filter = (predicate.map { ["(\(dialect.pick($0)))"] } ?? []) + values.map { "\($0) IS NOT NULL" }
        return .require(
            "no two rows of \(table.before.name) with the same \(words.joined(separator: ", ")), for \(what)",
            "SELECT \(list) FROM \(rows.source(of: columns, texts).from) WHERE \(filter.joined(separator: " AND ")) "
                + "GROUP BY \(list) HAVING \(dialect.builtIn("count"))(*) > 1")
    }

    private func satisfied(_ check: Check) -> PlannedStatement {
        let source = rows.source(of: [], [check.condition])
        return .require(
            "every row of \(table.before.name) satisfies '\(check.name)'",
            "SELECT \(source.key.joined(separator: ", ")) FROM \(source.from) "
                + "WHERE NOT (\(dialect.pick(check.condition)))")
    }

    private func present(_ key: ForeignKey) -> PlannedStatement? {
        let parent = difference.tables.first { $0.name == key.referencedTable }
        let parentRows = parent.map { FutureRows($0, dialect) }
        guard
            isNew(key) || key.columns.contains(where: rows.isChanged)
                || parentRows.map({ key.referencedColumns.contains(where: $0.isChanged) }) == true
        else { return nil }
        func name(_ alias: String, _ column: String, _ type: ColumnType?) -> String {
            let name = "\(dialect.quote(alias)).\(dialect.quote(column))"
            return type.map { dialect.comparable(name, $0) } ?? name
        }
        let source = rows.source(of: key.columns, as: "child")
        var filter = key.columns.map { name("child", $0, nil) + " IS NOT NULL" }
        var from = source.from
        // One that is new has no rows.
        if let parent, let parentRows {
            let match = zip(key.referencedColumns, key.columns).map { referenced, column in
                name("parent", referenced, parent.new.column(named: referenced)?.type) + " = "
                    + name("child", column, table.new.column(named: column)?.type)
            }
            from +=
                " LEFT JOIN \(parentRows.source(of: key.referencedColumns, as: "parent").from) "
                + "ON \(match.joined(separator: " AND "))"
            filter += key.referencedColumns.prefix(1).map { name("parent", $0, nil) + " IS NULL" }
        }
        return .require(
            "every \(key.columns.joined(separator: ", ")) of \(table.before.name) refers to a row of "
                + key.referencedTable,
            "SELECT \(source.key.joined(separator: ", ")) FROM \(from) WHERE \(filter.joined(separator: " AND "))")
    }

    private func single(_ key: String) -> PlannedStatement {
        let source = rows.source(of: [key])
        return .require(
            "no row in \(table.before.name) but the one with \(key) = 1",
            "SELECT \(source.key.joined(separator: ", ")) FROM \(source.from) WHERE \(dialect.quote(key)) <> 1")
    }
}

extension SchemaKit.Index {
    /// The columns, if it is over nothing else.
    var columns: [String]? { columnNames.count == terms.count ? columnNames : nil }

    fileprivate var columnNames: [String] {
        terms.compactMap { if case .column(let name) = $0.key { name } else { nil } }
    }

    fileprivate var expressions: [DialectText] {
        terms.compactMap { if case .expression(let text) = $0.key { text } else { nil } }
    }
}
