import Foundation
import RoseyRuntime
import TestSupport
import Testing

/// What libpq takes from the environment. That belongs to a process, so each case has one.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct EnvironmentTests {
    private static let password = "a:b\\c%ü d"

    @Test func variables() async throws {
        let options = PostgreSQLServer.Options(tcp: true, authentication: .scram(password: Self.password))
        try await PostgreSQLServer.with(options) { server in
            var all = [
                "PGHOST": "localhost", "PGPORT": "\(server.port)", "PGUSER": "rosey", "PGDATABASE": "postgres",
                "PGPASSWORD": Self.password,
            ]
            #expect(try await probe("postgresql://", all) == "rosey")
            // The address wins.
            let wrong = ["PGHOST": "nowhere.invalid", "PGPORT": "1", "PGUSER": "nobody", "PGPASSWORD": "hunter"]
            #expect(try await probe(server.url(password: Self.password), wrong) == "rosey")
            // A wrong password is not shown, wherever it comes from.
            all["PGPASSWORD"] = "hunter"
            let refusal = try await probe("postgresql://", all)
            #expect(refusal.contains("password authentication failed") && !refusal.contains("hunter"), "\(refusal)")
        }
    }

    @Test func settings() async throws {
        try await PostgreSQLServer.with { server in
            func setting(_ name: String, _ variables: [String: String], _ query: String = "") async throws -> String {
                try await probe(server.socketURL + query, variables, "SELECT current_setting('\(name)')")
            }
            #expect(try await setting("application_name", [:]) == "postgresql-probe")
            #expect(try await setting("application_name", ["PGAPPNAME": "mine"]) == "mine")
            #expect(try await setting("application_name", ["PGAPPNAME": "mine"], "&application_name=yours") == "yours")
            #expect(try await setting("TimeZone", [:]) == "UTC")
            #expect(try await setting("TimeZone", ["PGTZ": "Europe/Berlin"]) == "Europe/Berlin")
            #expect(try await setting("TimeZone", ["PGOPTIONS": "-c TimeZone=Europe/Berlin"]) == "Europe/Berlin")
            #expect(try await setting("work_mem", ["PGOPTIONS": "-c work_mem=8MB"]) == "8MB")
            #expect(try await setting("client_encoding", ["PGCLIENTENCODING": "LATIN1"]) == "UTF8")
            let refusal = try await probe(server.socketURL, ["PGCONNECT_TIMEOUT": "soon"])
            #expect(refusal.contains("connect_timeout"), "\(refusal)")
        }
    }

    @Test func passwordFile() async throws {
        let options = PostgreSQLServer.Options(tcp: true, authentication: .scram(password: Self.password))
        try await PostgreSQLServer.with(options) { server in
            let folder = try TemporaryFolder()
            let escaped = Self.password.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
                of: ":", with: "\\:")
            try folder.write("elsewhere:*:*:*:hunter\nlocalhost:\(server.port):*:rosey:\(escaped)\n", "pgpass")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("pgpass"))
            let variables = ["PGPASSFILE": folder.file("pgpass")]
            #expect(try await probe(server.tcpURL, variables) == "rosey")
            // The address can name the file too.
            #expect(try await probe(server.url(query: "passfile=\(folder.file("pgpass"))"), [:]) == "rosey")
        }
    }

    @Test func serviceFile() async throws {
        let options = PostgreSQLServer.Options(tcp: true, authentication: .scram(password: "secret"))
        try await PostgreSQLServer.with(options) { server in
            let folder = try TemporaryFolder()
            try folder.write(
                """
                [mine]
                host=localhost
                port=\(server.port)
                user=rosey
                password=secret
                dbname=postgres
                application_name=from the service
                connect_timeout=7

                [wrong]
                host=localhost
                port=\(server.port)
                user=rosey
                password=hunter
                dbname=postgres

                """, "services")
            let file = ["PGSERVICEFILE": folder.file("services")]
            let name = "SELECT current_setting('application_name')"
            #expect(try await probe("postgresql://?service=mine", file, name) == "from the service")
            #expect(
                try await probe("postgresql://", file.merging(["PGSERVICE": "mine"]) { $1 }, name)
                    == "from the service")
            #expect(
                try await probe("postgresql://?service=mine&application_name=x", file, name) == "x")
            let refusal = try await probe("postgresql://?service=wrong", file)
            #expect(refusal.contains("password authentication failed") && !refusal.contains("hunter"), "\(refusal)")
            let missing = try await probe("postgresql://?service=nosuch", file)
            #expect(missing.contains("nosuch") && missing.contains("not found"), "\(missing)")
        }
    }
}
