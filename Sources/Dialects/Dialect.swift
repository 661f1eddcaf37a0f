/// A database system that schemas are rendered for and that the runtime speaks to.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    case sqlite, postgresql
}
