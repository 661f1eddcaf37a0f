import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A view of PostgreSQL that a revision drops and makes again has what other people have given it.
@Suite(.enabled(if: Storage.hasPostgreSQL), .timeLimit(.minutes(5)))
struct ViewAttachmentTests {
    private let id = "id: { type: integer, primary_key: true }"

    private func views(_ type: String, _ query: String = "SELECT id, a FROM t", index: String = "") -> String {
        """
        tables: { t: { columns: { \(id), a: { type: \(type) } } \(index) } }
        views: { v: { query: "\(query)", columns: { id: { type: integer }, a: { type: \(type) } } } }
        """
    }

    /// What a view has, as the server prints it.
    private func attachments(_ session: Session) async throws -> [String] {
        try await session.texts(
            """
            SELECT 'owner ' || pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'v'::regclass
            UNION ALL SELECT 'options ' || coalesce(reloptions::text, '') FROM pg_class WHERE oid = 'v'::regclass
            UNION ALL SELECT 'grant ' || a::text FROM pg_class, aclexplode(relacl) AS a WHERE oid = 'v'::regclass
            UNION ALL SELECT 'grant on ' || attname || a::text FROM pg_attribute, aclexplode(attacl) AS a
                WHERE attrelid = 'v'::regclass
            UNION ALL SELECT 'comment ' || coalesce(obj_description('v'::regclass, 'pg_class'), '')
            UNION ALL SELECT 'comment ' || attname || col_description('v'::regclass, attnum) FROM pg_attribute
                WHERE attrelid = 'v'::regclass AND col_description('v'::regclass, attnum) IS NOT NULL
            UNION ALL SELECT 'default ' || pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'v'::regclass
            UNION ALL SELECT pg_get_triggerdef(oid) || coalesce(obj_description(oid, 'pg_trigger'), '') FROM pg_trigger
                WHERE tgrelid = 'v'::regclass
            UNION ALL SELECT pg_get_ruledef(oid) || coalesce(obj_description(oid, 'pg_rewrite'), '') FROM pg_rewrite
                WHERE ev_class = 'v'::regclass AND rulename <> '_RETURN'
            ORDER BY 1
            """)
    }

    /// Two roles that are there while the test runs.
    private func withRoles(_ session: Session, _ body: (String, String) async throws -> Void) async throws {
        let suffix = String(UInt32.random(in: .min ... .max), radix: 36)
        let roles = ["view Test \(suffix)", "view_owner_\(suffix)"]
        for role in roles { try await session.run("CREATE ROLE \"\(role)\"") }
        let schema = try #require(try await session.texts("SELECT current_schema()::text").first)
        for role in roles { try await session.run("GRANT ALL ON SCHEMA \(schema) TO \"\(role)\"") }
        let result: Result<Void, any Error>
        do { result = .success(try await body("\"\(roles[0])\"", "\"\(roles[1])\"")) } catch {
            result = .failure(error)
        }
        for role in roles {
            try await session.run("DROP OWNED BY \"\(role)\" CASCADE")
            try await session.run("DROP ROLE \"\(role)\"")
        }
        try result.get()
    }

    private func give(_ session: Session, _ reader: String, _ owner: String) async throws {
        let schema = try #require(try await session.texts("SELECT current_schema()::text").first)
        for sql in [
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()",
            "COMMENT ON TRIGGER g ON v IS 'why'",
            "CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING",
            "ALTER VIEW v SET (security_barrier = true)", "ALTER VIEW v ALTER COLUMN a SET DEFAULT 7",
            "COMMENT ON VIEW v IS 'it''s \\ theirs'", "COMMENT ON COLUMN v.a IS 'a column'",
            "GRANT SELECT ON v TO PUBLIC", "GRANT INSERT, DELETE ON v TO \(reader) WITH GRANT OPTION",
            "GRANT UPDATE (a) ON v TO \(reader)", "ALTER VIEW v OWNER TO \(owner)",
            // What it would have by itself, and what its owner gave away.
            "ALTER DEFAULT PRIVILEGES IN SCHEMA \(schema) GRANT TRUNCATE ON TABLES TO \(reader)",
            "REVOKE TRIGGER ON v FROM \(owner)",
        ] { try await session.run(sql) }
    }

