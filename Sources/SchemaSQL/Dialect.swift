/// A database system whose SQL is rendered.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    case sqlite, postgresql
}
