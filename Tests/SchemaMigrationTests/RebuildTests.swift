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

    /// A script as it was written before there was that requirement.
    private func older(_ script: String) throws -> String {
        let parts = try Dialect.sqlite.commands(of: script).filter { $0.directive != .require }.map(\.text)
        return parts.joined(separator: ";\n") + ";"
    }

    @Test(arguments: ["TEXT", "TEXT AS (n || 'x')", "TEXT AS (n || 'x') STORED"])
    func anOlderRebuildRefusesThemToo(_ type: String) async throws {
        let change = try nullable()
        let old = try older(change.revision.scripts.sqlite.up)
        func upgrade(_ script: String) async throws -> DatabaseError? {
            // Only a virtual column can be added to a table in place.
            let make = [
                "DROP TABLE people", Self.people.replacing("n TEXT)", with: "n TEXT, extra \(type))"),
                "INSERT INTO people (id, n) VALUES (1, 'a')",
            ]
            return try await databaseError {
                try await after(script, make) { try await $0.expect("SELECT n FROM people", ["a"]) }
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

    /// Nothing in an older script says that a computed column goes, but the one that takes it back has it.
    @Test(arguments: ["g: { type: text, generated: n }", "g: { type: text, nullable: true, generated: n }"])
    func anOlderRebuildDropsComputedColumnsOfTheSchema(_ column: String) async throws {
        let change = try MigrationCase(
            "{ people: { columns: { \(id), n: { type: text, nullable: true }, \(column) } } }",
            "{ people: { columns: { \(id), n: { type: text, default: q } } } }")
        let script = change.revision.scripts.sqlite
        let old = Revision(
            id: "step", parents: ["before"], message: "a step",
            sqlite: Revision.Script(up: try older(script.up), down: try older(script.down)),
            postgresql: change.revision.scripts.postgresql)
        try await MigrationCase(change, old).run(.memory, rows: ["INSERT INTO people (id, n) VALUES (1, 'a')"])
        // And under another name than it had.
        let moved = try MigrationCase(
            "{ people: { columns: { \(id), n: { type: text, nullable: true }, \(column) } } }",
            "{ people: { columns: { \(id), g: { type: text, default: q, renamed_from: n } } } }")
        let other = Revision(
            id: "step", parents: ["before"], message: "a step",
            sqlite: Revision.Script(
                up: try older(moved.revision.scripts.sqlite.up), down: try older(moved.revision.scripts.sqlite.down)),
            postgresql: moved.revision.scripts.postgresql)
        try await MigrationCase(moved, other).run(.memory, rows: ["INSERT INTO people (id, n) VALUES (1, 'a')"])
    }

    // MARK: - Names

    /// What is made under another name at first does not know itself by its own.
    @Test func checksAndComputedColumnsMayNameTheirTable() async throws {
        let change = try MigrationCase(
            """
            { t: { columns: { \(id), g: { type: integer } }, checks: { c: 't.g < 10' } } }
            """,
            """
            { u: { columns: { \(id), "left": { type: integer, renamed_from: g },
                             h: { type: integer, generated: '"u".id + u."left"' },
                             s: { type: text, default: 'u.id' } },
                   checks: { c: 'u."left" < 10 AND U.id > 0', d: "s <> 'u.id = '" }, renamed_from: t } }
            """)
        try await change.run(.memory, rows: ["INSERT INTO t VALUES (1, 2)"]) { db in
            try await db.session.expect("SELECT h FROM u", [3])
            let error = try await databaseError { try await db.session.run("UPDATE u SET \"left\" = 10") }
            #expect(error?.constraint == "c")
        }
        // A rebuild for another reason, of a table that was made under its own name.
        let again = try MigrationCase(
            "{ t: { columns: { \(id), g: { type: integer } }, checks: { c: 't.g < 10' } } }",
            "{ t: { columns: { \(id), g: { type: real } }, checks: { c: 't.g < 10' } } }")
        for storage in Storage.both {
            try await again.run(storage, rows: ["INSERT INTO t VALUES (1, 2)"])
        }
        // And one that is added in place.
        let added = try MigrationCase(
            "{ t: { columns: { \(id), g: { type: integer } } } }",
            """
            { t: { columns: { \(id), g: { type: integer },
                             h: { type: integer, nullable: true, generated: { expression: 't.g * 2', stored: false } } } } }
            """)
        #expect(added.statements(.sqlite).count == 1)
        try await added.run(.memory, rows: ["INSERT INTO t VALUES (1, 2)"]) { db in
            try await db.session.expect("SELECT h FROM t", [4])
        }
    }
}
