import RoseyRuntime
import SchemaInspection
import SchemaKit
import TestDatabases
import Testing

/// However somebody spelled it, the same is the same.
@Suite struct SpellingTests {
    private func expectSame(
        _ left: [String], _ right: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (left, right) = (try await LiveDatabase.inspect(left), try await LiveDatabase.inspect(right))
        #expect(left == right, sourceLocation: sourceLocation)
    }

    private func expectOther(
        _ left: [String], _ right: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (left, right) = (try await LiveDatabase.inspect(left), try await LiveDatabase.inspect(right))
        #expect(left != right, sourceLocation: sourceLocation)
    }

    @Test func quotingCaseAndWhiteSpace() async throws {
        try await expectSame(
            ["CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER NOT NULL DEFAULT 0, name TEXT)"],
            ["create  table [users]\n(`id` integer primary key , \"age\" Integer not null default (0),\n 'name' text)"])
    }

    @Test func constraintsOfColumnsAndOfTables() async throws {
        let parent = "CREATE TABLE p (id INTEGER PRIMARY KEY)"
        try await expectSame(
            [
                parent,
                "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b INTEGER UNIQUE CONSTRAINT positive CHECK (b > 0), c INTEGER REFERENCES p (id) ON DELETE NO ACTION)",
            ],
            [
                parent,
                "CREATE TABLE t (a TEXT NOT NULL, b INTEGER, c INTEGER, PRIMARY KEY (a), FOREIGN KEY (C) REFERENCES P (ID), UNIQUE (b), CONSTRAINT positive CHECK ((B>0)))",
            ])
        // Commas between the constraints of a table are optional.
        try await expectSame(
            ["CREATE TABLE t (a INTEGER, b INTEGER, CONSTRAINT x CHECK (a > 1), CONSTRAINT y CHECK (b > 1))"],
            ["CREATE TABLE t (a INTEGER, b INTEGER, CONSTRAINT y CHECK (b > 1) CONSTRAINT x CHECK (a > 1))"])
    }

    @Test func expressions() async throws {
        let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, \"Key\" INTEGER, d REAL"
        for (left, right) in [
            ("name IS NOT NULL", "( \"NAME\" is\n not null )"), ("Key == 5 AND d != -1", "\"Key\"=5 and d<>- 1"),
            ("lower(name) = 'X'", "LOWER ( `name` )='X'"), ("d > 1.5e3", "d>1.5E+3"),
            ("name <> x'FF'", "name <> X'ff'"),
            ("t.d > 1 /* one */", "T . d > 1"), ("CAST(d AS INTEGER) IN (1,2)", "cast(d as integer) in ( 1 , 2 )"),
        ] {
            try await expectSame(
                [table + ", CONSTRAINT c CHECK (\(left)))"], [table + ", constraint c check(\(right)))"])
            try await expectSame(
                [table + ")", "CREATE INDEX i ON t (name DESC) WHERE \(left.replacing("t.d", with: "d"))"],
                [table + ")", "create index \"i\" on [t](\"name\" desc)where \(right.replacing("T . d", with: "d"))"])
        }
        try await expectSame(
            [table + ")", "CREATE UNIQUE INDEX i ON t (lower(name), d + 1 DESC)"],
            [table + ")", "CREATE UNIQUE INDEX i ON T ((LOWER(\"name\")),(D+1)DESC)"])
    }

    @Test func keysThatCount() async throws {
        try await expectSame(
            ["CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)"],
            ["CREATE TABLE t (id INTEGER, a TEXT, PRIMARY KEY (id AUTOINCREMENT))"])
    }

