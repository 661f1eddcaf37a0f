import ExactText

/// Revisions as a history: each after those that it comes after, from one beginning to one head.
public struct RevisionHistory: Sendable {
    /// In the order in which they are applied.
    public let revisions: [Revision]
    private let byID: [String: Revision]

    /// - Throws: ``DatabaseError/Code/migration`` where the revisions have several beginnings or heads, one comes after
    ///   another that does not exist, or they come after one another in a circle.
    public init(_ revisions: [Revision]) throws(DatabaseError) {
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
        let heads = Self.heads(of: revisions)
        if heads.count > 1 {
            throw DatabaseError(
                .migration,
                "the history has \(heads.count) heads: \(Self.list(heads)); join them with 'rosey merge'")
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
        self.byID = byID
    }

    /// The revisions that no other comes after.
    public static func heads(of revisions: [Revision]) -> [Revision] {
        let parents = Set(revisions.flatMap(\.parents))
        return revisions.filter { !parents.contains($0.id) }
    }

    /// The revision that people name so: by its id, or enough of the beginning of it.
    ///
    /// - Throws: ``DatabaseError/Code/migration`` where it is none of these, or could be several.
    public static func find(_ name: String, in ids: [String]) throws(DatabaseError) -> String {
        try RevisionName.find(name, in: ids)
    }

    /// The revision that people name so, with `head` for the last one and an offset as in `head-1`.
    func named(_ text: String) throws(DatabaseError) -> Revision {
        let (name, offset) = RevisionName.split(text)
        let id = name == "head" ? revisions.last?.id ?? "" : try RevisionName.find(name, in: revisions.map(\.id))
        guard let position = revisions.firstIndex(where: { $0.id == id }), revisions.indices.contains(position + offset)
        else { throw DatabaseError(.migration, "there is no revision '\(text)'") }
        return revisions[position + offset]
    }

    func revision(_ id: String) -> Revision? { byID[id] }

    /// A revision and all that it comes after.
    public func ancestry(of id: String) -> Set<String> {
        RevisionName.ancestry(of: id) { byID[$0]?.parents ?? [] }
    }

    private static func list(_ revisions: [Revision]) -> String {
        revisions.map { "\($0.id) (\($0.message.onOneLine))" }.joined(separator: ", ")
    }
}

/// A revision as people name it: its id, or enough of the beginning of it.
enum RevisionName {
    /// A name with an offset, as `head-1` and `3fa2+2`, in its parts.
    static func split(_ text: String) -> (name: String, offset: Int) {
        guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }), sign != text.startIndex,
            let offset = Int32(text[sign...])
        else { return (text, 0) }
        return (String(text[..<sign]), Int(offset))
    }

    /// - Throws: ``DatabaseError/Code/migration`` where it is none of these revisions, or could be several.
    static func find(_ name: String, in ids: [String]) throws(DatabaseError) -> String {
        if ids.contains(name) { return name }
        let matches = name.isEmpty ? [] : ids.filter { $0.hasPrefix(name) }
        switch matches.count {
        case 1: return matches[0]
        case 0: throw DatabaseError(.migration, "there is no revision '\(name)'")
        default: throw DatabaseError(.migration, "'\(name)' could be \(matches.joined(separator: " or "))")
        }
    }

    static func ancestry(of id: String, parents: (String) -> [String]) -> Set<String> {
        var found: Set<String> = []
        var waiting = [id]
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += parents(next) }
        }
        return found
    }
}
