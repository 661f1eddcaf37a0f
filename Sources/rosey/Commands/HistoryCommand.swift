import ArgumentParser
import RoseyRuntime

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Lists the revisions of the package, the newest first.")

    @OptionGroup var project: Project

    @Flag(help: "Print JSON.")
    var json = false

    private struct Entry: Encodable {
        let id: String
        let parents: [String]
        let message: String
    }

    func run() async throws {
        let revisions = try Migrator.inOrder(project.revisions())
        if json {
            try JSONOutput.print(revisions.map { Entry(id: $0.id, parents: $0.parents, message: $0.message) })
        } else if revisions.isEmpty {
            print("no revisions in \(project.migrationsPath)")
        } else {
            for (number, revision) in revisions.enumerated().reversed() {
                let parents = revision.parents.isEmpty ? "base" : revision.parents.joined(separator: ", ")
                let head = number == revisions.count - 1 ? " (head)" : ""
                print("\(parents) → \(revision.id)\(head)  \(revision.message)")
            }
        }
    }
}
