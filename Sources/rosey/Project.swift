import ArgumentParser
import Foundation
import RoseyRuntime
import SchemaKit
import SchemaSwift

/// The package that a command works on.
struct Project: ParsableArguments {
    @Option(name: .customLong("project"), help: "The folder of the package.")
    var directory = "."

    func path(_ name: String) -> String {
        directory == "." ? name : directory + "/" + name
    }

    var schemaPath: String { path("schema.yaml") }
    var migrationsPath: String { path("Generated/Migrations") }

    /// The schema, or every mistake in it.
    func schema(at path: String? = nil) throws -> Schema {
        let loaded = SchemaLoader.load(path: path ?? schemaPath)
        try report(loaded.diagnostics + SwiftGenerator.checkNames(loaded.readable))
        guard let schema = loaded.schema else { throw ExitCode.failure }
        return schema
    }

    /// - Parameter checksHead: whether the file that names the head has to be right.
    func revisionFolders(checksHead: Bool = true) throws -> [RevisionFolder] {
        let history = RevisionFolder.readAll(in: migrationsPath, checksHead: checksHead)
        try report(history.diagnostics)
        return history.revisions
    }

    /// The revisions as the runtime applies them.
    func revisions() throws -> [Revision] {
        try revisionFolders().map(Revision.init)
    }

    /// The schema as a revision makes it; an empty one for none.
    func snapshot(of revision: RevisionFolder?) throws -> Schema {
        guard let revision else { return Schema() }
        let schema: Schema
        do throws(RevisionFolder.SnapshotError) {
            schema = try revision.snapshot()
        } catch {
            try report(error.diagnostics)
            throw ExitCode.failure
        }
        if let known = revision.schemaAfter, known != schema.fingerprint {
            throw Refusal(
                "\(revision.path ?? "")/\(RevisionFolder.snapshotName) was edited: it is not the schema that "
                    + "revision.yaml says the revision makes")
        }
        return schema
    }

    /// Prints what is said, and ends the command where there are errors.
    func report(_ diagnostics: [Diagnostic]) throws {
        var excerpts = DiagnosticExcerpts()
        for diagnostic in diagnostics {
            // People see the line itself; programs read one line a diagnostic.
            StandardError.print(StandardError.isTerminal ? excerpts.text(of: diagnostic) : "\(diagnostic)")
        }
        if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode.failure }
    }
}

extension Revision {
    init(_ folder: RevisionFolder) {
        self.init(
            id: folder.id, parents: folder.parents, message: folder.message, irreversible: folder.irreversible,
            replaces: folder.replaces, baselines: folder.baselines.map(Baseline.init),
            scripts: PerDialect { dialect in
                let script = folder.scripts[dialect]
                return Script(
                    up: script.up, down: script.down, hasOwnTransactions: folder.hasOwnTransactions(dialect))
            })
    }
}

extension Baseline {
    init(_ folder: BaselineFolder) {
        self.init(
            id: folder.id, message: folder.message,
            tables: folder.tables.map {
                Table(name: $0.name, columns: $0.columns, laterColumns: $0.laterColumns, isLater: $0.isLater)
            },
            leftovers: folder.leftovers,
            scripts: folder.scripts.map { script in script.map { Revision.Script(up: $0.up, down: $0.down) } })
    }
}
