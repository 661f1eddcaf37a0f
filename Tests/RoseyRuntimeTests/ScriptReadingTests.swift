import RoseyRuntime
import TestDatabases
import Testing

/// Scripts are read as the database reads them that they are for.
@Suite(.timeLimit(.minutes(5)))
struct ScriptReadingTests {
    private func revision(
        _ up: String, id: String = "a1", after parents: [String] = [], message: String = "", isOwn: Bool = false
    ) -> Revision {
        let script = Revision.Script(up: up, down: "")
        return Revision(
            id: id, parents: parents, message: message, sqlite: script,
            postgresql: .init(up: up, down: "", hasOwnTransactions: isOwn))
    }

    private func withDatabase(
        _ storage: Storage, query: String = "", _ body: (Database) async throws -> Void
    ) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url + query, configuration: .patient)
            try await body(db)
            await db.close()
        }
    }

    /// What one database takes for a comment in a comment is the end of the comment to the other.
    @Test(arguments: Storage.both)
    func commentsInComments(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let isNested = storage == .postgresql
            try await db.migrate([
                revision(
                    isNested
                        ? "/* a /* b */ ; DROP TABLE none; \n-- @if 1 = 0\n*/ CREATE TABLE one (x INTEGER);"
                        : "/* a /* b */ CREATE TABLE one (x INTEGER); /* */")
            ])
            #expect(try await db.tableSummaries().map(\.name) == ["one"])
        }
    }

    @Test(arguments: Storage.both)
    func returnsInComments(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.migrate([
                revision("-- a note\rCREATE TABLE one (x INTEGER);\nCREATE\rTABLE two (x INTEGER);")
            ])
            #expect(try await db.tableSummaries().map(\.name) == (storage == .postgresql ? ["one", "two"] : ["two"]))
        }
    }

    @Test(arguments: Storage.both)
    func aReturnBehindADirectiveIsNoPartOfIt(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.migrate([
                revision(
                    "-- @if 1 = 0 -- never\r\nCREATE TABLE one (x INTEGER);\r\n-- @require nothing\r\nSELECT 1 WHERE 1 = 0 -- none\r\n;"
                        + "\r\nCREATE TABLE two (x INTEGER);")
            ])
            #expect(try await db.tableSummaries().map(\.name) == ["two"])
        }
    }

    /// What a database keeps is what the script has, line ends included.
    @Test(arguments: Storage.both, ["a\r\nb", "\r", "a\n\rb\u{2028}", "-- @if 1 = 0\n-- @require so"])
    func textsOfScriptsArriveUnchanged(_ storage: Storage, _ text: String) async throws {
        try await withDatabase(storage) { db in
            try await db.migrate([
                revision("CREATE TABLE t (x TEXT);\r\nINSERT INTO t\r\nVALUES (\r\n'\(text)');\r\n-- @revision\r\n")
            ])
            #expect(try await db.session.texts("SELECT x FROM t").map { Array($0.utf8) } == [Array(text.utf8)])
        }
    }

    /// Lines in a quote or in a comment of several lines say nothing to the migrator.
    @Test(arguments: Storage.both)
    func directivesAreCommentsOfLinesBeforeACommand(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.migrate([
                revision(
                    """
                    /*
                    -- @if 1 = 0
                    */
                    CREATE TABLE "@if" ("@require" TEXT,
                    -- @if 1 = 0
                    y TEXT);
                    INSERT INTO "@if" VALUES ('
                    -- @verify no rows
                    ', '-- @count rows'); -- @from-half-way
                    """)
            ])
            #expect(try await db.session.integers(#"SELECT count(*) FROM "@if""#) == [1])
        }
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func aTableCalledConcurrentlyIsNoIndexBuiltSo() async throws {
        try await withDatabase(.postgresql) { db in
            try await db.migrate([
                revision(
                    #"BEGIN; CREATE TABLE "concurrently" (x INTEGER); COMMIT; CREATE INDEX "concurrently_x" ON "concurrently" (x);"#,
                    isOwn: true)
            ])
            #expect(try await db.tableSummaries().map(\.name) == ["concurrently"])
        }
    }

    /// The server's own setting, and what a script does to it where nobody can see that, change nothing.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func backslashesAreTextInScripts() async throws {
        try await withDatabase(.postgresql, query: "%20-cstandard_conforming_strings%3Doff") { db in
            let first = revision(
                #"""
                BEGIN;
                CREATE TABLE t (x TEXT);
                INSERT INTO t VALUES ('a\');
                SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);
                COMMIT;
                BEGIN;
                INSERT INTO t VALUES ('b\'';'), (E'c\';');
                SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);
                COMMIT;
                """#, message: #"\'; DROP TABLE t; --"#, isOwn: true)
            let second = revision(#"INSERT INTO t VALUES ('d\');"#, id: "b2", after: ["a1"])
            try await db.migrate([first, second])
            #expect(try await db.session.texts("SELECT x FROM t ORDER BY x") == [#"a\"#, #"b\';"#, "c';", #"d\"#])
            #expect(try await Migrator(db, [first, second]).applied().first?.message == first.message)
        }
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func aScriptThatTurnsBackslashesIntoEscapesIsRefused() async throws {
        try await withDatabase(.postgresql) { db in
            let error = try await databaseError {
                try await db.migrate([revision("SELECT 1;\nSET standard_conforming_strings TO off;")])
            }
            #expect(error?.message.contains("line 2, column 1 of the script") == true, "\(error as Any)")
        }
    }

    /// A line of its own stands for the revision's script, and not one in a quote.
    @Test(arguments: Storage.both)
    func aBaselineHasOnePlaceForTheRevision(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.session.run("CREATE TABLE old (x INTEGER)")
            let own = "CREATE TABLE one (x TEXT);\n"
            let up = "DROP TABLE old;\r\n-- @revision\r\nINSERT INTO one VALUES ('\n-- @revision\n'); -- @revision"
            let script = Revision.Script(up: up, down: "")
            let baseline = Baseline(
                id: "old", message: "the old one", tables: [.init(name: "old", columns: ["x"])], leftovers: [],
                sqlite: script, postgresql: script)
            let revision = Revision(
                id: "a1", parents: [], message: "", baselines: [baseline], sqlite: .init(up: own, down: ""),
                postgresql: .init(up: own, down: ""))
            try await db.migrate([revision])
            #expect(try await db.session.texts("SELECT x FROM one") == ["\n-- @revision\n"])
        }
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func placesForValuesAreOutsideOfQuotesAndComments() async throws {
        try await withDatabase(.postgresql) { db in
            let read = try await db.session.fetchAll(
                Statement("SELECT $$it's ?$$ || E'\\'?' || ? -- isn't ? \n /* ? /* ' */ ? */ || ?", .read, table: ""),
                { parameters in
                    parameters.bind("a", at: 1)
                    parameters.bind("b", at: 2)
                }, { try $0.text(0) })
            #expect(read == ["it's ?'?ab"])
        }
    }
}
