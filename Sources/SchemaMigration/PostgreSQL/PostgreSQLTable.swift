import SchemaKit
import SchemaSQL

/// What a table that stays contributes to each phase of a migration.
///
/// The way back interrupts what the way there does: so what one direction has taken away when it stops half-way, the other
/// one puts back.
struct PostgreSQLTable {
    let table: TableDifference
    private let difference: SchemaDifference
    private let dialect = PostgreSQLDialect()
    /// Columns that get another type: what was computed with the old one is computed anew.
    private let retyped: Set<String>
    /// Generated columns that go and come back.
    private let regenerated: Set<String>
    /// The same, in either direction.
    private let recomputed: Set<String>
    /// Columns whose values are others meanwhile, or away.
    private var disturbed: Set<String> { retyped.union(recomputed) }

    init(_ table: TableDifference, in difference: SchemaDifference) {
        self.table = table
        self.difference = difference
        retyped = Self.retyped(table)
        regenerated = Self.regenerated(from: table.old, to: table.new, retyped)
        recomputed = regenerated.union(Self.regenerated(from: table.new, to: table.old, retyped))
    }

    var name: String { table.name }
    private var quotedName: String { dialect.quote(name) }

    /// Whether views that mention the table have to be away meanwhile.
    var disturbsViews: Bool {
        !retyped.isEmpty || !regenerated.isEmpty
            || table.changes.contains { if case .dropColumn = $0 { true } else { false } }
    }

    // MARK: - What changes

    /// Columns whose type is another one to the server.
    private static func retyped(_ table: TableDifference) -> Set<String> {
        Set(
            table.changes.compactMap { change in
                guard case .alterColumn(let old, let new, _) = change,
                    PostgreSQLDialect().typeName(old.type) != PostgreSQLDialect().typeName(new.type)
                else { return nil }
                return new.name
            })
    }

    private static func regenerated(from old: Table, to new: Table, _ retyped: Set<String>) -> Set<String> {
        Set(
            new.columns.compactMap { column in
                guard let generated = column.generated, let old = old.column(named: column.name) else {
                    return nil
                }
                let isSame = old.generated.map { before in
                    // The server has stored ones only.
                    DialectText.common(before.expression[.postgresql]).meansSame(
                        as: .common(generated.expression[.postgresql]))
                }
                let isMoved = retyped.contains { generated.expression.mentions($0) } || retyped.contains(column.name)
                return isSame == true && !isMoved ? nil : column.name
            })
    }

    /// An index over a column that gets another type is written anew with it.
    private func isDisturbed(columns: [String]) -> Bool { !recomputed.isDisjoint(with: columns) }

    private func isDisturbed(_ text: DialectText?) -> Bool {
        text.map { text in disturbed.contains { text.mentions($0) } } ?? false
    }

    private func isDisturbed(_ index: SchemaKit.Index) -> Bool {
        isDisturbed(index.predicate)
            || index.terms.contains { term in
                switch term.key {
                case .column(let name): recomputed.contains(name)
                case .expression(let text): isDisturbed(text)
                }
            }
    }

    /// Which of the two schemas has something.
    enum Side { case old, new }

    /// Whether something goes, or came, before everything else changes.
    func isInTheWay(_ unique: Unique, of side: Side) -> Bool {
        isDisturbed(unique.predicate) || isDisturbed(columns: unique.columns)
            || lacksColumns(unique.columns, [unique.predicate], side) || isNameTaken(unique.name, side)
            || isNoLongerUnique(unique.columns, side)
    }

    func isInTheWay(_ index: SchemaKit.Index, of side: Side) -> Bool {
        var columns: [String] = []
        var texts = [index.predicate]
        for term in index.terms {
            switch term.key {
            case .column(let name): columns.append(name)
            case .expression(let text): texts.append(text)
            }
        }
        return isDisturbed(index) || lacksColumns(columns, texts, side) || isNameTaken(index.name, side)
            || (index.isUnique && isNoLongerUnique(columns, side))
    }

    /// Whether columns get other values, which need not be unique any more.
    private func isNoLongerUnique(_ columns: [String], _ side: Side) -> Bool {
        let changed = table.changes.compactMap { change -> String? in
            guard case .alterColumn(let old, let new, _) = change,
                !ColumnFacets(from: old, to: new).isDisjoint(with: [.type, .nullability])
            else { return nil }
            return new.name
        }
        if Set(changed).isDisjoint(with: columns) { return false }
        let other = side == .old ? table.new : table.old
        let keys =
            [other.primaryKey?.columns ?? []] + other.uniques.filter { $0.predicate == nil }.map(\.columns)
            + other.indexes.filter { $0.isUnique && $0.predicate == nil }.compactMap(\.columns)
        return !keys.contains { !$0.isEmpty && Set($0).isSubset(of: columns) }
    }

