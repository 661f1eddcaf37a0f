import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Where an address leads, and what is said of one that leads nowhere.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct ConnectionAddressTests {
    private static let portOfNobody = 1

    private static func setting(_ name: String, _ url: String) async throws -> String {
        try await withDatabase(url) { db in
            try await db.session.texts("SELECT current_setting('\(name)')").joined()
        }
    }

    private static func refusal(_ url: String, _ configuration: DatabaseConfiguration = .patient) async throws
        -> DatabaseError?
    {
        try await databaseError { try await withDatabase(url, configuration) { _ in } }
    }

    @Test func severalHosts() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            let nowhere = Self.portOfNobody
            let port = server.port
            let query = "gssencmode=disable&sslmode=disable"
            for url in [
                "postgresql://rosey@localhost:\(nowhere),localhost:\(port)/postgres?\(query)",
                "postgres://rosey@localhost,localhost/postgres?port=\(nowhere),\(port)&\(query)",
                "postgresql+asyncpg://rosey@/postgres?host=/nonexistent,127.0.0.1&port=\(port)&\(query)",
                "postgresql://rosey@localhost:\(nowhere),127.0.0.1:\(port)/postgres?target_session_attrs=primary",
                "postgres+asyncpg://rosey@stranger.example/postgres?hostaddr=127.0.0.1&port=\(port)&\(query)",
            ] { #expect(try await Self.setting("port", url) == "\(port)", "\(url)") }
            // One that does not answer costs its time limit, no more.
            let hole = try BlackHole()
            let slow = "postgresql://rosey@localhost:\(hole.port),localhost:\(port)/postgres?connect_timeout=2&\(query)"
            #expect(try await Self.setting("port", slow) == "\(port)")
            // What nobody has is told of each.
            let none = "postgresql://rosey@localhost:\(port),localhost:\(nowhere)/postgres?target_session_attrs=standby"
            let error = try await Self.refusal(none)
            #expect(error?.code == .connection)
            #expect(error?.message.contains("not in hot standby mode") == true)
            #expect(error?.message.contains("port \(nowhere) failed") == true)
        }
    }

    /// The message says what to look at, and where.
    @Test func nowhere() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            let nowhere = Self.portOfNobody
            let cases = [
                ("postgresql://rosey:hunter@localhost:\(nowhere)/postgres", "Connection refused"),
                ("postgresql://rosey:hunter@localhost:\(server.port)/nosuch", "\"nosuch\" does not exist"),
                ("postgresql://nobody:hunter@localhost:\(server.port)/postgres", "\"nobody\" does not exist"),
                ("postgresql://rosey:hunter@/postgres?host=/nonexistent", "/nonexistent/.s.PGSQL.5432"),
                ("postgresql://rosey:hunter@%2Fnonexistent/postgres", "/nonexistent/.s.PGSQL.5432"),
                ("postgresql://rosey:hunter@stranger.invalid/postgres", "stranger.invalid"),
                ("postgresql://rosey:hunter@localhost:\(server.port)/postgres?sslmode=require", "SSL"),
                ("postgresql://rosey:hunter@localhost:\(server.port)/postgres?options=-cnosuch%3D1", "nosuch"),
                ("postgresql://rosey:hunter@localhost:\(server.port)/postgres?options=-cwork_mem%3Dx", "work_mem"),
                ("postgresql://rosey:hunter@localhost:\(server.port)/postgres?connect_timeout=x", "connect_timeout"),
                ("postgresql://rosey:hunter@localhost:\(server.port)/postgres?channel_binding=require", "binding"),
            ]
            for (url, reason) in cases {
                let error = try await Self.refusal(url)
                #expect(error?.code == .connection, "\(reason): \(String(describing: error))")
                #expect(error?.message.contains(reason) == true, "\(reason): \(String(describing: error))")
                #expect(texts(of: error as Any).allSatisfy { !$0.contains("hunter") })
            }
        }
    }

    /// A peer that takes the connection and keeps silent.
    @Test func silence() async throws {
        let hole = try BlackHole()
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(60), postgresql: .init(connectTimeout: .seconds(2)))
        let error = try await Self.refusal("postgresql://rosey@127.0.0.1:\(hole.port)/postgres", configuration)
        #expect(error?.code == .connection)
        #expect(error?.message.contains("timeout expired") == true, "\(String(describing: error))")
    }

    /// Libraries name themselves as they like, the server cuts long names.
    @Test func applicationNames() async throws {
        try await PostgreSQLServer.with { server in
            for name in ["", "a b", "50%25", "%C3%BC", "%27%3B--", String(repeating: "n", count: 100)] {
                let url = server.socketURL + "&application_name=" + name
                let setting = try await Self.setting("application_name", url)
                switch name {
                // For libpq that is as if nothing were said.
                case "": #expect(setting == CommandLine.arguments[0].split(separator: "/").last ?? "")
                case "50%25": #expect(setting == "50%")
                case "%27%3B--": #expect(setting == "';--")
                case let long where long.count == 100: #expect(setting == String(repeating: "n", count: 63))
                default: #expect(!setting.isEmpty)
                }
            }
        }
    }

    /// Whatever an unencoded password makes of the rest of an address, nothing repeats a part of it.
    @Test func unencodedPasswords() async throws {
        // Nobody listens there, so that what is understood all the same is refused at once.
        let port = Self.portOfNobody
        let signs = [
            ":", "/", "?", "#", "@", "[", "]", "%", "&", "=", ",", "+", " ", "\\", "'", "%40", "1", "1/", "1?", "@@",
        ]
        for first in signs {
            for second in signs {
                let password = "hunter\(first)secret\(second)hunter"
                let numeric = "777\(first)secret\(second)hunter"
                for secret in [password, numeric] {
                    let text = "postgresql://u:\(secret)@127.0.0.1:\(port)/db"
                    guard let url = try? DatabaseURL(text) else { continue }
                    var shown = texts(of: [url])
                    let configuration = DatabaseConfiguration(
                        lockTimeout: .seconds(60), postgresql: .init(connectTimeout: .seconds(2), replicas: [url]))
                    // Names that are looked up take long where there is no network, so that only what is refused at once is
                    // tried.
                    if let error = try await Self.refusal(text, configuration) { shown += texts(of: error) }
                    for shown in shown {
                        let parts = ["hunter", "secret", "777"].filter { shown.contains($0) }
                        #expect(parts.isEmpty, "\(text) is shown as \(shown)")
                    }
                }
            }
        }
    }

    @Test func secretsElsewhere() async throws {
        for text in [
            "postgresql://h1:1,h2:2/db?user=u&password=hunter&sslpassword=secret",
            "postgresql://u:hunter@/db?host=/nonexistent&sslpassword=secret&passfile=/secret",
            "postgresql://u:hunter@%2Fnonexistent/db?password=secret",
            "postgres://u:hunter@[::1]:1/db?password=secret#secret",
            "POSTGRES://u:hunter@h/db?options=-csecret%3Dhunter",
        ] {
            let url = try DatabaseURL(text)
            for shown in texts(of: url) + texts(of: [url]) + texts(of: ["url": url]) {
                #expect(!shown.contains("hunter") && !shown.contains("secret"), "\(shown)")
                #expect(shown.contains("postgresql://"))
            }
        }
    }
}
