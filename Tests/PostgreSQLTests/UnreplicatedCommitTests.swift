import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A commit waits for a standby that never comes, and the wait is ended: the server reports success with a warning, since its own
/// disk has the change.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct UnreplicatedCommitTests {
    enum Write: String, CaseIterable {
        case statement, transaction, batch, pipeline, fewRows, manyUpserts, manyRows, script, migration

        /// A commit that has been sent is not cancelled with its task.
        static let cancellable: [Write] = [.statement, .batch, .pipeline, .fewRows, .manyUpserts, .manyRows, .script]

        func run(_ db: Database) async throws {
            @Sendable func users(_ count: Int) -> [UserStats.Draft] {
                (0..<count).map { .init(username: "\($0)", firstSeen: 1, lastSeen: 1) }
            }
            switch self {
            case .statement: try await db.userStats.insert(users(1)[0])
            case .transaction: try await db.transaction { try await $0.userStats.insert(users(1)[0]) }
            case .batch:
                _ = try await db.batch(
                    { try await $0.userStats.insert(users(1)[0]) }, { try await $0.userStats.find("0") })
            case .pipeline:
                let results = try await db.pipeline(0..<2) { pipeline, item in
                    if item == 0 {
                        try await pipeline.userStats.insert(users(1)[0])
                    } else {
                        _ = try await pipeline.userStats.find("0")
                    }
                }
                for result in results { try result.get() }
            case .fewRows: try await db.userStats.insert(contentsOf: users(3))
            case .manyUpserts: try await db.userStats.upsert(contentsOf: users(20), onConflict: .username)
            case .manyRows: try await db.userStats.insert(contentsOf: users(100))
            case .migration:
                let script = Revision.Script(up: "CREATE TABLE t (n bigint);", down: "DROP TABLE t;")
                let revision = Revision(
                    id: "0001", parents: RoseyModels.migrations.suffix(1).map(\.id), message: "one more",
                    sqlite: script,
                    postgresql: script)
                try await db.migrate(RoseyModels.migrations + [revision])
            case .script: try await db.session.run("CREATE TABLE t (n bigint)")
            }
        }

        /// Whether the server has the change.
        func hasHappened(_ server: PostgreSQLServer) async throws -> Bool {
            let sql =
                self == .script || self == .migration
                ? "SELECT to_regclass('t') IS NOT NULL" : "SELECT count(*) > 0 FROM user_stats"
            return try await server.psql(sql) == "t"
        }
    }

    /// Runs `body` with a database whose commits wait for a standby that is not there. Those of psql do not.
    private static func withWaitingCommits(
        _ body: (PostgreSQLServer, Database) async throws -> Void
    ) async throws {
        let settings = ["synchronous_standby_names": "nobody", "synchronous_commit": "local"]
        try await PostgreSQLServer.with(.init(settings: settings)) { server in
            try await withDatabase(server.socketURL) { _ = try await $0.migrate(RoseyModels.migrations) }
            try await withDatabase(server.socketURL + "&options=-csynchronous_commit%3Don", .single) { db in
                try await body(server, db)
            }
        }
    }

    /// Runs a write until its commit waits, then `end`, and returns the error that the write throws.
    private static func error(
        of write: Write, _ server: PostgreSQLServer, _ db: Database,
        endedBy end: (Task<Void, any Error>) async throws -> Void
    ) async throws -> DatabaseError? {
        let task = Task { try await write.run(db) }
        try await eventually("the commit waits") { try await server.count("wait_event = 'SyncRep'") == 1 }
        try await end(task)
        return try await databaseError { try await task.value }
    }

    private static func expectUnknown(
        _ error: DatabaseError?, _ write: Write, _ server: PostgreSQLServer, _ db: Database
    ) async throws {
        #expect(error?.code == .commitUnknown, "\(String(describing: error))")
        #expect(try await write.hasHappened(server))
        // The warning is of that commit alone.
        #expect(try await db.session.integers("SELECT 1") == [1])
        try await db.session.run("SET synchronous_commit = local")
        try await db.write(1)
        try await db.transaction { try await $0.write(2) }
        #expect(try await db.recentChat.count() == 2)
    }

    @Test(arguments: Write.cancellable)
    func cancelledTask(_ write: Write) async throws {
        try await Self.withWaitingCommits { server, db in
            let error = try await Self.error(of: write, server, db) { $0.cancel() }
            try await Self.expectUnknown(error, write, server, db)
        }
    }

    @Test(arguments: Write.allCases, ["pg_cancel_backend", "pg_terminate_backend"])
    func endedByAnother(_ write: Write, _ function: String) async throws {
        try await Self.withWaitingCommits { server, db in
            let error = try await Self.error(of: write, server, db) { _ in
                try await server.psql("SELECT \(function)(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
            }
            try await Self.expectUnknown(error, write, server, db)
        }
    }
}