    /// Whether the other schema does not have all of the columns.
    private func lacksColumns(_ columns: [String], _ texts: [DialectText?], _ side: Side) -> Bool {
        let (own, other) = side == .old ? (table.old, table.new) : (table.new, table.old)
        return own.columns.contains { column in
            other.column(named: column.name) == nil
                && (columns.contains(column.name) || texts.contains { $0?.mentions(column.name) == true })
        }
    }

    /// Whether anything else has the name in the other schema.
    private func isNameTaken(_ name: String, _ side: Side) -> Bool {
        let other = side == .old ? difference.new : difference.old
        let own = side == .old ? table.name : table.before.name
        return other.views.contains { $0.name == name }
            || other.tables.contains { table in
                table.name == name || table.primaryKeyName == name
                    || (table.name != own
                        && (table.uniques.contains { $0.name == name } || table.indexes.contains { $0.name == name }))
            }
    }

    /// Something that stays, perhaps under another name.
    struct Kept<Part> {
        let oldName: String
        let part: Part
    }

    /// What stays but goes and comes back, since it is in the way of another change.
    var interruptedUniques: [Kept<Unique>] {
        kept(table.old.uniques, table.new.uniques).filter {
            isDisturbed($0.part.predicate) || isDisturbed(columns: $0.part.columns)
        }
    }
    var interruptedIndexes: [Kept<SchemaKit.Index>] {
        kept(table.old.indexes, table.new.indexes).filter { isDisturbed($0.part) }
    }
    /// Indexes that are built anew although the schema says the same of them: where NULLs are in one depends on whether its
    /// columns can have any.
    var respelledIndexes: [Kept<SchemaKit.Index>] {
        kept(table.old.indexes, table.new.indexes).filter { index in
            !isDisturbed(index.part)
                && dialect.createIndex(index.part, on: table.old) != dialect.createIndex(index.part, on: table.new)
        }
    }
    private var interruptedChecks: [Kept<Check>] {
        kept(table.old.checks, table.new.checks).filter { isDisturbed($0.part.condition) }
    }
    private var interruptedForeignKeys: [Kept<ForeignKey>] {
        kept(table.old.foreignKeys, table.new.foreignKeys).filter { kept in
            let key = kept.part
            guard let parent = difference.tables.first(where: { $0.name == key.referencedTable }) else { return false }
            let other = parent.name == name ? self : PostgreSQLTable(parent, in: difference)
            return !disturbed.isDisjoint(with: key.columns) || !other.disturbed.isDisjoint(with: key.referencedColumns)
                || other.changesKey(over: key.referencedColumns)
        }
    }

    private func kept<Part: TablePart>(_ old: [Part], _ new: [Part]) -> [Kept<Part>] {
        new.compactMap { part in
            if old.contains(where: { $0.name == part.name && $0.isSame(as: part) }) {
                return Kept(oldName: part.name, part: part)
            }
            let source = table.changes.compactMap { change in
                if case .renameConstraint(_, let old, part.name, _) = change { old } else { nil as String? }
            }.first
            guard let source, old.contains(where: { $0.name == source }) else { return nil }
            return Kept(oldName: source, part: part)
        }
    }

    /// Whether a constraint or an index goes or comes by which the columns are unique.
    func changesKey(over columns: [String]) -> Bool {
        func isSame(_ other: [String]?) -> Bool { other.map(Set.init) == Set(columns) }
        return interruptedUniques.contains { isSame($0.part.columns) }
            || (interruptedIndexes + respelledIndexes).contains { $0.part.isUnique && isSame($0.part.columns) }
            || table.changes.contains { change in
                switch change {
                case .setPrimaryKey(let old, let new, _): isSame(old) || isSame(new)
                case .addUnique(let unique, _), .dropUnique(let unique, _): isSame(unique.columns)
                case .addIndex(let index, _), .dropIndex(let index, _): index.isUnique && isSame(index.columns)
                default: false
                }
            }
    }

    // MARK: - What goes, under the table's old name

    private var oldName: String { dialect.quote(table.before.name) }

    var droppedForeignKeys: [PlannedStatement] {
        let dropped = table.changes.compactMap { change in
            if case .dropForeignKey(let key, _) = change { key.name } else { nil as String? }
        }
        return (dropped + interruptedForeignKeys.map(\.oldName)).map { dropConstraint($0, ifExists: true) }
    }

