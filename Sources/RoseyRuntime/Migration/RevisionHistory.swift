/// Revisions in the order in which they are applied.
///
/// - Throws: ``DatabaseError/Code/migration`` where the revisions are not one line from a first to a last.
struct RevisionHistory: Sendable {
    /// From the first to the head.
    let revisions: [Revision]

    init(_ revisions: [Revision]) throws(DatabaseError) {
        var byID: [String: Revision] = [:]
        for revision in revisions where byID.updateValue(revision, forKey: revision.id) != nil {
            throw DatabaseError(.migration, "two revisions have the id \(revision.id)")
        }
        for revision in revisions {
            for parent in revision.parents where byID[parent] == nil {
                throw DatabaseError(
                    .migration, "revision \(revision.id) comes after \(parent), which does not exist")
            }
        }
        let roots = revisions.filter(\.parents.isEmpty)
        if roots.count > 1 {
            throw DatabaseError(
                .migration,
                "the history has \(roots.count) beginnings: \(Self.list(roots)); "
                    + "set the parent of all but the first to the revision that it comes after")
        }
        let parents = Set(revisions.flatMap(\.parents))
        let heads = revisions.filter { !parents.contains($0.id) }
        if heads.count > 1 {
            throw DatabaseError(
                .migration,
                "the history has \(heads.count) heads: \(Self.list(heads)); "
                    + "put one after the other by setting its parent")
        }
        // Every revision after all its parents.
        var ordered: [Revision] = []
        var placed: Set<String> = []
        var waiting = revisions
        while !waiting.isEmpty {
            guard let next = waiting.firstIndex(where: { $0.parents.allSatisfy(placed.contains) }) else {
                throw DatabaseError(
                    .migration, "the revisions \(Self.list(waiting)) come after one another in a circle")
            }
            let revision = waiting.remove(at: next)
            placed.insert(revision.id)
            ordered.append(revision)
        }
        self.revisions = ordered
    }

    private static func list(_ revisions: [Revision]) -> String {
        revisions.map { "\($0.id) (\($0.message))" }.joined(separator: ", ")
    }
}
