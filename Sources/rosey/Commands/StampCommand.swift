import ArgumentParser
import RoseyRuntime

struct StampCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stamp",
        abstract: "Notes that the database is at a revision, and runs nothing.",
        discussion: """
            For a database that was brought there by other means. `rosey check` says whether it really is there.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Argument(help: "The revision: 'head', 'base', or an id or the beginning of one.")
    var target: String

    func run() async throws {
        let revisions = try project.revisions()
        try await source.withDatabase(of: project, mode: .readWrite) { database in
            let migrator = try Migrator(database, revisions)
            let before = try await migrator.stamp(target)
            let after = try await migrator.applied()
            print("\(database.url): \(before.last?.id ?? "base") → \(after.last?.id ?? "base"), nothing was run")
        }
    }
}
