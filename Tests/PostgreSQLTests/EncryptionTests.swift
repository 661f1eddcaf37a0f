import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// TLS as the address asks for it.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct EncryptionTests {
    enum Outcome: Sendable {
        case encrypted
        case refused(saying: String)
    }

    private static func expect(_ outcome: Outcome, _ url: String, _ location: SourceLocation = #_sourceLocation)
        async throws
    {
        let isEncrypted = Shared("")
        let error = try await databaseError {
            try await withDatabase(url) { db in
                let texts = try await db.session.texts(
                    "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                isEncrypted.value = texts.joined()
            }
        }
        switch outcome {
        case .encrypted: #expect(error == nil && isEncrypted.value == "true", sourceLocation: location)
        case .refused(let text):
            #expect(error?.code == .connection, sourceLocation: location)
            #expect(error?.message.contains(text) == true, "\(String(describing: error))", sourceLocation: location)
        }
    }

    @Test func theRightCertificate() async throws {
        let certificates = try await ServerCertificates.shared
        try await PostgreSQLServer.with(.init(tls: certificates.localhost)) { server in
            func url(_ mode: String, _ authority: String? = nil) -> String {
                server.url(query: "sslmode=\(mode)" + (authority.map { "&sslrootcert=\($0)" } ?? ""))
            }
            try await Self.expect(.refused(saying: "no encryption"), url("disable"))
            let path = server.tcpURL.drop { $0 != ":" }
            for query in ["ssl=disable", "application_name=x&ssl=disable"] {
                try await Self.expect(.refused(saying: "no encryption"), "postgresql+asyncpg\(path)?\(query)")
            }
            try await Self.expect(.encrypted, "postgresql+asyncpg\(path)?ssl=require")
            try await Self.expect(.encrypted, url("prefer"))
            try await Self.expect(.encrypted, url("require"))
            for mode in ["verify-ca", "verify-full"] {
                try await Self.expect(.encrypted, url(mode, certificates.authority))
                try await Self.expect(
                    .refused(saying: "certificate verify failed"), url(mode, certificates.otherAuthority))
                try await Self.expect(.refused(saying: "root certificate"), url(mode, "/nonexistent"))
            }
            try await Self.expect(.refused(saying: "sslmode"), url("nonsense"))
        }
    }

    @Test func theCertificateOfAnotherName() async throws {
        let certificates = try await ServerCertificates.shared
        try await PostgreSQLServer.with(.init(tls: certificates.otherName)) { server in
            let authority = certificates.authority
            try await Self.expect(.encrypted, server.url(query: "sslmode=verify-ca&sslrootcert=\(authority)"))
            try await Self.expect(
                .refused(saying: "does not match host name"),
                server.url(query: "sslmode=verify-full&sslrootcert=\(authority)"))
        }
    }

    @Test func aServerWithout() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            try await Self.expect(
                .refused(saying: "server does not support SSL"), server.url(query: "sslmode=require"))
        }
    }

    /// What works over a bare socket works through TLS, whose library may have read more than it has handed over.
    @Test func workOverIt() async throws {
        let certificates = try await ServerCertificates.shared
        let options = PostgreSQLServer.Options(
            authentication: .scram(password: "secret"), tls: certificates.localhost)
        let url = { (server: PostgreSQLServer) in
            server.url(password: "secret", query: "sslmode=verify-full&sslrootcert=\(certificates.authority)")
        }
        try await withServer(options, .single, url: url) { server, db in
            let text = String(repeating: "0123456789", count: 2_000_000)
            try await db.write(1, text)
            #expect(try await db.recentChat.all.first()?.message == text)
            try await db.recentChat.insert(
                contentsOf: (0..<20_000).map { .init(timestamp: $0, username: "u", message: "m\($0)") })
            var rows = 0
            for try await _ in db.recentChat.stream() { rows += 1 }
            #expect(rows == 20_001)
            for size in [1, 16_380, 16_384, 16_390, 32_768, 65_536, 1_000_000] {
                let echo = try await db.session.texts("SELECT repeat('x', \(size))")
                #expect(echo.first?.utf8.count == size)
            }
            for _ in 0..<20 {
                let task = Task {
                    try await databaseError { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(600)") }
                }
                try await Task.sleep(for: .milliseconds(5))
                task.cancel()
                #expect(try await task.value?.code == .cancelled)
                #expect(try await db.session.integers("SELECT 1") == [1])
            }
            // Idle connections that have ended are noticed through TLS as well.
            for number in 0..<5 {
                try await server.terminate("TRUE")
                try await db.write(number)
            }
        }
    }
}
