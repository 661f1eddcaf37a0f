import DatabaseCopy
import MigrationProof
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// Rows go from one database into another and are the same there.
@Suite(.timeLimit(.minutes(5)))
struct DatabaseCopyTests {
    private func withDatabase<Result>(
        _ schema: Schema, _ storage: Storage, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            do {
                let script = { (dialect: Dialect) in dialect.sql.script(dialect.sql.createStatements(schema)) }
                try await db.create(GeneratedSchema(sqlite: script(.sqlite), postgresql: script(.postgresql)))
                let result = try await body(db)
                await db.close()
                return result
            } catch {
                await db.close()
                throw error
            }
        }
    }

    private func schema(_ yaml: String) throws -> Schema {
        let loaded = SchemaLoader.load(SourceFile(path: "s.yaml", bytes: Array(yaml.utf8)))
        return try #require(loaded.schema, "\(loaded.diagnostics)")
    }

    private func rows(_ schema: Schema, _ db: Database) async throws -> [[String]] {
        var rows: [[String]] = []
        for table in schema.tables {
            let columns = table.columns.map(\.name)
            let stored = try await StoredRows(columns, of: table.name, in: db, Dialect.sqlite.sql).rows
            // PostgreSQL writes JSON with a blank.
            rows.append(stored.map { $0.replacing("\"n\": ", with: "\"n\":") })
        }
        return rows
    }

    /// Any schema's rows, from SQLite by way of each database back to SQLite: every value of every type as it was.
    @Test(arguments: Storage.both)
    func thereAndBack(_ storage: Storage) async throws {
        let generator = SeededGenerator()
        var schemas = RandomSchema(generator)
        for number in 0..<(storage == .memory ? 80 : 25) {
            let schema = schemas.next()
            let place = "seed \(generator.seed), schema \(number)"
            do {
                try await withDatabase(schema, .memory) { source in
                    _ = try await SampleRows(schema, Dialect.sqlite.sql).insert(9, into: source)
                    let before = try await rows(schema, source)
                    try await withDatabase(schema, storage) { middle in
                        let there = try await DatabaseCopy(schema).run(from: source, to: middle) { _ in }
                        try await withDatabase(schema, .memory) { target in
                            let back = try await DatabaseCopy(schema).run(from: middle, to: target) { _ in }
                            let after = try await rows(schema, target)
                            #expect(after == before, "\(place)")
                            #expect(there == back, "\(place)")
                        }
                    }
                }
            } catch {
                Issue.record("\(place): \(error)\n\(SchemaWriter.text(of: schema))")
                return
            }
        }
    }

    private static let notes = """
        tables:
          notes:
            columns:
              id:   { type: integer, primary_key: true, auto_increment: true }
              text: { type: text }
          others:
            columns:
              id:     { type: integer, primary_key: true, auto_increment: true }
              before: { type: integer, nullable: true, references: others.id }
              note:   { type: integer, references: notes.id }
        """

    @Test(arguments: Storage.both)
    func manyRowsAndTheIDsOfThoseThatAreGone(_ storage: Storage) async throws {
        let schema = try schema(Self.notes)
        try await withDatabase(schema, .memory) { source in
            try await source.session.run(
                """
                WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10001)
                INSERT INTO notes (text) SELECT 'note ' || x FROM n
                """)
            // The first refers to one that comes later.
            try await source.session.run("INSERT INTO others (id, before, note) VALUES (2, NULL, 1), (1, 2, 10001)")
            try await source.session.run("DELETE FROM notes WHERE id BETWEEN 9000 AND 10000")
            try await source.session.run("UPDATE sqlite_sequence SET seq = 20000 WHERE name = 'notes'")
            try await withDatabase(schema, storage) { target in
                let reports = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                #expect(reports.map(\.rows) == [9000, 2])
                try await target.session.run("INSERT INTO notes (text) VALUES ('next')")
                let last = try await target.session.integers("SELECT max(id) FROM notes")
                #expect(last == [20001])
                // The keys are there and hold.
                let error = try await databaseError {
                    try await target.session.run("INSERT INTO others (note) VALUES (5000000)")
                }
                #expect(error?.code == .foreignKey)
            }
        }
    }

    @Test(arguments: Storage.both)
    func whereARowCannotGoNothingGoes(_ storage: Storage) async throws {
        let schema = try schema(Self.notes)
        try await withDatabase(schema, .memory) { source in
            try await source.session.run("INSERT INTO notes (text) VALUES ('one'), ('two'), ('three')")
            for bad in ["'a' || char(0) || 'b'", "CAST(x'ff41' AS TEXT)"] {
                try await source.session.run("UPDATE notes SET text = \(bad) WHERE id = 3")
                try await withDatabase(schema, storage) { target in
                    let error = try await databaseError {
                        _ = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                    }
                    #expect(error?.code == .typeMismatch)
                    let message = error?.message ?? ""
                    #expect(message.contains("notes.text in the row with id = 3"), "\(message)")
                    let count = try await target.session.integers("SELECT count(*) FROM notes")
                    #expect(count == [0])
                }
            }
        }
    }

    /// A table that is not STRICT can hold anything, which SQLite would read as something near.
    @Test(arguments: Storage.both)
    func valuesOfOtherTypesAreNotConverted(_ storage: Storage) async throws {
        let schema = try schema(
            """
            tables:
              loose:
                columns:
                  id: { type: integer, primary_key: true }
                  n:  { type: integer, nullable: true }
                  r:  { type: real, nullable: true }
                  t:  { type: text, nullable: true }
                  b:  { type: blob, nullable: true }
                  d:  { type: "decimal(8, 2)", nullable: true }
                  y:  { type: boolean, nullable: true }
            """)
        try await withDatabase(schema, .memory) { source in
            // As others have made it.
            try await source.session.run("DROP TABLE loose")
            try await source.session.run(
                """
                CREATE TABLE loose (id INTEGER PRIMARY KEY, n INTEGER, r NUMERIC, t TEXT, b BLOB, d DECIMAL(8, 2), y BOOLEAN)
                """)
            for bad in [
                "n = 1.5", "n = '12abc'", "n = x'3939'", "r = '12abc'", "t = x'3939'", "b = 'text'", "b = 7", "d = 'x'",
                "d = 1.234", "y = 'x'", "y = 2", "r = 9007199254740993",
            ] {
                try await source.session.run("DELETE FROM loose")
                try await source.session.run(
                    "INSERT INTO loose VALUES (1, 2, 3, '4', x'05', 6.25, 1), (7, NULL, NULL, NULL, NULL, NULL, NULL)")
                try await source.session.run("UPDATE loose SET \(bad) WHERE id = 1")
                try await withDatabase(schema, storage) { target in
                    let error = try await databaseError {
                        _ = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                    }
                    #expect(error?.code == .decoding, "\(bad)")
                    #expect(error?.message.contains("loose.\(bad.prefix(1)) in the row with id = 1") == true, "\(bad)")
                    #expect(try await target.session.integers("SELECT count(*) FROM loose") == [0])
                }
            }
            try await source.session.run(
                "UPDATE loose SET t = 'x', r = 9007199254740992, d = -1.25, y = 0 WHERE id = 1")
            try await withDatabase(schema, storage) { target in
                let reports = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                #expect(reports.map(\.rows) == [2])
            }
        }
    }

    @Test(arguments: Storage.both)
    func aTargetWithRowsIsRefused(_ storage: Storage) async throws {
        let schema = try schema(Self.notes)
        try await withDatabase(schema, .memory) { source in
            try await source.session.run("INSERT INTO notes (text) VALUES ('one')")
            try await withDatabase(schema, storage) { target in
                try await target.session.run("INSERT INTO notes (text) VALUES ('here')")
                let error = try await databaseError {
                    _ = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                }
                #expect(error?.code == .migration)
                #expect(error?.message.contains("notes") == true)
                let texts = try await target.session.texts("SELECT text FROM notes")
                #expect(texts == ["here"])
            }
        }
    }

    // MARK: - What a copy would not show

    private static let people = """
        tables:
          people:
            columns:
              id:    { type: integer, primary_key: true }
              n:     { type: text, nullable: true }
              twice: { type: integer, generated: "id * 2" }
        """

    /// Columns that somebody has added besides the schema are named, and left behind only where that is said.
    @Test(arguments: Storage.both)
    func columnsThatTheSchemaDoesNotKnow(_ storage: Storage) async throws {
        let schema = try schema(Self.people)
        try await withDatabase(schema, storage) { source in
            try await source.session.run("ALTER TABLE people ADD COLUMN extra TEXT")
            try await source.session.run("ALTER TABLE people ADD COLUMN unused TEXT")
            try await source.session.run("INSERT INTO people (id, extra) VALUES (1, 'x'), (2, NULL), (3, 'y')")
            try await withDatabase(schema, .memory) { target in
                let error = try await databaseError {
                    _ = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                }
                #expect(error?.code == .migration)
                #expect(
                    error?.message.contains("people.extra (in 2 rows); take") == true, "\(String(describing: error))")
                #expect(try await target.session.integers("SELECT count(*) FROM people") == [0])
                let reports = try await DatabaseCopy(schema, leavesUnknownColumns: true)
                    .run(from: source, to: target) { _ in }
                let left = reports.flatMap(\.leftBehind).map { "\($0.table).\($0.column): \($0.values)" }
                #expect(left == ["people.extra: 2"])
                #expect(try await target.session.integers("SELECT twice FROM people ORDER BY id") == [2, 4, 6])
            }
        }
    }

    /// A role from which row-level security keeps rows copies none, whether it reads or writes.
    @Test(.enabled(if: Storage.hasPostgreSQL), arguments: [true, false])
    func aRoleThatMayNotSeeAllRows(_ reads: Bool) async throws {
        let schema = try schema(Self.people)
        let role = "copy_test_" + String(UInt32.random(in: .min ... .max), radix: 36)
        try await withDatabase(schema, .postgresql) { limited in
            let owner = limited.session
            let name = try #require(try await owner.texts("SELECT current_schema()::text").first)
            try await owner.run("INSERT INTO people (id, n) VALUES (1, 'mine'), (2, 'hidden')")
            try await owner.run("CREATE ROLE \(role) LOGIN")
            try await owner.run("GRANT USAGE ON SCHEMA \(name) TO \(role)")
            try await owner.run("GRANT ALL ON people TO \(role)")
            try await owner.run("ALTER TABLE people ENABLE ROW LEVEL SECURITY")
            try await owner.run("CREATE POLICY p ON people USING (n = 'mine' OR (n IS NULL AND \(!reads)))")
            if !reads { try await owner.run("DELETE FROM people WHERE n = 'mine'") }
            var address = try DatabaseURL(limited.url.string).string
            if let at = address.firstRange(of: "options=") {
                address.replaceSubrange(at, with: "options=-crole%3D\(role)%20")
            }
            let db = try await Database.open(url: address, configuration: .patient)
            #expect(try await db.session.integers("SELECT count(*) FROM people") == [reads ? 1 : 0])
            try await withDatabase(schema, .memory) { other in
                let (source, target) = reads ? (db, other) : (other, db)
                let error = try await databaseError {
                    _ = try await DatabaseCopy(schema).run(from: source, to: target) { _ in }
                }
                #expect(error?.nativeCode == "42501", "\(String(describing: error))")
                #expect(error?.message.contains("people") == true && error?.message.contains("BYPASSRLS") == true)
                #expect(try await other.session.integers("SELECT count(*) FROM people") == [0])
            }
            await db.close()
            try await owner.run("DROP OWNED BY \(role)")
            try await owner.run("DROP ROLE \(role)")
        }
    }

    /// Rows of other tables that nobody may see are not taken for none.
    @Test(.enabled(if: Storage.hasPostgreSQL)) func whatIsLeftBehindIsCountedInFull() async throws {
        let role = "copy_test_" + String(UInt32.random(in: .min ... .max), radix: 36)
        try await withDatabase(try schema(Self.people), .postgresql) { limited in
            let owner = limited.session
            let name = try #require(try await owner.texts("SELECT current_schema()::text").first)
            try await owner.run("CREATE TABLE diary (id bigint)")
            try await owner.run("INSERT INTO diary VALUES (1), (2)")
            #expect(
                try await DatabaseCopy.tables(of: limited).map { "\($0.name): \($0.rows)" } == [
                    "diary: 2", "people: 0",
                ])
            try await owner.run("CREATE ROLE \(role) LOGIN")
            try await owner.run("GRANT USAGE ON SCHEMA \(name) TO \(role)")
            try await owner.run("GRANT ALL ON people, diary TO \(role)")
            try await owner.run("ALTER TABLE diary ENABLE ROW LEVEL SECURITY")
            var address = try DatabaseURL(limited.url.string).string
            if let at = address.firstRange(of: "options=") {
                address.replaceSubrange(at, with: "options=-crole%3D\(role)%20")
            }
            let db = try await Database.open(url: address, configuration: .patient)
            let error = try await databaseError { _ = try await DatabaseCopy.tables(of: db) }
            #expect(error?.nativeCode == "42501" && error?.message.contains("diary") == true)
            await db.close()
            try await owner.run("DROP OWNED BY \(role)")
            try await owner.run("DROP ROLE \(role)")
        }
    }
}
