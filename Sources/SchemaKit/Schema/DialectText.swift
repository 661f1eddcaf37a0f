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
