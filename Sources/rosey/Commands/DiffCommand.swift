import ArgumentParser
import SchemaInspection

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Tells in what the database differs from schema.yaml.",
        discussion: """
            What schema.yaml says is made in an empty database, in memory or on the PostgreSQL server that SQL is tried on
            (--proof-url), and compared with the database. Where there is no such server it is made in temporary tables on
            the database's own, in a transaction that is undone. The exit code is 1 if anything differs.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource
    @OptionGroup var proof: ProofOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let schema = try project.schema()
        let differences = try await LiveComparison(project: project, source: source, proof: proof)
            .differences(from: schema)
        if json {
            try JSONOutput.print(differences)
        } else {
            for difference in differences { print(difference) }
            if differences.isEmpty { print("the database is what \(project.schemaPath) says") }
        }
        if !differences.isEmpty { throw ExitCode.failure }
    }
}
