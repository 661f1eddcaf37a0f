/// A revision as it stands in a package: a folder of reviewed SQL with a description.
///
/// `Generated/Migrations/<UTC time>_<id>_<slug>/` holds `revision.yaml`, the four scripts `<dialect>.<up|down>.sql`, and
/// `schema.snapshot.yaml`, the schema as it is when the revision has been applied.
public struct RevisionFolder: Hashable, Sendable {
    public struct Script: Hashable, Sendable {
        public var up: String
        public var down: String

        public init(up: String, down: String) {
            self.up = up
            self.down = down
        }

        public subscript(direction: Direction) -> String {
            switch direction {
            case .up: up
            case .down: down
            }
        }
    }

    /// Which way a script goes.
    public enum Direction: String, CaseIterable, Sendable {
        case up, down
    }

    /// The names of all scripts' files.
    public static var fileNames: [String] {
        Dialect.allCases.flatMap { dialect in Direction.allCases.map { fileName(dialect, $0) } }
    }

    /// The name of a script's file, in the folder.
    public static func fileName(_ dialect: Dialect, _ direction: Direction) -> String {
        "\(dialect.rawValue).\(direction.rawValue).sql"
    }

    public var id: String
    /// The revisions that this one comes after: none for the first.
    public var parents: [String]
    /// What the revision does, in a line.
    public var message: String
    /// The fingerprints (``Schema/fingerprint``) of the schema that the revision starts from and of the one it makes.
    public var schemaBefore: String?
    public var schemaAfter: String?
    /// What was taken for the same thing under another name, as in `users.who=name`.
    public var renames: [String]
    /// The losses and dangers that whoever wrote the revision has agreed to.
    public var acknowledged: [String]
    /// The revisions, all there were, that this one does the work of.
    public var replaces: [String]
    /// Why the revision cannot be taken back, if it cannot.
    public var irreversible: String?
    /// The scripts for PostgreSQL say themselves what is a transaction, by BEGIN and COMMIT; else each is one. Those for
    /// SQLite always are.
    public var hasOwnTransactions: Bool
    /// The scripts for each database.
    public var scripts: PerDialect<Script>
    /// What databases may be that it takes over: for the first of a history.
    public var baselines: [BaselineFolder] = []
    /// The folder it was read from.
    public var path: String?

    public init(
        id: String, parents: [String], message: String, schemaBefore: String? = nil, schemaAfter: String? = nil,
        renames: [String] = [], acknowledged: [String] = [], replaces: [String] = [], irreversible: String? = nil,
        hasOwnTransactions: Bool = false, scripts: PerDialect<Script>
    ) {
        self.id = id
        self.parents = parents
        self.message = message
        self.schemaBefore = schemaBefore
        self.schemaAfter = schemaAfter
        self.renames = renames
        self.acknowledged = acknowledged
        self.replaces = replaces
        self.irreversible = irreversible
        self.hasOwnTransactions = hasOwnTransactions
        self.scripts = scripts
    }

    /// Whether the scripts for a dialect say themselves what is a transaction.
    public func hasOwnTransactions(_ dialect: Dialect) -> Bool {
        switch dialect {
        case .sqlite: false
        case .postgresql: hasOwnTransactions
        }
    }

    /// Where a folder is does not make it another revision.
    public static func == (one: RevisionFolder, other: RevisionFolder) -> Bool {
        one.metadata == other.metadata && one.scripts == other.scripts && one.baselines == other.baselines
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension RevisionFolder {
    /// The file that holds the schema as the revision makes it, in its folder.
    public static let snapshotName = "schema.snapshot.yaml"

    /// The schema as the revision makes it.
    ///
    /// - Throws: what is wrong with the file.
    public func snapshot() throws(SnapshotError) -> Schema {
        let loaded = SchemaLoader.load(path: "\(path ?? ".")/\(Self.snapshotName)")
        guard let schema = loaded.schema else { throw SnapshotError(diagnostics: loaded.diagnostics) }
        return schema
    }

    public struct SnapshotError: Error {
        public let diagnostics: [Diagnostic]
    }

    /// Each after those that it comes after, whatever their folders are called.
    public static func inOrder(_ revisions: [RevisionFolder]) -> [RevisionFolder] {
        let known = Set(revisions.map(\.id))
        var ordered: [RevisionFolder] = []
        var placed: Set<String> = []
        var waiting = revisions
        while let next = waiting.firstIndex(where: {
            $0.parents.allSatisfy { placed.contains($0) || !known.contains($0) }
        }) {
            placed.insert(waiting[next].id)
            ordered.append(waiting.remove(at: next))
        }
        // Those that come after one another in a circle, which others complain about.
        return ordered + waiting
    }

    /// The revisions that no other comes after.
    public static func heads(of revisions: [RevisionFolder]) -> [RevisionFolder] {
        let parents = Set(revisions.flatMap(\.parents))
        return revisions.filter { !parents.contains($0.id) }
    }
}
