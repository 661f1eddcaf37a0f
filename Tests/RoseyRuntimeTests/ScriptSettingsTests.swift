import RoseyRuntime
import TestDatabases
import Testing

/// What a revision's script sets for its session ends with it.
@Suite struct ScriptSettingsTests {
    private func revision(_ script: String) -> Revision {
        let script = Revision.Script(up: script, down: "")
        return Revision(id: "a", parents: [], message: "settings", sqlite: script, postgresql: script)
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func settingsOfAPostgreSQLScriptAreNotThoseOfTheProgram() async throws {
        try await Storage.postgresql.withURL { url in
            let one = DatabaseConfiguration(postgresql: .init(minimumConnections: 1, maximumConnections: 1))
            let db = try await Database.open(url: url, configuration: one)
            let before = try await db.session.texts("SELECT current_schema()::text")
            try await db.migrate([
                revision(
                    "CREATE TABLE t (id bigint); SET search_path = pg_catalog; SET work_mem = '123kB'; SET ROLE pg_monitor;"
                )
            ])
            #expect(try await db.session.texts("SELECT current_setting('work_mem')") != ["123kB"])
            #expect(try await db.session.texts("SELECT current_schema()::text") == before)
            #expect(try await db.session.texts("SELECT current_setting('role')") == ["none"])
            // The record is where it belongs, whatever the script has set.
            #expect(try await db.session.integers("SELECT count(*) FROM rosey_revisions") == [1])
            await db.close()
        }
    }

    @Test(arguments: [
        "PRAGMA ignore_check_constraints = ON;", "PRAGMA writable_schema = ON;", "PRAGMA recursive_triggers = ON;",
        "PRAGMA journal_mode = DELETE;", "ATTACH ':memory:' AS other;",
        "CREATE TABLE t (id INTEGER); CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;",
    ])
    func whatWouldOutliveAScriptOfSQLiteIsRefused(_ script: String) async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        let error = try await databaseError { try await db.migrate([revision(script)]) }
        #expect(error?.code == .misuse, "\(error.debugDescription)")
        #expect(error?.message.contains("a script ") == true, "\(error.debugDescription)")
        await db.close()
    }

    @Test func temporaryTablesOfAScriptAreGoneAfterIt() async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.migrate([revision("CREATE TABLE t (id INTEGER); CREATE TEMP TABLE t (wrong TEXT);")])
        #expect(try await db.session.integers("SELECT count(*) FROM temp.sqlite_schema") == [0])
        await db.close()
    }

    /// Questions, and what belongs to the transaction.
    @Test func pragmasThatEndWithTheTransactionAreAllowed() async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.migrate([
            revision(
                "CREATE TABLE t (id INTEGER); PRAGMA user_version = 7; PRAGMA legacy_alter_table = ON; PRAGMA table_info(t);"
            )
        ])
        #expect(try await db.session.integers("PRAGMA user_version") == [7])
        await db.close()
    }
}