    @Test func triggers() async throws {
        let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)"
        try await expectSame(
            [table, "CREATE TRIGGER g AFTER DELETE ON t BEGIN DELETE FROM t WHERE name = 'x'; END"],
            [table, "create trigger \"g\" after delete on [t] begin delete from T where \"name\"='x' ; end"])
        try await expectOther(
            [table, "CREATE TRIGGER g AFTER DELETE ON t BEGIN DELETE FROM t WHERE name = 'x'; END"],
            [table, "CREATE TRIGGER g AFTER DELETE ON t BEGIN DELETE FROM t WHERE name = 'y'; END"])
    }

    @Test func views() async throws {
        let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)"
        try await expectSame(
            [table, "CREATE VIEW v AS SELECT id, name FROM t WHERE name LIKE 'a%' ORDER BY id DESC"],
            [table, "create view \"v\" as\nselect ID , \"name\" from [T] where name like 'a%' order by id desc"])
    }

    @Test func defaults() async throws {
        try await expectSame(
            [
                "CREATE TABLE t (a INTEGER DEFAULT 5, b REAL DEFAULT 1.5, c TEXT DEFAULT 'x', d TEXT, e INTEGER DEFAULT -5)"
            ],
            [
                "CREATE TABLE t (a INTEGER DEFAULT +5, b REAL DEFAULT 1.50, c TEXT DEFAULT \"x\", d TEXT DEFAULT NULL, e INTEGER DEFAULT (-5))"
            ])
        try await expectSame(
            ["CREATE TABLE t (a TEXT DEFAULT CURRENT_TIMESTAMP)"], ["CREATE TABLE t (a TEXT DEFAULT current_timestamp)"]
        )
        try await expectOther(["CREATE TABLE t (a TEXT DEFAULT 'x')"], ["CREATE TABLE t (a TEXT DEFAULT 'X')"])
        try await expectOther(["CREATE TABLE t (a TEXT DEFAULT '1')"], ["CREATE TABLE t (a TEXT DEFAULT 1)"])
    }

    @Test func notTheSame() async throws {
        for (left, right) in [
            ("a VARCHAR(50)", "a VARCHAR(60)"), ("a INT", "a INTEGER"), ("a TEXT", "a TEXT COLLATE NOCASE"),
            ("a INTEGER CHECK (a > 0)", "a INTEGER CHECK (a > 1)"), ("a INTEGER UNIQUE", "a INTEGER"),
            ("a INTEGER UNIQUE", "a INTEGER UNIQUE ON CONFLICT REPLACE"), ("\"É\" TEXT", "\"é\" TEXT"),
            ("a INTEGER PRIMARY KEY", "a INTEGER PRIMARY KEY DESC"),
            ("a INTEGER PRIMARY KEY", "a INTEGER PRIMARY KEY AUTOINCREMENT"),
            ("a INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED", "a INTEGER REFERENCES t"),
            ("a INTEGER CONSTRAINT x CHECK (a > 0)", "a INTEGER CONSTRAINT y CHECK (a > 0)"),
            ("a DATETIME", "a TIMESTAMP"), ("a INTEGER", "a"),
        ] {
            try await expectOther(
                ["CREATE TABLE t (k INTEGER, \(left))"].map {
                    $0.replacing("k INTEGER, a INTEGER P", with: "a INTEGER P")
                },
                ["CREATE TABLE t (k INTEGER, \(right))"].map {
                    $0.replacing("k INTEGER, a INTEGER P", with: "a INTEGER P")
                })
        }
        let table = "CREATE TABLE t (a TEXT, b TEXT)"
        for (left, right) in [
            ("(a)", "(a DESC)"), ("(a)", "(a, b)"), ("(a)", "(a COLLATE NOCASE)"), ("(a)", "(a) WHERE b > ''"),
            ("(lower(a))", "(upper(a))"), ("(lower(a))", "(lower(a) COLLATE NOCASE)"),
        ] { try await expectOther([table, "CREATE INDEX i ON t \(left)"], [table, "CREATE INDEX i ON t \(right)"]) }
    }

    @Test func noFalseNullability() async throws {
        let live = try await LiveDatabase.inspect(["CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)"])
        #expect(live.schema.tables[0].columns.map(\.isNullable) == [false, true])
        #expect(live.remarks == [])
        let descending = try await LiveDatabase.inspect(["CREATE TABLE t (id INTEGER PRIMARY KEY DESC)"])
        #expect(descending.notes.contains { $0.hasPrefix("t.id: can be NULL here") })
    }

    @Test func comments() async throws {
        let live = try await LiveDatabase.inspect([
            """
            CREATE TABLE t (
                id INTEGER PRIMARY KEY, -- said of id, as people say it
                -- - said of name
                -- on two lines
                name TEXT /* nothing */
            )
            """
        ])
        #expect(live.schema.tables[0].columns.map(\.comment) == [nil, "- said of name\non two lines"])
    }
}
