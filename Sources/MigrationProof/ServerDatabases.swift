public import RoseyRuntime

/// Databases on a PostgreSQL server, each owned by a role of its own that has rights on nothing else: what a script does in
/// one of them cannot reach any other.
public struct ServerDatabases: EmptyDatabases {
    private let server: Database

    /// - Parameter server: open as a role that may make roles and databases.
    public init(on server: Database) {
        self.server = server
    }

    /// Runs `body` with the databases of the server at an address.
    ///
    /// - Throws: ``DatabaseError`` where the server cannot be reached; what `body` throws.
    public static func with<Result: Sendable>(
        _ url: String, _ body: (ServerDatabases) async throws -> Result
    ) async throws -> Result {
        let server = try await Database.open(url: url)
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(ServerDatabases(on: server))) } catch { outcome = .failure(error) }
        await server.close()
        return try outcome.get()
    }

    /// - Throws: ``DatabaseError/Code/misuse`` where the role of the address may not make roles and databases, or the server
    ///   does not let the new role in; what `body` throws.
    public func with<Result: Sendable>(_ body: (Database) async throws -> Result) async throws -> Result {
        let name = "rosey_proof_" + String(UInt64.random(in: .min ... .max), radix: 36)
        let password = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        do {
            try await run(
                "CREATE ROLE \(name) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS "
                    + "PASSWORD '\(password)'")
        } catch {
            throw Self.refusal(error)
        }
        let outcome: Swift.Result<Result, any Error>
        do {
            do {
                // Who gives a database to a role has to be a member of it, if not a superuser.
                try await run("GRANT \(name) TO CURRENT_USER")
                // The other template may have things of the site's own.
                try await run("CREATE DATABASE \(name) OWNER \(name) TEMPLATE template0")
            } catch {
                throw Self.refusal(error)
            }
            try await run("REVOKE ALL ON DATABASE \(name) FROM PUBLIC")
            let database = try await open(name, password)
            do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
            await database.close()
        } catch {
            outcome = .failure(error)
        }
        do {
            try await run("DROP DATABASE IF EXISTS \(name)")
            try await run("DROP ROLE \(name)")
        } catch {
            // What went wrong before says more.
            _ = try outcome.get()
            throw error
        }
        return try outcome.get()
    }

    private func open(_ name: String, _ password: String) async throws -> Database {
        do {
            return try await Database.open(url: server.url.of(role: name, password: password))
        } catch let error as DatabaseError where error.code == .connection {
            throw DatabaseError(
                .misuse,
                "the server does not let the proof's own role into its own database; pg_hba.conf has to allow "
                    + "rosey_proof_… to log in with a password: \(error.message)")
        }
    }

    private func run(_ sql: String) async throws {
        try await server.session.execute(Statement(sql, .write, table: "")) { _ in }
    }

    private static func refusal(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError, error.nativeCode == "42501" else { return error }
        return DatabaseError(
            .misuse,
            "the role of the proof's server needs CREATEDB and CREATEROLE, since the proof runs in a database and as a role "
                + "of its own: \(error.message)")
    }
}

extension DatabaseURL {
    /// The address of the database that belongs to a role and has its name.
    fileprivate func of(role: String, password: String) -> String {
        let parts = string.split(separator: "?", maxSplits: 1)
        let hosts = parts[0].dropFirst("postgresql://".count).split(separator: "/", omittingEmptySubsequences: false)[0]
        let host = hosts.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        // What is said of who connects, and of settings, is about the other role.
        let dropped = ["user=", "password=", "passfile=", "dbname=", "options="]
        let parameters = (parts.count == 2 ? parts[1].split(separator: "&") : []).filter { parameter in
            !dropped.contains(where: parameter.hasPrefix)
        }
        let query = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
        return "postgresql://\(role):\(password)@\(host)/\(role)\(query)"
    }
}
