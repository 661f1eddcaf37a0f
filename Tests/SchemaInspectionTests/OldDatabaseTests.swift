import Foundation
import RoseyRuntime
import SchemaInspection
import SchemaKit
import TestDatabases
import TestSupport
import Testing

/// The databases of v0.5.0, which another program has made.
@Suite struct OldDatabaseTests {
    static let statements = [
        """
        CREATE TABLE user_stats (
                        username TEXT PRIMARY KEY,
                        first_seen INTEGER NOT NULL,
                        total_chat_lines INTEGER DEFAULT 0,
                        current_session_start INTEGER
                    )
        """,
        """
        CREATE TABLE current_status (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        bot_name TEXT,
                        bot_rank REAL,
                        bot_afk INTEGER DEFAULT 0
                    )
        """,
        "CREATE TABLE outbound_messages (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp INTEGER NOT NULL, message TEXT NOT NULL, sent INTEGER DEFAULT 0)",
        "CREATE INDEX idx_outbound_sent\n            ON outbound_messages(sent, timestamp)\n        ",
        "CREATE INDEX idx_recent\n            ON outbound_messages(timestamp DESC)\n        ",
    ]

    @Test func whatItMade() async throws {
        try await LiveDatabase.with(Self.statements) { db in
            let live = try await Inspector.inspect(db)
            let tables = live.schema.tables
            #expect(tables.map(\.name) == ["current_status", "outbound_messages", "user_stats"])
            #expect(tables.allSatisfy { !$0.sqlite.isStrict })
            #expect(tables[0].isSingleton && tables[0].checks == [])
            #expect(tables[0].columns.map(\.type) == [.integer, .text, .real, .integer])
            #expect(tables[1].columns[0].isAutoIncrement && !tables[1].columns[0].isNullable)
            #expect(tables[1].columns[3].defaultValue == .literal(.integer(0)))
            #expect(tables[1].indexes.map(\.name) == ["idx_outbound_sent", "idx_recent"])
            #expect(tables[1].indexes[1].terms == [Index.Term(.column("timestamp"), isDescending: true)])
            #expect(
                live.notes == [
                    "current_status: has a check that its key is 1, of another name than a singleton's",
                    "user_stats.username: can be NULL here though it is in the primary key, as SQLite allows",
                ])
            let written = try await LiveSchemaText(live)
            #expect(written.omissions == [])
            try expectLoads(written.text)
        }
    }

    /// Files from the field.
    @Test func files() async throws {
        let folder = packageFolder + "/Tests/Support/Reference/V050"
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".db") {
            let configuration = DatabaseConfiguration(sqlite: .init(mode: .readOnly))
            let db = try await Database.open(url: "sqlite:///\(folder)/\(file)", configuration: configuration)
            let live = try await Inspector.inspect(db)
            #expect(live.schema.tables.count >= 3, "\(file)")
            let written = try await LiveSchemaText(live)
            #expect(written.omissions == [], "\(file)")
            try expectLoads(written.text)
            await db.close()
        }
    }
}

/// What is written of a live database is a schema without mistakes.
func expectLoads(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(text.utf8)))
    #expect(!loaded.diagnostics.hasErrors, "\(loaded.diagnostics)\n\(text)", sourceLocation: sourceLocation)
}
