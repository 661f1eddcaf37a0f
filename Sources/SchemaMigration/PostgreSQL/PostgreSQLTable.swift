import SchemaKit
import SchemaSQL

/// What a table that stays contributes to each phase of a migration.
struct PostgreSQLTable {
    private let table: TableDifference
    private let difference: SchemaDifference
    private let dialect = Dialect.postgresql
    /// Columns that get another type: what was computed with the old one is computed anew.
    private let retyped: Set<String>
    /// Generated columns that go and come back.
    private let regenerated: Set<String>

    init(_ table: TableDifference, in difference: SchemaDifference) {
        self.table = table
        self.difference = difference
        retyped = Self.retyped(table)
        regenerated = Self.regenerated(table, retyped)
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
                    Dialect.postgresql.typeName(old.type) != Dialect.postgresql.typeName(new.type)
                else { return nil }
                return new.name
            })
    }

    private static func regenerated(_ table: TableDifference, _ retyped: Set<String>) -> Set<String> {
        Set(
            table.new.columns.compactMap { column in
                guard let generated = column.generated, let old = table.old.column(named: column.name) else {
                    return nil
                }
                let isSame = old.generated.map { before in
                    // The server has stored ones only.
                    DialectText.common(before.expression.postgresql).meansSame(
                        as: .common(generated.expression.postgresql))
                }
                let isMoved = retyped.contains { generated.expression.mentions($0) } || retyped.contains(column.name)
                return isSame == true && !isMoved ? nil : column.name
            })
    }

    private func isDisturbed(columns: [String]) -> Bool { columns.contains { regenerated.contains($0) } }

    private func isDisturbed(_ text: DialectText?) -> Bool {
        text.map { text in retyped.union(regenerated).contains { text.mentions($0) } } ?? false
    }

    private func isDisturbed(_ index: SchemaKit.Index) -> Bool {
        isDisturbed(index.predicate)
            || index.terms.contains { term in
                switch term.key {
                case .column(let name): regenerated.contains(name)
                case .expression(let text): isDisturbed(text)
                }
            }
    }

    /// Something that stays, perhaps under another name.
    private struct Kept<Part> {
        let oldName: String
        let part: Part
    }

    /// What stays but goes and comes back, since it is in the way of another change.
    private var interruptedUniques: [Kept<Unique>] {
        kept(table.old.uniques, table.new.uniques).filter {
            isDisturbed($0.part.predicate) || isDisturbed(columns: $0.part.columns)
        }
    }
    private var interruptedIndexes: [Kept<SchemaKit.Index>] {
        kept(table.old.indexes, table.new.indexes).filter { index in
            isDisturbed(index.part)
                || (isSpelledAnew(index.part) && (!canReplace || index.oldName != index.part.name))
        }
    }
    /// Where NULLs are in an index depends on whether its columns can have any.
    private func isSpelledAnew(_ index: SchemaKit.Index) -> Bool {
        dialect.createIndex(index, on: table.old) != dialect.createIndex(index, on: table.new)
    }
    private var interruptedChecks: [Kept<Check>] {
        kept(table.old.checks, table.new.checks).filter { isDisturbed($0.part.condition) }
    }
    private var interruptedForeignKeys: [Kept<ForeignKey>] {
        kept(table.old.foreignKeys, table.new.foreignKeys).filter { kept in
            let key = kept.part
            guard let parent = difference.tables.first(where: { $0.name == key.referencedTable }) else { return false }
            let other = parent.name == name ? self : PostgreSQLTable(parent, in: difference)
            return !retyped.union(regenerated).isDisjoint(with: key.columns)
                || !other.retyped.union(other.regenerated).isDisjoint(with: key.referencedColumns)
                || other.losesKey(over: key.referencedColumns)
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

    /// Whether the constraint or index goes by which the columns are unique.
    private func losesKey(over columns: [String]) -> Bool {
        interruptedUniques.contains { Set($0.part.columns) == Set(columns) }
            || interruptedIndexes.contains { $0.part.isUnique && $0.part.columns.map(Set.init) == Set(columns) }
            || table.changes.contains { change in
                switch change {
                case .setPrimaryKey(let old, _, _): Set(old) == Set(columns)
                case .dropUnique(let unique, _): Set(unique.columns) == Set(columns)
                case .dropIndex(let index, _): index.isUnique && index.columns.map(Set.init) == Set(columns)
                default: false
                }
            }
    }

    /// Indexes that are replaced under their name while everything else stays: the new one is there before the old one goes.
    private var replacedIndexes: [SchemaKit.Index] {
        guard canReplace else { return [] }
        let changed = table.changes.compactMap { change in
            if case .dropIndex(let index, _) = change { table.new.indexes.first { $0.name == index.name } } else { nil }
        }
        return changed
            + kept(table.old.indexes, table.new.indexes).filter {
                $0.oldName == $0.part.name && !isDisturbed($0.part) && isSpelledAnew($0.part)
            }.map(\.part)
    }

    private var canReplace: Bool {
        !disturbsViews && table.columnRenames.isEmpty
            && !table.changes.contains { if case .addColumn = $0 { true } else { false } }
    }

    // MARK: - What goes, under the table's old name

    private var oldName: String { dialect.quote(table.before.name) }

    var droppedForeignKeys: [PlannedStatement] {
        let dropped = table.changes.compactMap { change in
            if case .dropForeignKey(let key, _) = change { key.name } else { nil as String? }
        }
        return (dropped + interruptedForeignKeys.map(\.oldName)).map {
            PlannedStatement("ALTER TABLE \(oldName) DROP CONSTRAINT \(dialect.quote($0))")
        }
    }

    var droppedConstraints: [PlannedStatement] {
        var statements: [PlannedStatement] = []
        func dropConstraint(_ constraint: String) {
            statements.append(
                PlannedStatement("ALTER TABLE \(oldName) DROP CONSTRAINT \(dialect.quote(constraint))"))
        }
        func dropIndex(_ index: String) {
            statements.append(PlannedStatement("DROP INDEX \(dialect.quote(index))"))
        }
        func dropUnique(_ unique: Unique, _ name: String) {
            if unique.predicate == nil { dropConstraint(name) } else { dropIndex(name) }
        }
        let replaced = replacedIndexes.map(\.name)
        for change in table.changes {
            switch change {
            case .dropCheck(let check, _): dropConstraint(check.name)
            case .dropUnique(let unique, _): dropUnique(unique, unique.name)
            case .dropIndex(let index, _) where !replaced.contains(index.name): dropIndex(index.name)
            case .setSingleton(false, _): dropConstraint(table.before.name + "_singleton")
            case .setPrimaryKey(let old, _, _) where !old.isEmpty:
                dropConstraint(Self.primaryKeyName(of: table.before.name))
            default: break
            }
        }
        interruptedChecks.forEach { dropConstraint($0.oldName) }
        interruptedUniques.forEach { dropUnique($0.part, $0.oldName) }
        interruptedIndexes.forEach { dropIndex($0.oldName) }
        return statements
    }

    static func primaryKeyName(of table: String) -> String { table.cut(to: 63 - "_pkey".utf8.count) + "_pkey" }

    // MARK: - Names

    var renames: [PlannedStatement] {
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
                guard case .renameConstraint(let kind, let old, let new, _) = change, !interruptedNames.contains(old)
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
            interruptedUniques.map(\.oldName) + interruptedIndexes.map(\.oldName) + interruptedChecks.map(\.oldName)
                + interruptedForeignKeys.map(\.oldName))
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
            case .addColumn(let column, _): statements.append(addColumn(column))
            case .alterColumn(let old, let new, _) where !regenerated.contains(new.name):
                statements += PostgreSQLColumn(quotedName, from: old, to: new, isInKey: isInKey(new)).statements
            default: break
            }
        }
        statements += table.new.columns.filter { regenerated.contains($0.name) }.map(addColumn)
        statements += dropped.filter { $0.generated == nil }.map { dropColumn($0.name) }
        for change in table.changes {
            guard case .setPrimaryKey(_, let columns, _) = change, !columns.isEmpty else { continue }
            statements.append(PlannedStatement("ALTER TABLE \(quotedName) ADD PRIMARY KEY (\(dialect.quote(columns)))"))
        }
        return statements
    }

    private func isInKey(_ column: Column) -> Bool { table.new.primaryKey?.columns.contains(column.name) == true }

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
        var statements: [PlannedStatement] = []
        for unique in newUniques {
            statements.append(.alone(dialect.createIndex(for: unique, on: table.new, isConcurrent: true)))
        }
        for index in newIndexes {
            statements.append(.alone(dialect.createIndex(index, on: table.new, isConcurrent: true)))
        }
        for index in replacedIndexes {
            let name = Self.replacement(of: index.name)
            statements.append(.alone(dialect.createIndex(index, on: table.new, isConcurrent: true, as: name)))
        }
        for change in table.changes {
            switch change {
            case .addCheck(let check, _): statements.append(validate(check.name))
            case .setSingleton(true, _): statements.append(validate(name + "_singleton"))
            case .alterColumn(let old, let new, _) where !regenerated.contains(new.name):
                statements += PostgreSQLColumn(quotedName, from: old, to: new, isInKey: isInKey(new)).validations
            default: break
            }
        }
        return statements + interruptedChecks.map { validate($0.part.name) }
    }

    /// What could not be said before that.
    var finish: [PlannedStatement] {
        var statements = newUniques.filter { $0.predicate == nil }.map { unique in
            let name = dialect.quote(unique.name)
            return PlannedStatement("ALTER TABLE \(quotedName) ADD CONSTRAINT \(name) UNIQUE USING INDEX \(name)")
        }
        for name in replacedIndexes.map(\.name) {
            statements.append(PlannedStatement("DROP INDEX \(dialect.quote(name))"))
            statements.append(
                PlannedStatement(
                    "ALTER INDEX \(dialect.quote(Self.replacement(of: name))) RENAME TO \(dialect.quote(name))"))
        }
        for change in table.changes {
            guard case .alterColumn(let old, let new, _) = change, !regenerated.contains(new.name) else { continue }
            statements += PostgreSQLColumn(quotedName, from: old, to: new, isInKey: isInKey(new)).finish
        }
        return statements
    }

    var newForeignKeys: [PlannedStatement] {
        addedForeignKeys.map {
            PlannedStatement("ALTER TABLE \(quotedName) ADD \(dialect.foreignKeyDefinition($0)) NOT VALID")
        }
    }

    var validations: [PlannedStatement] { addedForeignKeys.map { validate($0.name) } }

    private var newUniques: [Unique] {
        table.changes.compactMap { if case .addUnique(let unique, _) = $0 { unique } else { nil } }
            + interruptedUniques.map(\.part)
    }
    private var newIndexes: [SchemaKit.Index] {
        let replaced = replacedIndexes.map(\.name)
        return table.changes.compactMap { change in
            if case .addIndex(let index, _) = change, !replaced.contains(index.name) { index } else { nil }
        } + interruptedIndexes.map(\.part)
    }
    private var addedForeignKeys: [ForeignKey] {
        table.changes.compactMap { if case .addForeignKey(let key, _) = $0 { key } else { nil } }
            + interruptedForeignKeys.map(\.part)
    }

    private func validate(_ constraint: String) -> PlannedStatement {
        .alone("ALTER TABLE \(quotedName) VALIDATE CONSTRAINT \(dialect.quote(constraint))")
    }

    private static func replacement(of index: String) -> String { ("rosey_new_" + index).cut(to: 63) }

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
        let text = comment.map { Dialect.postgresql.literal(.text($0)) } ?? "NULL"
        return PlannedStatement("COMMENT ON \(target) IS \(text)")
    }
}
