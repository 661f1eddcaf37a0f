public import SchemaKit

/// A live database as a schema: the way in for people who have a database already, and what two databases are compared by.
///
/// What has no order in a database is sorted by name, and SQL that the database keeps as it was spelled is respelled in one
/// way. Two databases that are the same are equal here, and two that are not differ in the schema or in the remarks.
public struct LiveSchema: Sendable, Hashable {
    public var schema: Schema
    /// What the language cannot say, or what was taken for something near.
    public var remarks: [Remark]

    init(schema: Schema, remarks: [Remark]) {
        self.schema = schema.inOrder
        self.remarks = remarks.sorted { ($0.subject, $0.text) < ($1.subject, $1.text) }
    }
}

extension Schema {
    /// By name wherever a database knows no order; columns stay as they are, and views come after those that they read.
    fileprivate var inOrder: Schema {
        var schema = self
        schema.tables.sort { $0.name < $1.name }
        for position in schema.tables.indices { schema.tables[position].sortParts() }
        schema.views = ViewOrder(schema.views).views
        return schema
    }
}

extension Table {
    fileprivate mutating func sortParts() {
        uniques.sort { $0.name < $1.name }
        indexes.sort { $0.name < $1.name }
        checks.sort { $0.name < $1.name }
        // Two may have one name on SQLite.
        foreignKeys.sort { ($0.name, $0.columns.joined(separator: ",")) < ($1.name, $1.columns.joined(separator: ",")) }
    }
}

/// Views so that each comes after those that its query names, else by name.
private struct ViewOrder {
    private(set) var views: [View] = []

    init(_ views: [View]) {
        var waiting = views.sorted { $0.name < $1.name }
        let names = Set(views.map { $0.name.asciiLowercased })
        let needs = Dictionary(
            views.map { view in
                let words = DefinitionText(view.query[.sqlite], hasArrays: true).tokens.compactMap {
                    $0.asName?.asciiLowercased
                }
                return (view.name, names.intersection(words).subtracting([view.name.asciiLowercased]))
            }
        ) { first, _ in first }
        var placed: Set<String> = []
        while !waiting.isEmpty {
            // Those that read one another in a circle, which no database has, stay by name.
            let next = waiting.firstIndex { needs[$0.name]?.isSubset(of: placed) == true } ?? 0
            let view = waiting.remove(at: next)
            placed.insert(view.name.asciiLowercased)
            self.views.append(view)
        }
    }
}
