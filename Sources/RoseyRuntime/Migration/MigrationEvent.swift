/// What happens while a database is migrated, for those who want to show it.
public enum MigrationEvent: Sendable {
    /// A revision is about to be applied, or to be taken back.
    case begins(id: String, message: String, MigrationAction)
    /// The database was made by something else, and is taken over: what made it, what this one lacks of it since it is old,
    /// and what was left behind in it by others.
    case adopts(Baseline, lacking: [String], leftovers: [String])
    /// The database was copied as it was before something was taken away. It is told once that is done: the copy goes with a
    /// revision that is undone.
    case backedUp(path: String)
    /// What will become of how many rows.
    case counts(String, rows: Int)
    /// What has become of which rows.
    case reports([ReportLine])
    /// A statement is about to run: what its comment says, or how it begins.
    case runs(String)
    /// It has got so far: rows written by SQLite, or blocks of a table that PostgreSQL has put into an index.
    case progressed(Int, of: Int?, unit: String)
    case ran(rows: Int, duration: Duration)
    /// Somebody else holds a lock; it is tried again after a while.
    case waits(String)
    case ended(id: String, message: String, MigrationAction, duration: Duration)
}

/// What is done with a revision.
public enum MigrationAction: String, Sendable, Hashable, Codable {
    case upgrade, downgrade
    /// It is noted as applied, or as not applied, and nothing is run.
    case stamp
}

/// What has become of some rows, as a query of a script tells it.
public struct ReportLine: Sendable, Hashable, Codable {
    /// Where they are or were, as a rule a table.
    public let subject: String
    public let outcome: String
    public let rows: Int
}
