import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A schema without tables: what a new package has, and what is left when the last table goes.
@Suite(.timeLimit(.minutes(5)))
struct NoTablesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func done(_ arguments: String..., url: String) async throws -> String {
        let process = try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url, "ROSEY_PROOF_URL": "none"])
        try #require(process.status == 0, "\(arguments): \(process)")
        return process.output
    }

    @Test(arguments: Storage.shared)
    func theLastTableCanBeDroppedAndComesBack(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let one = "tables: { t: { columns: { id: { type: integer, primary_key: true } } } }\n"
            try folder.write(one, "schema.yaml")
            _ = try await done("revision", "--autogenerate", "-m", "a table", url: url)
            try folder.write("tables: {}\n", "schema.yaml")
            _ = try await done("schema", "check", url: url)
            _ = try await done("revision", "--autogenerate", "--accept-data-loss", "-m", "none", url: url)
            _ = try await done("upgrade", "--accept-data-loss", url: url)
            #expect(try await done("inspect", url: url).contains("tables: {}"))
            _ = try await done("check", url: url)
            _ = try await done("downgrade", "-1", url: url)
            #expect(try await done("inspect", url: url).contains("  t:"))
        }
    }
}
