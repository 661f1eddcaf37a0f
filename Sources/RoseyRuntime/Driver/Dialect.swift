/// A database system that the runtime speaks to.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    case sqlite, postgresql
}
