import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit

/// Compares a live database with what a schema says.
///
/// A server words definitions in its own way, so what the schema says is made on a server and read back: on the one that SQL is
/// tried on, and not where people's rows are. Only where none of the same version is to be had it is made beside them, in
/// temporary tables of a transaction that is undone.
struct LiveComparison {
    /// What a server of some version makes of a schema.
    struct Made {
        let catalog: Catalog
        let version: Int?
    }

    let project: Project
    let source: DatabaseSource
    let proof: ProofOptions

    /// - Parameter made: of the schema, if a server has made it already.
    func differences(from schema: Schema, made: Made? = nil) async throws -> [CatalogDifference] {
        let found = try await source.withDatabase(of: project, mode: .readOnly) { database in
            Made(catalog: try await Catalog(ofLive: database), version: try await database.majorVersion())
        }
        return found.catalog.differences(from: try await expected(schema, beside: found, made))
    }

    private func expected(_ schema: Schema, beside live: Made, _ made: Made?) async throws -> Catalog {
        if let made, made.version == live.version { return made.catalog }
        let address = try await source.url(for: project)
        switch address.location {
        case .sqliteFile, .sqliteMemory: break
        case .postgresql:
            let (catalog, reason) = try await onServerForTrying(schema, beside: live, address)
            if let catalog { return catalog }
            StandardError.print(
                "(compared by way of temporary tables on the database's own server, in a transaction that was undone: \(reason))"
            )
        }
        return try await source.withDatabase(of: project, mode: .readOnly) { database in
            do {
                return try await Catalog(of: schema, like: database)
            } catch var error as DatabaseError where error.nativeCode == "42501" {
                error.message += "; name a server to compare on with --proof-url or ROSEY_PROOF_URL"
                throw error
            }
        }
    }

    /// What the schema becomes on a server where no data lives, or the reason why there is none.
    private func onServerForTrying(
        _ schema: Schema, beside live: Made, _ address: DatabaseURL
    ) async throws -> (catalog: Catalog?, reason: String) {
        var reason = "its server is of another version than the one for trying SQL"
        var catalog: Catalog?
        let missing = try await proof.withServer(beside: address) { databases in
            do {
                catalog = try await databases.with { database in
                    guard try await database.majorVersion() == live.version else { return nil }
                    return try await Catalog(of: schema, like: database)
                }
            } catch let error as DatabaseError where error.isAboutMissingThings {
                // Of an extension, or made by a revision.
                reason = error.message
            }
        }
        return (catalog, missing ?? reason)
    }
}

extension DatabaseError {
    /// Whether the server does not know a function, a type or a relation.
    fileprivate var isAboutMissingThings: Bool {
        ["42883", "42704", "42P01", "3F000"].contains(nativeCode)
    }
}

extension Database {
    /// Such as 15, of PostgreSQL's server; `nil` on SQLite.
    func majorVersion() async throws -> Int? {
        switch dialect {
        case .sqlite: return nil
        case .postgresql:
            let version = Statement("SELECT pg_catalog.current_setting('server_version_num')", .read, table: "")
            return Int(try await session.fetchOne(version, { _ in }) { try $0.text(0) }).map { $0 / 10_000 }
        }
    }
}
