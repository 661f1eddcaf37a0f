import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// PgBouncer between programs and the server: what one prepares on a session of the server, another finds there.
@Suite(.enabled(if: Storage.hasPostgreSQL && PgBouncer.isInstalled), .serialized, .timeLimit(.minutes(5)))
struct PoolerTests {
    /// Runs `body` with databases that are opened through the pooler, each as a program of its own would.
    private static func withClients(
        _ mode: PgBouncer.Mode, sessions: Int, clients: Int, _ configuration: DatabaseConfiguration = .single,
        _ settings: [String: String] = [:], _ body: (PostgreSQLServer, [Database]) async throws -> Void
    ) async throws {
        try await withServer { server, direct in
            try await direct.session.run("CREATE TABLE counters (name text PRIMARY KEY, n bigint NOT NULL)")
            try await direct.session.run("INSERT INTO counters VALUES ('a', 0), ('b', 0)")
            try await PgBouncer.with(before: server, mode, sessions: sessions, settings: settings) { pooler in
                var databases: [Database] = []
                do {
                    for _ in 0..<clients {
                        databases.append(try await Database.open(url: pooler.url, configuration: configuration))
                    }
                    try await body(server, databases)
                } catch {
                    for db in databases { await db.close() }
                    throw error
                }
                for db in databases { await db.close() }
            }
        }
    }

    private static func increment(_ name: String) -> String { "UPDATE counters SET n = n + 1 WHERE name = '\(name)'" }

    private static func counter(_ name: String, _ server: PostgreSQLServer) async throws -> Int? {
        Int(try await server.psql("SELECT n FROM counters WHERE name = '\(name)'"))
    }

