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
    }

    public var id: String
    /// The revisions that this one comes after: none for the first.
    public var parents: [String]
    /// What the revision does, in a line.
    public var message: String
    public var sqlite: Script
    public var postgresql: Script

    public init(id: String, parents: [String], message: String, sqlite: Script, postgresql: Script) {
        self.id = id
        self.parents = parents
        self.message = message
        self.sqlite = sqlite
        self.postgresql = postgresql
    }
}
