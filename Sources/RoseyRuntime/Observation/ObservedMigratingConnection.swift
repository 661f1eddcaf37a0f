/// A connection to migrate on, with an observer.
final class ObservedMigratingConnection: ObservedConnection, MigratingConnection, @unchecked Sendable {
    // Unchecked: see ObservedConnection.

    private let migrating: any MigratingConnection

    init(_ base: any MigratingConnection, _ observer: StatementObserver) {
        migrating = base
        super.init(base, observer)
    }

    func beginMigration() async throws {
        try await control("BEGIN") { try await migrating.beginMigration() }
    }

    func commitMigration() async throws {
        try await control("COMMIT") { try await migrating.commitMigration() }
    }

    func runAlone(_ sql: String) async throws -> Int {
        try await observer.observing(
            Statement(sql, .bulkWrite, table: ""), { try await migrating.runAlone(sql) }, rows: { $0 })
    }

    // MARK: What is not reported

    func lockMigrations(timeout: Duration, _ observer: (MigrationEvent) -> Void) async throws {
        try await migrating.lockMigrations(timeout: timeout, observer)
    }
    func unlockMigrations() async { await migrating.unlockMigrations() }
    func beginScript(_ outlook: ScriptOutlook) async throws { try await migrating.beginScript(outlook) }
    func endScript() async throws { try await migrating.endScript() }
    func endMigration() async { await migrating.endMigration() }
    func backUp(as name: String) async throws -> String? { try await migrating.backUp(as: name) }
    func canBeRepeated(_ command: ScriptCommand) -> Bool { migrating.canBeRepeated(command) }
    func progressQuery(for command: ScriptCommand) -> ProgressQuery? { migrating.progressQuery(for: command) }

    // These run statements by the session, which reports them.
    func isAlreadyDone(_ command: ScriptCommand, in session: Session) async throws -> Bool {
        try await migrating.isAlreadyDone(command, in: session)
    }
    func commandsBefore(_ command: ScriptCommand, in session: Session) async throws -> [String] {
        try await migrating.commandsBefore(command, in: session)
    }
    func commandsAfterScript(in session: Session) async throws -> [String] {
        try await migrating.commandsAfterScript(in: session)
    }
}
