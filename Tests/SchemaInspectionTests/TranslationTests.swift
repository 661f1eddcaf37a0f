import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaSQL
import TestDatabases
import Testing

/// What one database computes is said in the words of the other, or not at all.
@Suite(.enabled(if: Storage.hasPostgreSQL), .timeLimit(.minutes(5)))
struct TranslationTests {
    private static let columns = """
        id BIGINT PRIMARY KEY, a VARCHAR(9) COLLATE "C", b TEXT COLLATE "C", i INTEGER, n NUMERIC(8, 2), r DOUBLE PRECISION,
        at TIMESTAMP WITH TIME ZONE, d DATE, u UUID, y BYTEA, t BOOLEAN
        """

    private static let rows = [
        "(1, 'x', 'x y', 7, 2.50, 0.5, '2000-01-01 00:00:00+00', '2000-01-01', '00000000-0000-0000-0000-000000000001', '\\x00ff', true)",
        "(2, 'Xa*', 'A%b', -7, -2.5, -1, '1969-12-31 23:59:59.5+00', '1999-12-31', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '\\x', false)",
        "(3, 'y_[', '', 0, 0, 1e300, '2026-06-01 12:00:00+00', '2026-06-01', NULL, NULL, NULL)",
        "(4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
    ]

    /// Conditions that both databases can decide.
    private static let conditions = [
        "a IN ('x', 'y_[')", "a LIKE 'x%'", "a LIKE 'X_*'", "a LIKE 'y\\_[%'", "b LIKE '%\\%%'", "b ILIKE 'a%'",
        "a NOT LIKE '%a%'", "i / 2 > 2", "i % 2 = 1", "i / 2::float8 > 3.4", "i * 2 + 1 > -i", "r / 2 > 0.2",
        "n > 1 AND n < 2.75", "n + 1 > 3", "i::numeric > 6.5", "i::text || 'z' = '7z'", "char_length(b) = 3",
        "a || b = 'xx y'", "coalesce(a, 'none') <> 'x'", "nullif(i, 0) IS NULL", "abs(i) = 7", "upper(a) = 'X'",
        "trim(b) <> ''", "btrim(a, '[_') = 'y'", "substr(a, 2) = 'a*'", "substring(b FROM 1 FOR 1) = 'A'",
        "strpos(b, 'y') = 3", "replace(a, '*', '') = 'Xa'", "i IS DISTINCT FROM 7", "NOT (i IS DISTINCT FROM NULL)",
        "t", "NOT t", "t IS TRUE", "t IS NOT FALSE", "t = false", "at > '2000-01-01 00:00:00+00'",
        "at = '1969-12-31 23:59:59.5+00'", "d <= '2000-01-01'", "d IN ('2000-01-01', '2026-06-01')",
        "u = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "y = '\\x00ff'", "length(y) = 0", "i BETWEEN -7 AND 0",
        "CASE WHEN i > 1 THEN a = 'x' ELSE n > 1 END", "CASE i WHEN 7 THEN 'seven' ELSE 'other' END = 'seven'",
        "(i > 1) = (n > 1)", "i > 1 OR (r < 0 AND (a IS NULL OR b = ''))", "NOT (i > 1 OR n < 2)",
    ]

    /// The same rows satisfy a condition and what it becomes.
    @Test func conditionsMeanTheSame() async throws {
        let checks = Self.conditions.enumerated().map { "ALTER TABLE t ADD CONSTRAINT c\($0) CHECK (\($1)) NOT VALID" }
        let insert = "INSERT INTO t VALUES " + Self.rows.joined(separator: ", ")
        try await LiveDatabase.with(["CREATE TABLE t (\(Self.columns))", insert] + checks, on: .postgresql) { db in
            let schema = try await Inspector.inspect(db).schema
            let table = try #require(schema.table(named: "t"))
            var made = schema
            made.tables[0].checks = []
            try await LiveDatabase.with(Dialect.sqlite.sql.createStatements(made)) { other in
                try await Self.copy(db, other)
                for (number, condition) in Self.conditions.enumerated() {
                    let check = table.checks.first { $0.name == "c\(number)" }
                    let text = try #require(check?.condition, "\(condition) is left out")
                    func ids(_ text: String) -> String { "SELECT CAST(id AS TEXT) FROM t WHERE \(text) ORDER BY id" }
                    let here = try await db.session.texts(ids(text[.postgresql]))
                    let there = try await other.session.texts(ids(text[.sqlite]))
                    #expect(here == there, "\(condition): \(text[.sqlite])")
                }
            }
        }
    }

    private static func copy(_ source: Database, _ target: Database) async throws {
        let rows = try await source.session.texts(
            """
            SELECT concat_ws(', ', id, coalesce(quote_literal(a), 'NULL'), coalesce(quote_literal(b), 'NULL'),
                coalesce(i::text, 'NULL'), coalesce(n::text, 'NULL'), coalesce(r::text, 'NULL'),
                coalesce(extract(epoch FROM at)::text, 'NULL'), coalesce(quote_literal(d), 'NULL'),
                coalesce('X' || quote_literal(replace(u::text, '-', '')), 'NULL'),
                coalesce('X' || quote_literal(encode(y, 'hex')), 'NULL'), coalesce(t::int::text, 'NULL')) FROM t
            """)
        for row in rows { try await target.session.run("INSERT INTO t VALUES (\(row))") }
    }