    /// In the way of another type; and with an index that is built in between, which makes the script several transactions.
    @Test(arguments: [false, true])
    func whatAViewHasSurvivesAChangeBelowIt(_ isLong: Bool) async throws {
        let index = isLong ? ", indexes: { i: [a] }" : ""
        let change = try MigrationCase(views("int32"), views("integer", index: index))
        try await change.with(.postgresql) { db, migrator in
            try await withRoles(db.session) { reader, owner in
                try await give(db.session, reader, owner)
                let before = try await attachments(db.session)
                #expect(before.count > 12)
                let view = try await db.session.texts("SELECT 'v'::regclass::oid::text")
                try await migrator.upgrade()
                #expect(try await db.session.texts("SELECT 'v'::regclass::oid::text") != view)
                #expect(try await attachments(db.session) == before)
                try await migrator.downgrade(to: "-1")
                #expect(try await attachments(db.session) == before)
            }
        }
    }

    /// What hung on a column goes with it; the rest stays.
    @Test func aColumnThatGoesTakesItsGrantsAlong() async throws {
        let change = try MigrationCase(
            views("integer"),
            """
            tables: { t: { columns: { \(id), a: { type: integer } } } }
            views: { v: { query: "SELECT id FROM t", columns: { id: { type: integer } } } }
            """)
        try await change.with(.postgresql) { db, migrator in
            try await withRoles(db.session) { reader, owner in
                try await give(db.session, reader, owner)
                let before = try await attachments(db.session)
                try await migrator.upgrade()
                let after = try await attachments(db.session)
                #expect(
                    before.filter { !after.contains($0) }.map { $0.split(separator: " ")[0] }
                        == ["comment", "default", "grant"])
                #expect(after.filter { !before.contains($0) } == [])
            }
        }
    }

    @Test func commentsThatTheSchemaNoLongerHasAreNotPutBack() async throws {
        let change = try MigrationCase(
            """
            tables: { t: { columns: { \(id), a: { type: integer } } } }
            views:
              v:
                query: "SELECT id, a FROM t"
                comment: all
                columns: { id: { type: integer, comment: the key }, a: { type: integer } }
            """,
            """
            tables: { t: { columns: { \(id), a: { type: integer } } } }
            views: { v: { query: "SELECT id, a FROM t WHERE a > 0", columns: { id: { type: integer }, a: { type: integer } } } }
            """)
        try await change.with(.postgresql) { db, migrator in
            let comments = "SELECT count(*) FROM pg_description WHERE objoid = 'v'::regclass"
            try await db.session.expect(comments, [2])
            try await migrator.upgrade()
            try await db.session.expect(comments, [0])
            try await migrator.downgrade(to: "-1")
            try await db.session.expect(comments, [2])
        }
    }

    /// The script has the last word on what it says something about.
    @Test func aScriptCanSayOtherwise() async throws {
        let change = try MigrationCase(views("int32"), views("integer"))
        let script = """
            DROP VIEW v;
            CREATE VIEW v AS SELECT id, a FROM t;
            REVOKE ALL ON v FROM PUBLIC;
            COMMENT ON VIEW v IS 'ours';
            CREATE TRIGGER g INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f();
            """
        try await change.with(.postgresql) { db, _ in
            try await withRoles(db.session) { reader, owner in
                try await give(db.session, reader, owner)
                let nothing = Revision.Script(up: "", down: "")
                let own = Revision(
                    id: "own", parents: ["before"], message: "own", sqlite: nothing,
                    postgresql: Revision.Script(up: script, down: ""))
                let first = try #require(try change.migrator(db).revisions.first)
                try await Migrator(db, [first, own]).upgrade()
                let after = try await attachments(db.session)
                #expect(after.contains("comment ours"))
                #expect(!after.contains { $0.contains(",0,SELECT") })
                #expect(
                    after.filter { $0.hasPrefix("CREATE TRIGGER g") }.map { $0.contains("INSTEAD OF UPDATE") } == [true]
                )
            }
        }
    }

    /// What cannot be put back is named, and nothing is changed.
    @Test func whatDoesNotFitIsNamed() async throws {
        let change = try MigrationCase(
            views("integer"), views("integer", "SELECT id, max(a) AS a FROM t GROUP BY id"))
        try await change.with(.postgresql) { db, migrator in
            try await db.session.run("ALTER VIEW v SET (check_option = cascaded)")
            let before = try await attachments(db.session)
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.code == .migration)
            #expect(error?.message.contains("the view 'v'") == true && error?.message.contains("check_option") == true)
            #expect(try await attachments(db.session) == before)
        }
    }

    // MARK: - Views of other schemas, and scripts of several transactions

    /// Runs a script by hand after the first revision, with the view `w` of another schema over `v`, which has what `give` gives.
    private func afterScript(
        _ script: @Sendable (_ schema: String) -> String, hasOwnTransactions: Bool = false,
        give: [String] = ["COMMENT ON VIEW w IS 'theirs'", "GRANT SELECT ON w TO PUBLIC"],
        _ body: @Sendable (Session, _ other: String, DatabaseError?) async throws -> Void
    ) async throws {
        let change = try MigrationCase(views("int32"), views("integer"))
        try await change.with(.postgresql) { db, _ in
            let session = db.session
            let here = try #require(try await session.texts("SELECT current_schema()::text").first)
            let other = here + "_other"
            try await session.run("CREATE SCHEMA \(other)")
            try await session.run("CREATE VIEW \(other).w AS SELECT id, a FROM v")
            for sql in give { try await session.run(sql.replacing(" w ", with: " \(other).w ")) }
            let nothing = Revision.Script(up: "", down: "")
            let own = Revision(
                id: "own", parents: ["before"], message: "own", sqlite: nothing,
                postgresql: Revision.Script(up: script(other), down: "", hasOwnTransactions: hasOwnTransactions))
            let first = try #require(try change.migrator(db).revisions.first)
            let outcome: Result<Void, any Error>
            do {
                let error = try await databaseError { try await Migrator(db, [first, own]).upgrade() }
                outcome = .success(try await body(session, other, error))
            } catch {
                outcome = .failure(error)
            }
            try await session.run("DROP SCHEMA \(other) CASCADE")
            try outcome.get()
        }
    }

    private func expectComment(_ view: String, _ session: Session, _ comment: String) async throws {
        try await session.expect("SELECT coalesce(obj_description('\(view)'::regclass, 'pg_class'), '')", [comment])
    }

    @Test func viewsOfOtherSchemasThatAreMadeAgainHaveWhatTheyHad() async throws {
        try await afterScript { other in
            """
            DROP VIEW \(other).w;
            DROP VIEW v;
            ALTER TABLE t ALTER COLUMN a TYPE bigint;
            CREATE VIEW v AS SELECT id, a FROM t;
            CREATE VIEW \(other).w AS SELECT id, a FROM v;
            """
        } _: { session, other, error in
            #expect(error == nil)
            try await expectComment("\(other).w", session, "theirs")
            try await session.expect(
                "SELECT count(*) FROM pg_class, aclexplode(relacl) AS a WHERE oid = '\(other).w'::regclass AND a.grantee = 0",
                [1])
        }
    }

    @Test(arguments: ["DROP VIEW v CASCADE", "ALTER TABLE t DROP COLUMN a CASCADE"])
    func aViewThatTheScriptDoesNotNameDoesNotGo(_ drop: String) async throws {
        try await afterScript { _ in
            "\(drop); CREATE OR REPLACE VIEW v AS SELECT id FROM t;"
        } _: { session, other, error in
            #expect(error?.code == .migration)
            #expect(error?.message.contains("the view \(other).w, which the script does not name") == true)
            try await expectComment("\(other).w", session, "theirs")
        }
    }

    @Test func aViewGoesWithTheSchemaThatTheScriptNames() async throws {
        try await afterScript {
            "DROP SCHEMA \($0) CASCADE; CREATE SCHEMA \($0)"
        } _: { _, _, error in
            #expect(error == nil)
        }
    }

    /// The plan cannot know that view, and the server says which it is.
    @Test(arguments: ["v", "t"])
    func aViewOfAnotherSchemaInTheWayIsNamed(_ below: String) async throws {
        let change = try MigrationCase(views("int32"), views("integer"))
        try await change.with(.postgresql) { db, migrator in
            let here = try #require(try await db.session.texts("SELECT current_schema()::text").first)
            try await db.session.run("CREATE SCHEMA \(here)_other")
            try await db.session.run("CREATE VIEW \(here)_other.w AS SELECT a FROM \(below)")
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.message.contains("view \(here)_other.w depends on") == true, "\(String(describing: error))")
            try await db.session.run("DROP SCHEMA \(here)_other CASCADE")
        }
    }

    /// In between, what the view had would be nowhere.
    @Test(arguments: [true, false])
    func aViewIsNotDroppedInOneTransactionAndMadeAgainInAnother(_ hasSomething: Bool) async throws {
        try await afterScript(
            { other in
                """
                BEGIN;
                DROP VIEW \(other).w;
                COMMIT;
                BEGIN;
                CREATE VIEW \(other).w AS SELECT id, a FROM v;
                COMMIT;
                """
            }, hasOwnTransactions: true, give: hasSomething ? ["GRANT SELECT ON w TO PUBLIC"] : []
        ) { session, other, error in
            #expect((error != nil) == hasSomething)
            if hasSomething {
                #expect(
                    error?.code == .migration
                        && error?.message.contains("the view \(other).w is dropped in one") == true)
            }
            try await expectComment("\(other).w", session, "")
        }
    }
}
