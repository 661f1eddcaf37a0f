/// A revision as the database has recorded it.
public struct AppliedRevision: Sendable, Hashable {
    public let id: String
    public let parents: [String]
    public let message: String
    public let checksum: String
    /// The SQL that applied it.
    public let up: String
    /// The SQL that takes the revision back, so that a program that does not know the revision can do so.
    public let down: String
    /// Why it cannot be taken back, if it cannot.
    public let irreversible: String?
    /// Whether the script says itself what is a transaction.
    public let hasOwnTransactions: Bool
    /// When it was applied, in Unix seconds.
    public let appliedAt: Int
    /// How long that took.
    public let duration: Duration
}

/// A revision that was stopped between two of its parts.
public struct UnfinishedRevision: Sendable, Hashable {
    public let id: String
    public let action: MigrationAction
    let checksum: String
    /// How many parts are done.
    let step: Int
    /// Whether the next part, a command in no transaction, may have been done.
    let hasStarted: Bool

    /// Nothing of it is done.
    var isUntouched: Bool { step == 0 && !hasStarted }
}

/// What a database remembers of an attempt to apply or to take back a revision. Nothing of it is ever changed.
public struct HistoryEntry: Sendable, Hashable, Codable {
    public struct Command: Sendable, Hashable, Codable {
        /// What its comment says, or how it begins.
        public var title: String
        public var rows: Int
        public var microseconds: Int
    }

    public var number: Int
    public var action: MigrationAction
    public var revision: String
    public var message: String
    public var checksum: String
    /// When it began, in Unix seconds.
    public var startedAt: Int
    public var microseconds: Int
    public var commands: [Command]
    /// The version of the runtime.
    public var version: String
    /// Why it failed; `nil` if it did not.
    public var error: String?
}