    var droppedConstraints: [PlannedStatement] {
        // The other script makes them, and leaves them where it stops half-way.
        var statements = table.changes.compactMap { change -> PlannedStatement? in
            guard case .alterColumn(let old, let new, _) = change, !old.isNullable, new.isNullable,
                let name = zip(table.old.columns, table.before.columns).first(where: { $0.0.name == old.name })?.1.name
            else { return nil }
            return dropConstraint(PostgreSQLColumn.notNullName(of: name), ifExists: true)
        }
        for change in table.changes {
            switch change {
            case .dropCheck(let check, _): statements.append(dropConstraint(check.name))
            case .setSingleton(false, _): statements.append(dropConstraint(table.before.name + "_singleton"))
            case .setPrimaryKey(let old, _, _) where !old.isEmpty:
                if let name = table.before.primaryKeyName { statements.append(dropConstraint(name)) }
            default: break
            }
        }
        return statements + interruptedChecks.map { dropConstraint($0.oldName) } + indexes.beginning
    }

    private func dropConstraint(_ name: String, ifExists: Bool = false) -> PlannedStatement {
        PlannedStatement(
            "ALTER TABLE \(oldName) DROP CONSTRAINT \(ifExists ? "IF EXISTS " : "")\(dialect.quote(name))")
    }

    private var indexes: TableIndexes { TableIndexes(self) }

    // MARK: - Names

    var renames: [PlannedStatement] {
        let interrupted = interruptedNames
        var types = Dictionary(table.before.columns.map { ($0.name, $0) }) { first, _ in first }
        let columns = table.columnRenames.flatMap { old, new -> [PlannedStatement] in
            var statements = [
                PlannedStatement(
                    "ALTER TABLE \(quotedName) RENAME COLUMN \(dialect.quote(old)) TO \(dialect.quote(new))")
            ]
            if let column = types.removeValue(forKey: old) {
                types[new] = column
                if dialect.typeCheck(column) != nil {
                    statements.append(
                        renameConstraint(
                            dialect.typeCheckName(of: old, column.type), dialect.typeCheckName(of: new, column.type)))
                }
            }
            return statements
        }
        return columns
            + table.changes.compactMap { change in
                guard case .renameConstraint(let kind, let old, let new, _) = change, !interrupted.contains(old)
                else {
                    return nil
                }
                let isIndex =
                    kind == .index
                    || (kind == .unique && table.new.uniques.contains { $0.name == new && $0.predicate != nil })
                return isIndex
                    ? PlannedStatement("ALTER INDEX \(dialect.quote(old)) RENAME TO \(dialect.quote(new))")
                    : renameConstraint(old, new)
            }
    }

    /// What is gone already when names change.
    private var interruptedNames: Set<String> {
        Set(
            interruptedUniques.map(\.oldName) + interruptedIndexes.map(\.oldName) + respelledIndexes.map(\.oldName)
                + interruptedChecks.map(\.oldName) + interruptedForeignKeys.map(\.oldName))
    }

    private func renameConstraint(_ old: String, _ new: String) -> PlannedStatement {
        PlannedStatement(
            "ALTER TABLE \(quotedName) RENAME CONSTRAINT \(dialect.quote(old)) TO \(dialect.quote(new))")
    }

    // MARK: - Columns

    var columns: [PlannedStatement] {
        let dropped = table.changes.compactMap { if case .dropColumn(let column, _) = $0 { column } else { nil } }
        // What is computed from others goes before them, and comes after them.
        var statements =
            (table.old.columns.filter { regenerated.contains($0.name) } + dropped.filter { $0.generated != nil })
            .map { dropColumn($0.name) }
        for change in table.changes {
            switch change {
            case .addColumn(let column, _) where column.generated == nil: statements.append(addColumn(column))
            case .alterColumn(let old, let new, _) where !regenerated.contains(new.name):
                statements += column(old, new).statements
            default: break
            }
        }
        statements += table.new.columns.filter { isComputedAnew($0) }.map(addColumn)
        statements += dropped.filter { $0.generated == nil }.map { dropColumn($0.name) }
        for change in table.changes {
            guard case .setPrimaryKey(_, let columns, _) = change, !columns.isEmpty else { continue }
            statements.append(
                PlannedStatement("ALTER TABLE \(quotedName) ADD \(dialect.primaryKeyConstraint(table.new, columns))"))
        }
        return statements
    }

    private func column(_ old: Column, _ new: Column) -> PostgreSQLColumn {
        let isNotNull = DialectText.common("\(dialect.quote(new.name)) IS NOT NULL")
        return PostgreSQLColumn(
            quotedName, from: old, to: new,
            isInKey: table.new.primaryKey?.columns.contains(new.name) == true,
            isComputedFrom: table.new.columns.contains {
                isComputedAnew($0) && $0.generated?.expression.mentions(new.name) == true
            },
            isChecked: table.new.checks.contains {
                DialectText.common($0.condition[.postgresql]).meansSame(as: isNotNull)
            })
    }

    /// Whether it is generated, and every row gets a value for it.
    private func isComputedAnew(_ column: Column) -> Bool {
        column.generated != nil && (regenerated.contains(column.name) || table.old.column(named: column.name) == nil)
    }

