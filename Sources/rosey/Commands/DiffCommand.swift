import ArgumentParser
import RoseyRuntime
import SchemaInspection

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Tells in what the database differs from schema.yaml.",
        discussion: """
            What schema.yaml says is made in an empty place, a database in memory or a schema of PostgreSQL in a transaction
            that is undone, and compared with the database. The exit code is 1 if anything differs.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let schema = try project.schema()
        let differences = try await source.withDatabase(of: project, mode: .readOnly) { database in
            try await Catalog(of: database.session).differences(from: Catalog(of: schema, like: database))
        }
        if json {
            try JSONOutput.print(differences)
        } else {
            for difference in differences { print(difference) }
            if differences.isEmpty { print("the database is what \(project.schemaPath) says") }
        }
        if !differences.isEmpty { throw ExitCode.failure }
    }
}
