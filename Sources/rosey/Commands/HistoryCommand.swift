import ArgumentParser
import ExactText
import Foundation
import RoseyRuntime
import SchemaKit
import TerminalText

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Lists the revisions of the package, the newest first.")

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Flag(name: .shortAndLong, help: "Show where each revision is, and what it says of itself.")
    var verbose = false

    @Flag(help: "List what was done to the database instead: every attempt, with its duration and its error.")
    var attempts = false

    @Flag(help: "Print JSON.")
    var json = false

    private struct Entry: Encodable {
        let id: String
        let parents: [String]
        let message: String
        let path: String?
        let acknowledged: [String]
        let irreversible: String?
    }

    func run() async throws {
        if attempts { return try await showAttempts() }
        let folders = try project.revisionFolders()
        let revisions = try RevisionHistory(folders.map(Revision.init)).revisions.map(\.id)
        let ordered = revisions.compactMap { id in folders.first { $0.id == id } }
        if json {
            return try JSONOutput.print(
                ordered.map {
                    Entry(
                        id: $0.id, parents: $0.parents, message: $0.message, path: $0.path,
                        acknowledged: $0.acknowledged, irreversible: $0.irreversible)
                })
        }
        if ordered.isEmpty { print("no revisions in \(project.migrationsPath)") }
        for (number, revision) in ordered.enumerated().reversed() {
            let parents = revision.parents.isEmpty ? "base" : revision.parents.joined(separator: ", ")
            let head = number == ordered.count - 1 ? " (head)" : ""
            print("\(parents) → \(revision.id)\(head)  \(revision.message.visibleOnOneLine)")
            if verbose { RevisionDescription(revision).print() }
        }
    }

    private func showAttempts() async throws {
        try await source.withDatabase(of: project, mode: .readOnly) { database in
            let attempts = try await Migrator(database, []).attempts()
            if json { return try JSONOutput.print(attempts) }
            if attempts.isEmpty { print("\(database.url) has never been migrated") }
            var table = TextTable(
                header: ["When (UTC)", "What", "Revision", "Took", "Rows", "Outcome"],
                alignments: [.left, .left, .left, .right, .right, .left])
            table.rows = attempts.reversed().map { attempt in
                let date = Date(timeIntervalSince1970: Double(attempt.startedAt))
                let seconds = Double(attempt.microseconds) / 1e6
                return [
                    date.formatted(.iso8601.dateTimeSeparator(.space)).replacing("Z", by: ""),
                    attempt.action.rawValue, "\(attempt.revision)  \(attempt.message)",
                    seconds.formatted(.number.precision(.fractionLength(3))) + " s",
                    "\(attempt.commands.reduce(0) { $0 &+ $1.rows })", attempt.error.map { "failed: \($0)" } ?? "done",
                ]
            }
            if !attempts.isEmpty { print(table.text) }
        }
    }
}
