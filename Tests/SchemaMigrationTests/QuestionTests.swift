import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import TestDatabases
import TestSupport
import Testing

/// What is asked of the rows before anything is written: whether they will be what the new schema wants, as they will be.
@Suite(.timeLimit(.minutes(5)))
struct QuestionTests {
    private let id = "id: { type: integer, primary_key: true }"

    private func change(_ old: String, _ new: String, _ more: String = "") throws -> MigrationCase {
        try MigrationCase(
            "{ t: { columns: { \(id)\(old) } } }",
            "{ t: { columns: { \(id)\(new) }\(more.isEmpty ? "" : ", " + more) } }")
    }

    @Test(arguments: Storage.both)
    func checksOfNewColumnsAreAskedOfTheirDefaults(_ storage: Storage) async throws {
        let rows = ["INSERT INTO t VALUES (1)"]
        let null = try change("", ", bar: { type: integer, nullable: true }", "checks: { c: bar IS NOT NULL }")
        try await null.isRefused(storage, rows: rows, "every row of t satisfies 'c', but 1 row is in the way: (1)")
        try await null.run(storage)
        let zero = try change("", ", bar: { type: integer, default: 0 }", "checks: { c: t.bar > 0 }")
        try await zero.isRefused(storage, rows: rows, "every row of t satisfies 'c'")
        let fitting = try change("", ", bar: { type: real, default: 5 }", "checks: { c: bar / 2 > 2 }")
        try await fitting.run(storage, rows: rows)
        // A check passes where it is NULL.
        let unknown = try change("", ", bar: { type: integer, nullable: true }", "checks: { c: bar > 0 }")
        try await unknown.run(storage, rows: rows)
    }

