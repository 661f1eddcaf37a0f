import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaSQL
import TestDatabases
import Testing

/// `default: now`, which is one and the same on both databases.
@Suite struct NowTests {
    private func schema() throws -> Schema {
        let text = """
            tables:
              notes:
                columns:
                  id:   { type: integer, primary_key: true }
                  seen: { type: timestamp, default: now }
                  left: { type: timestamp, nullable: true, default: now }

            """
        return try #require(SchemaLoader.load(SourceFile(path: "now.yaml", bytes: Array(text.utf8))).schema)
    }

    @Test func itIsWrittenAsItWasRead() throws {
        let text = SchemaWriter.text(of: try schema())
        #expect(text.contains("seen: { type: timestamp, default: now }"), "\(text)")
        let again = SchemaLoader.load(SourceFile(path: "again.yaml", bytes: Array(text.utf8))).schema
        #expect(try again == schema())
    }

    @Test(arguments: Storage.both)
    func aLiveDatabaseIsReadAsIt(_ storage: Storage) async throws {
        let schema = try schema()
        try await LiveDatabase.with(storage.rendering.sql.createStatements(schema), on: storage) { db in
            let live = try await Inspector.inspect(db)
            #expect(live.notes == [])
            #expect(live.schema.tables[0].columns[1].defaultValue == .expression(.now))
            let text = try await LiveSchemaText(live).text
            #expect(text.contains("default: now"), "\(text)")
            let found = try await Catalog(of: db.session)
            #expect(try await found.differences(from: Catalog(of: schema, like: db)) == [])
        }
    }

    /// In milliseconds, and one for all rows of a statement.
    @Test(arguments: Storage.both)
    func theTimeOfTheStatement(_ storage: Storage) async throws {
        try await LiveDatabase.with(storage.rendering.sql.createStatements(try schema()), on: storage) { db in
            let seconds = storage == .postgresql ? "extract(epoch FROM seen)" : "seen"
            try await db.transaction { transaction in
                let session = transaction.session
                try await session.run("INSERT INTO notes (id) VALUES (1), (2), (3)")
                #expect(try await session.integers("SELECT count(DISTINCT seen) FROM notes") == [1])
                // A transaction is no one moment: what is written later in it may be later.
                var id = 3
                repeat {
                    id += 1
                    try await session.run("INSERT INTO notes (id) VALUES (\(id))")
                } while try await session.integers("SELECT count(DISTINCT seen) FROM notes") == [1]
                #expect(
                    try await session.integers(
                        "SELECT count(*) FROM notes WHERE round(\(seconds) * 1000) / 1000.0 <> \(seconds)") == [0])
                #expect(
                    try await session.integers(
                        "SELECT count(*) FROM notes a JOIN notes b ON b.id = a.id + 1 WHERE b.seen < a.seen") == [0])
            }
        }
    }
}
