public import SchemaKit

/// In what a schema differs from the one before it.
public struct SchemaDifference: Sendable {
    public let old: Schema
    public let new: Schema
    public let renames: Renames
    /// The tables that both have.
    let tables: [TableDifference]
    let created: [Table]
    let dropped: [Table]
    /// How tables get their names, in this order.
    let tableRenames: [(from: String, to: String)]
    let createdViews: [View]
    let droppedViews: [View]
    private let changedViewComments: [View]

    public init(from old: Schema, to new: Schema, renames: Renames = Renames()) {
        self.old = old
        self.new = new
        self.renames = renames
        var tables: [TableDifference] = []
        var dropped: [Table] = []
        for table in old.tables {
            if let name = renames.newName(of: table.name), let after = new.table(named: name) {
                tables.append(TableDifference(from: table, to: after, renames))
            } else {
                dropped.append(table)
            }
        }
        // In the order of the new schema, so that equal schemas give equal plans whatever they come from.
        let places = Dictionary(new.tables.enumerated().map { ($1.name, $0) }) { first, _ in first }
        self.tables = tables.sorted { places[$0.name, default: 0] < places[$1.name, default: 0] }
        self.dropped = dropped
        tableRenames = RenameSequence.steps(
            of: renames.tables, among: (old.tables + new.tables).map(\.name) + (old.views + new.views).map(\.name))
        let kept = Set(tables.map(\.name))
        created = new.tables.filter { !kept.contains($0.name) }
        let same = new.views.filter { view in old.views.contains { $0.isSame(as: view) } }
        createdViews = new.views.filter { view in !same.contains { $0.name == view.name } }
        droppedViews = old.views.filter { view in !same.contains { $0.name == view.name } }
        changedViewComments = same.filter { view in
            old.views.contains { $0.name == view.name && !$0.hasSameComments(as: view) }
        }
    }

    /// Whether a database made from one is a database made from the other.
    public var isEmpty: Bool { changes.isEmpty }

    /// All of it, in the order in which people want to read it.
    public var changes: [SchemaChange] {
        droppedViews.map(SchemaChange.dropView)
            + renames.tables.sorted { $0.value < $1.value }.map { .renameTable(from: $0.key, to: $0.value) }
            + created.map(SchemaChange.createTable)
            + tables.flatMap(\.changes)
            + dropped.map(SchemaChange.dropTable)
            + createdViews.map(SchemaChange.createView)
            + changedViewComments.map(SchemaChange.setViewComment)
    }
}

extension View {
    fileprivate func isSame(as other: View) -> Bool {
        name == other.name && columns.map(\.name) == other.columns.map(\.name) && query.meansSame(as: other.query)
    }

    fileprivate func hasSameComments(as other: View) -> Bool {
        comment == other.comment && columns.map(\.comment) == other.columns.map(\.comment)
    }
}
