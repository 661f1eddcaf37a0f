import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MigrationTests {
    private func revision(
        _ id: String, after parents: [String] = [], up: String, down: String = "", message: String = "a message"
    ) -> Revision {
        let script = Revision.Script(up: up, down: down)
        return Revision(id: id, parents: parents, message: message, sqlite: script, postgresql: script)
    }

    private var two: [Revision] {
        [
            revision("b2", after: ["a1"], up: "CREATE TABLE second (x INTEGER);", down: "DROP TABLE second;"),
            revision("a1", up: "CREATE TABLE first (x INTEGER);", down: "DROP TABLE first;"),
        ]
    }

    private func withEmptyDatabase(
        _ storage: Storage = .memory, _ body: (Database) async throws -> Void
    ) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            try await body(db)
            await db.close()
        }
    }

    private func tables(_ db: Database) async throws -> [String] {
        try await db.tableSummaries().map(\.name)
    }

    @Test(arguments: Storage.allCases)
    func upInOrderAndDownAgain(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            #expect(try await db.migrate(two).map(\.id) == ["a1", "b2"])
            #expect(try await db.migrate(two) == [])
            #expect(try await tables(db) == ["first", "second"])
            let migrator = try Migrator(db, two)
            #expect(try await migrator.applied().map(\.id) == ["a1", "b2"])
            #expect(try await migrator.pending().isEmpty)
            #expect(try await migrator.downgrade(to: "a1").map(\.id) == ["b2"])
            #expect(try await tables(db) == ["first"])
            #expect(try await migrator.pending().map(\.id) == ["b2"])
            #expect(try await migrator.upgrade(to: "b2").map(\.id) == ["b2"])
            #expect(try await migrator.downgrade(to: "base").map(\.id) == ["b2", "a1"])
            #expect(try await tables(db) == [])
            #expect(try await migrator.downgrade(to: "base") == [])
        }
    }

    /// Models that were generated from a schema which is ahead of its revisions would use what is not there.
    @Test(arguments: Storage.both)
    func modelsWithChangesThatNoRevisionMakes(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            let script = Revision.Script(up: "CREATE TABLE third (x INTEGER);", down: "DROP TABLE third;")
            let ahead =
                two + [
                    Revision(
                        id: "c3", parents: ["b2"], message: "the last", unrevised: ["third: add column y integer"],
                        sqlite: script, postgresql: script)
                ]
            for _ in 0..<2 {
                let error = try await databaseError { try await db.migrate(ahead) }
                #expect(error?.code == .migration)
                #expect(
                    error?.message.contains("(third: add column y integer)") == true, "\(String(describing: error))")
                #expect(error?.message.contains("rosey revision --autogenerate") == true)
                // Nothing is done, and what is asked for by name is.
                let migrator = try Migrator(db, ahead)
                if try await tables(db).isEmpty { try await migrator.upgrade(to: "c3") }
            }
            #expect(try await tables(db) == ["first", "second", "third"])
        }
    }

    @Test func roseysTablesComeAndGo() async throws {
        try await withEmptyDatabase { db in
            let migrator = try Migrator(db, RoseyModels.migrations)
            try await migrator.upgrade()
            #expect(
                try await tables(db) == [
                    "api_tokens", "channel_stats", "current_status", "outbound_messages", "recent_chat", "user_actions",
                    "user_count_history", "user_stats",
                ])
            try await migrator.downgrade(to: "base")
            #expect(try await tables(db) == [])
            try await migrator.upgrade()
            // What the revision makes is what the schema says.
            let migrated = try await db.session.texts(
                "SELECT sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'rosey%' AND sql <> '' ORDER BY name")
            let other = try await Database.open(url: "sqlite:///:memory:")
            try await other.create(RoseyModels.schema)
            #expect(
                try await other.session.texts("SELECT sql FROM sqlite_schema WHERE sql <> '' ORDER BY name") == migrated
            )
            await other.close()
        }
    }

    @Test(arguments: Storage.allCases)
    func eachRevisionIsAllOrNothing(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            let broken =
                two + [
                    revision(
                        "c3", after: ["b2"],
                        up:
                            "CREATE TABLE third (x INTEGER); INSERT INTO first VALUES (1); INSERT INTO nowhere VALUES (1);"
                    )
                ]
            let error = try await databaseError { try await db.migrate(broken) }
            #expect(error?.message.hasPrefix("revision c3 failed and was undone: ") == true)
            #expect(error?.sql == "INSERT INTO nowhere VALUES (1)")
            #expect(try await db.tableSummaries().map(\.name) == ["first", "second"])
            #expect(try await db.tableSummaries().allSatisfy { $0.rows == 0 })
            #expect(try await Migrator(db, two).applied().map(\.id) == ["a1", "b2"])
        }
    }

    @Test(
        arguments: ["COMMIT;", "ROLLBACK;", "BEGIN;", "END;", "/* so */ commit", "ATTACH ':memory:' AS other;"],
        Storage.allCases)
    func scriptsCannotLeaveTheirTransaction(_ sql: String, _ storage: Storage) async throws {
        if sql.hasPrefix("ATTACH"), storage == .postgresql { return }
        try await withEmptyDatabase(storage) { db in
            let error = try await databaseError {
                try await db.migrate([revision("a1", up: "CREATE TABLE first (x INTEGER); \(sql)")])
            }
            #expect(error?.code == .misuse)
            #expect(try await tables(db) == [])
        }
    }

    /// The usual way to change a table in SQLite: its rows move to a new one that takes its name.
    @Test func rebuildingAParentKeepsItsChildren() async throws {
        try await withEmptyDatabase { db in
            let first = revision(
                "a1",
                up: """
                    CREATE TABLE parent (id INTEGER PRIMARY KEY);
                    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent ON DELETE CASCADE);
                    INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 1), (2, 2);
                    """)
            let rebuild = revision(
                "b2", after: ["a1"],
                up: """
                    CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT);
                    INSERT INTO new_parent SELECT id, 'x' FROM parent;
                    DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;
                    """)
            try await db.migrate([first, rebuild])
            #expect(try await db.session.integers("SELECT id FROM child") == [1, 2])
            // Keys are enforced again.
            let error = try await databaseError { try await db.session.run("INSERT INTO child VALUES (3, 3)") }
            #expect(error?.code == .foreignKey)
            let orphans = revision("c3", after: ["b2"], up: "DELETE FROM parent WHERE id = 1;")
            let refused = try await databaseError { try await db.migrate([first, rebuild, orphans]) }
            #expect(
                refused?.code == .foreignKey
                    && refused?.message
                        == "revision c3 failed and was undone: it would leave 1 rows that refer to rows which do not exist"
            )
            #expect(try await db.session.integers("SELECT id FROM parent") == [1, 2])
        }
    }

    /// A row that was orphaned before neither blocks a migration nor makes room for a new one.
    @Test func orphansAreToldApart() async throws {
        try await withEmptyDatabase { db in
            let first = revision(
                "a1",
                up: """
                    CREATE TABLE parent (id INTEGER PRIMARY KEY);
                    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent);
                    INSERT INTO parent VALUES (1);
                    """)
            try await db.migrate([first])
            try await db.session.run("PRAGMA foreign_keys = OFF")
            try await db.session.run("INSERT INTO child VALUES (1, 1), (2, 2)")
            try await db.session.run("PRAGMA foreign_keys = ON")
            let harmless = revision("b2", after: ["a1"], up: "CREATE TABLE other (x);")
            try await db.migrate([first, harmless])
            let swap = revision("c3", after: ["b2"], up: "DELETE FROM child WHERE id = 2; DELETE FROM parent;")
            let error = try await databaseError { try await db.migrate([first, harmless, swap]) }
            #expect(error?.code == .foreignKey)
            #expect(try await db.session.integers("SELECT id FROM child ORDER BY id") == [1, 2])
        }
    }

    @Test(arguments: Storage.allCases)
    func aScriptWithANUL(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            let error = try await databaseError {
                try await db.migrate([revision("a1", up: "CREATE TABLE t (x INTEGER);\0 DROP")])
            }
            #expect(error?.code == .syntax && error?.message.contains("NUL") == true)
        }
    }

    @Test(arguments: Storage.allCases)
    func downgradingToWhatIsNotThere(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            try await db.migrate([two[1]])
            let error = try await databaseError { try await Migrator(db, two).downgrade(to: "b2") }
            #expect(error?.code == .migration)
            #expect(try await tables(db) == ["first"])
        }
    }

    @Test(arguments: Storage.allCases)
    func anEditedRevisionIsNoticed(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            try await db.migrate([revision("a1", up: "CREATE TABLE first (x INTEGER);", down: "DROP TABLE first;")])
            // White space at line ends is nobody's edit.
            try await db.migrate([
                revision("a1", up: "CREATE TABLE first (x INTEGER);  \r\n\n", down: "DROP TABLE first;")
            ])
            let error = try await databaseError {
                try await db.migrate([revision("a1", up: "CREATE TABLE first (y INTEGER);", down: "DROP TABLE first;")])
            }
            #expect(error?.code == .migration && error?.message.contains("was edited after") == true)
        }
    }

    @Test(arguments: Storage.allCases)
    func aNewerDatabaseIsNoticedAndCanBeTakenBack(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            try await db.migrate(two)
            let older = try Migrator(db, [two[1]])
            let error = try await databaseError { try await older.upgrade() }
            #expect(error?.code == .migration && error?.message.contains("b2") == true)
            // With the SQL that the database has kept.
            #expect(try await older.downgrade(to: "a1").map(\.id) == ["b2"])
            #expect(try await older.upgrade() == [])
        }
    }

    @Test(arguments: Storage.allCases)
    func tablesOfSomebodyElseAreLeftAlone(_ storage: Storage) async throws {
        try await withEmptyDatabase(storage) { db in
            try await db.session.run("CREATE TABLE user_stats (username TEXT)")
            let error = try await databaseError { try await db.migrate(RoseyModels.migrations) }
            #expect(error?.code == .migration && error?.message.contains("user_stats") == true)
            #expect(try await tables(db) == ["user_stats"])
        }
    }

    @Test func historiesThatAreNoLine() async throws {
        try await withEmptyDatabase { db in
            func message(_ revisions: [Revision]) -> String {
                do {
                    _ = try Migrator(db, revisions)
                    return "accepted"
                } catch {
                    return (error as? DatabaseError)?.message ?? "\(error)"
                }
            }
            let a = revision("a", up: "")
            #expect(message([]) == "accepted")
            #expect(message([a, revision("a", up: "")]).contains("two revisions have the id a"))
            #expect(message([a, revision("b", up: "")]).contains("2 beginnings: a (a message), b (a message)"))
            #expect(
                message([a, revision("b", after: ["a"], up: ""), revision("c", after: ["a"], up: "")]).contains(
                    "2 heads: b"))
            #expect(message([revision("b", after: ["a"], up: "")]).contains("comes after a, which does not exist"))
            #expect(
                message([revision("a", after: ["b"], up: ""), revision("b", after: ["a"], up: "")]).contains(
                    "in a circle"))
        }
    }

    @Test(arguments: Storage.shared)
    func manyAtOnceApplyEachRevisionOnce(_ storage: Storage) async throws {
        let applied = try await storage.withURL { url in
            try await withThrowingTaskGroup(of: [Revision].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let db = try await Database.open(url: url, configuration: .patient)
                        let applied = try await db.migrate(RoseyModels.migrations)
                        await db.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        #expect(applied == RoseyModels.migrations)
    }
}
