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
        tables.first { $0.name.isSpelled(name) }
    }
}

extension String {
    /// Whether two names have the same code points. Swift's `==` takes more names for equal than a database.
    func isSpelled(_ other: some StringProtocol) -> Bool {
        self == other && utf8.elementsEqual(other.utf8)
    }
}

extension Schema {
    /// What holds for all generated code of a schema.
    public struct Options: Hashable, Sendable {
        public enum AccessLevel: String, Hashable, Sendable, CaseIterable {
            case `public`, package, `internal`
        }

        public var accessLevel: AccessLevel
        /// Modules that generated code imports.
        public var imports: [String]
        /// Models are named in the singular.
        public var singularModels: Bool
        /// Words that Swift names write in capitals, in lower case here.
        public var acronyms: [String]

        public init(
            accessLevel: AccessLevel = .public, imports: [String] = [], singularModels: Bool = true,
            acronyms: [String] = []
        ) {
            self.accessLevel = accessLevel
            self.imports = imports
            self.singularModels = singularModels
            self.acronyms = acronyms
        }
    }
}
