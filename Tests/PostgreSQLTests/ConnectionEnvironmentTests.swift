import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// How an address, a service file, the environment and this library's own settings go together: who says more wins, in this
/// order. The environment belongs to a process, so each case has one.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct ConnectionEnvironmentTests {
    private static func setting(_ name: String, _ url: String, _ variables: [String: String]) async throws -> String {
        try await probe(url, variables, "SELECT current_setting('\(name)')")
    }

    /// Writes a service file, and returns what makes libpq read it.
    private static func service(_ lines: [String], in folder: TemporaryFolder) throws -> [String: String] {
        try folder.write("[mine]\n" + lines.map { $0 + "\n" }.joined(), "services")
        return ["PGSERVICEFILE": folder.file("services"), "PGSERVICE": "mine"]
    }

    @Test func aServiceSaysSettings() async throws {
        try await PostgreSQLServer.with { server in
            let folder = try TemporaryFolder()
            let lines = ["host=\(server.folder)", "user=rosey", "dbname=postgres"]
            let plain = try Self.service(lines, in: folder)
            #expect(try await Self.setting("TimeZone", "postgresql://", plain) == "UTC")
            #expect(try await Self.setting("client_encoding", "postgresql://", plain) == "UTF8")
            #expect(try await Self.setting("application_name", "postgresql://", plain) == "postgresql-probe")
            let full = try Self.service(
                lines + ["options=-cTimeZone=Europe/Berlin -cwork_mem=8MB", "client_encoding=LATIN1"], in: folder)
            #expect(try await Self.setting("work_mem", "postgresql://", full) == "8MB")
            #expect(try await Self.setting("TimeZone", "postgresql://", full) == "Europe/Berlin")
            #expect(try await Self.setting("client_encoding", "postgresql://", full) == "UTF8")
            // The address wins as a whole.
            #expect(try await Self.setting("TimeZone", "postgresql://?options=-cwork_mem%3D9MB", full) == "UTC")
            // Over variables wins the service.
            let both = full.merging(["PGOPTIONS": "-cwork_mem=7MB"]) { $1 }
            #expect(try await Self.setting("work_mem", "postgresql://", both) == "8MB")
        }
    }

    /// A time limit there is in any case, whoever says how long.
    @Test func timeLimits() async throws {
        let hole = try BlackHole()
        let folder = try TemporaryFolder()
        let url = "postgresql://rosey@127.0.0.1:\(hole.port)/postgres"
        let service = ["host=127.0.0.1", "port=\(hole.port)", "user=rosey", "dbname=postgres"]
        var cases: [(String, [String: String])] = [
            (url, [:]), (url, ["PGCONNECT_TIMEOUT": "2"]),
            (url + "?connect_timeout=2", ["PGCONNECT_TIMEOUT": "1000"]),
        ]
        for (number, more) in [[], ["connect_timeout=2"]].enumerated() {
            let serviceFolder = number == 0 ? folder : try TemporaryFolder()
            cases.append(("postgresql://", try Self.service(service + more, in: serviceFolder)))
            let refusals = try await withThrowingTaskGroup(of: String.self) { group in
                for (url, variables) in cases { group.addTask { try await probe(url, variables) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for refusal in refusals { #expect(refusal.contains("timeout expired"), "\(refusal)") }
            cases = []
            withExtendedLifetime(serviceFolder) {}
        }
    }

    /// The names of the server's variables, and who wins where both the address and they say something.
    @Test func variables() async throws {
        let certificates = try await ServerCertificates.shared
        try await PostgreSQLServer.with(.init(tls: certificates.localhost)) { server async throws in
            let isEncrypted = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            let url = "postgresql://rosey@/postgres"
            var variables = [
                "PGHOST": "stranger.example", "PGHOSTADDR": "127.0.0.1", "PGPORT": "\(server.port)",
                "PGSSLMODE": "verify-ca", "PGSSLROOTCERT": certificates.authority,
            ]
            #expect(try await probe(url, variables, isEncrypted) == "true")
            variables["PGSSLMODE"] = "verify-full"
            #expect(try await probe(url, variables).contains("does not match host name"))
            #expect(try await probe(url + "?sslmode=require", variables, isEncrypted) == "true")
            variables["PGSSLMODE"] = "disable"
            #expect(try await probe(url, variables).contains("no encryption"))
            let several = [
                "PGHOST": "localhost,localhost", "PGPORT": "1,\(server.port)", "PGTARGETSESSIONATTRS": "read-write",
            ]
            #expect(try await probe(url, several) == "rosey")
            let standby = try await probe(url + "?target_session_attrs=standby", several)
            #expect(standby.contains("not in hot standby mode"))
        }
    }

    /// Passwords of files: of the one in the home folder, not of one that others may read, and never shown.
    @Test func passwordFiles() async throws {
        let password = "hunter:2\\"
        try await PostgreSQLServer.with(.init(tcp: true, authentication: .scram(password: password))) { server in
            let home = try TemporaryFolder()
            func write(_ password: String, _ permissions: Int) throws {
                try home.write("# mine\n*:*:*:rosey:\(password)\n", ".pgpass")
                try FileManager.default.setAttributes(
                    [.posixPermissions: permissions], ofItemAtPath: home.file(".pgpass"))
            }
            let variables = ["PGPASSFILE": home.file(".pgpass")]
            try write("hunter\\:2\\\\", 0o600)
            #expect(try await probe(server.tcpURL, variables) == "rosey")
            #expect(try await probe(server.tcpURL, ["HOME": home.path]) == "rosey")
            try write("hunter\\:2\\\\", 0o644)
            let open = try await probe(server.tcpURL, variables)
            #expect(open.contains("no password supplied"), "\(open)")
            try write("hunter\\:3", 0o600)
            let wrong = try await probe(server.tcpURL, variables)
            #expect(wrong.contains("password authentication failed") && !wrong.contains("hunter"), "\(wrong)")
            // The address and the variable win over the file.
            let encoded = server.url(password: password)
            #expect(try await probe(encoded, variables) == "rosey")
            #expect(try await probe(server.tcpURL, variables.merging(["PGPASSWORD": password]) { $1 }) == "rosey")
        }
    }

    /// A session that a variable has set up otherwise gives the same values: they travel in the binary format.
    @Test func settingsThatChangeTexts() async throws {
        try await PostgreSQLServer.with { server in
            let variables = [
                "PGDATESTYLE": "German, DMY", "PGCLIENTENCODING": "SQL_ASCII", "PGGEQO": "off",
                "PGOPTIONS": "-c standard_conforming_strings=off -c bytea_output=escape -c backslash_quote=on"
                    + " -c default_transaction_isolation=serializable -c search_path=public",
            ]
            let sql =
                "SELECT current_setting('DateStyle') || ' ' || current_setting('client_encoding') || ' ü\u{1F600}'"
            #expect(try await probe(server.socketURL, variables, sql) == "German, DMY UTF8 ü\u{1F600}")
            let isolation = try await Self.setting("transaction_isolation", server.socketURL, variables)
            #expect(isolation == "serializable")
        }
    }
}
