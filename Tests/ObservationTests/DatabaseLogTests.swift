import Logging
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DatabaseLogTests {
    @Test(arguments: Storage.allCases)
    func openingMigratingClosing(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let log = RecordedLog(.debug)
            let db = try await Database.open(
                url: url, configuration: DatabaseConfiguration(logging: .init(logger: log.logger)))
            let applied = try await db.migrate(RoseyModels.migrations)
            await db.close()
            #expect(log.lines("connection opened").first?.level == .debug)
            #expect(log.lines("database opened").first?["url"] == "\(try DatabaseURL(url))")
            #expect(log.lines("migration begins").map { $0["revision"] } == applied.map(\.id))
            let ends = log.lines("migration ended")
            #expect(ends.map { $0["revision"] } == applied.map(\.id))
            #expect(ends.allSatisfy { $0.level == .info && $0["action"] == "upgrade" && $0["duration_ms"] != nil })
            #expect(log.lines("migration step").count > 0)
            #expect(log.lines.last?.message == "database closed", "\(log.text)")
        }
    }

    /// What is in the way is not shown.
    @Test(arguments: Storage.both)
    func aMigrationThatFails(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let log = RecordedLog(.info)
            let db = try await Database.open(
                url: url, configuration: DatabaseConfiguration(logging: .init(logger: log.logger)))
            let up = "CREATE TABLE t (x integer UNIQUE);\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1);"
            let script = Revision.Script(up: up, down: "DROP TABLE t;")
            let revision = Revision(id: "0001", parents: [], message: "two alike", sqlite: script, postgresql: script)
            let error = try await databaseError { try await db.migrate([revision]) }
            #expect(error?.code == .unique)
            let line = log.lines("migration failed").last
            #expect(line?.level == .error && line?["revision"] == "0001" && line?["error"] == "unique", "\(log.text)")
            await db.close()
        }
    }

    @Test(arguments: Storage.shared)
    func aTransactionThatRunsAgain(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .debug) { db, log in
            let attempts = Counter()
            try await db.transaction(retry: RetryPolicy(attempts: 3, initialDelay: .milliseconds(1))) { tx in
                if await attempts.next() < 3 { throw DatabaseError(.serialization, "somebody was in the way") }
                _ = try await tx.userStats.count()
            }
            #expect(log.lines("transaction runs again").map { $0["attempt"] } == ["2", "3"], "\(log.text)")
        }
    }

    private actor Counter {
        private var count = 0

        func next() -> Int {
            count += 1
            return count
        }
    }

    #if PostgreSQL
    /// Neither the right password nor a wrong one, whatever becomes of the connection.
    @Test func noPasswords() async throws {
        let options = PostgreSQLServer.Options(tcp: true, authentication: .scram(password: "hunter2"))
        try await PostgreSQLServer.with(options) { server in
            let log = RecordedLog(.trace)
            let configuration = DatabaseConfiguration(logging: .init(logger: log.logger))
            for url in [server.url(password: "hunter2"), server.url(query: "password=hunter2")] {
                let db = try await Database.open(url: url, configuration: configuration)
                try await db.session.run("SELECT 1")
                await db.close()
            }
            let error = try await databaseError {
                await (try Database.open(url: server.url(password: "hunter3"), configuration: configuration)).close()
            }
            #expect(error?.code == .connection)
            #expect(log.lines("connecting failed").first?["reason"]?.contains("password") == true, "\(log.text)")
            #expect(log.statements == ["SELECT 1", "SELECT 1"])
            #expect(log.lines("connection opened").count == 2)
            #expect(!log.text.contains("hunter"))
        }
    }

    @Test func aServerThatGoesAndComesBack() async throws {
        try await PostgreSQLServer.with { server in
            let log = RecordedLog(.debug)
            let configuration = DatabaseConfiguration(
                lockTimeout: .seconds(60), postgresql: .init(maximumConnections: 9),
                logging: .init(logger: log.logger))
            let db = try await Database.open(url: server.socketURL, configuration: configuration)
            try await db.session.run("SELECT 1")
            try await server.stop(.immediate)
            try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<9 { group.addTask { try await db.session.integers("SELECT 1::bigint") } }
                while log.lines("connecting failed").count < 12 { try await Task.sleep(for: .milliseconds(10)) }
                try await server.start()
                for try await found in group { #expect(found == [1]) }
            }
            #expect(log.lines("connection lost").count == 1, "\(log.text)")
            // Each reason once, for all who try to connect.
            let told = log.lines("connecting failed").filter { $0.level == .info }
            #expect((1...2).contains(told.count) && Set(told.map { $0["reason"] }).count == told.count, "\(log.text)")
            #expect(told.allSatisfy { $0["host"] == "\(server.folder):\(server.port)" }, "\(log.text)")
            #expect(log.lines("the server is in reach again").count == 1, "\(log.text)")
            #expect(
                log.lines("connection opened").allSatisfy { $0["server"]?.hasPrefix("postgresql://rosey@") == true })
            await db.close()
        }
    }
    #endif
}
