/// An ordered copy of some columns that the database keeps to find rows by.
public struct Index: Hashable, Sendable {
    /// The name, unique in the whole database.
    public var name: String
    public var terms: [Term]
    public var isUnique: Bool
    /// Where given, only rows that satisfy it are in the index.
    public var predicate: DialectText?
    public var origin: Origin

    public init(
        name: String, terms: [Term], isUnique: Bool = false, predicate: DialectText? = nil, origin: Origin = Origin()
    ) {
        self.name = name
        self.terms = terms
        self.isUnique = isUnique
        self.predicate = predicate
        self.origin = origin
    }
}

extension Index {
    public struct Term: Hashable, Sendable {
        public enum Key: Hashable, Sendable {
            case column(String)
            case expression(DialectText)
        }

        public var key: Key
        public var isDescending: Bool
        public var origin: Origin

        public init(_ key: Key, isDescending: Bool = false, origin: Origin = Origin()) {
            self.key = key
            self.isDescending = isDescending
            self.origin = origin
        }
    }
}