    @Test(arguments: Storage.both)
    func checksOfConvertedValues(_ storage: Storage) async throws {
        let new = ", a: { type: integer }", check = "checks: { c: a > 9 }"
        let convert = try change(", a: { type: text }", new, check)
        try await convert.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, '10'), (2, '9')"],
            "every row of t satisfies 'c', but 1 row is in the way: (2)")
        // What has no equal is told first.
        try await convert.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, 'ten')"], "every value of t.a has an equal of type integer")
        try await convert.run(storage, rows: ["INSERT INTO t VALUES (1, '10')"])
        // The check was there before, and means something else of numbers.
        let kept = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: text } }, checks: { c: a <> '07' } } }",
            "{ t: { columns: { \(id), a: { type: integer } }, checks: { c: a <> '07' } } }")
        try await kept.isRefused(storage, rows: ["INSERT INTO t VALUES (1, '7')"], "every row of t satisfies 'c'")
    }

    @Test(arguments: Storage.both)
    func checksOfFilledColumns(_ storage: Storage) async throws {
        let old = ", a: { type: integer, nullable: true }", new = ", a: { type: integer, default: 0 }"
        let rows = ["INSERT INTO t VALUES (1, NULL), (2, 5)"]
        let fill = try change(old, new, "checks: { c: a > 0 }")
        try await fill.isRefused(storage, rows: rows, "every row of t satisfies 'c', but 1 row is in the way: (1)")
        let kept = try MigrationCase(
            "{ t: { columns: { \(id)\(old) }, checks: { c: a > 0 } } }",
            "{ t: { columns: { \(id)\(new) }, checks: { c: a > 0 } } }")
        try await kept.isRefused(storage, rows: rows, "every row of t satisfies 'c', but 1 row is in the way: (1)")
        try await kept.run(storage, rows: ["INSERT INTO t VALUES (2, 5)"])
    }

    @Test(arguments: Storage.both)
    func checksOfRenamedAndComputedColumns(_ storage: Storage) async throws {
        let change = try MigrationCase(
            "{ s: { columns: { \(id), a: { type: integer, nullable: true } } } }",
            """
            { t: { columns: { \(id), b: { type: integer, default: 1, renamed_from: a }, g: { type: integer, generated: b * 2 } },
              renamed_from: s, checks: { c: g < 10 }, unique: { u: [g] } } }
            """)
        try await change.isRefused(
            storage, rows: ["INSERT INTO s VALUES (1, NULL), (2, 5)"],
            "every row of s satisfies 'c', but 1 row is in the way: (2)")
        try await change.isRefused(
            storage, rows: ["INSERT INTO s VALUES (1, NULL), (2, 1)"], "no two rows of s with the same g, for 'u'")
        try await change.run(storage, rows: ["INSERT INTO s VALUES (1, NULL), (2, 4)"])
    }

    @Test(arguments: Storage.both)
    func foreignKeysOfNewAndConvertedColumns(_ storage: Storage) async throws {
        let parent = "p: { columns: { \(id) } }"
        func tables(_ column: String) -> String { "{ \(parent), t: { columns: { \(id)\(column) } } }" }
        let reference = "references: p.id"
        let rows = ["INSERT INTO p VALUES (7)", "INSERT INTO t (id) VALUES (1)"]
        let added = try MigrationCase(tables(""), tables(", a: { type: integer, default: 5, \(reference) }"))
        try await added.isRefused(
            storage, rows: rows, "every a of t refers to a row of p, but 1 row is in the way: (1)")
        try await added.run(storage, rows: ["INSERT INTO p VALUES (5)", "INSERT INTO t (id) VALUES (1)"])
        let converted = try MigrationCase(
            tables(", a: { type: text }"), tables(", a: { type: integer, \(reference) }"))
        try await converted.isRefused(
            storage, rows: ["INSERT INTO p VALUES (7)", "INSERT INTO t VALUES (1, '7'), (2, '8')"],
            "every a of t refers to a row of p, but 1 row is in the way: (2)")
        try await converted.run(storage, rows: ["INSERT INTO p VALUES (7)", "INSERT INTO t VALUES (1, '7')"])
        // One that stays, whose NULLs become a default.
        let filled = try MigrationCase(
            tables(", a: { type: integer, nullable: true, \(reference) }"),
            tables(", a: { type: integer, default: 5, \(reference) }"))
        try await filled.isRefused(storage, rows: rows, "every a of t refers to a row of p")
        // The parent's values change as well.
        let both = try MigrationCase(
            """
            { p: { columns: { \(id), k: { type: text } }, unique: { u: [k] } },
              t: { columns: { \(id), a: { type: text, references: p.k } } } }
            """,
            """
            { p: { columns: { \(id), k: { type: integer } }, unique: { u: [k] } },
              t: { columns: { \(id), a: { type: integer, references: p.k } } } }
            """)
        try await both.run(storage, rows: ["INSERT INTO p VALUES (1, '7')", "INSERT INTO t VALUES (1, '7')"])
    }

    @Test(arguments: Storage.both)
    func uniqueValuesThatConversionsMakeEqual(_ storage: Storage) async throws {
        func table(_ type: String) -> String {
            "{ t: { columns: { \(id), a: { type: \(type) } }, unique: { u: [a] } } }"
        }
        let convert = try MigrationCase(table("text"), table("integer"))
        try await convert.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, '7'), (2, '07')"],
            "no two rows of t with the same a, for 'u', but 1 row is in the way: (7)")
        try await convert.run(storage, rows: ["INSERT INTO t VALUES (1, '7'), (2, '8')"])
        // A unique constraint that goes does not mind.
        let dropped = try MigrationCase(
            table("text"), "{ t: { columns: { \(id), a: { type: integer } }, indexes: { i: [a] } } }")
        try await dropped.with(storage, rows: ["INSERT INTO t VALUES (1, '7'), (2, '07')"]) { db, migrator in
            try await migrator.upgrade()
            try await db.session.expect("SELECT a FROM t ORDER BY id", [7, 7])
        }
        func index(_ more: String) -> String { "{ t: { columns: { \(id), a: { type: text } }\(more) } }" }
        let expression = try MigrationCase(
            index(""), index(", indexes: { i: { columns: [{ expression: lower(a) }], unique: true, where: id > 0 } }"))
        try await expression.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, 'A'), (2, 'a')"],
            "no two rows of t with the same lower(a), for 'i', but 1 row is in the way: (a)")
        try await expression.run(storage, rows: ["INSERT INTO t VALUES (-1, 'A'), (2, 'a')"])
    }

    @Test(arguments: Storage.both)
    func computedDefaultsThatDoNotFit(_ storage: Storage) async throws {
        let old = ", a: { type: \"string(3)\", nullable: true }"
        func new(_ expression: String) -> String {
            ", a: { type: \"string(3)\", default_expression: \"\(expression)\" }"
        }
        let rows = ["INSERT INTO t VALUES (1, NULL), (2, 'abc')"]
        try await change(old, new("lower('FOUR')")).isRefused(
            storage, rows: rows, "every value of t.a fits the type string(3), but 1 row is in the way: (1)")
        try await change(old, new("nullif('x', 'x')")).isRefused(
            storage, rows: rows, "no NULL in t.a, but 1 row is in the way: (1)")
        try await change(old, new("lower('YES')")).run(storage, rows: rows)
    }

    /// The range of the new type is part of the question.
    @Test(arguments: Storage.both)
    func numbersThatAreTooLarge(_ storage: Storage) async throws {
        func convert(_ old: String, _ new: String) throws -> MigrationCase {
            try change(", a: { type: \(old) }", ", a: { type: \(new) }")
        }
        let cases: [(String, String, good: String, bad: [String])] = [
            ("text", "int32", "'-2147483648'", ["'9999999999'", "'2147483648'", "'5.0'", "'1e3'", "''", "' '"]),
            ("text", "integer", "'0009223372036854775807'", ["'9223372036854775808'", "'99999999999999999999999'"]),
            ("text", "real", "'1e308'", ["'1e309'", "'-1e999'", "'x'"]),
            ("real", "integer", "1e15", ["9.3e18", "1.5"]), ("real", "int32", "2147483647", ["2147483648"]),
            ("integer", "int32", "2147483647", ["2147483648"]),
            ("integer", "real", "9007199254740992", ["9007199254740993", "9223372036854775807"]),
            ("text", "\"decimal(4, 2)\"", "'99.99'", ["'100'", "'1.001'", "'1e200'"]),
            ("text", "date", "'2024-02-29'", ["'2023-02-29'", "'2026-04-31'", "'0000-01-01'", "'2026-13-01'"]),
            ("integer", "timestamp", "253402300799", ["253402300800"]),
        ]
        for (old, new, good, bad) in cases {
            let convert = try convert(old, new)
            for value in bad {
                try await convert.isRefused(
                    storage, rows: ["INSERT INTO t VALUES (1, \(good)), (2, \(value))"],
                    "every value of t.a has an equal of type \(new.filter { $0 != "\"" }), but 1 row is in the way: (2,"
                )
            }
            try await convert.with(storage, rows: ["INSERT INTO t VALUES (1, \(good))"]) { _, migrator in
                try await migrator.upgrade()
            }
        }
    }

    /// A function or an operator of somebody else is not taken for the system's.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func functionsOfOthersAreNotCalled() async throws {
        let convert = try change(", a: { type: \"string(20)\" }", ", a: { type: \"string(3)\" }")
        let traps = [
            "CREATE FUNCTION length(varchar) RETURNS int LANGUAGE sql AS 'SELECT 0'",
            "CREATE FUNCTION length(text) RETURNS int LANGUAGE sql AS 'SELECT 0'",
        ]
        try await convert.isRefused(
            .postgresql, rows: traps + ["INSERT INTO t VALUES (1, 'long')"],
            "every value of t.a has an equal of type string(3)")
    }

    /// A server that can tell is asked which rows have no JSON; the others, before version 16, stop at the first of them.
    @Test(arguments: Storage.both)
    func textsThatBecomeJSON(_ storage: Storage) async throws {
        let convert = try change(", a: { type: text }", ", a: { type: json }")
        try await convert.run(storage, rows: ["INSERT INTO t VALUES (1, '{\"a\": [1, 2]}')"])
        let rows = ["INSERT INTO t VALUES (1, '{}'), (2, '{a}'), (3, '[')"]
        try await convert.with(storage, rows: rows) { db, migrator in
            var canTell = true
            if storage == .postgresql {
                let version = try await db.session.texts("SELECT current_setting('server_version_num')")
                canTell = (Int(version[0]) ?? 0) >= 160_000
            }
            let error = try await databaseError { try await migrator.upgrade() }
            let told = error?.message.contains(
                "every value of t.a has an equal of type json, but 2 rows are in the way: (2,")
            #expect(error != nil && (told == true || !canTell), "\(String(describing: error))")
            #expect(try await migrator.applied().map(\.id) == ["before"])
            #expect(try await db.session.integers("SELECT count(*) FROM t") == [3])
        }
        let question = try #require(
            MigrationPlan(convert.difference, .postgresql).statements.first { $0.kind == .requirement })
        #expect(question.condition == "pg_catalog.current_setting('server_version_num')::integer >= 160000")
        #expect(question.sql.contains("pg_catalog.pg_input_is_valid(\"a\"::text, 'jsonb')"))
    }

    /// There is nothing to give the rows, which is said before anything is written.
    @Test(arguments: Storage.both)
    func aColumnThatComesBackWithoutAValue(_ storage: Storage) async throws {
        let drop = try change(", a: { type: integer }, b: { type: text, default: x }", "")
        try await drop.with(storage, rows: ["INSERT INTO t VALUES (1, 2, 'y')"]) { db, migrator in
            try await migrator.upgrade()
            let before = try await Catalog(of: db.session)
            let error = try await databaseError { try await migrator.downgrade(to: "-1") }
            #expect(error?.code == .migration)
            #expect(
                error?.message.contains("t.a is not nullable and has no default") == true
                    && error?.message.contains("1 row is in the way: (1)") == true, "\(String(describing: error))")
            #expect(try await Catalog(of: db.session) == before)
            #expect(try await migrator.applied().map(\.id) == ["before", "step"])
            try await db.session.run("DELETE FROM t")
            try await migrator.downgrade(to: "-1")
        }
    }
}
