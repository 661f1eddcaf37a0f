import Foundation
import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import TestDatabases
import TestSupport
import Testing

/// What a history of revisions has to get right.
@Suite(.timeLimit(.minutes(5)))
struct HistoryCaseTests {
    private func revision(
        _ id: String, after parents: [String] = [], up: String, down: String = "", irreversible: String? = nil,
        replaces: [String] = [], isOwn: Bool = false
    ) -> Revision {
        let script = Revision.Script(up: up, down: down)
        return Revision(
            id: id, parents: parents, message: "about \(id)", irreversible: irreversible, replaces: replaces,
            sqlite: script, postgresql: Revision.Script(up: up, down: down, hasOwnTransactions: isOwn))
    }

    private func table(_ id: String, after parents: [String] = []) -> Revision {
        revision(id, after: parents, up: "CREATE TABLE t_\(id) (x INTEGER);", down: "DROP TABLE t_\(id);")
    }

    private func with(_ storage: Storage, _ body: (Database) async throws -> Void) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            do { try await body(db) } catch {
                await db.close()
                throw error
            }
            await db.close()
        }
    }

    /// 38. Two heads, two beginnings: nothing is touched.
    @Test func historiesThatAreNone() async throws {
        try await with(.memory) { db in
            for (revisions, reason) in [
                ([table("a"), table("b", after: ["a"]), table("c", after: ["a"])], "2 heads"),
                ([table("a"), table("b")], "2 beginnings"),
            ] {
                let error = try await databaseError { try await db.migrate(revisions) }
                #expect(error?.code == .migration && error?.message.contains(reason) == true)
            }
            let heads = try await databaseError {
                try await db.migrate([table("a"), table("b", after: ["a"]), table("c", after: ["a"])])
            }
            #expect(heads?.message.contains("'rosey merge'") == true)
            #expect(try await db.tableSummaries() == [])
        }
    }

    /// Branches that were joined: a database gets what it lacks, whichever branch it had.
    @Test(arguments: Storage.both)
    func joinedBranches(_ storage: Storage) async throws {
        let (a, b, c) = (table("a"), table("b", after: ["a"]), table("c", after: ["a"]))
        let joined = revision("m", after: ["b", "c"], up: "")
        for branch in [b, c] {
            try await with(storage) { db in
                try await db.migrate([a, branch])
                let other = branch.id == "b" ? "c" : "b"
                #expect(try await db.migrate([a, b, c, joined]).map(\.id) == [other, "m"])
                let migrator = try Migrator(db, [a, b, c, joined])
                // Back to one branch: the other goes, whatever the order was.
                #expect(try await migrator.downgrade(to: branch.id).map(\.id) == ["m", other])
                #expect(try await db.tableSummaries().map(\.name) == ["t_a", "t_\(branch.id)"])
            }
        }
    }

    /// 39. An edit of what was applied is noticed; line ends and the last line's end do not count.
    @Test(arguments: Storage.both)
    func edits(_ storage: Storage) async throws {
        try await with(storage) { db in
            try await db.migrate([revision("a", up: "CREATE TABLE a (x INTEGER);\nCREATE TABLE b (x INTEGER);\n")])
            let same = revision("a", up: "CREATE TABLE a (x INTEGER);  \r\nCREATE TABLE b (x INTEGER);")
            #expect(try await db.migrate([same]) == [])
            let other = revision("a", up: "CREATE TABLE a (x INTEGER);\nCREATE TABLE c (x INTEGER);\n")
            let error = try await databaseError { try await db.migrate([other]) }
            #expect(error?.message.contains("was edited after it had been applied") == true)
        }
    }

    /// 40. SQL that does not make what its snapshot says is found.
    @Test(arguments: Storage.both)
    func deviations(_ storage: Storage) async throws {
        let schema = try MigrationCase.schema(
            "{ t: { columns: { id: { type: integer, primary_key: true } }, strict: false } }")
        let right = revision("a", up: "CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY);", down: "DROP TABLE t;")
        let wrong = revision(
            "a", up: "CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, more TEXT);", down: "DROP TABLE t;")
        if storage == .postgresql {
            try await with(storage) { db in
                let none = try await HistoryCheck.firstDeviation(of: [right], snapshots: ["a": schema], in: db)
                #expect(none == nil)
            }
        }
        try await with(storage) { db in
            let deviation = try await HistoryCheck.firstDeviation(of: [wrong], snapshots: ["a": schema], in: db)
            #expect(deviation?.revision == "a")
            #expect(deviation?.differences.contains { $0.subject == "column t.more" } == true)
        }
    }

    /// 41. A newer database can be read, and taken back by a program that does not know its revisions.
    @Test(arguments: Storage.both)
    func newerDatabases(_ storage: Storage) async throws {
        try await with(storage) { db in
            try await db.migrate([table("a"), table("b", after: ["a"]), table("c", after: ["b"])])
            let older = try Migrator(db, [table("a")])
            let error = try await databaseError { try await older.upgrade() }
            #expect(error?.message.contains("is this an older version of the program?") == true)
            #expect(try await older.applied().map(\.id) == ["a", "b", "c"])
            #expect(try await older.planBack(to: "head-2").map(\.id) == ["c", "b"])
            #expect(try await older.planBack(to: "a+1").map(\.id) == ["c"])
            #expect(try await older.downgrade(to: "-1").map(\.id) == ["c"])
            #expect(try await older.downgrade(to: "a").map(\.id) == ["b"])
            #expect(try await older.upgrade() == [])
            let beyond = try await databaseError { try await older.downgrade(to: "-2") }
            #expect(beyond?.message == "the database has only 1 revisions, not 2")
        }
    }

    /// 42. What failed is undone and remembered, with what ran before it, how long that took and why it stopped.
    @Test(arguments: Storage.both)
    func failuresAreRemembered(_ storage: Storage) async throws {
        try await with(storage) { db in
            let broken = revision(
                "b", after: ["a"], up: "CREATE TABLE b (x INTEGER);\n-- fill it\nINSERT INTO nowhere VALUES (1);")
            let revisions = [
                revision("a", up: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1), (2);", down: "DROP TABLE a;"),
                broken,
            ]
            let migrator = try Migrator(db, revisions)
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.message.hasPrefix("revision b failed and was undone: ") == true)
            #expect(try await db.tableSummaries().map(\.name) == ["a"])
            let attempts = try await migrator.attempts()
            #expect(attempts.map(\.revision) == ["a", "b"] && attempts.map(\.action) == [.upgrade, .upgrade])
            #expect(attempts[0].error == nil && attempts[0].commands.map(\.rows) == [0, 2])
            #expect(attempts[1].error?.contains("nowhere") == true && attempts[1].commands.count == 1)
            #expect(attempts.allSatisfy { $0.version == "0.6.0" && $0.startedAt > 1_700_000_000 })
            try await migrator.downgrade(to: "base")
            #expect(try await migrator.attempts().map(\.action) == [.upgrade, .upgrade, .downgrade])
        }
    }

    /// Scripts with transactions of their own go on where they stopped, and only there.
    @Test(.enabled(if: Storage.hasPostgreSQL)) func partsGoOn() async throws {
        try await with(.postgresql) { db in
            func script(_ last: String) -> Revision {
                revision(
                    "a",
                    up: """
                        BEGIN; CREATE TABLE a (x BIGINT); INSERT INTO a VALUES (1); COMMIT;
                        CREATE INDEX CONCURRENTLY i ON a (x);
                        BEGIN; \(last); COMMIT;
                        """, down: "DROP TABLE a;", isOwn: true)
            }
            let broken = try Migrator(db, [script("INSERT INTO b SELECT * FROM a")])
            let error = try await databaseError { try await broken.upgrade() }
            #expect(error?.message.contains("stopped after 2 of its 3 parts, from where it goes on") == true)
            #expect(try await broken.unfinished()?.id == "a")
            let other = try await databaseError { try await db.migrate([script("SELECT 1")]) }
            #expect(other?.message.contains("was edited after a part of it had been applied") == true)
            try await db.session.run("CREATE TABLE b (x BIGINT)")
            for step in [-1, 3, 99] {
                try await db.session.run("UPDATE rosey_unfinished SET step = \(step)")
                let error = try await databaseError { try await broken.upgrade() }
                #expect(error?.message.contains("the database says that \(step) are done") == true)
                #expect(try await db.session.integers("SELECT x FROM b") == [])
            }
            try await db.session.run("UPDATE rosey_unfinished SET step = 2")
            try await broken.upgrade()
            #expect(try await db.session.integers("SELECT x FROM b") == [1])
            #expect(try await db.session.integers("SELECT x FROM a") == [1])
            #expect(try await broken.unfinished() == nil)
        }
    }

    @Test(arguments: Storage.both)
    func whatCannotBeTakenBack(_ storage: Storage) async throws {
        try await with(storage) { db in
            let fixed = revision(
                "b", after: ["a"], up: "CREATE TABLE b (x INTEGER);", irreversible: "the letters are sent")
            let migrator = try Migrator(db, [table("a"), fixed, table("c", after: ["b"])])
            try await migrator.upgrade()
            let error = try await databaseError { try await migrator.downgrade(to: "base") }
            #expect(error?.message.contains("cannot be taken back: the letters are sent; nothing was changed") == true)
            #expect(try await migrator.applied().count == 3)
            #expect(try await migrator.downgrade(to: "b").map(\.id) == ["c"])
        }
    }

    @Test(arguments: Storage.both)
    func stamps(_ storage: Storage) async throws {
        try await with(storage) { db in
            try await db.session.run("CREATE TABLE t_a (x INTEGER)")
            let migrator = try Migrator(db, [table("a"), table("b", after: ["a"])])
            #expect(try await migrator.stamp("a") == [])
            #expect(try await migrator.upgrade().map(\.id) == ["b"])
            #expect(try await migrator.stamp("base").map(\.id) == ["a", "b"])
            #expect(try await migrator.applied() == [])
            #expect(try await db.tableSummaries().map(\.name) == ["t_a", "t_b"])
        }
    }

    /// One revision in place of many: a database that has those has it; one that has a part is told.
    @Test(arguments: Storage.both)
    func squashed(_ storage: Storage) async throws {
        let old = [table("a"), table("b", after: ["a"])]
        let squash = revision(
            "s", up: "CREATE TABLE t_a (x INTEGER); CREATE TABLE t_b (x INTEGER);",
            down: "DROP TABLE t_a; DROP TABLE t_b;",
            replaces: ["a", "b"])
        let new = [squash, table("c", after: ["s"])]
        try await with(storage) { db in
            try await db.migrate(old)
            #expect(try await Migrator(db, new).pending().map(\.id) == ["c"])
            #expect(try await db.migrate(new).map(\.id) == ["c"])
            #expect(try await Migrator(db, new).applied().map(\.id) == ["s", "c"])
            #expect(try await db.migrate(new) == [])
            try await Migrator(db, new).downgrade(to: "base")
            #expect(try await db.tableSummaries() == [])
            #expect(try await db.migrate(new).map(\.id) == ["s", "c"])
        }
        try await with(storage) { db in
            try await db.migrate([old[0]])
            let error = try await databaseError { try await db.migrate(new) }
            #expect(error?.message.contains("the database has 1 of the 2 revisions that s replaces") == true)
        }
    }

    /// While many rows move, it is told how many have.
    @Test func progress() async throws {
        try await with(.memory) { db in
            let fill = """
                CREATE TABLE a (x INTEGER);
                WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50000) INSERT INTO a SELECT x FROM n;
                """
            let move =
                "CREATE TABLE b (x TEXT); INSERT INTO b (x) SELECT x FROM a; DROP TABLE a; ALTER TABLE b RENAME TO a;"
            let log = EventLog()
            try await Migrator(db, [revision("a", up: fill), revision("b", after: ["a"], up: move)]).upgrade {
                log.note($0)
            }
            #expect(log.progress == ["rows": [16384, 32768, 49152, 16384, 32768, 49152]])
            #expect(try await db.session.integers("SELECT count(*) FROM a") == [50000])
        }
    }

    /// Before something is taken away, a file of SQLite is copied, and the copy is what the database was.
    @Test(arguments: [false, true])
    func backups(isExclusive: Bool) async throws {
        let folder = try TemporaryFolder()
        let configuration = DatabaseConfiguration(sqlite: .init(isExclusive: isExclusive))
        let db = try await Database.open(url: folder.url("x.db"), configuration: configuration)
        let migrator = try Migrator(
            db,
            [
                revision("a", up: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1), (2);", down: "DROP TABLE a;"),
                revision(
                    "b", after: ["a"],
                    up:
                        "CREATE TABLE n (x TEXT); INSERT INTO n SELECT x FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a;"
                ),
            ])
        let log = EventLog()
        try await migrator.upgrade { log.note($0) }
        // A rebuild takes nothing away, unless it says so.
        #expect(log.backups == [])
        try await migrator.downgrade(to: "base") { log.note($0) }
        let path = try #require(log.backups.first)
        #expect(log.backups.count == 1 && path.hasPrefix(folder.file("x.db") + ".before-downgrade-a-"))
        let copy = try await Database.open(url: DatabaseURL(sqlitePath: path).string)
        #expect(try await copy.session.integers("SELECT x FROM a") == [1, 2])
        #expect(try await copy.session.texts("PRAGMA integrity_check") == ["ok"])
        await copy.close()
        await db.close()
    }
}