    /// What means something else, or nothing, on the other database is left out, with its text.
    @Test(arguments: [
        "at > d + interval '1 day'", "a ~ '^x'", "md5(a) = 'x'", "at < now()", "i / 2 > n / 3", "round(r) = 1",
        "a < b COLLATE \"en-x-icu\"", "r::int = 1", "n::int = 2", "d::timestamp < at", "a SIMILAR TO 'x'",
        "to_timestamp(0) < at", "i & 1 = 1", "greatest(i, 2) = 2", "extract(year FROM d) = 2000", "t::text = 'true'",
        "a::char(2) = 'x'", "i::boolean", "upper(a) = current_user", "substr(a, -1) = 'x'", "a LIKE b",
        "ARRAY[i] = ARRAY[1]",
    ])
    func whatIsNotKnown(_ condition: String) async throws {
        let live = try await LiveDatabase.inspect(
            ["CREATE TABLE t (\(Self.columns))", "ALTER TABLE t ADD CONSTRAINT c CHECK (\(condition))"], on: .postgresql
        )
        #expect(live.schema.tables[0].checks == [])
        #expect(live.notes.contains { $0.hasPrefix("t: left out: the check 'c', of which ") }, "\(live.notes)")
        let text = try await LiveSchemaText(live).text
        #expect(text.contains("    # t: left out: the check 'c', of which "), "\(text)")
        try expectLoads(text)
    }

    @Test func defaults() async throws {
        let live = try await LiveDatabase.inspect(
            [
                """
                CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), at timestamp DEFAULT '2000-01-01',
                    later timestamptz NOT NULL DEFAULT now() + interval '1 day', hash text DEFAULT md5('x'),
                    day date DEFAULT CURRENT_DATE, number int DEFAULT '5'::int + 1, half int DEFAULT 2.5)
                """
            ], on: .postgresql)
        #expect(
            live.schema.tables[0].columns.map(\.defaultValue) == [
                .expression(.perDialect(sqlite: "randomblob(16)", postgresql: "gen_random_uuid()")),
                .literal(.timestamp(946_684_800_000_000)), nil, nil, .expression(.common("CURRENT_DATE")),
                .expression(.common("5 + 1")), nil,
            ])
        let left = live.notes.filter { $0.contains("left out: its default") }.map { $0.prefix { $0 != ":" } }
        #expect(left == ["t.half", "t.hash", "t.later"])
    }

    /// SQLite's own expressions, as PostgreSQL computes them.
    @Test func sqliteExpressions() async throws {
        let statements = [
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, i INTEGER, made TEXT DEFAULT CURRENT_TIMESTAMP,
                day TEXT DEFAULT (date('now')), seconds INTEGER DEFAULT (unixepoch()), odd TEXT DEFAULT (hex(randomblob(4))),
                shout TEXT AS (upper(i)), joined AS (i || ')'), kind TEXT AS (typeof(a)),
                CONSTRAINT known CHECK (a GLOB 'x*' AND instr(a, 'y') > 0 AND i IS 5 AND ifnull(i, 1) AND a LIKE 'X%'),
                CONSTRAINT unknown CHECK (julianday(a) > 1), CONSTRAINT division CHECK (i / 2 > 0))
            """, "CREATE INDEX by_length ON t (length(a))", "CREATE INDEX nocase ON t (a COLLATE NOCASE)",
            "CREATE INDEX later ON t (i) WHERE typeof(i) = 'integer'",
            "CREATE VIEW sums AS SELECT a, sum(i) AS total, count(*) AS n FROM t WHERE i > 0 GROUP BY a ORDER BY a",
            "CREATE VIEW loose AS SELECT a, i FROM t GROUP BY a",
        ]
        let live = try await LiveDatabase.inspect(statements)
        let table = live.schema.tables[0]
        #expect(table.columns.map(\.name) == ["id", "a", "i", "made", "day", "seconds", "odd", "shout", "joined"])
        #expect(
            table.columns[7...].map(\.generated?.expression) == [
                .perDialect(sqlite: "upper(i)", postgresql: "upper(CAST(i AS TEXT))"),
                .perDialect(sqlite: "i || ')'", postgresql: "CAST(i AS TEXT) || ')'"),
            ])
        #expect(table.columns[6].defaultValue == nil && table.columns[5].defaultValue != nil)
        #expect(table.checks.map(\.name) == ["division", "known"])
        #expect(
            table.checks[1].condition[.postgresql]
                == "a LIKE 'x%' AND strpos(a, 'y') > 0 AND i IS NOT DISTINCT FROM 5 AND coalesce(i, 1) <> 0 AND a ILIKE 'X%'"
        )
        #expect(table.indexes.map(\.name) == ["by_length"])
        #expect(live.schema.views.map(\.name) == ["sums"])
        #expect(live.schema.views.first?.columns.map(\.type) == [.text, .integer, .integer])
        let written = try await LiveSchemaText(live)
        #expect(written.omissions == [], "\(written.text)")
        let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(written.text.utf8)))
        let schema = try #require(loaded.schema, "\(loaded.diagnostics)")
        // PostgreSQL takes all of it.
        try await LiveDatabase.with(Dialect.postgresql.sql.createStatements(schema), on: .postgresql) { db in
            let made = try await Inspector.inspect(db).schema.tables[0]
            #expect(made.columns.count == table.columns.count)
        }
    }
}
