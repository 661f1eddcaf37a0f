import ExactText
import SchemaKit
import SchemaSQL

/// What the indexes of a table that stays contribute to each phase of a migration, those of unique constraints included.
///
/// What comes is built before what goes is dropped, so that rows are never without. A constraint that goes need not be
/// there: the other direction may have stopped before it made it. Of indexes, the migrator sees to that.
struct TableIndexes {
    /// An index, perhaps that of a constraint.
    private struct Item {
        let name: String
        let isConstraint: Bool
        /// The statement that builds it under a name.
        let build: (String) -> String
    }

    private let table: String
    /// The table's name in the first phase.
    private let oldTable: String
    private let added: [Item]
    private let removed: [(name: String, isConstraint: Bool)]
    /// What goes before anything changes, and what the other direction takes away so.
    private let early: Set<String>
    private let earlyOnTheWayBack: Set<String>
    private let dialect = PostgreSQLDialect()

    init(_ table: PostgreSQLTable) {
        let difference = table.table
        func item(_ unique: Unique) -> Item {
            Item(name: unique.name, isConstraint: unique.predicate == nil) { name in
                PostgreSQLDialect().createIndex(for: unique, on: difference.new, isConcurrent: true, as: name)
            }
        }
        func item(_ index: SchemaKit.Index) -> Item {
            Item(name: index.name, isConstraint: false) { name in
                PostgreSQLDialect().createIndex(index, on: difference.new, isConcurrent: true, as: name)
            }
        }
        var added: [Item] = []
        var removed: [(name: String, isConstraint: Bool)] = []
        var early: Set<String> = []
        var earlyOnTheWayBack: Set<String> = []
        for change in difference.changes {
            switch change {
            case .addUnique(let unique, _):
                added.append(item(unique))
                if table.isInTheWay(unique, of: .new) { earlyOnTheWayBack.insert(unique.name) }
            case .addIndex(let index, _):
                added.append(item(index))
                if table.isInTheWay(index, of: .new) { earlyOnTheWayBack.insert(index.name) }
            case .dropUnique(let unique, _):
                removed.append((unique.name, unique.predicate == nil))
                if table.isInTheWay(unique, of: .old) { early.insert(unique.name) }
            case .dropIndex(let index, _):
                removed.append((index.name, false))
                if table.isInTheWay(index, of: .old) { early.insert(index.name) }
            default: break
            }
        }
        for kept in table.interruptedUniques {
            added.append(item(kept.part))
            removed.append((kept.oldName, kept.part.predicate == nil))
            early.insert(kept.oldName)
            earlyOnTheWayBack.insert(kept.part.name)
        }
        for kept in table.interruptedIndexes + table.respelledIndexes {
            added.append(item(kept.part))
            removed.append((kept.oldName, false))
        }
        for kept in table.interruptedIndexes {
            early.insert(kept.oldName)
            earlyOnTheWayBack.insert(kept.part.name)
        }
        self.table = dialect.quote(table.name)
        oldTable = dialect.quote(difference.before.name)
        self.added = added
        self.removed = removed
        self.early = early
        self.earlyOnTheWayBack = earlyOnTheWayBack
    }

    var built: [String] { added.map(\.name) }

    // MARK: - Phases

    /// What is in the way of other changes.
    var beginning: [PlannedStatement] {
        removed.filter { early.contains($0.name) || ($0.isConstraint && !isExchanged) }.map { item in
            item.isConstraint
                ? dropConstraint(item.name, of: oldTable)
                : PlannedStatement("DROP INDEX \(dialect.quote(item.name))")
        }
    }

    /// Built while others read and write.
    var builds: [PlannedStatement] {
        added.map { .alone($0.build(isBuiltAside($0) ? Self.newName($0.name) : $0.name)) }
    }

    /// Takes what was built into use instead of what was there.
    var exchange: [PlannedStatement] {
        added.flatMap { item -> [PlannedStatement] in
            guard isBuiltAside(item) else { return [] }
            let name = dialect.quote(item.name), built = dialect.quote(Self.newName(item.name))
            var statements: [PlannedStatement] = []
            if let old = removed.first(where: { $0.name == item.name }), !early.contains(item.name) {
                let aside = Self.oldName(item.name)
                if !(old.isConstraint && item.isConstraint) {
                    statements.append(PlannedStatement("ALTER INDEX \(name) RENAME TO \(dialect.quote(aside))"))
                }
                if old.isConstraint || item.isConstraint {
                    let isBoth = old.isConstraint && item.isConstraint
                    statements.append(dropConstraint(isBoth ? item.name : aside, of: table))
                }
            } else if item.isConstraint, isExchanged, !earlyOnTheWayBack.contains(item.name) {
                // Where the way back has stopped, it may be there still.
                statements.append(dropConstraint(item.name, of: table))
            }
            return statements + [
                PlannedStatement(
                    item.isConstraint
                        ? "ALTER TABLE \(table) ADD CONSTRAINT \(name) UNIQUE USING INDEX \(built)"
                        : "ALTER INDEX \(built) RENAME TO \(name)")
            ]
        } + exchangedConstraints.map { dropConstraint($0, of: table) }
    }

    /// What nobody needs any more, dropped while others read and write.
    var end: [PlannedStatement] {
        removed.filter { !early.contains($0.name) && !$0.isConstraint }.map { item in
            replaced.contains(item.name) ? Self.oldName(item.name) : item.name
        }.map { .alone("DROP INDEX CONCURRENTLY \(dialect.quote($0))") }
    }

    // MARK: - Names

    /// Whether some go and others come.
    private var isExchanged: Bool { !added.isEmpty && !removed.isEmpty }

    private var replaced: [String] {
        removed.map(\.name).filter { name in !early.contains(name) && added.contains { $0.name == name } }
    }

    /// Constraints that go when others are there.
    private var exchangedConstraints: [String] {
        if !isExchanged { return [] }
        let replaced = replaced
        return removed.filter { $0.isConstraint && !early.contains($0.name) && !replaced.contains($0.name) }.map(\.name)
    }

    /// Whether it has its name only when it is taken into use, so that one that was not is known for what it is.
    private func isBuiltAside(_ item: Item) -> Bool { item.isConstraint || replaced.contains(item.name) }

    private static func newName(_ index: String) -> String { ("rosey_new_" + index).cut(to: 63) }
    private static func oldName(_ index: String) -> String { ("rosey_old_" + index).cut(to: 63) }

    private func dropConstraint(_ name: String, of table: String) -> PlannedStatement {
        PlannedStatement("ALTER TABLE \(table) DROP CONSTRAINT IF EXISTS \(dialect.quote(name))")
    }
}
