import SchemaKit

extension Table {
    /// Whether an upsert of many rows by one statement is the same as one of each:
    ///
    /// - The database computes no default for some of them only.
    /// - Some column is never NULL: it says how many rows there are.
    /// - Values of the target that are equal have the same bytes, by which rows are told apart.
    /// - No row refers to another one of the table, and none can be referred to by what an upsert changes: references are
    ///   checked at the end of a statement, and by then a later row may have made them right.
    public func canJoinUpserts(onConflict target: [String]) -> Bool {
        let inserted = columns.filter { !$0.isAutoIncrement && $0.generated == nil }
        let kept = target + (primaryKey?.columns ?? [])
        let references =
            uniques.map(\.columns)
            + indexes.filter(\.isUnique).map { index in
                index.terms.compactMap { if case .column(let name) = $0.key { name } else { nil } }
            }
        return !isSingleton && !inserted.contains(where: \.hasComputedDefault)
            && !inserted.allSatisfy(\.isNullable)
            && inserted.allSatisfy { $0.hasExactBytes || !target.contains($0.name) }
            && !foreignKeys.contains { $0.referencedTable == name }
            && references.allSatisfy { $0.allSatisfy(kept.contains) }
    }
}

extension Column {
    /// Whether values that the database takes for equal have the same bytes.
    fileprivate var hasExactBytes: Bool {
        switch type {
        case .real, .decimal, .json: false
        case .integer, .int32, .boolean, .string, .text, .blob, .timestamp, .date, .uuid, .enumeration: true
        }
    }
}
