import Logging
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What a server and a pooler before it say without failing.
@Suite(.enabled(if: Storage.hasPostgreSQL), .timeLimit(.minutes(5)))
struct ServerWarningTests {
    private static func withLog(
        _ url: String, _ level: Logger.Level, _ body: (Database, RecordedLog) async throws -> Void
    ) async throws {
        let log = RecordedLog(level)
        var configuration = DatabaseConfiguration.patient
        configuration.logging = .init(logger: log.logger, slowStatement: nil)
        let db = try await Database.open(url: url, configuration: configuration)
        do { try await body(db, log) } catch {
            await db.close()
            throw error
        }
        await db.close()
    }

    private static func raise(_ level: String) -> String {
        """
        DO $$ BEGIN
            RAISE \(level) 'of level \(level)' USING DETAIL = 'needle', HINT = 'needle', ERRCODE = '01P77';
        END $$
        """
    }

    @Test func noticesAndWarnings() async throws {
        try await PostgreSQLServer.with { server in
            try await Self.withLog(server.socketURL, .debug) { db, log in
                for level in ["NOTICE", "WARNING", "INFO"] { try await db.session.run(Self.raise(level)) }
                try await db.transaction { try await $0.session.run(Self.raise("WARNING")) }
                let lines = log.lines("notice of the server")
                #expect(lines.map { $0["severity"] } == ["NOTICE", "WARNING", "INFO", "WARNING"])
                #expect(lines.map(\.level) == [.debug, .warning, .debug, .warning])
                #expect(
                    lines.map { $0["message"] } == ["NOTICE", "WARNING", "INFO", "WARNING"].map { "of level \($0)" })
                #expect(lines.allSatisfy { $0["code"] == "01P77" && $0["server"] != nil })
                #expect(!log.text.contains("needle"), "\(log.text)")
            }
        }
    }

    /// Nothing that the driver sends by itself makes a server warn.
    @Test func aDriverThatIsQuiet() async throws {
        try await PostgreSQLServer.with { server in
            try await Self.withLog(server.socketURL, .debug) { db, log in
                try await db.session.run("CREATE TABLE t (n bigint UNIQUE DEFERRABLE INITIALLY DEFERRED)")
                let insert = "INSERT INTO t VALUES (1)"
                for _ in 0..<2 {
                    _ = try await databaseError { try await db.transaction { try await $0.session.run(insert) } }
                    _ = try await databaseError { try await db.session.run(insert) }
                    _ = try await databaseError {
                        try await db.transaction { tx in
                            try await tx.session.run("SELECT 1")
                            try await tx.session.run("SELECT 1 / 0")
                        }
                    }
                    _ = try await databaseError {
                        try await db.transaction { try await $0.session.run("SELECT 1 / 0") }
                    }
                }
                #expect(log.lines("notice of the server").isEmpty, "\(log.text)")
            }
        }
    }

    /// However many connections find out.
    @Test(.enabled(if: PgBouncer.isInstalled))
    func aPoolerThatKeepsNoStatementsIsToldOfOnce() async throws {
        try await PostgreSQLServer.with { server in
            try await PgBouncer.with(before: server, .transaction, sessions: 1) { pooler in
                // The names that a connection gives its first statements are taken.
                try await Self.withLog(pooler.url, .info) { other, _ in
                    for number in 0..<5 { _ = try await other.session.integers("SELECT \(number)") }
                    try await Self.withLog(pooler.url, .info) { db, log in
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for _ in 0..<8 {
                                group.addTask {
                                    for round in 0..<40 {
                                        let numbers = try await db.session.integers("SELECT \(round % 5)")
                                        #expect(numbers == [round % 5])
                                    }
                                }
                            }
                            try await group.waitForAll()
                        }
                        let lines = log.lines.filter { $0.message.hasPrefix("a pooler does not keep") }
                        #expect(lines.count == 1 && lines.first?.level == .warning, "\(log.text)")
                        #expect(["42P05", "26000"].contains(lines.first?["code"]))
                    }
                }
            }
        }
    }
}
