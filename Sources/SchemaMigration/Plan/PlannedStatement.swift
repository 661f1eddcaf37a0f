/// A statement of a migration's script.
public struct PlannedStatement: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case change
        /// A query for rows that would not survive the change. It is run before anything is written, and if it finds any,
        /// nothing is.
        case requirement
        /// A query for rows that will get other values, which are counted and reported.
        case count
    }

    public var sql: String
    /// What it is for. Of a requirement, what is missing where it finds rows; of a count, what happens to the rows.
    public var comment: String?
    /// The columns whose values are lost by it, each with its table, for the migrator to copy the database first.
    public var losses: [String] = []
    public var kind: Kind
    /// Where given, it is run only where this holds.
    public var condition: String?
    /// It cannot run in a transaction, or should not: it would keep a lock for as long as it takes.
    public var isAlone: Bool

    init(
        _ sql: String, comment: String? = nil, losses: [String] = [], kind: Kind = .change, isAlone: Bool = false
    ) {
        self.sql = sql
        self.comment = comment
        self.losses = losses
        self.kind = kind
        self.isAlone = isAlone
    }

    static func require(_ what: String, _ query: String, where condition: String? = nil) -> Self {
        var statement = Self(query, comment: what, kind: .requirement)
        statement.condition = condition
        return statement
    }
    static func count(_ what: String, _ query: String) -> Self { Self(query, comment: what, kind: .count) }
    static func alone(_ sql: String, comment: String? = nil) -> Self { Self(sql, comment: comment, isAlone: true) }
}
