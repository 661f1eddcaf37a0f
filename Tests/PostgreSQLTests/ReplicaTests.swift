import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A server that follows another, and takes its reads or its place.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct ReplicaTests {
    private static func withReplica(
        _ mode: (PostgreSQLServer, PostgreSQLServer, Database) async throws -> Void
    ) async throws {
        try await PostgreSQLServer.with { primary in
            let standby = try await primary.makeStandby()
            do {
                let configuration = DatabaseConfiguration(
                    lockTimeout: .seconds(60),
                    postgresql: .init(maximumConnections: 4, replicas: [try DatabaseURL(standby.socketURL)]))
                try await withDatabase(primary.socketURL, configuration) { db in
                    try await db.migrate(RoseyModels.migrations)
                    try await standby.waitUntilReplayed()
                    try await mode(primary, standby, db)
                }
            } catch {
                await standby.remove()
                throw error
            }
            await standby.remove()
        }
    }

    private static func isOnStandby(_ session: Session) async throws -> Bool {
        try await session.fetchOne(
            Statement("SELECT pg_is_in_recovery()", .read, table: ""), { _ in }, { try $0.bool(0) })
    }

    private static func readsOnStandby(_ db: Database) async throws -> Bool {
        try await db.read { try await isOnStandby($0.session) }
    }

    @Test func readsGoThere() async throws {
        try await Self.withReplica { primary, standby, db in
            for number in 0..<10 {
                try await db.write(number)
                #expect(try await Self.readsOnStandby(db))
                #expect(try await !Self.isOnStandby(db.session))
                #expect(try await !db.transaction { try await Self.isOnStandby($0.session) })
            }
            try await standby.waitUntilReplayed()
            #expect(try await db.read { try await $0.recentChat.count() } == 10)
            let error = try await databaseError { try await db.read { try await $0.write(1) } }
            #expect(error?.code == .readOnly)
            // It sees one state throughout, and streams.
            let rows = try await db.read { tx in
                var rows = 0
                for try await _ in tx.recentChat.stream() { rows += 1 }
                return rows
            }
            #expect(rows == 10)
        }
    }

    /// Nobody who reads gets an error because the standby goes, or comes back.
    @Test(arguments: [PostgreSQLServer.StopMode.fast, .immediate])
    func itGoesAndComes(_ mode: PostgreSQLServer.StopMode) async throws {
        try await Self.withReplica { primary, standby, db in
            // Several idle connections to the standby.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await db.read { _ = try await $0.session.integers("SELECT 1 FROM pg_sleep(0.05)") }
                    }
                }
                try await group.waitForAll()
            }
            for _ in 0..<2 {
                #expect(try await Self.readsOnStandby(db))
                try await standby.stop(mode)
                for _ in 0..<20 { #expect(try await !Self.readsOnStandby(db)) }
                try await standby.start()
                try await eventually("the standby is used again") { try await Self.readsOnStandby(db) }
            }
        }
    }

    @Test func itIsNotThereAtFirst() async throws {
        try await PostgreSQLServer.with { primary in
            let hole = try BlackHole()
            let nowhere = try DatabaseURL("postgresql://rosey@/postgres?host=/nonexistent")
            let silent = try DatabaseURL("postgresql://rosey@127.0.0.1:\(hole.port)/postgres")
            for replicas in [[nowhere], [silent], [silent, nowhere]] {
                let configuration = DatabaseConfiguration(
                    lockTimeout: .seconds(60), postgresql: .init(connectTimeout: .seconds(2), replicas: replicas))
                try await withDatabase(primary.socketURL, configuration) { db in
                    for _ in 0..<10 {
                        let isOnStandby = try await Self.readsOnStandby(db)
                        #expect(!isOnStandby)
                    }
                }
            }
        }
    }

    /// Two hosts in one address: the pool finds the one that takes writes, and later the other one.
    @Test(arguments: [false, true])
    func failOver(_ isPromotedFirst: Bool) async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { primary in
            let standby = try await primary.makeStandby()
            let url =
                "postgresql://rosey@localhost:\(primary.port),localhost:\(standby.port)/postgres"
                + "?target_session_attrs=read-write"
            let configuration = DatabaseConfiguration(
                lockTimeout: .seconds(2), postgresql: .init(minimumConnections: 2, maximumConnections: 4))
            do {
                try await withDatabase(url, configuration) { db in
                    try await db.migrate(RoseyModels.migrations)
                    try await db.write(1)
                    try await standby.waitUntilReplayed()
                    if isPromotedFirst {
                        // The old one still runs, but takes no writes any more.
                        try await standby.promote()
                        try await primary.psql("ALTER SYSTEM SET default_transaction_read_only = on")
                        try await primary.psql("SELECT pg_reload_conf()")
                    } else {
                        try await primary.stop()
                        let error = try await databaseError { try await db.write(2) }
                        #expect(error?.code == .connection)
                        try await standby.promote()
                    }
                    try await eventually("the new primary is found") {
                        let error = try await databaseError { try await db.write(3) }
                        #expect(
                            error.map { [.connection, .readOnly].contains($0.code) } ?? true,
                            "\(String(describing: error))")
                        return error == nil
                    }
                    for _ in 0..<10 { try await db.transaction { try await $0.write(4) } }
                    #expect(try await standby.psql("SELECT count(*) FROM recent_chat") == "12")
                    #expect(try await db.recentChat.count() == 12)
                }
            } catch {
                await standby.remove()
                throw error
            }
            await standby.remove()
        }
    }
}
