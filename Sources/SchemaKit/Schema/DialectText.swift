/// SQL that a schema states itself (a check, an expression, a predicate): one text for every database, or one for each.
public enum DialectText: Hashable, Sendable {
    case common(String)
    case perDialect(sqlite: String, postgresql: String)

    /// The text, or the two texts.
    public var texts: [String] {
        switch self {
        case .common(let text): [text]
        case .perDialect(let sqlite, let postgresql): [sqlite, postgresql]
        }
    }

    public var sqlite: String {
        switch self {
        case .common(let text): text
        case .perDialect(let text, _): text
        }
    }

    public var postgresql: String {
        switch self {
        case .common(let text): text
        case .perDialect(_, let text): text
        }
    }
}

extension DialectText {
    /// What `default: now` says: the time at which the statement began, to the millisecond, which is as fine as SQLite's clock.
    public static let now = DialectText.perDialect(
        sqlite: "round((julianday('now') - 2440587.5) * 86400000.0) / 1000.0",
        postgresql: "date_trunc('milliseconds', statement_timestamp())")
}
