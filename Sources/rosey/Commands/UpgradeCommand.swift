import ArgumentParser
import RoseyRuntime

struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Applies the revisions that the database does not have yet.")

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Argument(help: "The last revision to apply: 'head', '+2' for the next two, or an id or the beginning of one.")
    var target = "head"

    @Flag(help: "Print the SQL that would be run, with that of the record, and run nothing.")
    var sql = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let revisions = try project.revisions()
        guard !revisions.isEmpty else {
            throw Refusal(
                "there are no revisions in \(project.migrationsPath); "
                    + "write the first with 'rosey revision --autogenerate -m \"…\"'")
        }
        if sql { return try await printSQL(revisions) }
        try await source.withDatabase(of: project, mode: .readWriteCreate) { database in
            let migrator = try Migrator(database, revisions)
            let progress = Progress(isQuiet: json)
            let applied = try await migrator.upgrade(to: target) { progress.show($0) }
            if json {
                try JSONOutput.print(MigrationReport(database: database, revisions: applied.map(\.id)))
            } else if applied.isEmpty {
                let last = try await migrator.applied().last?.id
                let place = last == migrator.revisions.last?.id ? "head" : last ?? "base"
                print("nothing to migrate: \(database.url) is at \(place)")
            }
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
            return print(MigrationSQL(dialect: .sqlite).upgrade(plan), terminator: "")
        }
        try await source.withDatabase(of: project, mode: .readOnly) { database in
            let plan = try await Migrator(database, revisions).plan(to: target)
            print(MigrationSQL(dialect: database.dialect).upgrade(plan), terminator: "")
        }
    }
}

/// What an upgrade or a downgrade did.
struct MigrationReport: Encodable {
    let database: String
    let revisions: [String]

    init(database: Database, revisions: [String]) {
        self.database = "\(database.url)"
        self.revisions = revisions
    }
}
