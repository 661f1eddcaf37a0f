import ArgumentParser
import RoseyRuntime

struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Applies the revisions that the database does not have yet.",
        discussion: """
            Where tables, columns or rows go that the database has, it is asked on a terminal whether they may; elsewhere
            --accept-data-loss says so.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Argument(help: "The last revision to apply: 'head', '+2' for the next two, or an id or the beginning of one.")
    var target = "head"

    @Flag(help: "Print the SQL that would be run, with that of the record, and run nothing.")
    var sql = false

    @Flag(help: "Try it on a copy of a file of SQLite, and say what would become of it.")
    var dryRun = false

    @Option(
        help:
            "How many seconds to wait for a server that is out of reach, starting up, or takes no writes yet; 0 to fail at once."
    )
    var wait = 30.0

    @OptionGroup var locks: LockOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var consent: DataLossConsent

    func validate() throws {
        guard wait >= 0, wait <= 86_400 else { throw ValidationError("--wait is a number of seconds from 0 to 86400") }
        if sql, dryRun { throw ValidationError("--sql runs nothing, so there is nothing to try with --dry-run") }
    }

    func run() async throws {
        let revisions = try project.revisions()
        guard !revisions.isEmpty else {
            throw Refusal(
                "there are no revisions in \(project.migrationsPath); "
                    + "write the first with 'rosey revision --autogenerate -m \"…\"'")
        }
        if sql { return try await printSQL(revisions) }
        let settings = try await source.settings(for: project)
        let url = settings.url
        let configuration = locks.applied(to: settings.configuration)
        if dryRun {
            let trial = try DryRun(of: url)
            defer { trial.remove() }
            return try await DatabaseSource.withDatabase(trial.copy, configuration, mode: .readWriteCreate) {
                database in
                try await upgrade(database, revisions, as: url)
                if !json { print("(nothing was written: this was tried on a copy)") }
            }
        }
        try await DatabaseSource.withDatabase(
            url, configuration, mode: .readWriteCreate, wait: .seconds(wait)
        ) { database in
            try await upgrade(database, revisions, as: url)
        }
    }

    /// - Parameter url: the address that people know the database by.
    private func upgrade(_ database: Database, _ revisions: [Revision], as url: DatabaseURL) async throws {
        let migrator = try Migrator(database, revisions)
        let losses = try await migrator.losses(upgradingTo: target)
        if dryRun {
            if !json { for loss in losses { print("revision \(loss.revision) \(loss)") } }
        } else {
            try consent.ask(about: losses, of: url, mayAsk: !json)
        }
        for schema in try await migrator.openSchemas() {
            StandardError.print(
                "warning: \(schema.roles.joined(separator: ", ")) may put functions into the schema \(schema.name), which "
                    + "revisions may then run; REVOKE CREATE ON SCHEMA \(schema.name) FROM \(schema.roles.joined(separator: ", "))"
            )
        }
        let progress = Progress(isQuiet: json, isDryRun: dryRun)
        let notes = MigrationNotes()
        let applied = try await migrator.upgrade(to: target) { event in
            notes.hear(event)
            progress.show(event)
        }
        if json {
            try JSONOutput.print(notes.report(url, revisions: applied.map(\.id), isDryRun: dryRun))
        } else if applied.isEmpty {
            let last = try await migrator.applied().last?.id
            let place = last == migrator.revisions.last?.id ? "head" : last ?? "base"
            print("nothing to migrate: \(url) is at \(place)")
        }
    }

    private func printSQL(_ revisions: [Revision]) async throws {
        let url = try await source.url(for: project)
        let isNew = url.isMissingFile
        if isNew {
            // What a database that is not there yet would get.
            let memory = try await Database.open(url: "sqlite:///:memory:")
            let plan = try await Migrator(memory, revisions).plan(to: target)
            await memory.close()
            return StandardOutput.write(try MigrationSQL(dialect: .sqlite).upgrade(plan))
        }
        try await source.withDatabase(of: project, mode: .readOnly) { database in
            let migrator = try Migrator(database, revisions)
            if let baseline = try await migrator.adoptable() {
                throw Refusal(
                    "a database of \(baseline.message) is taken over as its rows are, which SQL alone cannot say; "
                        + "--dry-run tries it on a copy")
            }
            let plan = try await migrator.plan(to: target)
            StandardOutput.write(try MigrationSQL(dialect: database.dialect).upgrade(plan))
        }
    }
}
