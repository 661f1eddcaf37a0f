import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// For tests of the driver, which is there only with the package's trait.
    static var needsPostgreSQL: Self { .enabled(if: Storage.hasPostgreSQL) }
}

/// Runs `body` with a server of its own and a database on it that has all tables, and closes both.
///
/// - Parameter url: the address to open, where it is not the server's socket.
func withServer<Result: Sendable>(
    _ options: PostgreSQLServer.Options = .init(), _ configuration: DatabaseConfiguration = .patient,
    url: ((PostgreSQLServer) -> String)? = nil,
    _ body: (PostgreSQLServer, Database) async throws -> Result
) async throws -> Result {
    try await PostgreSQLServer.with(options) { server in
        try await withDatabase(url?(server) ?? server.socketURL, configuration) { db in
            try await db.migrate(RoseyModels.migrations)
            return try await body(server, db)
        }
    }
}

/// Runs `body` with the database at an address, and closes it whatever happens.
func withDatabase<Result: Sendable>(
    _ url: String, _ configuration: DatabaseConfiguration = .patient, _ body: (Database) async throws -> Result
) async throws -> Result {
    let db = try await Database.open(url: url, configuration: configuration)
    do {
        let result = try await body(db)
        await db.close()
        return result
    } catch {
        await db.close()
        throw error
    }
}

/// Runs `body` with a proxy before a server, and a database opened through the proxy.
func withProxy<Result: Sendable>(
    _ configuration: DatabaseConfiguration = .patient,
    _ body: (PostgreSQLServer, FaultyProxy, Database) async throws -> Result
) async throws -> Result {
    try await PostgreSQLServer.with(.init(tcp: true)) { server in
        let proxy = try FaultyProxy(before: server.port)
        return try await withDatabase(server.url(through: proxy), configuration) { db in
            try await db.migrate(RoseyModels.migrations)
            return try await body(server, proxy, db)
        }
    }
}

extension PostgreSQLServer {
    /// Without encryption, so that a proxy can read along and one attempt to connect is one connection.
    func url(through proxy: FaultyProxy) -> String {
        url(port: proxy.port, query: "sslmode=disable&gssencmode=disable")
    }

    /// How many clients are connected to it, besides the one that asks.
    func clients() async throws -> Int {
        try await count("TRUE")
    }

    /// How many of its clients' sessions are as the condition says.
    func count(_ condition: String) async throws -> Int {
        let text = try await psql(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND (\(condition))
            """)
        return Int(text) ?? -1
    }

    /// Terminates the sessions that are as the condition says.
    func terminate(_ condition: String) async throws {
        try await psql(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND (\(condition))
            """)
    }
}

struct NeverCame: Error, CustomStringConvertible {
    let description: String
}

/// Waits for something that comes about by itself.
func eventually(
    _ what: String, within seconds: Double = 60, _ condition: () async throws -> Bool
) async throws {
    let limit = Date(timeIntervalSinceNow: seconds)
    while try await !condition() {
        guard Date() < limit else { throw NeverCame(description: "it never came: \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// Every way there is to make a text of a value.
func texts(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return ["\(value)", String(reflecting: value), String(describing: value), dumped]
}

/// What a statement gives in a process of its own, whose environment has these variables, and no others of PostgreSQL's.
func probe(
    _ url: String, _ variables: [String: String], _ sql: String = "SELECT current_user::text"
) async throws -> String {
    let environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
    let ended = try await ChildProcess.run(
        buildFolder + "/postgresql-probe", ["query", url, sql], environment: environment.merging(variables) { $1 })
    return (ended.output + ended.error).trimmingCharacters(in: .newlines)
}

extension DatabaseAccess {
    /// Writes a message that says which one it is.
    func write(_ number: Int, _ text: String = "m") async throws {
        try await recentChat.insert(.init(timestamp: number, username: "u", message: text))
    }
}

extension DatabaseConfiguration {
    /// One connection, so that what happens to a connection concerns the next statement.
    static let single = DatabaseConfiguration(lockTimeout: .seconds(120), postgresql: .init(maximumConnections: 1))
}
