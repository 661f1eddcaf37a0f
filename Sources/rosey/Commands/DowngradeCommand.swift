import ArgumentParser
import RoseyRuntime

struct DowngradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "downgrade", abstract: "Takes revisions back, and with them the tables and rows they brought.")

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Argument(help: "The revision to go back to: 'base' for none, or an id or the beginning of one.")
    var target: String

    func run() async throws {
        let revisions = try project.revisions()
        try await source.withDatabase(of: project, mode: .readWrite) { database in
            let migrator = try Migrator(database, revisions)
            let end = target == "base" ? nil : try RevisionID(target).find(in: await migrator.applied().map(\.id))
            let undone = try await migrator.downgrade(to: end) { print("took back \($0.id)  \($0.message)") }
            if undone.isEmpty { print("nothing to take back: \(database.url) is at \(end ?? "base")") }
        }
    }
}
