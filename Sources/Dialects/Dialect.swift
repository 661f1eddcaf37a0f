/// A database system that schemas are rendered for and that the runtime speaks to.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    case sqlite, postgresql

    /// What people call it.
    public var title: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgresql: "PostgreSQL"
        }
    }
}