    /// Each client runs its statements in an order of its own, so that a number would mean a different one to each.
    @Test(arguments: [1, 3], PreparedStatements.allCases)
    func everyAcknowledgedIncrementHappens(_ sessions: Int, _ policy: PreparedStatements) async throws {
        try await Self.withClients(.transaction, sessions: sessions, clients: 4, .single(policy)) { server, clients in
            let acknowledged = try await withThrowingTaskGroup(of: Int.self) { group in
                for (number, db) in clients.enumerated() {
                    group.addTask {
                        var count = 0
                        for round in 0..<50 {
                            for step in 0..<4 {
                                do {
                                    count += try await Self.step((step + number) % 4, "\(round % 5) of \(number)", db)
                                } catch let error as DatabaseError where policy == .named && error.code == .misuse {
                                    #expect(error.message.contains("max_prepared_statements"))
                                }
                            }
                        }
                        return count
                    }
                }
                return try await group.reduce(0, +)
            }
            if policy != .named { #expect(acknowledged == 200) }
            #expect(try await Self.counter("a", server) == acknowledged)
            if policy != .named { #expect(try await Self.counter("b", server) == 200) }
        }
    }

    /// Returns how often the counter "a" has been incremented.
    private static func step(_ number: Int, _ name: String, _ db: Database) async throws -> Int {
        switch number {
        case 0:
            try await db.session.run(increment("a"))
            return 1
        case 1: try await db.session.run(increment("b"))
        case 2:
            let user = UserStats.Draft(username: name, firstSeen: 1, lastSeen: 1)
            try await db.userStats.upsert(user, onConflict: .username)
            #expect(try await db.userStats.find(name)?.username == name)
        default:
            let sql = "SELECT \(name.utf8.count)"
            #expect(try await db.session.integers(sql) == [name.utf8.count])
        }
        return 0
    }

    /// A transaction that has begun cannot be run again, so no statement of it may fail because of the pooler.
    @Test(arguments: [1, 3])
    func transactionsAreWhole(_ sessions: Int) async throws {
        try await Self.withClients(.transaction, sessions: sessions, clients: 4) { server, clients in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, db) in clients.enumerated() {
                    group.addTask {
                        for round in 0..<30 {
                            let names = (round + number).isMultiple(of: 2) ? ["a", "b"] : ["b", "a"]
                            try await db.transaction(retry: RetryPolicy()) { tx in
                                for name in names { try await tx.session.run(Self.increment(name)) }
                                try await tx.transaction { try await $0.write(round) }
                            }
                            try await db.recentChat.insert(
                                contentsOf: (0..<5).map { .init(timestamp: $0, username: "u", message: "m") })
                            _ = try await db.read { try await $0.recentChat.count() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.counter("a", server) == 120)
            #expect(try await Self.counter("b", server) == 120)
            #expect(try await server.psql("SELECT count(*) FROM recent_chat") == "720")
        }
    }

    /// Batches, pipelines and joined lookups prepare many statements in one flight.
    @Test(arguments: [1, 3])
    func flightsOfManyStatements(_ sessions: Int) async throws {
        try await Self.withClients(.transaction, sessions: sessions, clients: 3) { server, clients in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, db) in clients.enumerated() {
                    group.addTask {
                        for round in 0..<20 {
                            let name = "\(number) \(round)"
                            _ = try await db.batch(
                                { try await $0.userStats.insert(.init(username: name, firstSeen: 1, lastSeen: 1)) },
                                { try await $0.write(round, name) })
                            _ = try await db.pipeline(0..<6) { pipeline, item in
                                if item < 5 {
                                    let found = try await pipeline.userStats.find(name)
                                    #expect(found?.username == name)
                                } else {
                                    try await pipeline.write(round, name)
                                }
                            }.map { try $0.get() }
                            await withTaskGroup(of: Void.self) { lookups in
                                for _ in 0..<6 {
                                    lookups.addTask {
                                        let found = try? await db.userStats.find(name)
                                        #expect(found?.username == name)
                                    }
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await server.psql("SELECT count(*) FROM user_stats") == "60")
            #expect(try await server.psql("SELECT count(*) FROM recent_chat") == "120")
        }
    }

    /// What somebody else has prepared on the session is not run, nor is anything else.
    @Test func aPoolerIsRefused() async throws {
        try await Self.withClients(.transaction, sessions: 1, clients: 2, .single(.named)) { server, clients in
            try await clients[0].session.run(Self.increment("a"))
            let error = try await databaseError { try await clients[1].session.run(Self.increment("a")) }
            #expect(error?.code == .misuse && error?.nativeCode == "42P05", "\(String(describing: error))")
            #expect(try await Self.counter("a", server) == 1)
            // What the other has on the session stays there.
            #expect(try await clients[1].session.integers("SELECT 1") == [1])
            try await clients[0].session.run(Self.increment("a"))
            #expect(try await Self.counter("a", server) == 2)
        }
    }

    @Test(arguments: [PreparedStatements.automatic, .named])
    func inSessionModeStatementsAreKept(_ policy: PreparedStatements) async throws {
        try await Self.withClients(.session, sessions: 3, clients: 3, .single(policy)) { server, clients in
            for db in clients {
                for _ in 0..<5 {
                    try await db.session.run(Self.increment("a"))
                    try await db.transaction { tx in
                        for _ in 0..<3 { try await tx.session.run(Self.increment("b")) }
                    }
                }
                #expect(try await db.session.texts(Self.names).count > 1)
            }
            #expect(try await Self.counter("a", server) == 15)
            #expect(try await Self.counter("b", server) == 45)
        }
    }

    /// Each statement goes to any session. Transactions are refused, by the pooler.
    @Test(arguments: [PreparedStatements.automatic, .unnamed])
    func statementMode(_ policy: PreparedStatements) async throws {
        try await Self.withClients(.statement, sessions: 2, clients: 3, .single(policy)) { server, clients in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for db in clients {
                    group.addTask {
                        for _ in 0..<50 {
                            try await db.session.run(Self.increment("a"))
                            try await db.session.run(Self.increment("b"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.counter("a", server) == 150)
            #expect(try await Self.counter("b", server) == 150)
            let error = try await databaseError {
                try await clients[0].transaction { try await $0.session.run(Self.increment("a")) }
            }
            #expect(error != nil)
            #expect(try await Self.counter("a", server) == 150)
            try await clients[0].session.run(Self.increment("a"))
        }
    }

    /// PgBouncer from 1.21 on gives each client its own names, on whatever session.
    @Test(
        .enabled(if: PgBouncer.keepsStatements, "needs PgBouncer 1.21"), arguments: [1, 3],
        [PreparedStatements.automatic, .named])
    func aPoolerThatKeepsThem(_ sessions: Int, _ policy: PreparedStatements) async throws {
        var configuration = DatabaseConfiguration.single(policy)
        configuration.dynamicStatementCapacity = 3
        try await Self.withClients(
            .transaction, sessions: sessions, clients: 4, configuration, ["max_prepared_statements": "20"]
        ) { server, clients in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, db) in clients.enumerated() {
                    group.addTask {
                        for round in 0..<40 {
                            try await db.session.run(Self.increment(round.isMultiple(of: 2) ? "a" : "b"))
                            try await db.transaction { tx in
                                try await tx.session.run(Self.increment("a"))
                                let text = try await tx.session.texts("SELECT '\(number) \(round % 7)'")
                                #expect(text == ["\(number) \(round % 7)"])
                            }
                        }
                        #expect(try await db.session.texts(Self.names).count > 1)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.counter("a", server) == 240)
            #expect(try await Self.counter("b", server) == 80)
        }
    }

    /// A name stands for one text and the types of its values, on every connection.
    @Test func namesSayWhatTheyStandFor() async throws {
        func names(_ db: Database) async throws -> Set<String> {
            // Without the number at the end.
            Set(try await db.session.texts(Self.names).map { String($0.prefix(38)) })
        }
        try await PostgreSQLServer.with { server in
            try await withDatabase(server.socketURL, .single) { first in
                try await withDatabase(server.socketURL, .single) { second in
                    let own = try await names(second)
                    #expect(own.count == 1)
                    #expect(own.allSatisfy { $0.hasPrefix("rosey_") && $0.count == 38 })
                    try await first.session.run(Self.text)
                    _ = try await second.session.integers("SELECT 1")
                    try await second.session.run(Self.text)
                    let (one, other) = (try await names(first), try await names(second))
                    #expect(one.count == 2)
                    #expect(other.count == 3)
                    #expect(one.isSubset(of: other))
                }
            }
        }
    }

    /// Nothing is kept, and everything works.
    @Test func unnamed() async throws {
        try await withServer(.init(), .single(.unnamed)) { _, db in
            for round in 0..<3 {
                try await db.write(round)
                try await db.transaction { tx in
                    try await tx.write(round)
                    try await tx.transaction { try await $0.write(round) }
                    let count = try await tx.recentChat.where { $0.timestamp == round }.count()
                    #expect(count == 3)
                }
                try await db.recentChat.insert(
                    contentsOf: (10..<20).map { .init(timestamp: $0, username: "u", message: "m") })
                let error = try await databaseError { _ = try await db.session.integers("SELECT 1 / 0") }
                #expect(error != nil)
            }
            #expect(try await db.recentChat.where { $0.timestamp >= 0 }.fetchAll().count == 39)
            #expect(try await db.session.texts(Self.names) == [])
        }
    }

    private static let names = "SELECT name FROM pg_prepared_statements"
    private static let text = "SELECT 'any'"
}

typealias PreparedStatements = DatabaseConfiguration.PostgreSQL.PreparedStatements

extension DatabaseConfiguration {
    fileprivate static func single(_ policy: PostgreSQL.PreparedStatements) -> DatabaseConfiguration {
        var configuration = single
        configuration.postgresql.preparedStatements = policy
        return configuration
    }
}
