import ExactText
import RoseyRuntime
import TestDatabases
import Testing

/// Quotes beside marks that make one character of both, to Swift, are quotes to a database.
@Suite(.timeLimit(.minutes(5)))
struct QuotingTests {
    /// An accent behind a quote, and a sign that joins what stands behind it.
    static let texts = ["a'\u{301}", "\u{600}'b", "a\"\u{301}", "\u{600}\"b", "''\u{301}; --\"\u{20e3}"]

    private func withDatabase(_ storage: Storage, _ body: (Database) async throws -> Void) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            try await body(db)
            await db.close()
        }
    }

    @Test(arguments: Storage.both)
    func databasesReadWhatIsQuoted(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for text in Self.texts {
                let read = try await db.session.texts("SELECT \(SQLQuoting.text(text))")
                #expect(read.map { Array($0.utf8) } == [Array(text.utf8)])
                try await db.session.run("CREATE TABLE \(SQLQuoting.name(text)) (x INTEGER)")
                try await db.session.run("INSERT INTO \(SQLQuoting.name(text)) VALUES (1)")
            }
            let tables = try await db.tableSummaries()
            #expect(Set(tables.map { Array($0.name.utf8) }) == Set(Self.texts.map { Array($0.utf8) }))
            #expect(tables.allSatisfy { $0.rows == 1 })
        }
    }

    @Test(arguments: Storage.both)
    func aPrintedRecordHoldsAnyMessage(_ storage: Storage) async throws {
        for message in Self.texts {
            try await withDatabase(storage) { db in
                let script = Revision.Script(
                    up: "CREATE TABLE t (x INTEGER); -- \(message)", down: "DROP TABLE t; -- \(message)")
                let revision = Revision(id: "a1", parents: [], message: message, sqlite: script, postgresql: script)
                let migrator = try Migrator(db, [revision])
                let dialect = db.session.dialect
                for command in try dialect.commands(of: MigrationRecord.sql(applying: revision, dialect)) {
                    try await db.session.run(command.text)
                }
                let applied = try #require(try await migrator.applied().first)
                #expect(applied.message.utf8.elementsEqual(message.utf8))
                #expect(applied.down.utf8.elementsEqual(script.down.utf8))
                for command in try dialect.commands(of: MigrationRecord.sql(takingBack: applied, dialect)) {
                    try await db.session.run(command.text)
                }
                #expect(try await migrator.applied().isEmpty)
                let history = try await db.session.texts("SELECT \"message\" FROM \"rosey_history\"")
                #expect(history.map { Array($0.utf8) } == [Array(message.utf8), Array(message.utf8)])
            }
        }
    }

    @Test(arguments: texts)
    func viewsOfAnyNameAreTriedOut(_ name: String) async throws {
        try await withDatabase(.memory) { db in
            try await db.session.run("CREATE TABLE t (x INTEGER)")
            try await db.session.run("CREATE VIEW \(SQLQuoting.name(name)) AS SELECT x FROM t")
            let script = Revision.Script(up: "ALTER TABLE t RENAME TO u; DROP TABLE u;", down: "")
            let error = try await databaseError {
                try await db.migrate([
                    Revision(id: "a1", parents: [], message: "", sqlite: script, postgresql: script)
                ])
            }
            #expect(error?.message.contains("the view '\(name)'") == true, "\(String(describing: error))")
        }
    }

    @Test(.enabled(if: Storage.hasPostgreSQL), arguments: texts)
    func channelsOfAnyName(_ name: String) async throws {
        try await withDatabase(.postgresql) { db in
            let channel = "\(name)\(UInt64.random(in: .min ... .max))"
            let notifications = try await db.notifications(on: channel)
            try await db.notify(channel, "heard")
            for try await notification in notifications {
                #expect(notification.channel.utf8.elementsEqual(channel.utf8))
                break
            }
        }
    }

    /// Errors name the column, whatever it is called.
    @Test(arguments: Storage.both)
    func errorsNameColumnsOfAnyName(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for (number, name) in ["\u{301}a", "a\"\u{301}", "\u{600}\"b"].enumerated() {
                let table = "t\(number)"
                try await db.session.run("CREATE TABLE \(table) (\(SQLQuoting.name(name)) INTEGER UNIQUE)")
                try await db.session.run("INSERT INTO \(table) VALUES (1)")
                let error = try await databaseError { try await db.session.run("INSERT INTO \(table) VALUES (1)") }
                #expect(error?.code == .unique && error?.column.map { Array($0.utf8) } == Array(name.utf8))
            }
        }
    }
}
