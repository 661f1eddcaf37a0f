import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Several servers that follow another, and share its reads.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct SeveralReplicasTests {
    /// A primary and two standbys, told apart by a setting.
    private static func withStandbys(
        maximumConnections: Int = 4,
        _ replicas: (PostgreSQLServer, PostgreSQLServer, PostgreSQLServer) -> [String] = {
            [$1.socketURL, $2.socketURL]
        },
        _ body: (PostgreSQLServer, [PostgreSQLServer], Database) async throws -> Void
    ) async throws {
        try await PostgreSQLServer.with(.init(tcp: true, settings: ["cluster_name": "primary"])) { primary in
            let first = try await primary.makeStandby(["cluster_name": "first"])
            let second: PostgreSQLServer
            do { second = try await primary.makeStandby(["cluster_name": "second"]) } catch {
                await first.remove()
                throw error
            }
            do {
                let configuration = DatabaseConfiguration(
                    lockTimeout: .seconds(60),
                    postgresql: .init(
                        maximumConnections: maximumConnections,
                        replicas: try replicas(primary, first, second).map { try DatabaseURL($0) }))
                try await withDatabase(primary.socketURL, configuration) { db in
                    try await db.migrate(RoseyModels.migrations)
                    for standby in [first, second] { try await standby.waitUntilReplayed() }
                    try await body(primary, [first, second], db)
                }
            } catch {
                for standby in [first, second] { await standby.remove() }
                throw error
            }
            for standby in [first, second] { await standby.remove() }
        }
    }

    private static func name(_ session: Session) async throws -> String {
        try await session.texts("SELECT current_setting('cluster_name')").joined()
    }

    /// Which server each of several reads runs on.
    private static func readers(_ db: Database, _ count: Int = 10) async throws -> [String: Int] {
        var readers: [String: Int] = [:]
        for _ in 0..<count { readers[try await db.read { try await name($0.session) }, default: 0] += 1 }
        return readers
    }

    @Test func theyShareTheReads() async throws {
        try await Self.withStandbys { primary, standbys, db in
            #expect(try await Self.readers(db) == ["first": 5, "second": 5])
            #expect(try await Self.name(db.session) == "primary")
            #expect(try await db.transaction { try await Self.name($0.session) } == "primary")

            // One goes: the other does its work. None is left: the primary does it. They come back, one by one.
            try await standbys[0].stop()
            #expect(try await Self.readers(db) == ["second": 10])
            try await standbys[1].stop(.immediate)
            #expect(try await Self.readers(db) == ["primary": 10])
            try await standbys[0].start()
            try await eventually("the first standby") { try await Self.readers(db) == ["first": 10] }
            try await standbys[1].start()
            try await eventually("both standbys") { try await Self.readers(db) == ["first": 5, "second": 5] }
        }
    }

    /// Reads do not wait for a standby that is busy while another one is free.
    @Test func oneIsBusy() async throws {
        try await Self.withStandbys(maximumConnections: 1) { _, _, db in
            #expect(try await Self.readers(db, 4) == ["first": 2, "second": 2])
            try await db.read { tx in
                let busy = try await Self.name(tx.session)
                let other = busy == "first" ? "second" : "first"
                let readers = Task { try await Self.readers(db, 6) }
                // It would wait for the end of this transaction.
                let watch = Task {
                    try await Task.sleep(for: .seconds(60))
                    readers.cancel()
                }
                #expect(try await readers.value == [other: 6])
                watch.cancel()
            }
        }
    }

    /// An address of several servers is one replica: whichever of them fits.
    @Test func oneOfSeveralHosts() async throws {
        try await Self.withStandbys({ primary, first, second in
            [
                "postgresql://rosey@localhost:\(primary.port),localhost:\(first.port),localhost:\(second.port)/postgres"
                    + "?target_session_attrs=prefer-standby"
            ]
        }) { _, standbys, db in
            #expect(try await Self.readers(db) == ["first": 10])
            try await standbys[0].stop()
            #expect(try await Self.readers(db).keys.sorted() != ["first"])
            try await eventually("the second standby") { try await Self.readers(db) == ["second": 10] }
        }
    }

    /// A read that a standby breaks off is an error like others, and the next one runs elsewhere.
    @Test func oneGoesInTheMiddle() async throws {
        try await Self.withStandbys { _, standbys, db in
            for _ in 0..<2 {
                let error = try await databaseError {
                    try await db.read { tx in
                        let name = try await Self.name(tx.session)
                        try await standbys[name == "first" ? 0 : 1].stop(.immediate)
                        _ = try await tx.recentChat.count()
                    }
                }
                #expect(error?.code == .connection)
                #expect(try await Self.readers(db).values.reduce(0, +) == 10)
            }
            #expect(try await Self.readers(db) == ["primary": 10])
        }
    }

    /// A standby that becomes a primary is left to those that write, and read from where there is no other.
    @Test func oneIsPromoted() async throws {
        try await Self.withStandbys { _, standbys, db in
            #expect(try await Self.readers(db) == ["first": 5, "second": 5])
            try await standbys[0].promote()
            // It says so with the next reply.
            _ = try await Self.readers(db, 2)
            #expect(try await Self.readers(db) == ["second": 10])
            try await eventually("its connections are closed") { try await standbys[0].clients() <= 1 }
            try await standbys[1].stop()
            #expect(try await Self.readers(db) == ["first": 10])
            try await standbys[1].start()
            try await eventually("the one that is left") { try await Self.readers(db) == ["second": 10] }
            let error = try await databaseError {
                for _ in 0..<2 {
                    try await db.read {
                        try await $0.recentChat.insert(.init(timestamp: 1, username: "u", message: ""))
                    }
                }
            }
            #expect(error?.code == .readOnly)
            for _ in 0..<2 { #expect(try await db.read { try await $0.recentChat.count() } == 0) }
        }
    }

    /// Connections through a proxy that leads to whichever server follows the primary, as an address of several hosts does,
    /// leave the one that does not any more.
    @Test func onePoolLeavesAPromotedServer() async throws {
        try await Self.withStandbys({ _, first, second in
            [
                "postgresql://rosey@localhost:\(first.port),localhost:\(second.port)/postgres"
                    + "?target_session_attrs=prefer-standby"
            ]
        }) { _, standbys, db in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await db.read { _ = try await $0.session.integers("SELECT 1 FROM pg_sleep(0.1)") }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await standbys[0].clients() == 4)
            try await standbys[0].promote()
            try await eventually("the other server") { try await Self.readers(db) == ["second": 10] }
            try await eventually("the first one is left") { try await standbys[0].clients() == 0 }
        }
    }

    /// Reads of a replica that keeps silent run elsewhere, whatever they find there.
    @Test func oneKeepsSilent() async throws {
        let proxies = Shared<[FaultyProxy]>([])
        try await Self.withStandbys({ _, first, second in
            guard let proxy = try? FaultyProxy(before: first.port) else { return [] }
            proxies.value = [proxy]
            return [first.url(through: proxy), second.socketURL]
        }) { _, _, db in
            #expect(try await Self.readers(db) == ["first": 5, "second": 5])
            proxies.value[0].hold()
            #expect(try await Self.readers(db) == ["second": 10])
            proxies.value[0].forward()
            try await eventually("both of them") { try await Self.readers(db) == ["first": 5, "second": 5] }
            // A slow statement is not silence.
            for _ in 0..<2 {
                let isSlow = try await db.read {
                    try await $0.session.integers("SELECT 1 FROM pg_sleep(2.5)") == [1]
                }
                #expect(isSlow)
            }
            // Once something has been read, the rest is not done elsewhere.
            for _ in 0..<2 {
                let error = try await databaseError {
                    try await db.read { tx in
                        guard try await Self.name(tx.session) == "first" else { return }
                        proxies.value[0].cut()
                        _ = try await tx.recentChat.count()
                    }
                }
                #expect(error == nil || error?.code == .connection)
            }
        }
    }

    /// Whoever listens hears the new primary after a fail-over.
    @Test func notificationsAfterFailOver() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { primary in
            let standby = try await primary.makeStandby()
            do {
                let url =
                    "postgresql://rosey@localhost:\(primary.port),localhost:\(standby.port)/postgres"
                    + "?target_session_attrs=read-write"
                try await withDatabase(url, .init(lockTimeout: .seconds(5))) { db in
                    let notifications = try await db.notifications(on: "news")
                    try await db.notify("news", "before")
                    let (payloads, hears) = AsyncStream<String>.makeStream()
                    let listener = Task {
                        defer { hears.finish() }
                        var heard: [DatabaseNotification] = []
                        for try await notification in notifications {
                            heard.append(notification)
                            hears.yield(notification.payload)
                            if notification.payload == "after" { break }
                        }
                        return heard
                    }
                    // What it has not heard when the server stops is lost.
                    for await _ in payloads { break }
                    try await primary.stop()
                    try await standby.promote()
                    let isListening = """
                        SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()
                        """
                    try await eventually("it listens again") { try await standby.psql(isListening) == "1" }
                    try await eventually("notified") {
                        try await databaseError { try await db.notify("news", "after") } == nil
                    }
                    let heard = try await listener.value
                    #expect(heard.map(\.payload) == ["before", "after"])
                    #expect(heard.map(\.isAfterGap) == [false, true])
                }
            } catch {
                await standby.remove()
                throw error
            }
            await standby.remove()
        }
    }

    @Test func aReplicaOfAnotherKind() async throws {
        try await PostgreSQLServer.with { server in
            let folder = try TemporaryFolder()
            for (replica, code) in [
                (folder.url("x.db"), DatabaseError.Code.misuse), ("postgresql://u:hunter@h:port/db", .connection),
            ] {
                let configuration = DatabaseConfiguration(postgresql: .init(replicas: [try DatabaseURL(replica)]))
                let error = try await databaseError { try await withDatabase(server.socketURL, configuration) { _ in } }
                #expect(error?.code == code)
                #expect(texts(of: error as Any).allSatisfy { !$0.contains("hunter") })
            }
        }
    }
}
