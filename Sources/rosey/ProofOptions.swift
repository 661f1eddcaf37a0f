import ArgumentParser
import Foundation
import MigrationProof
import RoseyRuntime
import SchemaKit
import SchemaMigration

/// Where the SQL of revisions is tried.
struct ProofOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A PostgreSQL server to try the SQL on, in a schema of its own that is dropped afterwards. Without it, "
                + "ROSEY_PROOF_URL, or the database's own address where that is a PostgreSQL server.",
            valueName: "url"))
    var proofURL: String?

    /// Runs `body` with an empty database of SQLite, and with one of PostgreSQL if a server is there.
    ///
    /// - Returns: why PostgreSQL was left out, if it was.
    func withEmptyDatabases(_ body: (String, Database) async throws -> Void) async throws -> String? {
        let memory = try await Database.open(url: "sqlite:///:memory:")
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body("SQLite", memory)) } catch { outcome = .failure(error) }
        await memory.close()
        try outcome.get()
        guard let serverURL else { return "no server was named (ROSEY_PROOF_URL or --proof-url)" }
        do {
            try await ScratchServer.with(serverURL) { try await body("PostgreSQL", $0) }
            return nil
        } catch let error as DatabaseError where error.code == .connection {
            return error.message
        }
    }

    private var serverURL: String? {
        let environment = ProcessInfo.processInfo.environment
        let urls = [
            proofURL, environment["ROSEY_PROOF_URL"], environment["ROSEY_DATABASE_URL"], environment["DATABASE_URL"],
        ]
        return urls.compactMap { $0 }.first { $0.hasPrefix("postgresql://") || $0.hasPrefix("postgres://") }
    }

    /// Tries a revision before it is written.
    ///
    /// - Throws: where it does not do what it should.
    func prove(_ folder: RevisionFolder, _ difference: SchemaDifference) async throws {
        let missing = try await withEmptyDatabases { system, database in
            let result = try await MigrationProof(Revision(folder), difference, in: database).run()
            print(
                "tried on \(system): up, down and up again, \(result.withoutRows == nil ? "with rows" : "without rows")"
            )
            if let reason = result.withoutRows { print("  (with rows: \(reason))") }
            if let reason = result.backWithoutRows { print("  (the way back without rows: \(reason))") }
            if !result.emptyTables.isEmpty {
                print(
                    "  (no rows were found for \(result.emptyTables.joined(separator: ", ")), whose checks refused all)"
                )
            }
        }
        if let missing { print("not tried on PostgreSQL: \(missing)") }
    }
}
