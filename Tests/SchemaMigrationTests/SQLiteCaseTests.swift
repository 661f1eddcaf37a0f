import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import TestDatabases
import Testing

/// What a migration of SQLite has to get right, and of both where it can go wrong on both.
@Suite(.timeLimit(.minutes(5)))
struct SQLiteCaseTests {
    private let id = "id: { type: integer, primary_key: true }"

    /// 1. Another spelling is no difference.
    @Test func spellingIsNoDifference() async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.session.run(
            """
            create table [T] ( -- a comment
              `id` integer  NOT null primary key, "a" INTEGER not null default (  5 ), b text,
              constraint positive check ( ( a>0 ) ), Check(length(B) <= 3) ) strict
            """)
        try await db.session.run("create unique index \"u\" on T(B)")
        let schema = try MigrationCase.schema(
            """
            { T: { columns: { \(id), a: { type: integer, default: 5 }, b: { type: string(3), nullable: true } },
              unique: { u: [b] }, checks: { positive: a > 0 } } }
            """)
        #expect(try await Catalog(of: db.session).differences(from: Catalog(of: schema, like: db)) == [])
        await db.close()
        let same = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } }, checks: { c: (A > 0  and a<9) } } }",
            "{ t: { columns: { \(id), a: { type: integer } }, checks: { c: \"a>0 AND \\\"a\\\" < 9\" } } }")
        #expect(same.difference.isEmpty)
    }

    /// 2. A live `INTEGER PRIMARY KEY` is not nullable, whatever the pragma says.
    @Test func aRowIDIsNotNullable() async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.session.run("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT")
        let schema = try MigrationCase.schema("{ t: { columns: { \(id) } } }")
        #expect(try await Catalog(of: db.session).differences(from: Catalog(of: schema, like: db)) == [])
        await db.close()
    }

    /// 3. A column that can be added in place is.
    @Test(arguments: Storage.both)
    func columnsAreAddedInPlace(_ storage: Storage) async throws {
        let add = try MigrationCase(
            "{ t: { columns: { \(id) } } }",
            """
            { t: { columns: { \(id), a: { type: text, nullable: true }, b: { type: integer, default: 7 },
              c: { type: boolean, default: true } } } }
            """)
        #expect(add.statements(.sqlite).allSatisfy { $0.hasPrefix("ALTER TABLE \"t\" ADD COLUMN") })
        try await add.run(storage, rows: ["INSERT INTO t VALUES (1)"]) { db in
            try await db.session.expect("SELECT b FROM t WHERE a IS NULL", [7])
        }
    }

    /// 4. NOT NULL without a default: only while there are no rows, said before anything is written.
    @Test(arguments: Storage.both)
    func aValueIsDemanded(_ storage: Storage) async throws {
        let add = try MigrationCase(
            "{ t: { columns: { \(id) } } }", "{ t: { columns: { \(id), a: { type: text } } } }")
        try await add.run(storage)
        try await add.isRefused(
            storage, rows: ["INSERT INTO t VALUES (4)", "INSERT INTO t VALUES (5)"],
            "no rows in t: t.a is not nullable and has no default, so there is nothing to give them, but 2 rows are in the way: "
                + "(4), (5)")
    }

    /// 5. A default that has to be computed.
    @Test(arguments: Storage.both)
    func computedDefaults(_ storage: Storage) async throws {
        let add = try MigrationCase(
            "{ t: { columns: { \(id) } } }",
            """
            { t: { columns: { \(id), at: { type: timestamp,
              default_expression: { sqlite: unixepoch(), postgresql: now() } } } } }
            """)
        #expect(add.statements(.sqlite).contains { $0.hasPrefix("CREATE TABLE \"rosey_new_t\"") })
        try await add.run(storage, rows: ["INSERT INTO t VALUES (1)"]) { db in
            try await db.session.expect("SELECT count(*) FROM t WHERE at IS NOT NULL", [1])
        }
    }

    /// 6. A column that things depend on goes with them; what is not the schema's is named.
    @Test func droppedUnderIndexesViewsAndTriggers() async throws {
        let drop = try MigrationCase(
            """
            { t: { columns: { \(id), a: { type: integer }, b: { type: integer } }, indexes: { i: [a],
              p: { columns: [id], where: a > 0 } }, unique: { u: [a, b] }, checks: { c: a > 0 } } }
            """, "{ t: { columns: { \(id), b: { type: integer } } } }")
        try await drop.run(.memory)
        try await drop.with(.memory, rows: ["CREATE VIEW v AS SELECT a FROM t"]) { db, migrator in
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.message.contains("the view 'v', which is not the schema's, would not work") == true)
            try await db.session.expect("SELECT count(*) FROM v", [0])
        }
        let trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = new.a; END"
        try await drop.with(.memory, rows: [trigger]) { db, migrator in
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.message.contains("a trigger of 't'") == true, "\(String(describing: error))")
            try await db.session.run("INSERT INTO t VALUES (1, 2, 3)")
            try await db.session.expect("SELECT b FROM t", [2])
        }
        let inPlace = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } } }", "{ t: { columns: { \(id) } } }")
        try await inPlace.with(.memory, rows: ["CREATE VIEW v AS SELECT a FROM t"]) { _, migrator in
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.message.contains("view v") == true, "\(String(describing: error))")
        }
    }

    /// 7. NULL becomes the default and is counted; without one, NULL is in the way.
    @Test(arguments: Storage.both)
    func nullsAreFilled(_ storage: Storage) async throws {
        let old = "{ t: { columns: { \(id), a: { type: integer, nullable: true } } } }"
        let fill = try MigrationCase(old, "{ t: { columns: { \(id), a: { type: integer, default: 5 } } } }")
        let rows = ["INSERT INTO t VALUES (1, NULL), (2, 3), (3, NULL)"]
        try await fill.with(storage, rows: rows) { db, migrator in
            let counted = EventLog()
            try await migrator.upgrade { counted.note($0) }
            #expect(counted.counts == ["NULL in t.a becomes 5: 2"])
            try await db.session.expect("SELECT a FROM t ORDER BY id", [5, 3, 5])
        }
        try await fill.run(storage, rows: rows)
        let demand = try MigrationCase(old, "{ t: { columns: { \(id), a: { type: integer } } } }")
        try await demand.isRefused(storage, rows: rows, "no NULL in t.a, but 2 rows are in the way: (1), (3)")
    }

    /// 8. Renames with another type at once; two names that change places.
    @Test(arguments: Storage.both)
    func renamesKeepValues(_ storage: Storage) async throws {
        let rename = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } } }",
            "{ t: { columns: { \(id), b: { type: text, renamed_from: a } } } }")
        try await rename.run(storage, rows: ["INSERT INTO t VALUES (1, 42)"]) { db in
            try await db.session.expect("SELECT b FROM t", ["42"])
        }
        let swap = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer }, b: { type: integer } } } }",
            """
            { t: { columns: { \(id), a: { type: integer, renamed_from: b }, b: { type: integer, renamed_from: a } } } }
            """)
        try await swap.run(storage, rows: ["INSERT INTO t VALUES (1, 10, 20)"]) { db in
            try await db.session.expect("SELECT a FROM t", [20])
        }
        // The hints stay in the schema, and are not followed again.
        let again = try Renames(from: swap.new, to: swap.new)
        #expect(SchemaDifference(from: swap.new, to: swap.new, renames: again).isEmpty)
        let tables = try MigrationCase(
            "{ one: { columns: { \(id) } }, two: { columns: { \(id), x: { type: integer } } } }",
            """
            { one: { columns: { \(id), x: { type: integer } }, renamed_from: two },
              two: { columns: { \(id) }, renamed_from: one } }
            """)
        try await tables.run(storage, rows: ["INSERT INTO one VALUES (1)", "INSERT INTO two VALUES (2, 3)"]) { db in
            try await db.session.expect("SELECT x FROM one", [3])
            try await db.session.expect("SELECT id FROM two", [1])
        }
        let both = #expect(throws: MigrationError.self) {
            try MigrationCase(
                "{ t: { columns: { \(id), a: { type: integer } } } }",
                "{ t: { columns: { \(id), a: { type: integer }, b: { type: integer, renamed_from: a } } } }")
        }
        #expect(both?.message.contains("there still is a column 'a'") == true && both?.span != nil)
        #expect(throws: MigrationError.self) {
            try MigrationCase(
                "{ t: { columns: { \(id), a: { type: integer } } } }",
                "{ t: { columns: { \(id), b: { type: integer, renamed_from: z } } } }")
        }
    }

    /// 9. Whatever mentions a renamed column follows.
    @Test(arguments: Storage.both)
    func everythingFollowsARename(_ storage: Storage) async throws {
        let child = "child: { columns: { \(id), p: { type: integer, references: t.KEY } } }"
        let columns = "a: { type: integer }, g: { type: integer, generated: A + 1 }"
        func table(_ key: String, _ a: String) -> String {
            """
            { t: { columns: { \(key), \(columns.replacing("a:", with: a + ":").replacing("A", with: a)
                .replacing("integer }, g", with: a == "b" ? "integer, renamed_from: a }, g" : "integer }, g")) },
              indexes: { i: { columns: [\(a)], where: \(a) > 0 } }, checks: { c: \(a) < 100 } }, \(child
                .replacing("KEY", with: a == "b" ? "number" : "id")) }
            """
        }
        let rename = try MigrationCase(
            table(id, "a"), table("number: { type: integer, primary_key: true, renamed_from: id }", "b"))
        #expect(rename.changes == ["t: rename column a to b", "t: rename column id to number"], "\(rename.changes)")
        try await rename.run(storage, rows: ["INSERT INTO t (id, a) VALUES (1, 5)", "INSERT INTO child VALUES (1, 1)"])
        { db in
            try await db.session.expect("SELECT g FROM t WHERE b = 5", [6])
            let error = try await databaseError { try await db.session.run("INSERT INTO child VALUES (9, 77)") }
            #expect(error?.code == .foreignKey)
        }
        let withTrigger = "CREATE TRIGGER g AFTER UPDATE ON t BEGIN UPDATE child SET p = new.a WHERE id = 0; END"
        guard storage == .memory else { return }
        try await rename.with(storage, rows: [withTrigger, "CREATE VIEW v AS SELECT a FROM t"]) { db, migrator in
            try await migrator.upgrade()
            try await db.session.run("INSERT INTO t (number, b) VALUES (1, 5)")
            try await db.session.run("UPDATE t SET b = 6")
            try await db.session.expect("SELECT * FROM v", [6])
        }
    }

    /// 10, 11, 12. Rebuilds around foreign keys.
    @Test func rebuildsKeepWhatRefersToThem() async throws {
        func tables(_ type: String) -> String {
            """
            { a: { columns: { \(id), x: { type: \(type) }, b: { type: integer, nullable: true, references: b.id, on_delete: cascade },
                up: { type: integer, nullable: true, references: a.id, on_delete: cascade } } },
              b: { columns: { \(id), x: { type: \(type) }, a: { type: integer, nullable: true, references: a.id, on_delete: cascade } } } }
            """
        }
        let rebuild = try MigrationCase(tables("integer"), tables("text"))
        let rows = [
            "INSERT INTO a VALUES (1, 1, NULL, NULL), (2, 2, NULL, 1)", "INSERT INTO b VALUES (1, 7, 1)",
            "UPDATE a SET b = 1",
        ]
        try await rebuild.run(.memory, rows: rows) { db in
            try await db.session.expect("SELECT id FROM a WHERE b = 1", [1, 2])
            try await db.session.expect("SELECT x FROM b WHERE a = 1", ["7"])
            try await db.session.expect("SELECT count(*) FROM pragma_foreign_key_check", [0])
        }
        // A violation from before neither blocks nor grows.
        try await rebuild.with(.memory, rows: rows) { db, migrator in
            try await db.session.run("PRAGMA foreign_keys = OFF")
            try await db.session.run("INSERT INTO b VALUES (5, 5, 99)")
            try await db.session.run("PRAGMA foreign_keys = ON")
            try await migrator.upgrade()
            try await db.session.expect("SELECT count(*) FROM pragma_foreign_key_check", [1])
        }
    }

    /// 13. Numbers that were given once are not given again; implicit row numbers stay.
    @Test(arguments: Storage.both)
    func numbersGoOn(_ storage: Storage) async throws {
        func table(_ type: String) -> String {
            "{ t: { columns: { id: { type: integer, primary_key: true, auto_increment: true }, a: { type: \(type) } } } }"
        }
        let rebuild = try MigrationCase(table("integer"), table("text"))
        var rows = (1...5).map { "INSERT INTO t (a) VALUES (\($0))" }
        rows.append("DELETE FROM t WHERE id > 3")
        try await rebuild.with(storage, rows: rows) { db, migrator in
            try await migrator.upgrade()
            try await db.session.run("INSERT INTO t (a) VALUES ('x')")
            try await db.session.expect("SELECT max(id) FROM t", [6])
        }
        let implicit = try MigrationCase(
            "{ t: { columns: { k: { type: text, primary_key: true }, a: { type: integer } } } }",
            "{ t: { columns: { k: { type: text, primary_key: true }, a: { type: text } } } }")
        if storage == .postgresql { return }
        try await implicit.run(storage, rows: ["INSERT INTO t (rowid, k, a) VALUES (77, 'x', 1)"]) { db in
            try await db.session.expect("SELECT rowid FROM t", [77])
        }
    }

    /// 14. Triggers, views and indexes that are not the schema's are there after a rebuild, and work.
    @Test func foreignThingsSurviveARebuild() async throws {
        let rebuild = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } }, log: { columns: { \(id) } } }",
            "{ t: { columns: { \(id), a: { type: text } } }, log: { columns: { \(id) } } }")
        let things = [
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.id * 10); END",
            "CREATE VIEW v AS SELECT id, a FROM t", "CREATE INDEX mine ON t (a, id)",
            "CREATE TRIGGER h AFTER INSERT ON log BEGIN SELECT count(*) FROM t; END", "INSERT INTO t VALUES (1, 5)",
        ]
        try await rebuild.with(.memory, rows: things) { db, migrator in
            for _ in 0..<2 {
                try await migrator.upgrade()
                #expect(
                    try await db.session.texts(
                        "SELECT name FROM sqlite_schema WHERE name IN ('g', 'h', 'v', 'mine') ORDER BY name")
                        == ["g", "h", "mine", "v"])
                try await db.session.expect("SELECT a FROM v", ["5"])
                try await migrator.downgrade(to: "-1")
            }
            try await db.session.run("INSERT INTO t VALUES (2, 6)")
            try await db.session.expect("SELECT id FROM log ORDER BY id", [10, 20])
        }
    }

    /// 15, 16. Indexes are replaced where they differ, and only there.
    @Test(arguments: Storage.both)
    func indexesAreReplaced(_ storage: Storage) async throws {
        func table(_ indexes: String) -> String {
            "{ t: { columns: { \(id), a: { type: integer }, b: { type: text } }, indexes: { \(indexes) } } }"
        }
        for (old, new) in [
            ("i: [a]", "i: [a desc]"), ("i: { columns: [a], where: a > 0 }", "i: { columns: [a], where: a > 1 }"),
            ("i: [{ expression: lower(b) }]", "i: [{ expression: upper(b) }]"), ("i: [a]", "i: [b]"),
            ("i: [a]", "i: { columns: [a], unique: true }"),
        ] {
            let replace = try MigrationCase(table(old), table(new))
            #expect(replace.changes == ["t: drop index i", "t: add index i"])
            try await replace.run(storage, rows: ["INSERT INTO t VALUES (1, 2, 'x')"])
        }
        let same = try MigrationCase(
            table("i: { columns: [a], where: a > 0 }"), table("i: { columns: [a], where: (a>0) }"))
        #expect(same.difference.isEmpty)
        let moved = try MigrationCase(
            "{ t: { columns: { \(id) }, indexes: { i: [id desc] } }, u: { columns: { \(id) } } }",
            "{ t: { columns: { \(id) } }, u: { columns: { \(id) }, indexes: { i: [id desc] } } }")
        try await moved.run(storage)
        let twice =
            "tables: { t: { columns: { \(id) }, indexes: { i: [id] } }, u: { columns: { \(id) }, indexes: { i: [id] } } }"
        let loaded = SchemaLoader.load(SourceFile(path: "case.yaml", bytes: Array(twice.utf8)))
        #expect(loaded.diagnostics.contains { $0.message.contains("unique in the whole database") })
    }

    /// 17. What only a rebuild can change.
    @Test func optionsAndExpressions() async throws {
        let key = "k: { type: text, primary_key: true }, a: { type: integer }"
        for (old, new) in [
            ("{ t: { columns: { \(key) }, strict: false } }", "{ t: { columns: { \(key) } } }"),
            ("{ t: { columns: { \(key) } } }", "{ t: { columns: { \(key) }, without_rowid: true } }"),
            (
                "{ t: { columns: { \(key), g: { type: integer, generated: a + 1 } } } }",
                "{ t: { columns: { \(key), g: { type: integer, generated: a + 2 } } } }"
            ),
            (
                "{ t: { columns: { \(key) }, checks: { c: a > 0 } } }",
                "{ t: { columns: { \(key) }, checks: { c: a > -1 } } }"
            ),
        ] {
            let change = try MigrationCase(old, new)
            #expect(!change.difference.isEmpty)
            #expect(change.statements(.sqlite).contains { $0.hasPrefix("CREATE TABLE \"rosey_new_t\"") })
            try await change.run(.memory, rows: ["INSERT INTO t (k, a) VALUES ('x', 1), ('y', 2)"]) { db in
                try await db.session.expect("SELECT a FROM t ORDER BY k", [1, 2])
            }
        }
    }

    /// 18. Another primary key.
    @Test(arguments: Storage.both)
    func anotherPrimaryKey(_ storage: Storage) async throws {
        let change = try MigrationCase(
            "{ t: { columns: { a: { type: integer, primary_key: true }, b: { type: integer } } } }",
            "{ t: { columns: { a: { type: integer }, b: { type: integer } }, primary_key: [a, b] } }")
        #expect(change.changes == ["t: primary key (a, b) instead of (a)"])
        try await change.run(storage, rows: ["INSERT INTO t VALUES (1, 1), (2, 1)"])
        let narrow = try MigrationCase(
            "{ t: { columns: { a: { type: integer, primary_key: true }, b: { type: integer } } } }",
            "{ t: { columns: { a: { type: integer }, b: { type: integer, primary_key: true } } } }")
        try await narrow.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, 1), (2, 1)"], "no two rows of t with the same b")
    }

    /// 19. No value changes silently.
    @Test func valuesOfOtherTypesAreNamed() async throws {
        let strict = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } }, strict: false } }",
            "{ t: { columns: { \(id), a: { type: integer } } } }")
        try await strict.isRefused(
            .memory, rows: ["INSERT INTO t VALUES (1, 5), (2, 'five'), (3, 2.5)"],
            "every value of t.a is INTEGER, but 2 rows are in the way: (2, five), (3, 2.5)")
        let narrow = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: real } } } }", "{ t: { columns: { \(id), a: { type: integer } } } }")
        for storage in Storage.both {
            try await narrow.isRefused(
                storage, rows: ["INSERT INTO t VALUES (1, 2.0), (2, 2.5)"],
                "every value of t.a has an equal of type integer")
            try await narrow.run(storage, rows: ["INSERT INTO t VALUES (1, 2.0)"]) { db in
                try await db.session.expect("SELECT a FROM t", [2])
            }
        }
    }

    /// 21. Names that need quotes.
    @Test(arguments: Storage.both)
    func names(_ storage: Storage) async throws {
        func table(_ column: String) -> String {
            """
            { "order": { columns: { "Group": { type: integer, primary_key: true }, \(column), "größe": { type: integer } },
              indexes: { "Index": ["größe", "Group"] }, checks: { "Check": "\\"größe\\" > 0" } } }
            """
        }
        let change = try MigrationCase(
            table("\"select\": { type: integer, swift: selected }"),
            table("\"Where\": { type: text, swift: place, renamed_from: select }"))
        try await change.run(storage, rows: [#"INSERT INTO "order" ("Group", "select", "größe") VALUES (1, 2, 3)"#]) {
            db in
            try await db.session.expect(#"SELECT "Where" FROM "order""#, ["2"])
        }
        let spelled = try MigrationCase(
            "{ t: { columns: { \(id), name: { type: text } } } }",
            "{ t: { columns: { \(id), Name: { type: text, renamed_from: name } } } }")
        try await spelled.run(storage, rows: ["INSERT INTO t VALUES (1, 'x')"])
    }

    /// 22. What is not in the schema is reported, and left alone.
    @Test(arguments: Storage.both)
    func foreignTablesAreLeftAlone(_ storage: Storage) async throws {
        let change = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } } }", "{ t: { columns: { \(id), a: { type: text } } } }")
        let rows = ["CREATE TABLE theirs (x INTEGER)", "INSERT INTO theirs VALUES (1)"]
        try await change.with(storage, rows: rows) { db, migrator in
            try await migrator.upgrade()
            let differences = try await Catalog(of: db.session).differences(from: Catalog(of: change.new, like: db))
            #expect(differences.map(\.subject) == ["table theirs"])
            try await migrator.downgrade(to: "-1")
            try await db.session.expect("SELECT x FROM theirs", [1])
        }
    }
}
