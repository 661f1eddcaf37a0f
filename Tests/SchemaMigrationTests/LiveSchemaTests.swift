import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// What is read from a live database is the schema that it was made from.
@Suite(.timeLimit(.minutes(5)))
struct LiveSchemaTests {
    private func make(_ statements: [String], on storage: Storage, _ body: (Database) async throws -> Void) async throws
    {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            do {
                for statement in statements { try await db.session.run(statement) }
                try await body(db)
            } catch {
                await db.close()
                throw error
            }
            await db.close()
        }
    }

    /// Any schema, made and read, is the same as far as a database can tell; what is printed of it makes the same again.
    @Test(arguments: Storage.both)
    func thereAndBack(_ storage: Storage) async throws {
        let generator = SeededGenerator()
        var schemas = RandomSchema(generator)
        let dialect: Dialect = storage == .postgresql ? .postgresql : .sqlite
        for number in 0..<(storage == .postgresql ? 30 : 200) {
            await Task.yield()
            let schema = schemas.next().withoutHints
            let place = Comment("seed \(generator.seed), schema \(number)")
            try await make(dialect.sql.createStatements(schema), on: storage) { db in
                let live = try await Inspector.inspect(db)
                #expect(live.remarks == [], place)
                let text = SchemaWriter.text(of: live.schema)
                let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(text.utf8)))
                #expect(!loaded.diagnostics.hasErrors, "\(place): \(loaded.diagnostics)\n\(text)")
                // A database made from it is the one it was read from.
                let again = try await Catalog(of: loaded.schema ?? Schema(), like: db)
                let found = try await Catalog(of: db.session)
                #expect(found.differences(from: again) == [], "\(place)\n\(text)")
                for table in schema.tables {
                    let read = live.schema.table(named: table.name)
                    #expect(read?.columns.map(\.name) == table.columns.map(\.name), place)
                    #expect(read?.columns.map(\.type) == table.columns.map(\.type), place)
                    #expect(read?.columns.map(\.isNullable) == table.columns.map(\.isNullable), place)
                    #expect(read?.primaryKey == table.primaryKey && read?.isSingleton == table.isSingleton, place)
                    #expect(Set(read?.foreignKeys ?? []) == Set(table.foreignKeys), place)
                }
            }
        }
    }

    /// A file as SQLAlchemy made it, and other hands.
    @Test func somebodyElsesSQLite() async throws {
        let statements = [
            """
            CREATE TABLE user_stats (
                username VARCHAR(50) NOT NULL, -- the name
                `first seen` INTEGER NOT NULL, [order] BIGINT DEFAULT 5, active BOOLEAN NOT NULL DEFAULT 1,
                at DATETIME DEFAULT CURRENT_TIMESTAMP, price DECIMAL(8,2), note, key TEXT COLLATE NOCASE,
                total INTEGER GENERATED ALWAYS AS ("order" + 1) STORED,
                PRIMARY KEY (username), CONSTRAINT positive CHECK ("order" > 0), CHECK (length(key) < 9), UNIQUE (key)
            )
            """,
            "CREATE TABLE child (id INTEGER PRIMARY KEY AUTOINCREMENT, of VARCHAR(50) REFERENCES user_stats ON DELETE CASCADE) STRICT"
                .replacing("VARCHAR(50)", with: "TEXT"),
            "CREATE UNIQUE INDEX lower_key ON user_stats (lower(key)) WHERE key IS NOT NULL",
            "CREATE INDEX later ON user_stats (at DESC, username)",
            "CREATE TRIGGER g AFTER INSERT ON child BEGIN SELECT 1; END",
            "CREATE VIEW v AS SELECT username, 1 + 1 AS two FROM user_stats",
            "CREATE VIRTUAL TABLE words USING fts5(text)",
        ]
        try await make(statements, on: .memory) { db in
            let live = try await Inspector.inspect(db)
            let stats = try #require(live.schema.table(named: "user_stats"))
            #expect(
                stats.columns.map { "\($0.name) \($0.type)" } == [
                    "username string(50)", "first seen integer", "order integer", "active boolean", "at text",
                    "price decimal(8, 2)",
                    "note text", "key text", "total integer",
                ])
            #expect(
                stats.columns[2].defaultValue == .literal(.integer(5))
                    && stats.columns[3].defaultValue == .literal(.boolean(true)))
            #expect(
                stats.columns[4].defaultValue
                    == .expression(
                        .perDialect(
                            sqlite: "CURRENT_TIMESTAMP",
                            postgresql: "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')")))
            #expect(stats.checks.map(\.name) == ["positive", "user_stats_check1"])
            #expect(
                stats.indexes.map(\.name).sorted() == ["later", "lower_key"]
                    && stats.uniques.map(\.columns) == [["key"]])
            #expect(!stats.sqlite.isStrict)
            let child = try #require(live.schema.table(named: "child"))
            #expect(child.columns[0].isAutoIncrement && child.sqlite.isStrict)
            #expect(
                child.foreignKeys.first?.referencedColumns == ["username"]
                    && child.foreignKeys.first?.onDelete == .cascade)
            let remarks = live.remarks.map(\.description)
            for expected in [
                "user_stats.username: is VARCHAR(50) here, taken for string(50)",
                "user_stats.note: is of no type here, taken for text",
                "user_stats.key: is compared by nocase", "child: has the trigger 'g'",
                "words: left out: a virtual table",
                "v.two: has no type that SQLite knows",
            ] { #expect(remarks.contains { $0.hasPrefix(expected) }, "\(expected) is not in \(remarks)") }
            let text = SchemaWriter.text(of: live.schema)
            let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(text.utf8)))
            #expect(!loaded.diagnostics.hasErrors, "\(loaded.diagnostics)\n\(text)")
        }
    }

    @Test(.enabled(if: Storage.hasPostgreSQL)) func somebodyElsesPostgreSQL() async throws {
        let statements = [
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            """
            CREATE TABLE people (id serial PRIMARY KEY, name varchar NOT NULL DEFAULT 'it''s', mood mood, tags text[],
                born timestamp, data json, price numeric(8,2) DEFAULT -12.5, big bigint GENERATED ALWAYS AS IDENTITY,
                CONSTRAINT positive CHECK (price > 0 OR name LIKE 'a%'), EXCLUDE USING btree (name WITH =))
            """,
            "CREATE INDEX i ON people (lower(name) DESC, price) INCLUDE (born) WHERE price > 1",
            "CREATE INDEX h ON people USING hash (name)", "CREATE MATERIALIZED VIEW m AS SELECT 1 AS one",
            "COMMENT ON COLUMN people.name IS 'what people say'",
        ]
        try await make(statements, on: .postgresql) { db in
            let live = try await Inspector.inspect(db)
            let people = try #require(live.schema.table(named: "people"))
            #expect(
                people.columns.map { "\($0.name) \($0.type)" } == [
                    "id int32", "name text", "born timestamp", "data json",
                    "price decimal(8, 2)",
                    "big integer",
                ])
            #expect(people.columns[0].isAutoIncrement && people.columns[1].defaultValue == .literal(.text("it's")))
            #expect(
                people.columns[4].defaultValue == .literal(.decimal("-12.50"))
                    && people.columns[1].comment == "what people say")
            #expect(people.checks.map(\.name) == ["positive"] && people.indexes == [])
            #expect(
                people.checks[0].condition
                    == .perDialect(
                        sqlite: "price > 0 OR name GLOB 'a*'",
                        postgresql: "(price > (0)::numeric) OR ((name)::text ~~ 'a%'::text)"))
            let remarks = live.remarks.map(\.description)
            for expected in [
                "people.id: takes its numbers from nextval", "people.mood: left out: it is mood",
                "people.tags: left out: it is text[]",
                "people.big: is GENERATED ALWAYS",
                "people: left out: the index 'i', with columns that are only included",
                "people: left out: the index 'h', of the kind hash", "m: left out: a materialized view",
                "people: left out: the constraint",
            ] { #expect(remarks.contains { $0.hasPrefix(expected) }, "\(expected) is not in \(remarks)") }
        }
    }
}
