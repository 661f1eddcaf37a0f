import ArgumentParser
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TerminalText

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a revision: what it says of itself and its SQL.")

    @OptionGroup var project: Project

    @Argument(help: "The revision: 'head', or an id or the beginning of one.")
    var revision: String

    @Option(help: "Only the SQL for this database system.")
    var dialect: Dialect?

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        let id: String
        let parents: [String]
        let message: String
        let path: String?
        let renames: [String]
        let acknowledged: [String]
        let irreversible: String?
        /// By the names of their files.
        let scripts: [String: String]
    }

    func run() throws {
        let folder = try project.revision(named: revision)
        if json { return try JSONOutput.print(report(folder)) }
        print("\(folder.id)  \(folder.message.visibleOnOneLine)")
        print("    after \(folder.parents.isEmpty ? "base" : folder.parents.joined(separator: ", "))")
        RevisionDescription(folder).print()
        for dialect in Dialect.allCases where self.dialect == nil || self.dialect == dialect {
            for direction in RevisionFolder.Direction.allCases {
                let text = folder.scripts[dialect][direction]
                print("\n── \(RevisionFolder.fileName(dialect, direction)) " + String(repeating: "─", count: 40))
                print(text.isEmpty ? "(nothing)" : text, terminator: text.hasSuffix("\n") ? "" : "\n")
            }
        }
    }
}

extension ShowCommand {
    private func report(_ folder: RevisionFolder) -> Report {
        var scripts: [String: String] = [:]
        for dialect in Dialect.allCases where self.dialect == nil || self.dialect == dialect {
            for direction in RevisionFolder.Direction.allCases {
                scripts[RevisionFolder.fileName(dialect, direction)] = folder.scripts[dialect][direction]
            }
        }
        return Report(
            id: folder.id, parents: folder.parents, message: folder.message, path: folder.path, renames: folder.renames,
            acknowledged: folder.acknowledged, irreversible: folder.irreversible, scripts: scripts)
    }
}

extension Project {
    /// The revision that people name so.
    func revision(named name: String) throws -> RevisionFolder {
        let folders = try revisionFolders()
        let id: String
        if name == "head" {
            let heads = RevisionFolder.heads(of: folders)
            guard heads.count == 1 else {
                throw Refusal(
                    heads.isEmpty
                        ? "there are no revisions in \(migrationsPath)"
                        : "the history has \(heads.count) heads: \(heads.map(\.id).joined(separator: ", "))")
            }
            id = heads[0].id
        } else {
            id = try RevisionHistory.find(name, in: folders.map(\.id))
        }
        guard let folder = folders.first(where: { $0.id == id }) else {
            throw Refusal("there is no revision '\(name)'")
        }
        return folder
    }
}