    private func dropColumn(_ column: String) -> PlannedStatement {
        PlannedStatement("ALTER TABLE \(quotedName) DROP COLUMN \(dialect.quote(column))")
    }

    private func addColumn(_ column: Column) -> PlannedStatement {
        PlannedStatement(
            "ALTER TABLE \(quotedName) ADD COLUMN \(dialect.columnDefinition(column, isPrimaryKey: false))")
    }

    // MARK: - What has to look at every row

    var newChecks: [PlannedStatement] {
        let added = table.changes.flatMap { change -> [String] in
            switch change {
            case .addCheck(let check, _): [dialect.constraint(check)]
            case .setSingleton(true, _):
                (table.new.primaryKey?.columns.first).map { [dialect.singletonConstraint(name, $0)] } ?? []
            default: []
            }
        }
        return (added + interruptedChecks.map { dialect.constraint($0.part) }).map {
            PlannedStatement("ALTER TABLE \(quotedName) ADD \($0) NOT VALID")
        }
    }

    /// Indexes, built while others read and write, and checks, validated likewise.
    var builds: [PlannedStatement] {
        var statements = analysis + indexes.builds
        for change in table.changes {
            switch change {
            case .addCheck(let check, _): statements.append(validate(check.name))
            case .setSingleton(true, _): statements.append(validate(name + "_singleton"))
            case .alterColumn(let old, let new, _) where !regenerated.contains(new.name):
                statements += column(old, new).validations
            default: break
            }
        }
        return statements + interruptedChecks.map { validate($0.part.name) }
    }

    /// Takes what was built into use, and says what could not be said before that.
    var exchange: [PlannedStatement] {
        var statements = indexes.exchange
        for change in table.changes {
            guard case .alterColumn(let old, let new, _) = change, !regenerated.contains(new.name) else { continue }
            statements += column(old, new).finish
        }
        return statements
    }

    var newForeignKeys: [PlannedStatement] {
        addedForeignKeys.map {
            PlannedStatement("ALTER TABLE \(quotedName) ADD \(dialect.foreignKeyDefinition($0)) NOT VALID")
        }
    }

    var validations: [PlannedStatement] { addedForeignKeys.map { validate($0.name) } }

    /// The server forgets what it knew of the values of a column that gets another type, and plans queries badly.
    private var analysis: [PlannedStatement] {
        let columns = table.new.columns.map(\.name).filter { retyped.contains($0) || regenerated.contains($0) }
        return columns.isEmpty ? [] : [.alone("ANALYZE \(quotedName) (\(dialect.quote(columns)))")]
    }

    var end: [PlannedStatement] { indexes.end }

    private var addedForeignKeys: [ForeignKey] {
        table.changes.compactMap { if case .addForeignKey(let key, _) = $0 { key } else { nil } }
            + interruptedForeignKeys.map(\.part)
    }

    private func validate(_ constraint: String) -> PlannedStatement {
        .alone("ALTER TABLE \(quotedName) VALIDATE CONSTRAINT \(dialect.quote(constraint))")
    }

    // MARK: - What others notice

    /// The names of the indexes that are built on it.
    var builtIndexes: [String] { indexes.built }

    /// The tables to which it refers from now on.
    var newlyReferencedTables: [String] { Set(addedForeignKeys.map(\.referencedTable)).sorted() }

    /// Whether a statement keeps everybody from the table, however shortly.
    var locksReaders: Bool {
        if table.before.name != table.name { return true }
        let statements =
            droppedForeignKeys + droppedConstraints + renames + columns + newChecks + exchange
        return statements.contains { $0.sql.hasPrefix("ALTER TABLE") || $0.sql.hasPrefix("DROP INDEX") }
    }

    // MARK: - Comments

    var comments: [PlannedStatement] {
        table.changes.compactMap { change in
            switch change {
            case .setTableComment(let comment, _): Self.comment("TABLE \(quotedName)", comment)
            case .addColumn(let column, _) where column.comment != nil: comment(column)
            case .alterColumn(let old, let new, _) where old.comment != new.comment && !regenerated.contains(new.name):
                comment(new)
            default: nil
            }
        } + table.new.columns.filter { regenerated.contains($0.name) && $0.comment != nil }.map(comment)
    }

    private func comment(_ column: Column) -> PlannedStatement {
        Self.comment("COLUMN \(quotedName).\(dialect.quote(column.name))", column.comment)
    }

    static func comment(_ target: String, _ comment: String?) -> PlannedStatement {
        let text = comment.map { PostgreSQLDialect().literal(.text($0)) } ?? "NULL"
        return PlannedStatement("COMMENT ON \(target) IS \(text)")
    }
}
