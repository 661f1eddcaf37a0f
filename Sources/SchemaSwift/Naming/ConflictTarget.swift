import SchemaKit

/// Columns by which an upsert can find that a row exists: the key, or a unique constraint.
struct ConflictTarget {
    let columns: [NamedColumn]
    let predicate: DialectText?
    /// `username`, `bookIDAndMemberID`
    let name: String

    var statementName: String { "upsertOn" + capitalizedName }
    /// The statement that many rows are upserted by, if it is another.
    var manyStatementName: String { "upsertManyOn" + capitalizedName }
    /// The statement that upserts many rows at once, if there is one.
    var joinedStatementName: String { "upsertJoinedOn" + capitalizedName }
    private var capitalizedName: String { name.prefix(1).uppercased() + name.dropFirst() }

    /// All targets of a table. A key that the database counts up is none, as no draft has one; neither are columns that
    /// the database computes.
    static func targets(of table: Table, _ named: [NamedColumn], _ names: SwiftName) -> [ConflictTarget] {
        var candidates: [(constraint: String?, columns: [String], predicate: DialectText?)] = []
        if let key = table.primaryKey { candidates.append((nil, key.columns, nil)) }
        candidates += table.uniques.map { ($0.name, $0.columns, $0.predicate) }
        for index in table.indexes where index.isUnique {
            let columns = index.terms.compactMap { term -> String? in
                if case .column(let name) = term.key { name } else { nil }
            }
            if columns.count == index.terms.count { candidates.append((index.name, columns, index.predicate)) }
        }
        var targets: [ConflictTarget] = []
        for (constraint, columnNames, predicate) in candidates {
            let columns = columnNames.compactMap { name in named.first { $0.column.name == name } }
            guard !columns.contains(where: { $0.column.isAutoIncrement || $0.column.generated != nil }) else {
                continue
            }
            // Two constraints that say the same are one target.
            guard
                !targets.contains(where: { $0.predicate == predicate && $0.columns.map(\.name) == columns.map(\.name) })
            else { continue }
            var name = joined(columns.map(\.name))
            if let constraint, targets.contains(where: { $0.name == name }) { name = names.property(constraint) }
            while targets.contains(where: { $0.name == name }) { name += "_" }
            targets.append(ConflictTarget(columns: columns, predicate: predicate, name: name))
        }
        return targets
    }

    private static func joined(_ names: [String]) -> String {
        names.enumerated().map { number, name in
            number == 0 ? name : "And" + name.prefix(1).uppercased() + name.dropFirst()
        }.joined()
    }
}
