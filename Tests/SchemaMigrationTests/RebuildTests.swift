import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What other people have added to a table of SQLite is there after a revision has made the table anew, or the revision
/// is refused.
@Suite(.timeLimit(.minutes(5)))
struct RebuildTests {
    private let id = "id: { type: integer, primary_key: true }"

    private func revision(_ id: String, after parents: [String] = [], _ up: String) -> Revision {
        let script = Revision.Script(up: up, down: "")
        return Revision(id: id, parents: parents, message: id, sqlite: script, postgresql: script)
    }

    private static let people = "CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, n TEXT) STRICT;"

    /// A table of people with other people's things, after a script that is written by hand.
    private func after(
        _ script: String, _ things: [String], _ look: (Session) async throws -> Void
    ) async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        let revisions = [revision("one", Self.people), revision("two", after: ["one"], script)]
        try await Migrator(db, revisions).upgrade(to: "one")
        for thing in things { try await db.session.run(thing) }
        do {
            try await Migrator(db, revisions).upgrade()
            try await look(db.session)
        } catch {
            await db.close()
            throw error
        }
        await db.close()
    }

    private func rebuild(_ drop: String, columns: String = "id INTEGER NOT NULL PRIMARY KEY, n TEXT") -> String {
        """
        CREATE TABLE new_people (\(columns)) STRICT;
        INSERT INTO new_people SELECT * FROM people;
        \(drop);
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE new_people RENAME TO people;
        """
    }

    private static let mine = [
        "CREATE TRIGGER mine AFTER INSERT ON people BEGIN SELECT 1; END", "CREATE INDEX mine_too ON people (n)",
    ]

    @Test(arguments: [
        "DROP TABLE people", "DROP TABLE PEOPLE", "DROP TABLE 'people'", "DROP TABLE main.people",
        #"DROP TABLE "main"."people""#, "DROP TABLE IF EXISTS main . people", "DROP /* x */ TABLE people",
        "DROP -- x\nTABLE people", "DROP TABLE [people]", "DROP TABLE `people`",
        "ALTER TABLE people RENAME TO gone; DROP TABLE gone",
        "ALTER TABLE people RENAME TO gone; ALTER TABLE gone RENAME TO further; DROP TABLE further",
    ])
    func triggersAndIndexesSurviveHoweverTheTableIsDropped(_ drop: String) async throws {
        try await after(rebuild(drop), Self.mine) { session in
            try await session.expect(
                "SELECT name FROM sqlite_schema WHERE lower(tbl_name) = 'people' AND name LIKE 'mine%' ORDER BY name",
                ["mine", "mine_too"])
        }
    }

    @Test func aTriggerSurvivesWhoseTableIsSpeltInAnotherCase() async throws {
        let trigger = "CREATE TRIGGER mine AFTER INSERT ON PEOPLE BEGIN SELECT 1; END"
        try await after(rebuild("DROP TABLE people"), [trigger]) { session in
            try await session.expect("SELECT sql FROM sqlite_schema WHERE name = 'mine'", [trigger])
        }
    }

    /// A script that takes a table aside while it works has not dropped what moved with it.
    @Test func whatMovesWithARenamedTableIsNotMadeTwice() async throws {
        let aside = """
            ALTER TABLE people RENAME TO aside;
            ALTER TABLE aside RENAME COLUMN n TO m;
            ALTER TABLE aside RENAME TO people;
            """
        try await after(aside, Self.mine) { session in
            try await session.expect("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'mine%'", [2])
            try await session.expect("SELECT name FROM pragma_index_info('mine_too')", ["m"])
        }
    }

    @Test func whatAScriptDropsByItsNameStaysAway() async throws {
        let drops = "DROP TRIGGER main.mine; DROP /* too */ INDEX 'mine_too'; DROP TABLE people"
        try await after(rebuild(drops), Self.mine) { session in
            try await session.expect("SELECT name FROM sqlite_schema WHERE name LIKE 'mine%'", [String]())
        }
    }

    @Test func whatAScriptMakesItselfIsNotMadeOver() async throws {
        let script =
            rebuild("DROP TABLE people") + "CREATE INDEX mine_too ON people (n, id);"
        try await after(script, Self.mine) { session in
            try await session.expect("SELECT count(*) FROM pragma_index_info('mine_too')", [2])
            try await session.expect("SELECT name FROM sqlite_schema WHERE name = 'mine'", ["mine"])
        }
    }

    @Test func triggersOfAViewThatIsMadeAgainSurvive() async throws {
        func views(_ query: String) -> String {
            "tables: { t: { columns: { \(id), a: { type: integer } } } }\n"
                + "views: { v: { query: '\(query)', columns: { id: { type: integer } } } }"
        }
        let change = try MigrationCase(views("SELECT id FROM t"), views("SELECT id FROM t WHERE a > 0"))
        let trigger = "CREATE TRIGGER mine INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.id, 7); END"
        try await change.with(.memory, rows: [trigger]) { db, migrator in
            try await migrator.upgrade()
            try await db.session.run("INSERT INTO v (id) VALUES (1)")
            try await db.session.expect("SELECT a FROM t", [7])
        }
    }

    // MARK: - Columns

    private func nullable() throws -> MigrationCase {
        try MigrationCase(
            "{ people: { columns: { \(id), n: { type: text, nullable: true } } } }",
            "{ people: { columns: { \(id), n: { type: text, default: q } } } }")
    }

    @Test(arguments: [
        "ALTER TABLE people ADD COLUMN extra TEXT", "ALTER TABLE people ADD COLUMN extra TEXT AS (n || 'x')",
    ])
    func aRebuildRefusesColumnsThatTheSchemaDoesNotKnow(_ add: String) async throws {
        let rows = [add, "INSERT INTO people (id, n) VALUES (1, 'a')"]
        try await nullable().isRefused(.memory, rows: rows, "every column of people in the schema")
        try await nullable().isRefused(.memory, rows: rows, "(extra)")
    }

    @Test func columnsAreTheSameInEitherCase() async throws {
        try await nullable().with(.memory) { db, migrator in
            try await db.session.run("ALTER TABLE people RENAME COLUMN n TO N")
            try await migrator.upgrade()
        }
    }

    /// Revisions that are older than that requirement.
    @Test func anOlderRebuildRefusesThemToo() async throws {
        let change = try nullable()
        let up = change.revision.scripts.sqlite.up
        let parts = try Dialect.sqlite.commands(of: up).filter { $0.directive != .require }.map(\.text)
        let old = parts.joined(separator: ";\n") + ";"
        func upgrade(_ script: String) async throws -> DatabaseError? {
            try await databaseError {
                try await after(
                    script,
                    ["ALTER TABLE people ADD COLUMN extra TEXT", "INSERT INTO people VALUES (1, 'a', 'precious')"]
                ) { try await $0.expect("SELECT n FROM people", ["a"]) }
            }
        }
        let error = try await upgrade(old)
        #expect(
            error?.message.contains("people.extra") == true && error?.code == .migration, "\(String(describing: error))"
        )
        // It is let go where the script says so.
        #expect(
            try await upgrade(
                old.replacing("-- people is rebuilt", with: "-- @loses people.extra\n-- people is rebuilt")) == nil)
    }
}
