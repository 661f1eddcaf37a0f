import ArgumentParser
import Foundation
import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration

struct RevisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revision",
        abstract: "Writes a new revision: from what has changed in schema.yaml, or to be written by hand.",
        discussion: """
            With --autogenerate, the schema of the last revision is compared with schema.yaml; no database is asked. The
            SQL, up and down for both databases, is tried in an empty database before it is written. Read it, and change
            it where you know better; 'rosey check' tells whether it still makes what schema.yaml says.
            """)

    @OptionGroup var project: Project

    @Option(name: .shortAndLong, help: "What the revision does, in a line.")
    var message: String

    @Flag(help: "Write the SQL that makes schema.yaml of what the last revision has made.")
    var autogenerate = false

    @Flag(help: "Write empty scripts, for SQL or a change of data that you write by hand.")
    var empty = false

    @Option(
        help: ArgumentHelp(
            "What is the same under another name, as `renamed_from` says in the schema: users.who=name, or people=users.",
            valueName: "old=new"))
    var rename: [String] = []

    @Flag(help: "What goes and what comes are different things, however alike.")
    var noRenames = false

    @OptionGroup var consent: DataLossConsent

    @OptionGroup var source: DatabaseSource
    @OptionGroup var proof: ProofOptions

    func validate() throws {
        if autogenerate, empty { throw ValidationError("--autogenerate and --empty exclude each other") }
        if let bad = rename.first(where: { RenameDecision($0) == nil }) {
            throw ValidationError("'\(bad)' is no rename; write users.who=name, or people=users for a table")
        }
    }

    func run() async throws {
        let schema = try project.schema()
        try project.report(try await SchemaTrial.diagnostics(for: schema))
        let folders = try project.revisionFolders()
        let head = try project.head(of: folders)
        let old = try project.snapshot(of: head)
        // As Alembic: without a word, scripts are to be written by hand. The first revision is an exception.
        guard autogenerate || (!empty && head == nil) else {
            // Nothing is said about the schema, so it stays the last one's.
            let revision = RevisionFolder(
                id: RevisionWriter.newID(), parents: head.map { [$0.id] } ?? [], message: message,
                schemaBefore: old.fingerprint, schemaAfter: old.fingerprint,
                scripts: PerDialect { _ in .init(up: "", down: "") })
            let path = try write(revision, snapshot: old)
            print("wrote \(path)")
            print("now write its scripts: \(RevisionFolder.fileNames.joined(separator: ", "))")
            return
        }
        let renames = try Renames(from: old, to: schema, decisions: rename.compactMap { RenameDecision($0) })
        var difference = SchemaDifference(from: old, to: schema, renames: renames)
        if !noRenames, let decided = try RenameQuestions(difference).decisions(), !decided.isEmpty {
            difference = SchemaDifference(
                from: old, to: schema,
                renames: try Renames(from: old, to: schema, decisions: renames.decisions + decided))
        }
        if difference.isEmpty {
            return print("nothing to do: \(project.schemaPath) says what revision \(head?.id ?? "base") makes")
        }
        let autogeneration = Autogeneration(difference)
        autogeneration.describe()
        if autogeneration.hazards.contains(where: \.needsConsent) {
            try consent.ask("Values will be lost, as said above.")
        }
        let revision = autogeneration.revision(
            id: RevisionWriter.newID(), after: head.map { [$0.id] } ?? [], message: message)
        try await proof.prove(revision, difference, beside: try await source.url(for: project))
        print("wrote \(try write(revision, snapshot: schema))")
    }

    private func write(_ revision: RevisionFolder, snapshot: Schema) throws -> String {
        try RevisionWriter(directory: project.migrationsPath)
            .write(revision, at: Date(), snapshot: SchemaWriter.text(of: snapshot))
    }
}

extension Project {
    /// The revision that no other comes after; `nil` where there are none.
    func head(of folders: [RevisionFolder]) throws -> RevisionFolder? {
        let heads = RevisionFolder.heads(of: folders)
        if heads.count > 1 {
            throw Refusal(
                "the history has \(heads.count) heads: \(heads.map(\.id).joined(separator: ", ")); "
                    + "join them with 'rosey merge'")
        }
        return heads.first
    }
}
