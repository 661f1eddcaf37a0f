import ArgumentParser
import RoseyRuntime

struct DowngradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "downgrade", abstract: "Takes revisions back, and with them the tables and rows they brought.",
        discussion: """
            The SQL is that which the database has of its revisions, so it can go back from revisions that this package
            does not have. Where rows go, a file of SQLite is copied first, and on a terminal it is asked whether they
            may go; elsewhere --accept-data-loss says so.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    // A list, since '-1' looks like an option.
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "The revision to go back to: 'base' for none, '-1' for the one before, or an id or the beginning of one.",
            valueName: "target"))
    var targets: [String]

    private var target: String { targets[0] }

    func validate() throws {
        if let option = targets.first(where: { $0.hasPrefix("-") && Int($0) == nil }) {
            throw ValidationError("Unknown option '\(option)'")
        }
        guard targets.count == 1 else { throw ValidationError("one target is needed, such as 'base' or '-1'") }
    }

    @Flag(help: "Print the SQL that would be run, with that of the record, and run nothing.")
    var sql = false

    @OptionGroup var locks: LockOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var consent: DataLossConsent

    func run() async throws {
        // Only one that was stopped half-way needs its files; else they may be missing, or those of an older program.
        let revisions = (try? project.revisions()) ?? []
        let mode: DatabaseConfiguration.SQLite.Mode = sql ? .readOnly : .readWrite
        let settings = try await source.settings(for: project)
        try await DatabaseSource.withDatabase(
            settings.url, locks.applied(to: settings.configuration), mode: mode
        ) { database in
            let migrator = try (try? Migrator(database, revisions)) ?? Migrator(database, [])
            if sql {
                let plan = try await migrator.planBack(to: target)
                return StandardOutput.write(try MigrationSQL(dialect: database.dialect).downgrade(plan))
            }
            try consent.ask(
                about: try await migrator.losses(downgradingTo: target), of: database.url, mayAsk: !json)
            let progress = Progress(isQuiet: json)
            let notes = MigrationNotes()
            let undone = try await migrator.downgrade(to: target) { event in
                notes.hear(event)
                progress.show(event)
            }
            if json {
                try JSONOutput.print(notes.report(database.url, revisions: undone.map(\.id)))
            } else if undone.isEmpty {
                let last = try await migrator.applied().last?.id
                print("nothing to take back: \(database.url) is at \(last ?? "base")")
            }
        }
    }
}
