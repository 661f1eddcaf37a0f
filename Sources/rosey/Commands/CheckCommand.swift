import ArgumentParser
import ExactText
import Foundation
import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells whether schema.yaml, the revisions, their SQL and the database say the same.",
        discussion: """
            schema.yaml is compared with what the last revision makes; the SQL of all revisions is run in an empty
            database; and the database is looked at, if there is one. The exit code is 1 if anything differs.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource
    @OptionGroup var proof: ProofOptions

    @Flag(help: "Do not look at the database.")
    var offline = false

    @Flag(help: "Print JSON.")
    var json = false

    private struct Finding: Encodable {
        /// `schema`, `revisions` or `database`.
        let place: String
        let text: String
    }

    func run() async throws {
        let schema = try project.schema()
        let folders = try project.revisionFolders()
        let head = try project.head(of: folders)
        let last = try project.snapshot(of: head)
        var findings: [Finding] = []
        var notes: [String] = []
        let difference = SchemaDifference(from: last, to: schema, renames: try Renames(from: last, to: schema))
        findings += difference.changes.map { Finding(place: "schema", text: "not in a revision yet: \($0)") }
        let revisions = folders.map(Revision.init)
        var snapshots: [String: Schema] = [:]
        for folder in folders { snapshots[folder.id] = try project.snapshot(of: folder) }
        var deviations: [Finding] = []
        let missing = try await proof.withEmptyDatabases(beside: try await source.url(for: project)) {
            [snapshots] system, databases in
            let (deviation, mistakes) = try await databases.with { database in
                let deviation = try await HistoryCheck.firstDeviation(
                    of: revisions, snapshots: snapshots, in: database)
                if deviation != nil || revisions.isEmpty { return (deviation, [ViewMistake]()) }
                return (nil, try await ViewCheck.mistakes(in: last, database))
            }
            deviations += mistakes.map { Finding(place: "schema", text: "\($0)") }
            guard let deviation else { return }
            deviations += deviation.differences.map {
                Finding(
                    place: "revisions",
                    text:
                        "the SQL of \(deviation.revision) (\(deviation.message.onOneLine)) makes something else on \(system): \($0)"
                )
            }
        }
        findings += deviations
        if let missing { notes.append("the SQL for PostgreSQL was not run: \(missing)") }
        if !offline { try await look(revisions, last, &findings, &notes) }
        try report(findings, notes)
    }

    private func look(
        _ revisions: [Revision], _ last: Schema, _ findings: inout [Finding], _ notes: inout [String]
    ) async throws {
        let url = try await source.url(for: project)
        if url.isMissingFile { return notes.append("\(url) does not exist, so no database was looked at") }
        let (found, note) = try await source.withDatabase(of: project, mode: .readOnly) { database in
            if let unfinished = try await Migrator(database, revisions).unfinished() {
                return (
                    [
                        Finding(
                            place: "database",
                            text:
                                "the \(unfinished.action.rawValue) of \(unfinished.id) was stopped half-way; run it again"
                        )
                    ], nil as String?
                )
            }
            let pending = try await Migrator(database, revisions).pending()
            if !pending.isEmpty {
                let list = pending.map(\.id).joined(separator: ", ")
                return ([Finding(place: "database", text: "\(database.url) does not have \(list)")], nil)
            }
            let differences = try await Catalog(of: database.session)
                .differences(from: Catalog(of: last, like: database))
            return (
                differences.map { Finding(place: "database", text: "\(database.url): \($0)") },
                "\(database.url) was looked at"
            )
        }
        findings += found
        if let note { notes.append(note) }
    }

    private func report(_ findings: [Finding], _ notes: [String]) throws {
        if json {
            try JSONOutput.print(findings)
        } else {
            for finding in findings { print(finding.text) }
            for note in notes { print("(\(note))") }
            if findings.isEmpty { print("everything says the same") }
        }
        if !findings.isEmpty { throw ExitCode.failure }
    }
}
