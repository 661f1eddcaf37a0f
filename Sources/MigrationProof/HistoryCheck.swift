public import RoseyRuntime
public import SchemaInspection
public import SchemaKit

/// Runs the SQL of all revisions in an empty database, and looks after each whether the database is what its snapshot says.
public struct HistoryCheck {
    /// A revision whose SQL makes something else than it should.
    public struct Deviation: Sendable {
        public let revision: String
        public let message: String
        public let differences: [CatalogDifference]
    }

    /// - Parameter snapshots: the schema that each revision should make, by its id.
    /// - Returns: the first revision that deviates; those after it inherit that.
    /// - Throws: ``DatabaseError`` where a script fails, or the revisions are no history.
    public static func firstDeviation(
        of revisions: [Revision], snapshots: [String: Schema], in database: Database
    ) async throws -> Deviation? {
        let history = try RevisionHistory(revisions)
        let migrator = try Migrator(proving: revisions, in: database)
        for (number, revision) in history.revisions.enumerated() {
            try await migrator.upgrade(to: "+1")
            // One of two branches does not have what the other one brought.
            guard history.ancestry(of: revision.id).count == number + 1, let schema = snapshots[revision.id] else {
                continue
            }
            let differences = try await Catalog(of: database.session)
                .differences(from: Catalog(of: schema, like: database))
            if differences.isEmpty { continue }
            return Deviation(revision: revision.id, message: revision.message, differences: differences)
        }
        return nil
    }
}
