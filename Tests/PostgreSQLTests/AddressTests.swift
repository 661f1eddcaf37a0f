import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What an address can say, and what is said of one that is not understood.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct AddressTests {
    private static func expect(
        _ name: String, _ value: String, _ url: String, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let setting = try await withDatabase(url) { db in
            try await db.session.texts("SELECT current_setting('\(name)')").first
        }
        #expect(setting == value, sourceLocation: location)
    }

    @Test func schemes() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            for scheme in ["postgresql", "postgres", "POSTGRESQL", "postgresql+asyncpg"] {
                let url = scheme + server.tcpURL.drop { $0 != ":" }
                let name = try await withDatabase(url) { try await $0.session.texts("SELECT current_database()::text") }
                #expect(name == ["postgres"], "\(scheme)")
            }
        }
    }

    @Test func sockets() async throws {
        try await PostgreSQLServer.with { server in
            let folder = server.folder.replacing("/", with: "%2F")
            for url in [server.socketURL, "postgresql://rosey@\(folder):\(server.port)/postgres"] {
                try await Self.expect("port", "\(server.port)", url)
            }
        }
    }

    @Test func parameters() async throws {
        try await PostgreSQLServer.with(.init(settings: ["timezone": "Asia/Tokyo"])) { server in
            let url = server.socketURL
            let program = CommandLine.arguments[0].split(separator: "/").last ?? ""
            try await Self.expect("application_name", String(program.prefix(63)), url)
            try await Self.expect("application_name", "my bot", url + "&application_name=my%20bot")
            try await Self.expect("work_mem", "8MB", url + "&options=-cwork_mem%3D8MB%20-ctemp_buffers%3D9MB")
            try await Self.expect("TimeZone", "UTC", url)
            try await Self.expect("TimeZone", "Europe/Berlin", url + "&options=-cTimeZone%3DEurope/Berlin")
            try await Self.expect("client_encoding", "UTF8", url + "&client_encoding=LATIN1")
            try await Self.expect("port", "\(server.port)", url + "&connect_timeout=5&keepalives=1")
        }
    }

    @Test func configuration() async throws {
        try await PostgreSQLServer.with { server in
            let configuration = DatabaseConfiguration(
                lockTimeout: .milliseconds(1234),
                postgresql: .init(
                    statementTimeout: .milliseconds(2345), idleInTransactionTimeout: .milliseconds(3456)))
            let settings = try await withDatabase(server.socketURL, configuration) { db in
                try await db.session.texts(
                    """
                    SELECT current_setting(name) FROM unnest(
                    ARRAY['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout']) name
                    """)
            }
            #expect(settings == ["1234ms", "2345ms", "3456ms"])
        }
    }

    /// Whatever is wrong with it, the error repeats nothing that might be a password.
    @Test(arguments: [
        "postgresql://u:hunter%zz@localhost/db", "postgresql://u:hunter@localhost/db?nosuch=1",
        "postgresql://u:hunter@[::1/db", "mysql://u:hunter@localhost/db", "u:hunter@localhost/db",
        "postgresql:u:hunter@localhost", "postgresql://u:hun#hunter@localhost/db",
        "postgresql://u:hun/hunter@localhost/db",
        "postgresql://u:hun?hunter@localhost/db", "postgresql://u:hunter@localhost:port/db", "postgresql://u:hunter/db",
        "postgresql://u@hunter@localhost:1/db", "postgresql://localhost:1/db?password=hunter&sslmode=hunter",
        "postgresql://u:hunter@localhost:1/db?user=a%zz", "postgresql://u:hunter@localhost:99999/db",
        "postgresql://u:hunter@localhost:1/db?password", "postgresql://u:hunter@localhost:1/db?=hunter", "hunter", "",
        "://", "postgresql://u:hunter@localhost:1/%00", "sqlite://u:hunter@localhost/db",
    ])
    func notUnderstood(_ url: String) async throws {
        let error = try await databaseError { try await withDatabase(url) { _ in } }
        #expect(error?.code == .connection)
        expectNo("hunter", in: error)
        if let parsed = try? DatabaseURL(url) { expectNo("hunter", in: parsed) }
    }
}

/// Expects that a value cannot be printed in any way that shows a text.
func expectNo(_ secret: String, in value: Any?, _ location: SourceLocation = #_sourceLocation) {
    var dumped = ""
    dump(value, to: &dumped)
    for text in [value.map { "\($0)" } ?? "", String(reflecting: value), String(describing: value), dumped] {
        #expect(!text.contains(secret), sourceLocation: location)
    }
}
