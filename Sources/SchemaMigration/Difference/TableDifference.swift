import SchemaKit

/// In what a table differs from what it was.
struct TableDifference: Sendable {
    /// The table as it was, names included.
    let before: Table
    /// The table as it was, under the names that everything has now. A column that goes and whose name another one has got
    /// has a third name.
    let old: Table
    let new: Table
    let changes: [SchemaChange]
    /// How columns get their names, in this order.
    let columnRenames: [(from: String, to: String)]

    var name: String { new.name }

    /// The name that a column has now, or had last.
    func newName(of column: String) -> String {
        zip(before.columns, old.columns).first { $0.0.name == column }?.1.name ?? column
    }

    init(from before: Table, to new: Table, _ renames: Renames) {
        self.before = before
        self.new = new
        var names = renames.columns[new.name] ?? [:]
        var taken = (before.columns + new.columns).map(\.name)
        for column in before.columns where renames.newName(of: column.name, in: new.name) == nil {
            let third = RenameSequence.third(column.name, among: taken)
            names[column.name] = third
            taken.append(third)
        }
        columnRenames = RenameSequence.steps(of: names, among: taken)
        old = before.renamed(to: new.name, columns: names, renames)
        changes = Self.changes(from: old, to: new, renames.columns[new.name] ?? [:])
    }

    private static func changes(from old: Table, to new: Table, _ renamed: [String: String]) -> [SchemaChange] {
        let table = new.name
        var changes: [SchemaChange] = renamed.sorted { $0.value < $1.value }.map {
            .renameColumn(from: $0.key, to: $0.value, table: table)
        }
        let kept = Set(new.columns.map(\.name))
        let known = Dictionary(old.columns.map { ($0.name, $0) }) { first, _ in first }
        for column in old.columns where !kept.contains(column.name) {
            changes.append(.dropColumn(column, table: table))
        }
        for column in new.columns {
            guard let before = known[column.name] else {
                changes.append(.addColumn(column, table: table))
                continue
            }
            if ColumnFacets(from: before, to: column).isEmpty { continue }
            changes.append(.alterColumn(from: before, to: column, table: table))
        }
        let keys = (old.primaryKey?.columns ?? [], new.primaryKey?.columns ?? [])
        if keys.0 != keys.1 {
            changes.append(.setPrimaryKey(from: keys.0, to: keys.1, table: table))
        } else if let name = old.primaryKeyName, let newName = new.primaryKeyName, name != newName {
            changes.append(.renameConstraint(.primaryKey, from: name, to: newName, table: table))
        }
        changes += compare(old.uniques, new.uniques, .unique, table, SchemaChange.dropUnique, SchemaChange.addUnique)
        changes += compare(old.indexes, new.indexes, .index, table, SchemaChange.dropIndex, SchemaChange.addIndex)
        changes += compare(old.checks, new.checks, .check, table, SchemaChange.dropCheck, SchemaChange.addCheck)
        changes += compare(
            old.foreignKeys, new.foreignKeys, .foreignKey, table, SchemaChange.dropForeignKey,
            SchemaChange.addForeignKey)
        if old.isSingleton != new.isSingleton { changes.append(.setSingleton(new.isSingleton, table: table)) }
        if old.sqlite != new.sqlite {
            changes.append(.setSQLiteOptions(from: old.sqlite, to: new.sqlite, table: table))
        }
        if old.comment != new.comment { changes.append(.setTableComment(new.comment, table: table)) }
        return changes
    }

    private static func compare<Item: TablePart>(
        _ old: [Item], _ new: [Item], _ kind: ConstraintKind, _ table: String,
        _ drop: (Item, String) -> SchemaChange, _ add: (Item, String) -> SchemaChange
    ) -> [SchemaChange] {
        var changes: [SchemaChange] = []
        var added = new.filter { item in !old.contains { $0.name == item.name && $0.isSame(as: item) } }
        for item in old where !new.contains(where: { $0.name == item.name && $0.isSame(as: item) }) {
            let isTaken = new.contains { $0.name == item.name }
            let successor = added.firstIndex { other in
                !isTaken && item.isSame(as: other) && !old.contains { $0.name == other.name }
            }
            if let successor {
                let renamed = added.remove(at: successor)
                changes.append(.renameConstraint(kind, from: item.name, to: renamed.name, table: table))
            } else {
                changes.append(drop(item, table))
            }
        }
        return changes + added.map { add($0, table) }
    }
}

/// What a table has besides columns, which may be the same under another name.
protocol TablePart {
    var name: String { get }
    func isSame(as other: Self) -> Bool
}

extension Unique: TablePart {
    func isSame(as other: Unique) -> Bool {
        columns == other.columns && DialectText.isSame(predicate, other.predicate)
    }
}

extension SchemaKit.Index: TablePart {
    func isSame(as other: SchemaKit.Index) -> Bool {
        isUnique == other.isUnique && DialectText.isSame(predicate, other.predicate) && terms.count == other.terms.count
            && zip(terms, other.terms).allSatisfy { $0.isSame(as: $1) }
    }
}

extension SchemaKit.Index.Term {
    fileprivate func isSame(as other: Self) -> Bool {
        guard isDescending == other.isDescending else { return false }
        if case (.expression(let one), .expression(let two)) = (key, other.key) { return one.meansSame(as: two) }
        return key == other.key
    }
}

extension Check: TablePart {
    func isSame(as other: Check) -> Bool { condition.meansSame(as: other.condition) }
}

extension ForeignKey: TablePart {
    func isSame(as other: ForeignKey) -> Bool {
        var same = other
        same.name = name
        return self == same
    }
}

extension DialectText {
    fileprivate static func isSame(_ one: DialectText?, _ two: DialectText?) -> Bool {
        guard let one, let two else { return one == nil && two == nil }
        return one.meansSame(as: two)
    }
}

extension Table {
    /// The table after it, its columns and what they refer to have got other names.
    fileprivate func renamed(to name: String, columns names: [String: String], _ renames: Renames) -> Table {
        func new(_ column: String) -> String { names[column] ?? column }
        let tableNames = self.name == name ? [:] : [self.name: name]
        func new(_ text: DialectText) -> DialectText { text.renaming(columns: names, tables: tableNames) }
        var table = self
        table.name = name
        for position in columns.indices {
            table.columns[position].name = new(columns[position].name)
            if let generated = columns[position].generated {
                table.columns[position].generated?.expression = new(generated.expression)
            }
        }
        table.primaryKey?.columns = (primaryKey?.columns ?? []).map(new)
        for position in uniques.indices {
            table.uniques[position].columns = uniques[position].columns.map(new)
            table.uniques[position].predicate = uniques[position].predicate.map(new)
        }
        for position in indexes.indices {
            table.indexes[position].predicate = indexes[position].predicate.map(new)
            table.indexes[position].terms = indexes[position].terms.map { term in
                var term = term
                switch term.key {
                case .column(let column): term.key = .column(new(column))
                case .expression(let text): term.key = .expression(new(text))
                }
                return term
            }
        }
        for position in checks.indices { table.checks[position].condition = new(checks[position].condition) }
        for position in foreignKeys.indices {
            let key = foreignKeys[position]
            let parent = renames.newName(of: key.referencedTable) ?? key.referencedTable
            table.foreignKeys[position].columns = key.columns.map(new)
            table.foreignKeys[position].referencedTable = parent
            table.foreignKeys[position].referencedColumns = key.referencedColumns.map {
                renames.columns[parent]?[$0] ?? $0
            }
        }
        return table
    }
}
