import ArgumentParser
import RoseyRuntime

struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Applies the revisions that the database does not have yet.")

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Argument(help: "The last revision to apply: 'head', or an id or the beginning of one.")
    var target: String

    func run() async throws {
        let revisions = try project.revisions()
        guard !revisions.isEmpty else {
            throw ValidationError(
                "there are no revisions in \(project.migrationsPath); write the first with 'rosey revision -m \"…\"'")
        }
        try await source.withDatabase(of: project, mode: .readWriteCreate) { database in
            let migrator = try Migrator(database, revisions)
            let end = target == "head" ? nil : try RevisionID(target).find(in: migrator.revisions.map(\.id))
            let applied = try await migrator.upgrade(to: end) { print("applied \($0.id)  \($0.message)") }
            if applied.isEmpty { print("nothing to migrate: \(database.url) is at \(end ?? "head")") }
        }
    }
}
