public import RoseyRuntime

/// A place of its own on a PostgreSQL server, for as long as it is needed.
public enum ScratchServer {
    /// Runs `body` with an empty database: a schema that is made for it, and dropped with everything in it afterwards.
    ///
    /// - Parameter url: the address of the server.
    /// - Throws: ``DatabaseError`` where the server cannot be reached, or its user may not make schemas; what `body` throws.
    public static func with<Result: Sendable>(
        _ url: String, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let server = try await Database.open(url: url)
        do {
            let result = try await with(beside: server, body)
            await server.close()
            return result
        } catch {
            await server.close()
            throw error
        }
    }

    /// Runs `body` with an empty database on the server of another one.
    ///
    /// - Throws: as ``with(_:_:)``.
    public static func with<Result: Sendable>(
        beside server: Database, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let name = "rosey_proof_" + String(UInt64.random(in: .min ... .max), radix: 36)
        func run(_ sql: String) async throws {
            try await server.session.execute(Statement(sql, .write, table: "")) { _ in }
        }
        try await run("CREATE SCHEMA \(name)")
        let outcome: Swift.Result<Result, any Error>
        do {
            let scratch = try await Database.open(url: server.url.inSchema(name))
            do { outcome = .success(try await body(scratch)) } catch { outcome = .failure(error) }
            await scratch.close()
        } catch {
            outcome = .failure(error)
        }
        try await run("DROP SCHEMA \(name) CASCADE")
        return try outcome.get()
    }
}

extension DatabaseURL {
    /// The address with another schema to work in.
    fileprivate func inSchema(_ name: String) -> String {
        // What the address says of options already is said again, before what is added: the last one counts.
        let parts = string.split(separator: "?", maxSplits: 1)
        var parameters = parts.count == 2 ? parts[1].split(separator: "&").map(String.init) : []
        let old = parameters.first { $0.hasPrefix("options=") }?.dropFirst("options=".count) ?? ""
        parameters.removeAll { $0.hasPrefix("options=") }
        parameters.append("options=\(old.isEmpty ? "" : old + "%20")-csearch_path%3D\(name)")
        return parts[0] + "?" + parameters.joined(separator: "&")
    }
}
