import RoseyRuntime
@testable import SchemaInspection
import SchemaKit
import TestDatabases
import TestSupport
import Testing

/// What people, and other programs, write into databases.
@Suite struct ExoticTests {
    static let statements: [String] = [
        "CREATE TABLE -- why not\n odd /* ( */ (a /* , */ INTEGER -- )\n , [b c] TEXT CHECK ([b c] <> ')' /* ' */), `d``e` TEXT DEFAULT ('(' || ',')) -- end",
        "CREATE TABLE 'quoted' ('x' PRIMARY KEY, \"y\"\"z\" DECIMAL(10, 2), z ANY, \"\" TEXT)",
        "CREATE TABLE wr (a TEXT, b TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID, STRICT",
        "CREATE TABLE gen (a INTEGER, b INTEGER AS (a * 2), c TEXT GENERATED ALWAYS AS (upper(a)) STORED, d AS (a || ')'))",
        "CREATE TABLE long_types (a UNSIGNED BIG INT, b NATIVE CHARACTER(70), c DOUBLE PRECISION, d VARYING CHARACTER (255), e NUMERIC(40, 20), f DATETIME DEFAULT (datetime('now')))",
        "CREATE TABLE self (id INTEGER PRIMARY KEY, parent REFERENCES self, other INTEGER REFERENCES nowhere (x) ON DELETE SET NULL, CONSTRAINT f FOREIGN KEY (id, parent) REFERENCES missing (a, b) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TABLE conflicts (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT NOT NULL ON CONFLICT IGNORE, b TEXT COLLATE RTRIM UNIQUE ON CONFLICT FAIL, UNIQUE (a COLLATE NOCASE, b), UNIQUE (b, a))",
        "CREATE TABLE copied AS SELECT 1 AS one, 'x' AS \"two words\"",
        "CREATE TABLE keyless (a TEXT, b TEXT)",
        "CREATE TABLE \"sp ace\" (\"select\" INTEGER PRIMARY KEY, \"Größe\" REAL, \"check\" TEXT)",
        "CREATE TABLE no_key_reference (id INTEGER PRIMARY KEY, t TEXT REFERENCES \"sp ace\" (\"select\"))",
        "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter ascii')",
        "CREATE INDEX partial ON odd (a, [b c] COLLATE NOCASE DESC) WHERE a IS NOT NULL AND [b c] <> 'where ('",
        "CREATE UNIQUE INDEX expressions ON gen (a + 1, lower(c) DESC, CASE WHEN a THEN 1 ELSE 0 END)",
        "CREATE INDEX \"rosey_mine\" ON keyless (a)",
        "CREATE VIEW with_cte AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i AS \"as\", (SELECT 'x') FROM n",
        "CREATE VIEW broken (a, b) AS SELECT * FROM nothing_there", "CREATE VIEW a_first AS SELECT * FROM with_cte",
        "CREATE TRIGGER g AFTER INSERT ON keyless WHEN new.a > 1 BEGIN UPDATE keyless SET b = ';'; SELECT CASE 1 WHEN 1 THEN 2 END; END",
        "CREATE TRIGGER instead INSTEAD OF INSERT ON a_first BEGIN SELECT 1; END",
        "CREATE TEMP TABLE temporary (a)",
        "CREATE TABLE lost (id INTEGER PRIMARY KEY, k INTEGER REFERENCES nowhere, p INTEGER REFERENCES keyless)",
        "CREATE TABLE sums (id INTEGER PRIMARY KEY, a DECIMAL(10, 2) DEFAULT (1 + 2), b DECIMAL(10, 2) DEFAULT (3 / 20.0))",
        "CREATE TABLE late (id INTEGER PRIMARY KEY, b REAL DEFAULT 99999999999999 CHECK (-62135596800 <= \"b\" AND \"b\" < 253402300800))",
        "CREATE TABLE quotients (id INTEGER PRIMARY KEY, b REAL DEFAULT (19223372036854775807 / 10000000000000000000.0) CHECK (-62135596800 <= \"b\" AND \"b\" < 253402300800))",
        "CREATE TABLE \"\" (id)",
        "CREATE TABLE rosey_own (a)", "ALTER TABLE keyless ADD COLUMN added TEXT DEFAULT 'a, b (' CHECK (added <> 'x')",
    ]

