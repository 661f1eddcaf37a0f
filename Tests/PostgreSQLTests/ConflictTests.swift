import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Transactions that get in each other's way, and what is run again for that.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct ConflictTests {
    /// Lets tasks go on together, once.
    private struct Meeting: Sendable {
        private let arrived = Shared(0)
        let size: Int

        func wait() async throws {
            arrived.withLock { $0 += 1 }
            try await eventually("the others") { arrived.value >= size }
        }
    }

    private static let options = PostgreSQLServer.Options(settings: ["deadlock_timeout": "50ms"])

    /// Runs a body in two transactions at a time; returns the errors, and how often the body ran. Who is run again waits
    /// until the other has ended. Otherwise PostgreSQL may let it have its row again before the other has woken up for
    /// it, on a machine with much to do, and they would meet once more.
    private static func twice(
        _ db: Database, _ isolation: IsolationLevel?, _ retry: RetryPolicy,
        _ body: @escaping @Sendable (Transaction, _ isFirst: Bool, _ meet: () async throws -> Void) async throws -> Void
    ) async throws -> (errors: [DatabaseError], runs: Int) {
        let meeting = Meeting(size: 2)
        let runs = Shared(0)
        let ended = Shared(0)
        let tasks = [true, false].map { isFirst in
            Task {
                defer { ended.withLock { $0 += 1 } }
                return try await databaseError {
                    try await db.transaction(isolation: isolation, retry: retry) { tx in
                        let run = runs.withLock { runs in
                            runs += 1
                            return runs
                        }
                        if run > 2 { try await eventually("the other's end") { ended.value == 1 } }
                        try await body(tx, isFirst, meeting.wait)
                    }
                }
            }
        }
        var errors: [DatabaseError] = []
        for task in tasks { if let error = try await task.value { errors.append(error) } }
        return (errors, runs.value)
    }

    private static let change: @Sendable (Transaction, Bool, () async throws -> Void) async throws -> Void = {
        tx, isFirst, meet in
        let names = isFirst ? ["a", "b"] : ["b", "a"]
        try await tx.session.run("UPDATE user_stats SET last_seen = last_seen + 1 WHERE username = '\(names[0])'")
        try await meet()
        try await tx.session.run("UPDATE user_stats SET last_seen = last_seen + 1 WHERE username = '\(names[1])'")
    }

    private static func addUsers(_ db: Database) async throws {
        for name in ["a", "b"] {
            try await db.userStats.insert(.init(username: name, firstSeen: 0, lastSeen: 0))
        }
    }

    @Test func deadlock() async throws {
        try await withServer(Self.options) { _, db in
            try await Self.addUsers(db)
            let (errors, runs) = try await Self.twice(db, nil, .never, Self.change)
            #expect(errors.map(\.code) == [.serialization])
            #expect(errors.map(\.nativeCode) == ["40P01"])
            #expect(runs == 2)
            #expect(try await db.session.integers("SELECT last_seen FROM user_stats") == [1, 1])
        }
    }

    @Test func deadlockWithRetry() async throws {
        try await withServer(Self.options) { _, db in
            try await Self.addUsers(db)
            let (errors, runs) = try await Self.twice(db, nil, RetryPolicy(), Self.change)
            #expect(errors.isEmpty)
            #expect(runs == 3)
            #expect(try await db.session.integers("SELECT last_seen FROM user_stats") == [2, 2])
        }
    }

    private static let skew: @Sendable (Transaction, Bool, () async throws -> Void) async throws -> Void = {
        tx, isFirst, meet in
        let count = try await tx.recentChat.count()
        try await meet()
        try await tx.write(count)
    }

    @Test func writeSkew() async throws {
        try await withServer { _, db in
            let (errors, runs) = try await Self.twice(db, .serializable, .never, Self.skew)
            #expect(errors.map(\.code) == [.serialization])
            #expect(errors.map(\.nativeCode) == ["40001"])
            #expect(runs == 2)
            #expect(try await db.recentChat.count() == 1)
        }
    }

    @Test func writeSkewWithRetry() async throws {
        try await withServer { _, db in
            let (errors, runs) = try await Self.twice(db, .serializable, RetryPolicy(), Self.skew)
            #expect(errors.isEmpty)
            #expect(runs == 3)
            #expect(try await db.session.integers("SELECT timestamp FROM recent_chat ORDER BY 1") == [0, 1])
        }
    }

    /// No more often than the policy says.
    @Test func retriesEnd() async throws {
        try await withServer { _, db in
            let runs = Shared(0)
            let error = try await databaseError {
                try await db.transaction(retry: RetryPolicy(attempts: 3)) { tx in
                    runs.withLock { $0 += 1 }
                    try await tx.session.run("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")
                }
            }
            #expect(error?.code == .serialization)
            #expect(runs.value == 3)
        }
    }

    @Test func nothingElseIsRunAgain() async throws {
        struct Own: Error {}
        try await withServer { server, db in
            try await Self.addUsers(db)
            let statements = [
                "INSERT INTO user_stats SELECT * FROM user_stats",
                "UPDATE user_stats SET last_seen = NULL",
                "SELEC 1",
                "SELECT 1 / 0",
                "DO $$ BEGIN RAISE EXCEPTION 'no'; END $$",
                "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40002'; END $$",
                "SELECT pg_terminate_backend(pg_backend_pid())",
            ]
            for statement in statements {
                let runs = Shared(0)
                let error = try await databaseError {
                    try await db.transaction(retry: RetryPolicy()) { tx in
                        runs.withLock { $0 += 1 }
                        try await tx.session.run(statement)
                    }
                }
                #expect(error != nil && error?.code != .serialization, "\(statement)")
                #expect(runs.value == 1, "\(statement)")
            }
            let runs = Shared(0)
            await #expect(throws: Own.self) {
                try await db.transaction(retry: RetryPolicy()) { tx in
                    runs.withLock { $0 += 1 }
                    try await tx.write(1)
                    throw Own()
                }
            }
            #expect(runs.value == 1)
            #expect(try await db.recentChat.count() == 0)
        }
    }
}
