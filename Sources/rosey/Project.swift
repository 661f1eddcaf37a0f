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

    func revisionFolders() throws -> [RevisionFolder] {
        let history = RevisionFolder.readAll(in: migrationsPath)
        try report(history.diagnostics)
        return history.revisions
    }

    /// The revisions as the runtime applies them.
    func revisions() throws -> [Revision] {
        try revisionFolders().map { folder in
            Revision(
                id: folder.id, parents: folder.parents, message: folder.message,
                sqlite: Revision.Script(up: folder.sqlite.up, down: folder.sqlite.down),
                postgresql: Revision.Script(up: folder.postgresql.up, down: folder.postgresql.down))
        }
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
