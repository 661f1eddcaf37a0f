/// A connection on which a process migrates: what only migrations ask of a database.
protocol MigratingConnection: DriverConnection {
    /// Waits until no other process migrates, and keeps others from it.
    ///
    /// - Throws: ``DatabaseError/Code/timeout`` where that takes longer than it may.
    func lockMigrations(timeout: Duration, _ observer: (MigrationEvent) -> Void) async throws
    func unlockMigrations() async
    /// Begins a transaction in which tables that others refer to can be taken down and put up again.
    func beginMigration() async throws
    /// Before a script, inside of its transaction: takes in what is to be done.
    func beginScript(_ outlook: ScriptOutlook) async throws
    /// After a script, inside of its transaction: resets what the script has set that would change what further commands mean.
    func endScript() async throws
    /// Commits it, unless rows now refer to something that is not there.
    func commitMigration() async throws
    /// After a commit or a rollback of it.
    func endMigration() async
    /// Copies the database as it was before the transaction, where that can be done, and returns the copy's path. The copy is
    /// removed again if the migration is undone.
    func backUp(as name: String) async throws -> String?

    // MARK: Commands outside transactions

    /// Runs a command that cannot be in a transaction.
    func runAlone(_ sql: String) async throws -> Int
    /// Whether a command that cannot be in a transaction has no effect where it has been run already, once what
    /// ``commandsBefore(_:in:)`` finds has been dropped.
    func canBeRepeated(_ command: ScriptCommand) -> Bool
    /// Whether a command has nothing to do in a run that goes on with another one, perhaps in the other direction.
    func isAlreadyDone(_ command: ScriptCommand, in session: Session) async throws -> Bool
    /// The commands, each in no transaction, that drop what an attempt which failed has left of what a command makes.
    func commandsBefore(_ command: ScriptCommand, in session: Session) async throws -> [String]
    /// The commands that drop what a script has made for the time of its own, and has not come to use or to drop.
    func commandsAfterScript(in session: Session) async throws -> [String]
    /// A query of how much of a command is done, and of how much in all, for another connection to ask meanwhile.
    func progressQuery(for command: ScriptCommand) -> ProgressQuery?
}

/// A query that tells how far a command is: a row of two numbers, or none.
struct ProgressQuery: Sendable {
    let statement: Statement
    /// What is counted, in the plural.
    let unit: String
}
