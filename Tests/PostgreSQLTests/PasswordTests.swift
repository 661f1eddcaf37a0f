import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Passwords open the door, and are shown to nobody.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct PasswordTests {
    @Test(arguments: ["simple", "p@ss:w/o?r#d%&= +ü'\"\\$[]", "%41", "😀"])
    func right(_ password: String) async throws {
        try await PostgreSQLServer.with(.init(tcp: true, authentication: .scram(password: password))) { server in
            let url = server.url(password: password)
            try await withDatabase(url) { db in
                let one = try await db.session.integers("SELECT 1")
                #expect(one == [1])
                expectNo(password, in: db)
                expectNo(password, in: db.session)
                try await db.transaction { expectNo(password, in: $0) }
            }
            let encoded = url.dropFirst("postgresql://rosey:".count).prefix { $0 != "@" }
            let query = server.url(query: "password=\(encoded)")
            try await withDatabase(query) { db in
                let one = try await db.session.integers("SELECT 1")
                #expect(one == [1])
                expectNo(password, in: db)
                expectNo(String(encoded), in: db)
            }
        }
    }

    @Test func wrong() async throws {
        try await PostgreSQLServer.with(.init(tcp: true, authentication: .scram(password: "right"))) { server in
            let error = try await databaseError { try await withDatabase(server.url(password: "hunter")) { _ in } }
            #expect(error?.code == .connection)
            #expect(error?.message.contains("password authentication failed") == true)
            expectNo("hunter", in: error)
            let missing = try await databaseError { try await withDatabase(server.tcpURL) { _ in } }
            #expect(missing?.code == .connection)
            #expect(missing?.message.contains("no password supplied") == true)
        }
    }

    /// A password that changes while the program runs concerns new connections, whose error says so.
    @Test func changedMeanwhile() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(1), postgresql: .init(minimumConnections: 0, maximumConnections: 1))
        try await PostgreSQLServer.with(.init(tcp: true, authentication: .scram(password: "hunter"))) { server in
            try await withDatabase(server.url(password: "hunter"), configuration) { db in
                #expect(try await db.session.integers("SELECT 1") == [1])
                try await server.psql("ALTER USER rosey PASSWORD 'other'")
                try await withDatabase(server.url(password: "other")) { other in
                    try await other.session.run(
                        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
                }
                let error = try await databaseError { _ = try await db.session.integers("SELECT 1") }
                #expect(error?.code == .connection)
                #expect(error?.message.contains("password authentication failed") == true)
                expectNo("hunter", in: error)
            }
        }
    }

    @Test func configurations() throws {
        let url = try DatabaseURL("postgresql://u:hunter@h1,h2:5433/db?password=hunter&target_session_attrs=any")
        let configuration = DatabaseConfiguration(lockTimeout: .seconds(120), postgresql: .init(replicas: [url]))
        expectNo("hunter", in: url)
        expectNo("hunter", in: url.location)
        expectNo("hunter", in: configuration)
        expectNo("hunter", in: [configuration.postgresql])
        #expect("\(url)".contains("h1,h2:5433/db"))
    }
}
