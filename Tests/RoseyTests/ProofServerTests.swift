import Foundation
import TestDatabases
import TestSupport
import Testing

/// The servers on which revisions are tried: what gets into them, and what is left of it.
@Suite(.enabled(if: Storage.hasPostgreSQL), .serialized, .timeLimit(.minutes(5)))
struct ProofServerTests {
    private let folder: TemporaryFolder
    private let executable = buildFolder + "/rosey"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "tables:\n  people:\n    columns:\n      id: { type: integer, primary_key: true }\n", "schema.yaml")
    }

    private func rosey(_ arguments: String..., environment: [String: String] = [:]) async throws -> ChildProcess {
        try await ChildProcess.run(
            executable, arguments, in: folder.path, environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    }

    /// Makes a revision for the schema, and one whose script is written by hand.
    private func makeRevisions(script: String) async throws {
        let made = try await rosey("revision", "--autogenerate", "-m", "one", "--proof-url", "none")
        try #require(made.status == 0, "\(made)")
        let empty = try await rosey("revision", "--empty", "-m", "by hand")
        try #require(empty.status == 0, "\(empty)")
        try write(script)
    }

    private func write(_ script: String) throws {
        let revisions = folder.file("Generated/Migrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: revisions)
        let name = try #require(names.first { $0.hasSuffix("hand") })
        try folder.write(script, "Generated/Migrations/\(name)/postgresql.up.sql")
    }

    /// What the environment says for libpq is about another server.
    @Test func environmentOfAnotherServerIsNotFollowed() async throws {
        let made = try await rosey(
            "revision", "--autogenerate", "-m", "one",
            environment: [
                "PGHOST": "nowhere.invalid", "PGHOSTADDR": "127.0.0.1", "PGPORT": "1", "PGSERVICE": "nobody",
                "PGUSER": "nobody", "PGDATABASE": "nothing", "PGOPTIONS": "-c role=nobody", "PGSSLMODE": "verify-full",
                "PGTARGETSESSIONATTRS": "standby", "PGDATA": "/nowhere",
            ])
        #expect(made.status == 0, "\(made)")
        #expect(made.output.contains("tried on PostgreSQL: up, down and up again, with rows\n"), "\(made)")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func nothingIsLeftOfTheServerOfAProcessThatIsEnded(by signal: Int32) async throws {
        try await makeRevisions(script: "SELECT pg_sleep(600);")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["check", "--offline"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        var home: String?
        while home == nil {
            try #require(process.isRunning)
            home = try await Self.commandLines(of: process.processIdentifier).lazy.flatMap { $0.split(separator: " ") }
                .last { $0.contains("/rosey-proof-") }.map(String.init)
        }
        let server = try #require(home)
        // The server itself is there.
        while !FileManager.default.fileExists(atPath: server + "/.s.PGSQL.5432") {
            try #require(process.isRunning)
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        while FileManager.default.fileExists(atPath: server) { try await Task.sleep(for: .milliseconds(50)) }
        while try await Self.commandLines().contains(where: { $0.contains(server) }) {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The command lines of all processes, or of the children of one.
    private static func commandLines(of parent: pid_t? = nil) async throws -> [String] {
        let listed = try await ChildProcess.run("/usr/bin/env", ["ps", "-A", "-o", "ppid=,args="])
        try #require(listed.status == 0, "\(listed)")
        return listed.output.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }.filter { line in
            parent.map { line.hasPrefix("\($0) ") } ?? true
        }.map(String.init)
    }

    @Test func aNamedServerIsLeftAsItWas() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            _ = try await server.psql("CREATE ROLE nobody_much LOGIN")
            _ = try await server.psql("CREATE ROLE maker LOGIN CREATEDB CREATEROLE")
            func address(_ role: String) -> String {
                "postgresql://\(role)@/postgres?host=\(server.folder)&port=\(server.port)"
            }
            try await makeRevisions(script: "SELECT 1;")
            let refused = try await rosey("check", "--offline", "--proof-url", address("nobody_much"))
            #expect(refused.status != 0 && refused.error.contains("needs CREATEDB and CREATEROLE"), "\(refused)")
            let checked = try await rosey("check", "--offline", "--proof-url", address("maker"))
            #expect(checked.status == 0 && checked.output == "everything says the same\n", "\(checked)")
            // What no word of the script tells is refused by the rights of the role.
            for command in [
                "COPY (SELECT 1) TO PROGRAM 'true'", "ALTER ROLE maker SUPERUSER", "SET SESSION AUTHORIZATION maker",
                "SELECT pg_read_file('/etc/passwd')",
            ] {
                try write("DO $$ BEGIN EXECUTE $x$\(command)$x$; END $$;")
                let check = try await rosey("check", "--offline", "--proof-url", address("rosey"))
                #expect(check.status != 0 && check.error.contains("42501"), "\(command): \(check)")
            }
            let left = try await server.psql(
                "SELECT datname FROM pg_database WHERE datname LIKE 'rosey_%' UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE 'rosey_%'"
            )
            #expect(left == "", "\(left)")
        }
    }
}