    @Test func isReadAndCanBeWritten() async throws {
        try await LiveDatabase.with(Self.statements) { db in
            let live = try await Inspector.inspect(db)
            let schema = live.schema
            let odd = try #require(schema.table(named: "odd"))
            #expect(odd.columns.map(\.name) == ["a", "b c", "d`e"] && odd.columns.allSatisfy { $0.comment == nil })
            #expect(odd.checks.map(\.condition) == [.common("\"b c\" <> ')'")])
            #expect(odd.columns[2].defaultValue == .expression(.common("'(' || ','")))
            #expect(schema.table(named: "wr")?.primaryKey?.columns == ["b", "a"])
            #expect(schema.table(named: "wr")?.sqlite == Table.SQLiteOptions(isStrict: true, isWithoutRowID: true))
            #expect(
                schema.table(named: "gen")?.columns.map { $0.generated?.expression[.sqlite] } == [
                    nil, "a * 2", "upper(a)", "a || ')'",
                ])
            #expect(
                schema.table(named: "self")?.foreignKeys.map(\.name) == ["f", "self_other_fkey", "self_parent_fkey"])
            #expect(schema.table(named: "keyless")?.indexes.map(\.name) == ["rosey_mine"])
            #expect(schema.table(named: "keyless")?.checks.count == 1)
            #expect(schema.views == [])
            #expect(schema.table(named: "rosey_own") == nil && schema.table(named: "temporary") == nil)
            for expected in [
                "words: left out: a virtual table", "broken: left out: a view that SQLite cannot read",
                "with_cte: left out: a view of which 'WITH' is not known",
                "a_first: left out: a view of which 'with_cte'",
                "keyless: has the trigger 'g'",
                "a_first: has the trigger 'instead'", "conflicts: decides conflicts in its own way",
                "long_types.a: is UNSIGNED BIG INT here", "self: has the foreign key 'f' that is checked at the end",
                "lost: left out: the foreign key 'lost_k_fkey' to a key that 'nowhere' does not have",
                "lost: left out: the foreign key 'lost_p_fkey' to a key that 'keyless' does not have",
                "conflicts.b: is compared by rtrim",
                "odd: left out: the index 'partial' in which b c is compared by nocase",
            ] { #expect(live.notes.contains { $0.hasPrefix(expected) }, "\(expected) is not in \(live.notes)") }
            let written = try await LiveSchemaText(live)
            try expectLoads(written.text)
            #expect(written.omissions.contains { $0.subject == "keyless" && $0.text.contains("no primary key") })
            #expect(try await Inspector.inspect(db) == live)
            // A table without a name is told of as well.
            let found = try await Catalog(of: db.session)
            let differences = try await LiveDatabase.with([]) { try await Catalog(of: $0.session) }
                .differences(from: found)
            #expect(differences.contains { $0.subject == "table " && $0.found == nil })
        }
    }

    /// Whatever is written into the definitions themselves.
    @Test func anyText() async throws {
        var generator = SeededGenerator()
        let parts = [
            "CREATE", "TABLE", "t", "(", ")", ",", "'", "\"", "[", "]", "`", "--", "\n", "/*", "*/", "CHECK",
            "CONSTRAINT",
            "REFERENCES", "FOREIGN", "KEY", "AS", "COLLATE", "ON", "CONFLICT", "a", "INTEGER", "DEFAULT", "x'0'", ".5",
            "1e+",
            "😀", "DEFERRABLE", "INITIALLY", "DEFERRED", "PRIMARY", "UNIQUE", "NOT", "NULL", "GENERATED", ";", "é",
            "WHERE", "\0",
        ]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? ""
            }.joined(separator: Bool.random(using: &generator) ? " " : "")
            _ = SQLiteTableText(text)
            _ = DefinitionText(text, hasArrays: true).termTexts
            _ = SQLiteSpelling(["a"]).text(DefinitionText(text).tokensAfter("where"))
            let tokens = DefinitionText(text, hasArrays: true).tokens[...]
            let columns = [SchemaKit.Column(name: "a", type: .text)]
            _ = try? PortableExpression.postgresql.text(tokens, of: columns, in: "t", as: .boolean)
            _ = try? PortableExpression.sqlite(SQLiteSpelling(["a"])).text(tokens, of: columns, in: "t", as: nil)
            _ = try? PortableQuery.postgresql.text(tokens, of: Schema())
            _ = YAMLLines(text).text
        }
    }

    /// What somebody wrote into a comment or a text neither ends the comment that tells of it nor makes the file unreadable.
    @Test func whatNoCommentCanHave() async throws {
        let live = try await LiveDatabase.inspect([
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT (hex('\u{1}\n\u{85}evil: true\u{2028}x')), b TEXT)",
            "CREATE TABLE \"new\nline\" (a TEXT)",
        ])
        let text = try await LiveSchemaText(live).text
        #expect(text.contains("      # t.a: left out: its default hex('\\u{1} evil: true x')"), "\(text)")
        try expectLoads(text)
    }

    /// A reference between two types, and a name that belongs to somebody else, are left out and said.
    @Test func whatTheLanguageRefuses() async throws {
        let live = try await LiveDatabase.inspect([
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT REFERENCES p (id), d TEXT DEFAULT (glob('a', 'b')))",
            "CREATE TABLE pg_mine (id INTEGER PRIMARY KEY)", "CREATE INDEX pg_index ON c (d)",
        ])
        let written = try await LiveSchemaText(live)
        try expectLoads(written.text)
        #expect(written.omissions.map(\.subject) == ["c.p", "c.pg_index", "pg_mine"])
        let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(written.text.utf8)))
        #expect(live.notes.contains { $0.hasPrefix("c.d: left out: its default glob('a', 'b')") })
        #expect(loaded.schema?.table(named: "c")?.columns.map(\.name) == ["id", "p", "d"])
        let nothing = try await LiveSchemaText(try await LiveDatabase.inspect(["CREATE TABLE keyless (a TEXT)"]))
        #expect(nothing.text.hasPrefix("tables: {}\n#   keyless:\n#     strict: false\n"))
    }
}
