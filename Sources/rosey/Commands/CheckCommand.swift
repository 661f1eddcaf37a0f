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
        var made: LiveComparison.Made?
        let missing = try await proof.withEmptyDatabases(beside: try await source.url(for: project)) {
            [snapshots] system, databases in
            let (deviation, mistakes, found) = try await databases.with {
                database -> (HistoryCheck.Deviation?, [ViewMistake], LiveComparison.Made?) in
                let deviation = try await HistoryCheck.firstDeviation(
                    of: revisions, snapshots: snapshots, in: database)
                if deviation != nil || revisions.isEmpty { return (deviation, [ViewMistake](), nil) }
                // With what the revisions have made besides tables, which the schema may need.
                let made = LiveComparison.Made(
                    catalog: try await Catalog(of: last, like: database), version: try await database.majorVersion())
                return (nil, try await ViewCheck.mistakes(in: last, database), made)
            }
            if let found { made = found }
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
        if !offline { try await look(revisions, last, made, &findings, &notes) }
        try report(findings, notes)
    }

    private func look(
        _ revisions: [Revision], _ last: Schema, _ made: LiveComparison.Made?, _ findings: inout [Finding],
        _ notes: inout [String]
    ) async throws {
        let url = try await source.url(for: project)
        if url.isMissingFile { return notes.append("\(url) does not exist, so no database was looked at") }
        let reason = try await source.withDatabase(of: project, mode: .readOnly) { database -> String? in
            let migrator = try Migrator(database, revisions)
            if let unfinished = try await migrator.unfinished() {
                return "the \(unfinished.action.rawValue) of \(unfinished.id) was stopped half-way; run it again"
            }
            let pending = try await migrator.pending()
            if pending.isEmpty { return nil }
            return "\(url) does not have \(pending.map(\.id).joined(separator: ", "))"
        }
        if let reason { return findings.append(Finding(place: "database", text: reason)) }
        let differences = try await LiveComparison(project: project, source: source, proof: proof)
            .differences(from: last, made: made)
        findings += differences.map { Finding(place: "database", text: "\(url): \($0)") }
        notes.append("\(url) was looked at")
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
