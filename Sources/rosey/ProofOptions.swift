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
            "A PostgreSQL server to try the SQL on, in a database of its own and as a role of its own, which are dropped "
                + "afterwards. Without it, ROSEY_PROOF_URL, or a server that is started for it where PostgreSQL is "
                + "installed. 'none' leaves PostgreSQL out.",
            valueName: "url"))
    var proofURL: String?

    /// Runs `body` with empty databases of SQLite, and with ones of PostgreSQL if a server is to be had. The package's own
    /// database is never among them.
    ///
    /// - Parameter address: that of the package's own database, whose version a server for the proof should have.
    /// - Returns: why PostgreSQL was left out, if it was.
    func withEmptyDatabases(
        beside address: DatabaseURL, _ body: (String, any EmptyDatabases) async throws -> Void
    ) async throws -> String? {
        try await body("SQLite", MemoryDatabases())
        return try await withServer(beside: address) { try await body("PostgreSQL", $0) }
    }

    /// Runs `body` with empty databases of PostgreSQL, if a server is to be had.
    ///
    /// - Parameter address: that of the package's own database, which is none of them.
    /// - Returns: why there was none, if so.
    func withServer(
        beside address: DatabaseURL, _ body: (ServerDatabases) async throws -> Void
    ) async throws -> String? {
        let named = proofURL ?? ProcessInfo.processInfo.environment["ROSEY_PROOF_URL"]
        if named == "none" { return "--proof-url or ROSEY_PROOF_URL says 'none'" }
        if let named {
            guard case .postgresql = try DatabaseURL(named).location else {
                throw Refusal("--proof-url and ROSEY_PROOF_URL take the address of a PostgreSQL server, or 'none'")
            }
            do {
                try await ServerDatabases.with(named, body)
                return nil
            } catch let error as DatabaseError where error.code == .connection && proofURL == nil {
                return error.message
            }
        }
        guard let programs = await programs(beside: address) else {
            return "PostgreSQL is not installed here, and no server was named (ROSEY_PROOF_URL or --proof-url)"
        }
        if StandardError.isTerminal { StandardError.print("starting a PostgreSQL server to try it on …") }
        do {
            try await ProofServer.with(programs, body)
            return nil
        } catch let error as DatabaseError where error.code == .connection {
            return error.message
        }
    }

    /// Those of the same version as the package's own server, if that can be asked and they are there.
    private func programs(beside address: DatabaseURL) async -> ServerPrograms? {
        let installed = ServerPrograms.installed()
        guard installed.count > 1, case .postgresql = address.location,
            let database = try? await Database.open(url: address.string)
        else { return installed.first }
        let major = try? await database.majorVersion()
        await database.close()
        return installed.first { $0.majorVersion == major } ?? installed.first
    }

    /// Tries a revision before it is written.
    ///
    /// - Throws: where it does not do what it should.
    func prove(
        _ folder: RevisionFolder, _ difference: SchemaDifference, beside address: DatabaseURL
    ) async throws {
        let missing = try await withEmptyDatabases(beside: address) { system, databases in
            let result = try await databases.with { database in
                try await MigrationProof(Revision(folder), difference, in: database).run()
            }
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
