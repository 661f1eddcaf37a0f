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
    ///
    /// - Parameter address: that of the package's own database.
    func withEmptyDatabases(
        beside address: DatabaseURL, _ body: (String, Database) async throws -> Void
    ) async throws -> String? {
        let memory = try await Database.open(url: "sqlite:///:memory:")
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body("SQLite", memory)) } catch { outcome = .failure(error) }
        await memory.close()
        try outcome.get()
        guard let serverURL = serverURL(address) else { return "no server was named (ROSEY_PROOF_URL or --proof-url)" }
        do {
            try await ScratchServer.with(serverURL) { try await body("PostgreSQL", $0) }
            return nil
        } catch let error as DatabaseError where error.code == .connection && proofURL == nil {
            return error.message
        }
    }

    private func serverURL(_ address: DatabaseURL) -> String? {
        let named = proofURL ?? ProcessInfo.processInfo.environment["ROSEY_PROOF_URL"]
        return named ?? (address.location == .postgresql ? address.string : nil)
    }

    /// Tries a revision before it is written.
    ///
    /// - Throws: where it does not do what it should.
    func prove(
        _ folder: RevisionFolder, _ difference: SchemaDifference, beside address: DatabaseURL
    ) async throws {
        let missing = try await withEmptyDatabases(beside: address) { system, database in
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
