/// Everything a schema file says, checked and in the order of the file.
public struct Schema: Hashable, Sendable {
    public var tables: [Table]
    public var views: [View]
    public var options: Options

    public init(tables: [Table] = [], views: [View] = [], options: Options = Options()) {
        self.tables = tables
        self.views = views
        self.options = options
    }

    /// The table of this name, spelled exactly so.
    public func table(named name: String) -> Table? {
        tables.first { $0.name == name }
    }
}

extension Schema {
    /// What holds for all generated code of a schema.
    public struct Options: Hashable, Sendable {
        public enum AccessLevel: String, Hashable, Sendable, CaseIterable {
            case `public`, package, `internal`
        }

        public var accessLevel: AccessLevel

        public init(accessLevel: AccessLevel = .public) {
            self.accessLevel = accessLevel
        }
    }
}
