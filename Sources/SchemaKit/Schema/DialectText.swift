/// SQL that a schema states itself (a check, an expression, a predicate): one text for every database, or one for each.
public enum DialectText: Hashable, Sendable {
    case common(String)
    case each(PerDialect<String>)

    /// One text for each database.
    public static func perDialect(sqlite: String, postgresql: String) -> DialectText {
        .each(PerDialect(sqlite: sqlite, postgresql: postgresql))
    }

    /// The text, or all of them.
    public var texts: [String] {
        switch self {
        case .common(let text): [text]
        case .each(let texts): texts.all
        }
    }

    /// The text for a database.
    public subscript(dialect: Dialect) -> String {
        switch self {
        case .common(let text): text
        case .each(let texts): texts[dialect]
        }
    }
}

extension DialectText {
    /// What `default: now` says: the time at which the statement began, to the millisecond, which is as fine as SQLite's clock.
    public static let now = DialectText.perDialect(
        sqlite: "round((julianday('now') - 2440587.5) * 86400000.0) / 1000.0",
        postgresql: "date_trunc('milliseconds', statement_timestamp())")
}
