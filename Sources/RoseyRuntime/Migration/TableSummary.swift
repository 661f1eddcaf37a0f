import ExactText

/// A table of a live database and how many rows it has.
public struct TableSummary: Sendable, Hashable, Codable {
    public let name: String
    public let rows: Int
}

extension Database {
    /// The tables that the database has, in the order of their names, whoever made them. The record of revisions is not
    /// among them.
    ///
    /// - Parameter includingKept: whether the tables are among them in which a revision has kept rows that it had no place
    ///   for.
    /// - Throws: ``DatabaseError``
    public func tableSummaries(includingKept: Bool = false) async throws -> [TableSummary] {
        try await read { try await $0.session.tableSummaries(includingKept: includingKept) }
    }
}

extension Session {
    /// The same, of the rows that this session may see.
    package func tableSummaries(includingKept: Bool = false) async throws -> [TableSummary] {
        var summaries: [TableSummary] = []
        for name in try await tableNames(includingKept: includingKept) {
            let count = Statement("SELECT count(*) FROM \(SQLQuoting.name(name))", .read, table: name)
            summaries.append(TableSummary(name: name, rows: try await fetchOne(count, { _ in }) { try $0.int(0) }))
        }
        return summaries
    }
}
