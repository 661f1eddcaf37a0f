import ArgumentParser
import Foundation
import RoseyRuntime

/// The command line of the package.
@main
struct Rosey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rosey",
        abstract: "Works with the schema, the revisions and the database of a package.",
        discussion: """
            The package is the one in the current directory, or in --project DIR: its schema.yaml and its
            Generated/Migrations. The database is, whichever is found first: --database-url, ROSEY_DATABASE_URL,
            DATABASE_URL, `database_url` or `database` in the package's config.json, sqlite:///bot_data.db.
            """,
        version: MigrationRecord.version,
        subcommands: [
            RevisionCommand.self, UpgradeCommand.self, DowngradeCommand.self, CurrentCommand.self, StatusCommand.self,
            HistoryCommand.self, HeadsCommand.self, ShowCommand.self, MergeCommand.self, StampCommand.self,
            CheckCommand.self, DiffCommand.self, InspectCommand.self, LintCommand.self, SquashCommand.self,
            CopyCommand.self, SchemaCommand.self,
        ])

    /// As ArgumentParser's own, but that what an error says is shown like everything else: it may have names in it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty { if code.isSuccess { print(text) } else { StandardError.print(text) } }
            Foundation.exit(code.rawValue)
        }
    }
}
