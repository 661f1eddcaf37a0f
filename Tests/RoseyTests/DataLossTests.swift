import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What loses rows needs somebody's word, in both directions.
@Suite(.timeLimit(.minutes(5)))
struct DataLossTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rosey(_ url: String, _ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url])
    }

    /// The same on a terminal, with what a person types.
    private func onATerminal(_ url: String, _ arguments: String..., answer: String) async throws -> ChildProcess {
        let program = """
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            seen = b""
            answered = False
            while True:
                try:
                    more = os.read(terminal, 4096)
                except OSError:
                    break
                if not more:
                    break
                seen += more
                if not answered and b"[y/N]" in seen:
                    os.write(terminal, sys.argv[1].encode() + b"\\n")
                    answered = True
            sys.stdout.write(seen.decode().replace("\\r\\n", "\\n"))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        return try await ChildProcess.run(
            "/usr/bin/env", ["python3", "-c", program, answer, buildFolder + "/rosey"] + arguments, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url])
    }

    private func schema(_ tables: String) throws {
        try folder.write("tables: { \(tables) }", "schema.yaml")
    }

    private func revision(_ message: String) async throws {
        let made = try await ChildProcess.run(
            buildFolder + "/rosey", ["revision", "--autogenerate", "-m", message, "--accept-data-loss"],
            in: folder.path,
            environment: ["PATH": "/usr/bin:/bin"])
        try #require(made.status == 0, "\(made)")
    }

    private let users =
        "users: { columns: { id: { type: integer, primary_key: true }, email: { type: text, nullable: true } } }"
    private let orders = "orders: { columns: { id: { type: integer, primary_key: true } } }"
    private let notes = "notes: { columns: { id: { type: integer, primary_key: true } } }"

    /// Calls `body` with the address of a database that has users and orders, and no notes.
    private func withShop(_ storage: Storage, _ body: (String, Database) async throws -> Void) async throws {
        try await storage.withURL { url in
            try schema("\(users), \(orders), \(notes)")
            try await revision("shop")
            let up = try await rosey(url, "upgrade")
            try #require(up.status == 0, "\(up)")
            let db = try await Database.open(url: url, configuration: .patient)
            try await db.session.run("INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, NULL)")
            try await db.session.run("INSERT INTO orders VALUES (1)")
            try await body(url, db)
            await db.close()
        }
    }

    @Test(arguments: Storage.shared)
    func aDowngradeThatDropsTablesWithRowsIsRefusedWithoutATerminal(_ storage: Storage) async throws {
        try await withShop(storage) { url, db in
            let refused = try await rosey(url, "downgrade", "-1")
            #expect(refused.status != 0 && refused.output.isEmpty, "\(refused)")
            #expect(refused.error.contains("drops table users (3 rows)\n"), "\(refused)")
            #expect(refused.error.contains("drops table orders (1 row)\n"))
            #expect(!refused.error.contains("notes"), "an empty table is no loss")
            #expect(refused.error.contains("--accept-data-loss"))
            #expect(try await db.session.integers("SELECT count(*) FROM users") == [3])
            let json = try await onATerminal(url, "downgrade", "-1", "--json", answer: "y")
            #expect(json.status != 0 && json.output.contains("--accept-data-loss"), "\(json)")
            let agreed = try await rosey(url, "downgrade", "-1", "--accept-data-loss")
            #expect(agreed.status == 0 && agreed.output.contains("took back"), "\(agreed)")
        }
    }

    @Test(arguments: Storage.shared)
    func aPersonIsAsked(_ storage: Storage) async throws {
        try await withShop(storage) { url, db in
            let no = try await onATerminal(url, "downgrade", "base", answer: "n")
            #expect(no.status != 0 && no.output.contains("drops table users (3 rows)"), "\(no)")
            #expect(try await db.session.integers("SELECT count(*) FROM users") == [3])
            let yes = try await onATerminal(url, "downgrade", "base", answer: "y")
            #expect(yes.status == 0 && yes.output.contains("took back"), "\(yes)")
        }
    }

    @Test(arguments: Storage.shared)
    func anUpgradeThatDropsValuesIsRefusedToo(_ storage: Storage) async throws {
        try await withShop(storage) { url, db in
            // People by another name now, and what goes is named as the database has it.
            try schema(
                "people: { renamed_from: users, columns: { id: { type: integer, primary_key: true } } }, \(notes)")
            try await revision("less")
            let refused = try await rosey(url, "upgrade")
            #expect(refused.status != 0, "\(refused)")
            #expect(refused.error.contains("drops column users.email (2 values)\n"), "\(refused)")
            #expect(refused.error.contains("drops table orders (1 row)\n"), "\(refused)")
            #expect(!refused.error.contains("table users"), "\(refused)")
            #expect(try await db.session.integers("SELECT count(email) FROM users") == [2])
            #expect(try await rosey(url, "upgrade", "--sql").status == 0)
            if storage == .file {
                let tried = try await rosey(url, "upgrade", "--dry-run")
                #expect(tried.status == 0 && tried.output.contains("drops column users.email (2 values)\n"), "\(tried)")
            }
            let agreed = try await rosey(url, "upgrade", "--accept-data-loss")
            #expect(agreed.status == 0, "\(agreed)")
            #expect(try await rosey(url, "check").status == 0)
        }
    }

    /// What revisions bring that are not applied yet has no rows to lose, and a rebuild keeps those that there are.
    @Test(arguments: Storage.shared)
    func whatLosesNothingIsNotAsked(_ storage: Storage) async throws {
        try await withShop(storage) { url, _ in
            try schema(
                "users: { columns: { id: { type: integer, primary_key: true }, email: { type: string(90), nullable: true }, age: { type: integer, nullable: true } } }, \(orders), \(notes), brief: { columns: { id: { type: integer, primary_key: true } } }"
            )
            try await revision("more")
            try schema(
                "users: { columns: { id: { type: integer, primary_key: true }, email: { type: string(80), nullable: true } } }, \(orders)"
            )
            try await revision("less again")
            let up = try await rosey(url, "upgrade")
            #expect(up.status == 0, "\(up)")
        }
    }

    @Test(arguments: Storage.shared)
    func scriptsByHand(_ storage: Storage) async throws {
        try await withShop(storage) { url, _ in
            let made = try await rosey(url, "revision", "--empty", "-m", "by hand")
            try #require(made.status == 0, "\(made)")
            let path = String(made.output.split(separator: "\n")[0].dropFirst("wrote ".count))
            func refusal(_ script: String) async throws -> String {
                for name in ["sqlite", "postgresql"] { try folder.write(script, "\(path)/\(name).up.sql") }
                let outcome = try await rosey(url, "upgrade")
                return outcome.status == 0 ? "applied" : outcome.error
            }
            #expect(try await refusal("DELETE FROM orders;").contains("deletes rows of orders (which has 1)"))
            #expect(
                try await refusal("ALTER TABLE Users RENAME TO members; /* all */ DROP TABLE IF EXISTS \"members\";")
                    .contains("drops table users (3 rows)"))
            #expect(
                try await refusal("DROP TABLE orders; CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY);")
                    .contains("drops table orders (1 row)"))
            #expect(
                try await refusal("-- @loses users.email\nUPDATE users SET email = NULL;")
                    .contains("drops column users.email (2 values)"))
            // The rows are read before the table goes, and put back.
            #expect(
                try await refusal(
                    """
                    CREATE TABLE old_orders AS SELECT * FROM orders; DROP TABLE orders;
                    CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY); INSERT INTO orders SELECT id FROM old_orders;
                    DROP TABLE old_orders;
                    """) == "applied")
        }
    }

    /// Nothing is said of a copy that is gone when the command ends.
    @Test func aCopyThatIsRemovedIsNotToldOf() async throws {
        let url = "sqlite:///\(folder.file("shop.db"))"
        try schema("t: { columns: { id: { type: integer, primary_key: true }, a: { type: text, default: x } } }")
        try await revision("one")
        try schema("t: { columns: { id: { type: integer, primary_key: true } } }")
        try await revision("two")
        #expect(try await rosey(url, "upgrade", "+1").status == 0)
        let db = try await Database.open(url: url)
        try await db.session.run("INSERT INTO t (id) VALUES (1)")
        try await db.session.run("CREATE VIEW mine AS SELECT a FROM t")
        await db.close()
        let failed = try await rosey(url, "upgrade", "--accept-data-loss")
        #expect(failed.status != 0)
        #expect(failed.error.contains("was undone, and the copy of the database removed"), "\(failed)")
        #expect(!(failed.output + failed.error).contains("copied the database"), "\(failed)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".backup") } == [])
        let again = try await Database.open(url: url)
        try await again.session.run("DROP VIEW mine")
        await again.close()
        let done = try await rosey(url, "upgrade", "--accept-data-loss")
        #expect(done.output.contains("copied the database to "), "\(done)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".backup") }.count
                == 1)
    }
}
