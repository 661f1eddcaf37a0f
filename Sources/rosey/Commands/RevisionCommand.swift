import ArgumentParser
import Foundation
import SchemaKit
import SchemaSQL

struct RevisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revision",
        abstract: "Starts a new revision: the first from the schema, a later one to be written by hand.",
        discussion: """
            The first revision of a package makes all tables of schema.yaml. Each later one gets empty scripts, up and
            down for each dialect, for you to fill in.
            """)

    @OptionGroup var project: Project

    @Option(name: .shortAndLong, help: "What the revision does, in a line.")
    var message: String

    func run() async throws {
        let schema = try project.schema()
        try project.report(try await SQLiteTrial.diagnostics(for: schema))
        let folders = try project.revisionFolders()
        let parent = try Self.head(of: folders)
        let isFirst = folders.isEmpty
        func script(_ dialect: Dialect) -> RevisionFolder.Script {
            guard isFirst else { return RevisionFolder.Script(up: "", down: "") }
            return RevisionFolder.Script(
                up: dialect.script(dialect.createStatements(schema)),
                down: dialect.script(dialect.dropStatements(schema)))
        }
        let revision = RevisionFolder(
            id: Self.newID(), parents: parent.map { [$0] } ?? [], message: message, sqlite: script(.sqlite),
            postgresql: script(.postgresql))
        let path = try RevisionWriter(directory: project.migrationsPath)
            .write(revision, at: Date(), snapshot: SchemaWriter.text(of: schema))
        print("wrote \(path)")
        if !isFirst {
            print("now write its scripts: sqlite.up.sql, sqlite.down.sql, postgresql.up.sql, postgresql.down.sql")
        }
    }

    private static func head(of folders: [RevisionFolder]) throws -> String? {
        let parents = Set(folders.flatMap(\.parents))
        let heads = folders.map(\.id).filter { !parents.contains($0) }
        if heads.count > 1 {
            throw ValidationError("the history has \(heads.count) heads: \(heads.joined(separator: ", "))")
        }
        return heads.first
    }

    private static func newID() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
