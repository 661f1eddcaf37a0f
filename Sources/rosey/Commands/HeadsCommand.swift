import ArgumentParser
import SchemaKit
import TerminalText

struct HeadsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heads",
        abstract: "Lists the revisions that no other comes after: one, unless branches were joined.")

    @OptionGroup var project: Project

    @Flag(help: "Print JSON.")
    var json = false

    private struct Entry: Encodable {
        let id: String
        let message: String
    }

    func run() throws {
        // Also while two branches disagree about which it is.
        let heads = RevisionFolder.heads(of: try project.revisionFolders(checksHead: false))
        if json { return try JSONOutput.print(heads.map { Entry(id: $0.id, message: $0.message) }) }
        for head in heads { print("\(head.id)  \(head.message.visibleOnOneLine)") }
        if heads.isEmpty { print("no revisions in \(project.migrationsPath)") }
        if heads.count > 1 { print("join them with 'rosey merge'") }
    }
}
