import SchemaKit

/// Columns by which an upsert can find that a row exists: the key, or a unique constraint.
struct ConflictTarget {
    let columns: [NamedColumn]
    let predicate: DialectText?

    /// `username`, `bookIDAndMemberID`
    var name: String {
        columns.enumerated().map { number, column in
            number == 0 ? column.name : "And" + column.name.prefix(1).uppercased() + column.name.dropFirst()
        }.joined()
    }

    var statementName: String {
        "upsertOn" + name.prefix(1).uppercased() + name.dropFirst()
    }

    /// All targets of a table. A key that the database counts up is none: no draft has one.
    static func targets(of table: NamedTable) -> [ConflictTarget] {
        var targets: [ConflictTarget] = []
        if table.generatedKey == nil, !table.key.isEmpty {
            targets.append(ConflictTarget(columns: table.key, predicate: nil))
        }
        for unique in table.table.uniques {
            targets.append(ConflictTarget(columns: table.columns(named: unique.columns), predicate: unique.predicate))
        }
        for index in table.table.indexes where index.isUnique {
            let names = index.terms.compactMap { term -> String? in
                if case .column(let name) = term.key { name } else { nil }
            }
            if names.count < index.terms.count { continue }
            targets.append(ConflictTarget(columns: table.columns(named: names), predicate: index.predicate))
        }
        // Two constraints over the same columns are one target.
        var names: Set<String> = []
        return targets.filter { names.insert($0.name).inserted }
    }
}
