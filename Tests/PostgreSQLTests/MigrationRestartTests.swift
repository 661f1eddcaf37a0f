import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The server goes while a revision of several parts is applied; or something stands before it.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct MigrationRestartTests {
    private static let revisions: [Revision] = {
        let none = Revision.Script(up: "", down: "")
        let first = Revision(
            id: "a", parents: [], message: "rows", sqlite: none,
            postgresql: .init(
                up:
                    "CREATE TABLE t (id BIGINT PRIMARY KEY, a BIGINT); INSERT INTO t SELECT n, n FROM generate_series(1, 200000) n;",
                down: "DROP TABLE t;"))
        let second = Revision(
            id: "b", parents: ["a"], message: "parts", sqlite: none,
            postgresql: .init(
                up: """
                    BEGIN; ALTER TABLE t ADD COLUMN b BIGINT; UPDATE t SET b = a * 2; COMMIT;
                    CREATE INDEX CONCURRENTLY i ON t (b);
                    BEGIN; ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT VALID; COMMIT;
                    ALTER TABLE t VALIDATE CONSTRAINT c;
                    CREATE UNIQUE INDEX CONCURRENTLY "J" ON t (b, a);
                    """,
                down: "BEGIN; ALTER TABLE t DROP COLUMN b; COMMIT;", hasOwnTransactions: true))
        return [first, second]
    }()

    /// Each part is there as a whole or not at all; the next attempt goes on where this one stopped.
    @Test func goesOnWhereItStopped() async throws {
        var generator = SeededGenerator()
        try await withServer(.init(), .patient) { server, db in
            let migrator = try Migrator(db, Self.revisions)
            // The server comes with the bot's tables.
            try await migrator.downgrade(to: "base")
            try await migrator.upgrade(to: "a")
            var interruptions = 0
            for _ in 0..<6 {
                let upgrade = Task { try await migrator.upgrade() }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...700, using: &generator)))
                try await server.restart(.immediate)
                if case .failure = await upgrade.result { interruptions += 1 }
                // Until it is through: the server may not be back yet.
                try await eventually("the upgrade") {
                    do {
                        try await migrator.upgrade()
                        return true
                    } catch let error as DatabaseError where error.code == .connection || error.code == .commitUnknown {
                        return false
                    }
                }
                #expect(try await migrator.unfinished() == nil)
                #expect(try await db.session.integers("SELECT count(*) FROM t WHERE b = a * 2") == [200_000])
                let indexes = try await db.session.texts(
                    "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                        + "WHERE i.indrelid = 't'::regclass AND i.indisvalid ORDER BY 1")
                #expect(indexes.sorted() == ["J", "i", "t_pkey"])
                #expect(try await db.session.integers("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [0])
                #expect(
                    try await db.session.integers(
                        "SELECT count(*) FROM pg_constraint WHERE conname = 'c' AND convalidated") == [1])
                #expect(try await migrator.applied().map(\.id) == ["a", "b"])
                try await migrator.downgrade(to: "a")
            }
            #expect(interruptions > 0, "seed \(generator.seed)")
            let done = try await migrator.attempts().filter {
                $0.error == nil && $0.action == .upgrade && $0.revision != RoseyModels.migrations[0].id
            }
            #expect(done.map(\.revision) == ["a"] + Array(repeating: "b", count: 6))
        }
    }

    /// Behind a proxy that gives each transaction to another session, the lock that keeps others out would be lost.
    @Test func proxiesThatPoolAreRefused() async throws {
        try await withProxy { server, proxy, db in
            let more = Revision(
                id: "more", parents: [RoseyModels.migrations[0].id], message: "more", sqlite: .init(up: "", down: ""),
                postgresql: .init(up: "CREATE TABLE more (x BIGINT);", down: "DROP TABLE more;"))
            proxy.renumberSessions()
            let pooled = try await Database.open(url: server.url(through: proxy), configuration: .patient)
            let error = try await databaseError { try await pooled.migrate(RoseyModels.migrations + [more]) }
            #expect(error?.code == .migration && error?.message.contains("a proxy stands between") == true)
            // Everything else works through it, and what is up to date is only read.
            #expect(try await pooled.migrate(RoseyModels.migrations) == [])
            #expect(try await pooled.userStats.count() == 0)
            await pooled.close()
            #expect(try await Migrator(db, RoseyModels.migrations).applied().count == 1)
        }
    }
}
