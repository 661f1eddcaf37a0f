import ArgumentParser
import ExactText
import Foundation
import RoseyRuntime
import SchemaKit
import SchemaMigration

struct SquashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "squash", abstract: "Replaces all revisions by one that makes the schema of the last.",
        discussion: """
            A database that has all of them has the new one: the next upgrade notes so. One that has only some has to be
            brought to the last by a version that still has them. The folders of the old revisions are deleted.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource
    @OptionGroup var proof: ProofOptions

    @Option(name: .shortAndLong, help: "What the new revision is called.")
    var message = "everything so far"

    @Flag(help: "Leave out revisions written by hand that change rows and not the schema.")
    var dropDataMigrations = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func run() async throws {
        let folders = try project.revisionFolders()
        guard let head = try project.head(of: folders), folders.count > 1 else {
            throw Refusal("there is nothing to squash: there are \(folders.count) revisions")
        }
        let byHand = folders.filter { folder in
            folder.schemaBefore == folder.schemaAfter && folder.parents.count < 2
                && !folder.scripts.all.allSatisfy(\.up.isEmpty)
        }
        if !byHand.isEmpty, !dropDataMigrations {
            throw Refusal(
                "these change rows, which a new database would not get: "
                    + byHand.map { "\($0.id) (\($0.message.onOneLine))" }.joined(separator: ", ")
                    + "; --drop-data-migrations leaves them out")
        }
        let schema = try project.snapshot(of: head)
        let difference = SchemaDifference(from: Schema(), to: schema)
        var revision = Autogeneration(difference).revision(id: RevisionWriter.newID(), after: [], message: message)
        let order = try RevisionHistory(folders.map(Revision.init)).revisions.map(\.id)
        revision.replaces = order
        // One that was squashed before is not in any database that has what it replaces.
        if let first = folders.first(where: { $0.id == order.first }), !first.replaces.isEmpty {
            throw Refusal(
                "the first revision, \(first.id), replaces others itself; take 'replaces' out of its revision.yaml once "
                    + "every database has it")
        }
        if let baseline = folders.first(where: { $0.id == order.first })?.baselines.first {
            throw Refusal(
                "the first revision takes over databases of \(baseline.message), which the new one could not; "
                    + "delete its folder '\(BaselineFolder.folderName)' once there are none any more")
        }
        try await proof.prove(revision, difference, beside: try await source.url(for: project))
        if !yes {
            guard Terminal.isInteractive else {
                throw Refusal("\(folders.count) folders would be deleted; --yes does so")
            }
            guard Terminal.agree("Write one revision, and delete the folders of \(folders.count)?") else {
                throw ExitCode.failure
            }
        }
        let path = try RevisionWriter(directory: project.migrationsPath)
            .write(revision, at: Date(), snapshot: SchemaWriter.text(of: schema))
        for folder in folders {
            if let path = folder.path { try FileManager.default.removeItem(atPath: path) }
        }
        print("wrote \(path), and deleted the folders of \(folders.count) revisions")
    }
}
