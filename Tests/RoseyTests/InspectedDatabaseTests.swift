import DatabaseCopy
import Foundation
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// What `rosey inspect` prints of a database that has everything, `rosey schema check` accepts, Swift compiles, and the live
/// tables are read by.
@Suite(.timeLimit(.minutes(5)))
struct InspectedDatabaseTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rosey(_ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path, environment: ["PATH": "/usr/bin:/bin"])
    }

    /// Inspects, checks, compiles, and copies all rows into a database of the schema that was printed.
    ///
    /// - Returns: what was printed, and what was said beside it.
    private func adopt(_ url: String) async throws -> (text: String, notes: String, schema: Schema) {
        let inspected = try await rosey("inspect", "--database-url", url)
        #expect(inspected.status == 0, "\(inspected)")
        try folder.write(inspected.output, "schema.yaml")
        let check = try await rosey("schema", "check")
        #expect(check.status == 0, "\(check)\n\(inspected.output)")
        try await compile()

        let loaded = SchemaLoader.load(path: folder.path + "/schema.yaml")
        let schema = try #require(loaded.schema, "\(loaded.diagnostics)")
        let source = try await Database.open(url: url, configuration: .patient)
        let target = try await Database.open(url: "sqlite:///:memory:")
        for statement in Dialect.sqlite.sql.createStatements(schema) { try await target.session.run(statement) }
        let reports = try await DatabaseCopy(schema, leavesUnknownColumns: true).run(
            from: source, to: target
        ) { _ in }
        #expect(reports.count == schema.tables.count)
        #expect(reports.allSatisfy { $0.rows > 0 }, "\(reports)")
        for view in schema.views {
            let here = try await source.session.integers("SELECT count(*) FROM \(Dialect.sqlite.sql.quote(view.name))")
            let there = try await target.session.integers("SELECT count(*) FROM \(Dialect.sqlite.sql.quote(view.name))")
            #expect(here == there, "\(view.name)")
        }
        await source.close()
        await target.close()
        return (inspected.output, inspected.error, schema)
    }

    private func compile() async throws {
        var files: [String] = []
        for name in [
            "Models", "Drafts", "Validation", "Columns", "Changes", "Statements", "Repositories", "Schema",
            "Migrations",
        ] {
            let generated = try await rosey("schema", "swift", "--only", name + ".generated.swift")
            #expect(generated.status == 0, "\(generated)")
            try folder.write(generated.output, name + ".generated.swift")
            files.append(folder.path + "/" + name + ".generated.swift")
        }
        var arguments = [
            "swiftc", "-typecheck", "-swift-version", "6", "-enable-upcoming-feature", "InternalImportsByDefault",
            "-module-name", "Inspected", "-I", buildFolder + "/Modules",
        ]
        for module in ["CSQLite", "CLibPQ"] {
            arguments += ["-Xcc", "-fmodule-map-file=\(packageFolder)/Sources/\(module)/module.modulemap"]
        }
        for directory in try await headers() { arguments += ["-Xcc", directory] }
        let compiled = try await ChildProcess.run("/usr/bin/env", arguments + files, in: folder.path)
        #expect(compiled.status == 0, "\(compiled)")
    }

    /// Where the headers of libpq are.
    private func headers() async throws -> [String] {
        let found = try await ChildProcess.run("/usr/bin/env", ["pkg-config", "--cflags", "libpq"], in: folder.path)
        return found.output.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    @Test(.enabled(if: Storage.hasPostgreSQL)) func postgreSQL() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            let db = try await Database.open(url: server.socketURL, configuration: .patient)
            for statement in Self.postgreSQL { try await db.session.run(statement) }
            await db.close()
            let (text, notes, schema) = try await adopt(server.socketURL)

            #expect(
                schema.tables.map(\.name) == ["___", "actor", "codes", "errors", "far_away", "odd", "session"])
            #expect(schema.views.map(\.name) == ["counts", "names"])
            let odd = try #require(schema.table(named: "odd"))
            #expect(odd.indexes.map(\.name) == ["plain"])
            #expect(odd.checks.map(\.name) == ["begins", "kind", "odd_n_check", "short", "since"])
            let odds = text.split(separator: "\n").map(String.init)
            for column in [
                "amount", "any_price", "clock", "digest", "ip", "mood", "price", "span", "tags", "words", "x",
            ] {
                #expect(odds.contains { $0.hasPrefix("      # odd.\(column): left out: it is ") }, "\(column)\n\(text)")
                #expect(odd.column(named: column) == nil)
            }
            for part in [
                "the check 'happy'", "the check 'later'", "the check 'matches'", "the constraint 'nnd'",
                "the constraint 'odd_ip_excl'", "the index 'by_mood'", "the index 'lower_name'", "the index 'only_ok'",
                "the index 'words_gin'", "the index 'numbers'",
            ] { #expect(odds.contains { $0.hasPrefix("    # odd: left out: \(part)") }, "\(part)\n\(text)") }
            for told in [
                "odd.mood: left out: it is mood, an enum of 'sad', 'ok', which the schema cannot say, with the default",
                "odd.mail: is of the domain email", "odd.id: counts from 100 by 5",
                "odd: has the replica identity FULL",
                "odd: has row-level security, which holds for its owner too (FORCE)", "odd: has the policy own",
                "odd: has the rule nope", "odd: has the trigger 'g'", "actor: has rights of its own",
                "far_away: left out: the foreign key 'far_away_id_fkey' to a table of another schema",
                "keyless: left out: the table 'keyless' has no primary key", "mv: left out: a materialized view",
                "moods: left out: a view whose column mood", "hashes: left out: a view of which the function 'md5'",
                "session.token: left out: its default md5", "session.started: left out: its default (now() + ",
                "functions: add_one(a integer), ev()", "procedures: nothing()", "sequences of their own: free",
                "enum types: mood, unused (of no column)", "domains: email",
                "other schemas: other (1 tables and views)",
                "extensions: pgcrypto", "event triggers: evt", "publications: pub",
                "rights on functions: add_one(a integer): rosey=X/rosey", "subscriptions: sub", "range types: spans",
                "composite types: pair",
            ] {
                #expect(notes.contains("  " + told), "\(told) is not in \(notes)")
                #expect(text.contains("#   " + told))
            }
        }
    }

    static let postgreSQL = [
        "CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TYPE unused AS ENUM ('x')",
        "CREATE TYPE pair AS (a int, b int)", "CREATE TYPE spans AS RANGE (subtype = float8)",
        "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')", "CREATE EXTENSION pgcrypto", "CREATE SCHEMA other",
        "CREATE TABLE other.far (id bigint PRIMARY KEY)", "CREATE SEQUENCE free",
        "CREATE FUNCTION add_one(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1'",
        "REVOKE ALL ON FUNCTION add_one(int) FROM PUBLIC",
        "CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)",
        "CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE actor (id bigint PRIMARY KEY, name varchar(50) NOT NULL)",
        """
        CREATE TABLE session (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), token text NOT NULL DEFAULT md5('x'),
            at timestamp DEFAULT '2000-01-01', started timestamptz NOT NULL DEFAULT now() + interval '1 day',
            actor_id bigint REFERENCES actor, "hashValue" int, "index" int CHECK ("index" > 0))
        """,
        """
        CREATE TABLE odd (id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5) PRIMARY KEY,
            mood mood NOT NULL DEFAULT 'ok', mail email, tags text[], ip inet, words tsvector, span interval, clock time,
            price numeric(19,4) DEFAULT 1.5, any_price numeric, small smallint DEFAULT 3, f4 real, j json, c3 char(3),
            amount money, x xml, c timestamptz NOT NULL DEFAULT to_timestamp(0), e timestamptz, n int,
            d date DEFAULT '2001-02-03', b boolean DEFAULT 't', name text,
            doubled int GENERATED ALWAYS AS (n * 2) STORED, digest text GENERATED ALWAYS AS (md5(name)) STORED,
            CONSTRAINT later CHECK (e > c + interval '1 day'), CONSTRAINT since CHECK (c >= '1970-01-01 00:00:00+00'),
            CONSTRAINT short CHECK (char_length(name) < 10), CONSTRAINT matches CHECK (name ~ '^[a-z]'),
            CONSTRAINT happy CHECK (mood = 'ok'), CONSTRAINT begins CHECK (name LIKE 'a%'), CHECK (n > 1),
            UNIQUE (name, n), CONSTRAINT nnd UNIQUE NULLS NOT DISTINCT (n), EXCLUDE USING gist (ip inet_ops WITH &&),
            CONSTRAINT kind CHECK (name IN ('a', 'b')))
        """,
        "CREATE INDEX words_gin ON odd USING gin (words)", "CREATE INDEX only_ok ON odd (n) WHERE mood = 'ok'",
        "CREATE INDEX lower_name ON odd (lower(name) text_pattern_ops)", "CREATE INDEX numbers ON odd (n) INCLUDE (d)",
        "CREATE INDEX plain ON odd (lower(name), n DESC) WHERE name = 'a'", "CREATE INDEX by_mood ON odd (mood, n)",
        "CREATE TABLE far_away (id bigint PRIMARY KEY REFERENCES other.far)", "CREATE TABLE keyless (a int)",
        "CREATE TABLE by_mood_key (mood mood PRIMARY KEY)", "CREATE TABLE errors (id int PRIMARY KEY, \"Type\" text)",
        "CREATE TABLE \"___\" (id int PRIMARY KEY, \"_\" int)", "CREATE TABLE codes (code char(3) PRIMARY KEY, j json)",
        "CREATE VIEW names AS SELECT a.id, a.name FROM actor a WHERE a.name = 'x'",
        """
        CREATE VIEW counts AS SELECT s.actor_id, count(*) AS n, max(s.at) AS latest FROM session s
            JOIN actor a ON a.id = s.actor_id WHERE a.name <> 'it''s' GROUP BY s.actor_id ORDER BY count(*) DESC
        """,
        "CREATE VIEW moods AS SELECT id, mood FROM odd",
        "CREATE VIEW hashes AS SELECT id, md5(name) AS hash FROM actor",
        "CREATE VIEW recent AS SELECT id FROM session WHERE started > now() - interval '1 day'",
        "CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one", "ALTER TABLE odd REPLICA IDENTITY FULL",
        "ALTER TABLE odd FORCE ROW LEVEL SECURITY", "CREATE POLICY own ON odd USING (n > 1)",
        "CREATE RULE nope AS ON DELETE TO odd DO INSTEAD NOTHING", "GRANT SELECT ON actor TO PUBLIC",
        "CREATE PUBLICATION pub FOR TABLE actor", "CREATE TABLE parts (id bigint) PARTITION BY RANGE (id)",
        "CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER evt ON ddl_command_end EXECUTE FUNCTION ev()",
        "CREATE FUNCTION gf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER g BEFORE INSERT ON odd FOR EACH ROW EXECUTE FUNCTION gf()",
        "INSERT INTO actor VALUES (1, 'x'), (2, 'y')",
        """
        INSERT INTO odd (mail, tags, ip, words, span, clock, price, amount, f4, j, c3, name, n, c, e)
        VALUES ('a@b', '{a,b}', '127.0.0.1', 'a b', '1 day', '12:00', 12.3456, 5, 0.5, '{"a":1}', 'abc', 'a', 4,
            '2001-01-01', '2003-01-01')
        """, "INSERT INTO session (actor_id) VALUES (1)", "INSERT INTO errors VALUES (1, 'x')",
        "INSERT INTO \"___\" VALUES (1, 2)", "INSERT INTO codes VALUES ('abc', '[]')",
        "INSERT INTO other.far VALUES (1)",
        "INSERT INTO far_away VALUES (1)",
    ]

    @Test func sqlite() async throws {
        let url = folder.url("live.db")
        let db = try await Database.open(url: url)
        for statement in Self.sqlite { try await db.session.run(statement) }
        await db.close()
        let (text, notes, schema) = try await adopt(url)
        #expect(schema.tables.map(\.name) == ["actors", "dates", "errors", "items", "session"])
        #expect(schema.views.map(\.name) == ["named"])
        for told in [
            "items: left out: the check 'later', of which the function 'julianday'",
            "items: left out: the index 'typed', of which the function 'typeof'",
            "items.kind: left out: it is computed by typeof(name)",
            "items.code: left out: its default hex(randomblob(4))",
            "keyless: left out: the table 'keyless' has no primary key", "words: left out: a virtual table",
            "ranked: left out: a view of which", "items: has the trigger 'g'",
        ] { #expect(notes.contains("  " + told), "\(told) is not in \(notes)") }
        #expect(text.contains("      # items.kind: left out: it is computed by typeof(name)"))
    }

    static let sqlite = [
        "CREATE TABLE actors (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL)",
        "CREATE TABLE session (id INTEGER PRIMARY KEY, actor INTEGER REFERENCES actors, made TEXT DEFAULT CURRENT_TIMESTAMP)",
        "CREATE TABLE errors (id INTEGER PRIMARY KEY, \"hashValue\" TEXT, \"a b\" TEXT, \"a_b\" TEXT)",
        "CREATE TABLE dates (id INTEGER PRIMARY KEY, day DATE, at DATETIME DEFAULT (datetime('now')), seconds INTEGER DEFAULT (strftime('%s', 'now')))",
        """
        CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT UNIQUE, price REAL, code TEXT DEFAULT (hex(randomblob(4))),
            kind TEXT AS (typeof(name)), shout TEXT AS (upper(name)), CHECK (price >= 0), CHECK (name GLOB 'a*'),
            CONSTRAINT later CHECK (julianday('now', price || ' days') > 0), UNIQUE (name, price))
        """.replacing("julianday('now', price || ' days')", with: "julianday(2451545 + price)"),
        "CREATE TABLE keyless (a)", "CREATE VIRTUAL TABLE words USING fts5(text)",
        "CREATE INDEX typed ON items (typeof(name))", "CREATE INDEX shouted ON items (upper(name)) WHERE price > 1",
        "CREATE VIEW named AS SELECT name, price FROM items WHERE name = 'a'",
        "CREATE VIEW ranked AS SELECT name, rank() OVER (ORDER BY price) AS place FROM items",
        "CREATE TRIGGER g AFTER INSERT ON items BEGIN SELECT 1; END",
        "INSERT INTO actors VALUES (1, 'x')", "INSERT INTO session (actor) VALUES (1)",
        "INSERT INTO errors VALUES (1, 'x', 'y', 'z')", "INSERT INTO dates (day) VALUES ('2000-01-01')",
        "INSERT INTO items (name, price) VALUES ('a', 1.5), ('ab', 2)",
    ]
}
