import ArgumentParser
import RoseyRuntime
import TerminalText

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
        // It only reads, so it does not mind two heads.
        let heads = RevisionHistory.heads(of: try project.revisionFolders(checksHead: false).map(Revision.init)).map(
            \.id)
        try await source.withDatabase(of: project, mode: .readOnly) { database in
            let last = try await Migrator(database, []).applied().last
            let isHead = last.map { heads.contains($0.id) } ?? heads.isEmpty
            if json {
                try JSONOutput.print(Report(database: "\(database.url)", revision: last?.id, isHead: isHead))
            } else if let last {
                print("\(last.id)\(isHead ? " (head)" : "")  \(last.message.visibleOnOneLine)")
            } else {
                print("base: no revision has been applied")
            }
        }
    }
}
