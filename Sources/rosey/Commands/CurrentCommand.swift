import ArgumentParser
import RoseyRuntime

struct CurrentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "current", abstract: "Shows the revision that the database is at.")

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        let database: String
        let revision: String?
        let isHead: Bool
    }

    func run() async throws {
        let revisions = try project.revisions()
        try await source.withDatabase(of: project, mode: .readOnly) { database in
            let migrator = try Migrator(database, revisions)
            let last = try await migrator.applied().last
            let isHead = last?.id == migrator.revisions.last?.id
            if json {
                try JSONOutput.print(Report(database: "\(database.url)", revision: last?.id, isHead: isHead))
            } else if let last {
                print("\(last.id)\(isHead ? " (head)" : "")  \(last.message)")
            } else {
                print("base: no revision has been applied")
            }
        }
    }
}
