import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What other roles of a PostgreSQL server can put in the way of whoever migrates, and what a revision's script can reach.
@Suite(.enabled(if: Storage.hasPostgreSQL), .serialized, .timeLimit(.minutes(10)))
struct OtherRolesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func rosey(_ arguments: [String], url: String, _ environment: [String: String] = [:]) async throws
        -> ChildProcess
    {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url].merging(environment) { $1 })
    }

    @discardableResult
    private func done(_ arguments: String..., url: String) async throws -> String {
        let process = try await rosey(arguments, url: url)
        try #require(process.status == 0, "\(arguments): \(process)")
        return process.output + process.error
    }

    private func url(of server: PostgreSQLServer, _ role: String, _ database: String) -> String {
        "postgresql://\(role)@/\(database)?host=\(server.folder)&port=\(server.port)"
    }

    private func write(title: String = "string(80), nullable: true", checks: String = "") throws {
        try folder.write(
            """
            tables:
              authors:
                columns:
                  id: { type: integer, primary_key: true, auto_increment: true }
                  name: { type: string(50) }
                  kind: { type: enum(a, b), default: a }
              books:
                columns:
                  id: { type: integer, primary_key: true, auto_increment: true }
                  author_id: { type: integer, references: authors.id }
                  title: { type: \(title) }
            \(checks)
            """, "schema.yaml")
    }

    /// Makes the database `shop`, which belongs to `owner`, and where `mallory` may make functions beside the tables.
    private func makeDatabase(_ server: PostgreSQLServer) async throws {
        for sql in [
            "CREATE ROLE owner LOGIN", "CREATE ROLE mallory LOGIN", "CREATE DATABASE shop OWNER owner",
        ] { _ = try await server.psql(sql) }
        _ = try await PostgreSQLServer.psql(
            "GRANT CREATE ON SCHEMA public TO mallory; CREATE SCHEMA trap; GRANT USAGE ON SCHEMA trap TO PUBLIC; CREATE TABLE trap.hits (what text); GRANT ALL ON trap.hits TO PUBLIC",
            at: url(of: server, "rosey", "shop"))
    }

    /// Functions and operators whose arguments fit better than those of the server's own.
    private static let traps = """
        DO $do$ DECLARE r record; BEGIN
        FOR r IN SELECT * FROM (VALUES ('hashtext', 'name', 'integer', '1'), ('lower', 'name', 'text', '''x'''),
          ('quote_ident', 'name', 'text', '''x'''), ('length', 'varchar', 'integer', '1'),
          ('char_length', 'varchar', 'integer', '1'), ('count', 'bigint', 'bigint', '1'),
          ('setval', 'text, bigint', 'bigint', '1'), ('format_type', 'oid, bigint', 'text', '''x''')) v (f, a, r, x)
        LOOP
          EXECUTE format($f$CREATE FUNCTION public.%1$I(%2$s) RETURNS %3$s LANGUAGE plpgsql AS
            $b$ BEGIN INSERT INTO trap.hits VALUES (%5$L); RETURN %4$s; END $b$ $f$, r.f, r.a, r.r, r.x, r.f);
        END LOOP;
        FOR r IN SELECT * FROM (VALUES ('||', 'text', 'bigint', 'text'), ('||', 'text', 'integer', 'text'),
          ('||', 'name', 'text', 'text'), ('||', 'text', 'name', 'text'), ('=', 'varchar', 'text', 'boolean'),
          ('=', 'varchar', 'varchar', 'boolean'), ('<>', 'varchar', 'varchar', 'boolean'),
          ('=', 'oid', 'integer', 'boolean'), ('=', 'oid', 'regnamespace', 'boolean'),
          ('~', 'varchar', 'text', 'boolean')) v (o, l, r, t)
        LOOP
          EXECUTE format($f$CREATE FUNCTION public.%1$I(%2$s, %3$s) RETURNS %4$s LANGUAGE plpgsql AS
            $b$ BEGIN INSERT INTO trap.hits VALUES (%5$L); RETURN NULL; END $b$ $f$,
            'op_' || md5(r.o || r.l || r.r), r.l, r.r, r.t, r.l || r.o || r.r);
          EXECUTE format('CREATE OPERATOR public.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = public.%I)',
            r.o, r.l, r.r, 'op_' || md5(r.o || r.l || r.r));
        END LOOP; END $do$
        """

    @Test func functionsOfOthersAreNotRun() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            let trap = try await PostgreSQLServer.psql(Self.traps, at: url(of: server, "mallory", "shop"))
            try #require(trap.status == 0, "\(trap)")
            let address = url(of: server, "owner", "shop")
            try write()
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            let warned = try await done("upgrade", url: address)
            #expect(warned.contains("mallory may put functions into the schema public"), "\(warned)")
            let rows = try await PostgreSQLServer.psql(
                "INSERT INTO authors (name) VALUES ('x'); INSERT INTO books (author_id, title) VALUES (1, 't')",
                at: address)
            try #require(rows.status == 0, "\(rows)")
            _ = try await PostgreSQLServer.psql("DELETE FROM trap.hits", at: address)
            try write(
                title: "string(40)",
                checks: "    indexes:\n      books_title: [title]\n    checks:\n      has_title: title <> ''")
            try await done("revision", "--autogenerate", "-m", "second", "--proof-url", "none", url: address)
            try await done("upgrade", url: address)
            try await done("status", url: address)
            _ = try await rosey(["diff"], url: address)
            try await done("inspect", url: address)
            try await done("copy", "--from", address, "--to", "sqlite:///copy.db", url: address)
            try await done("downgrade", "-1", "--accept-data-loss", url: address)
            let hits = try await PostgreSQLServer.psql("SELECT DISTINCT what FROM trap.hits", at: address)
            // The table's own check compares a varchar, in words of the schema's author.
            #expect(!hits.output.contains("hashtext") && !hits.output.contains("lower"), "\(hits.output)")
            #expect(hits.output.split(separator: "\n").allSatisfy { $0 == "varchar<>varchar" }, "\(hits.output)")
        }
    }

    @Test func aRecordThatSomebodyElseHasMadeIsRefused() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            let planted = try await PostgreSQLServer.psql(
                "CREATE TABLE public.rosey_revisions (position bigint, id text, down_sql text)",
                at: url(of: server, "mallory", "shop"))
            try #require(planted.status == 0, "\(planted)")
            try write()
            for role in ["owner", "rosey"] {
                let address = url(of: server, role, "shop")
                if role == "owner" {
                    try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
                }
                let upgrade = try await rosey(["upgrade"], url: address)
                #expect(upgrade.status != 0)
                #expect(upgrade.error.contains("rosey_revisions belongs to the role mallory"), "\(upgrade)")
            }
        }
    }

    /// The printed SQL is run by other programs, which look at nothing themselves.
    @Test func printedSQLWritesIntoNoRecordOfSomebodyElse() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            let address = url(of: server, "owner", "shop")
            try write()
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            let printed = try await rosey(["upgrade", "--sql"], url: address)
            try #require(printed.status == 0, "\(printed)")
            let mallory = url(of: server, "mallory", "shop")
            let planted = try await PostgreSQLServer.psql(
                "CREATE TABLE public.rosey_history (number bigint); GRANT ALL ON public.rosey_history TO PUBLIC",
                at: mallory)
            try #require(planted.status == 0, "\(planted)")
            let refused = try await PostgreSQLServer.psql(printed.output, at: address)
            #expect(refused.status != 0, "\(refused)")
            #expect(refused.error.contains("rosey_history belongs to the role mallory"), "\(refused)")
            let tables = try await PostgreSQLServer.psql(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", at: address)
            #expect(tables.output == "rosey_history\n", "\(tables)")
            _ = try await PostgreSQLServer.psql("DROP TABLE rosey_history", at: mallory)
            let run = try await PostgreSQLServer.psql(printed.output, at: address)
            #expect(run.status == 0, "\(run)")
            #expect(try await done("current", url: address).contains("first"))
        }
    }

    @Test func printedSQLKeepsTheRecordInItsPlace() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makePeople(server)
            let address = url(of: server, "rosey", "people")
            try write(script: "CREATE SCHEMA away; SET search_path = away; CREATE TABLE there (id bigint);")
            try await done("revision", "--empty", "-m", "another", "--proof-url", "none", url: address)
            let printed = try await rosey(["upgrade", "--sql"], url: address)
            let run = try await PostgreSQLServer.psql(printed.output, at: address)
            try #require(run.status == 0, "\(run)")
            let tables = try await PostgreSQLServer.psql(
                "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('away', 'public') ORDER BY 1",
                at: address)
            let expected = [
                "away.there", "public.people", "public.rosey_history", "public.rosey_revisions",
                "public.rosey_unfinished",
            ]
            #expect(tables.output.split(separator: "\n").map(String.init) == expected, "\(tables)")
            #expect(try await done("current", url: address).contains("another"))
        }
    }

    /// A pending revision that names the tables of the application: it is tried elsewhere, and by a role without rights.
    @Test(arguments: [
        "DELETE FROM public.people WHERE id > 1;", "SET search_path = public; DELETE FROM people WHERE id > 1;",
    ])
    func aCheckDoesNotTouchTheDatabase(_ script: String) async throws {
        try await PostgreSQLServer.with(.init()) { server in
            for proof in [nil, server.socketURL] {
                try await makePeople(server)
                let address = url(of: server, "rosey", "people")
                try write(script: script)
                let environment = ["ROSEY_PROOF_URL": proof].compactMapValues { $0 }
                _ = try await rosey(["check"], url: address, environment)
                let rows = try await PostgreSQLServer.psql(
                    "SELECT count(*) FROM people; SELECT count(*) FROM rosey_revisions", at: address)
                #expect(rows.output.split(separator: "\n") == ["3", "1"], "\(rows)")
                _ = try await server.psql("DROP DATABASE people")
                let left = try await server.psql(
                    "SELECT count(*) FROM pg_database WHERE datname LIKE 'rosey_proof%'")
                #expect(left.contains("0"))
            }
        }
    }

    @Test(arguments: ["ALTER SYSTEM SET work_mem = '1MB';", "SET ROLE rosey;", "CREATE ROLE more;"])
    func whatConcernsTheWholeServerIsNotTried(_ script: String) async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makePeople(server)
            try write(script: script)
            let check = try await rosey(["check"], url: url(of: server, "rosey", "people"))
            #expect(check.status != 0)
            #expect((check.error + check.output).contains("a proof stays in a database of its own"), "\(check)")
        }
    }

    /// A database with three people and one revision; another, by hand, is pending.
    private func makePeople(_ server: PostgreSQLServer) async throws {
        _ = try await server.psql("CREATE DATABASE people")
        let address = url(of: server, "rosey", "people")
        try? FileManager.default.removeItem(atPath: folder.path + "/Generated")
        try folder.write(
            "tables:\n  people:\n    columns:\n      id: { type: integer, primary_key: true }\n", "schema.yaml")
        try await done("revision", "--autogenerate", "-m", "one", "--proof-url", "none", url: address)
        try await done("upgrade", url: address)
        _ = try await PostgreSQLServer.psql("INSERT INTO people VALUES (1), (2), (3)", at: address)
        try await done("revision", "--empty", "-m", "by hand", "--proof-url", "none", url: address)
    }

    private func write(script: String) throws {
        let revisions = folder.path + "/Generated/Migrations"
        let names = try FileManager.default.contentsOfDirectory(atPath: revisions)
        let name = try #require(names.first { $0.contains("hand") })
        try script.write(
            toFile: "\(revisions)/\(name)/postgresql.up.sql", atomically: true, encoding: .utf8)
    }

    /// Any role can hold the lock, so it is said who does, and it is not waited for without end.
    @Test func theLockOfMigrationsIsNotWaitedForWithoutEnd() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            try write()
            let address = url(of: server, "owner", "shop")
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            let mallory = try await Database.open(url: url(of: server, "mallory", "shop"))
            try await mallory.transaction { transaction in
                _ = try await transaction.session.integers(
                    "SELECT CASE WHEN pg_advisory_lock(1919906661, hashtext('public')) IS NULL THEN 0::bigint ELSE 1::bigint END"
                )
                let upgrade = try await rosey(["upgrade"], url: address, ["ROSEY_TIMEOUTS_MIGRATION_LOCK": "2"])
                #expect(upgrade.status != 0)
                #expect(upgrade.error.contains("role mallory, process "), "\(upgrade)")
                #expect(upgrade.error.contains("migrationLockTimeout"), "\(upgrade)")
            }
            await mallory.close()
        }
    }

    @Test(arguments: ["upgrade", "downgrade"])
    func theCommandLineSaysHowLongToWaitForTheLock(_ command: String) async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            try write()
            let address = url(of: server, "owner", "shop")
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            if command == "downgrade" { try await done("upgrade", url: address) }
            let mallory = try await Database.open(url: url(of: server, "mallory", "shop"))
            try await mallory.transaction { transaction in
                _ = try await transaction.session.integers(
                    "SELECT CASE WHEN pg_advisory_lock(1919906661, hashtext('public')) IS NULL THEN 0::bigint ELSE 1::bigint END"
                )
                let arguments = [command] + (command == "downgrade" ? ["base", "--accept-data-loss"] : [])
                let refused = try await rosey(arguments + ["--lock-timeout", "0.5"], url: address)
                #expect(refused.status != 0)
                #expect(refused.error.contains("role mallory, process "), "\(refused)")
                let nonsense = try await rosey(arguments + ["--lock-timeout", "never"], url: address)
                #expect(nonsense.status == 64, "\(nonsense)")
            }
            await mallory.close()
        }
    }

    /// Who owns a schema can put another record there, whoever owns the tables now.
    @Test func aSchemaOfSomebodyElseHasNoRecord() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            let made = try await PostgreSQLServer.psql(
                "CREATE SCHEMA theirs AUTHORIZATION mallory; GRANT ALL ON SCHEMA theirs TO owner",
                at: url(of: server, "rosey", "shop"))
            try #require(made.status == 0, "\(made)")
            try write()
            let address = url(of: server, "owner", "shop") + "&options=-csearch_path%3Dtheirs"
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            let printed = try await rosey(["upgrade", "--sql"], url: address)
            for role in ["owner", "rosey"] {
                let address = address.replacing("owner@", with: "\(role)@")
                let upgrade = try await rosey(["upgrade"], url: address)
                #expect(upgrade.status != 0)
                #expect(upgrade.error.contains("the schema theirs belongs to the role mallory"), "\(upgrade)")
                #expect(upgrade.error.contains(#"ALTER SCHEMA theirs OWNER TO "\#(role)""#), "\(upgrade)")
                let run = try await PostgreSQLServer.psql(printed.output, at: address)
                #expect(run.error.contains("the schema theirs belongs to the role mallory"), "\(run)")
            }
            let tables = try await PostgreSQLServer.psql(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'theirs'", at: address)
            #expect(tables.output.isEmpty, "\(tables)")
            // A member of the role may act as it anyway.
            _ = try await server.psql("GRANT mallory TO owner")
            try await done("upgrade", url: address)
            _ = try await server.psql("REVOKE mallory FROM owner")
            let current = try await rosey(["current"], url: address)
            #expect(current.status != 0 && current.error.contains("the schema theirs"), "\(current)")
        }
    }

    /// What the schema says is made on the proof's server, and not beside people's rows.
    @Test func aComparisonMakesNothingInTheDatabase() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            try write()
            let address = url(of: server, "owner", "shop")
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            try await done("upgrade", url: address)
            let made = try await PostgreSQLServer.psql(
                "CREATE ROLE reader LOGIN; REVOKE ALL ON DATABASE shop FROM PUBLIC; GRANT CONNECT ON DATABASE shop TO reader; "
                    + "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
                at: url(of: server, "rosey", "shop"))
            try #require(made.status == 0, "\(made)")
            let reader = url(of: server, "reader", "shop")
            #expect(try await done("diff", url: reader) == "the database is what schema.yaml says\n")
            #expect(try await done("check", url: reader).contains("everything says the same"))
            // There is no such server.
            let refused = try await rosey(["diff", "--proof-url", "none"], url: reader)
            #expect(refused.status != 0 && refused.error.contains("--proof-url or ROSEY_PROOF_URL"), "\(refused)")
            let beside = try await rosey(["diff", "--proof-url", "none"], url: address)
            #expect(beside.status == 0 && beside.output == "the database is what schema.yaml says\n", "\(beside)")
            #expect(beside.error.contains("temporary tables on the database's own server"), "\(beside)")
            let changed = try await PostgreSQLServer.psql("ALTER TABLE books ADD COLUMN pages bigint", at: address)
            try #require(changed.status == 0, "\(changed)")
            for arguments in [["diff"], ["check"], ["diff", "--proof-url", "none"]] {
                let diff = try await rosey(arguments, url: address)
                #expect(diff.status == 1 && diff.output.contains("column books.pages is not in the schema"), "\(diff)")
            }
        }
    }

    /// An empty database does not have what somebody has made for the schema to use.
    @Test func aSchemaMayUseFunctionsOfTheDatabase() async throws {
        try await PostgreSQLServer.with(.init()) { server in
            try await makeDatabase(server)
            let address = url(of: server, "owner", "shop")
            let made = try await PostgreSQLServer.psql(
                "CREATE FUNCTION next_title() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text'", at: address)
            try #require(made.status == 0, "\(made)")
            try write(title: "string(80), default_expression: { sqlite: \"'x'\", postgresql: next_title() }")
            try await done("revision", "--autogenerate", "-m", "first", "--proof-url", "none", url: address)
            try await done("upgrade", url: address)
            let diff = try await rosey(["diff"], url: address)
            #expect(diff.status == 0, "\(diff)")
            #expect(diff.error.contains("next_title"), "\(diff)")
        }
    }
}
