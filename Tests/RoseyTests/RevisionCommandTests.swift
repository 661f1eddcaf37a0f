import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The commands around revisions, as people use them.
@Suite(.timeLimit(.minutes(5)))
struct RevisionCommandTests {
    private let folder: TemporaryFolder
    private let migrations: String

    init() throws {
        folder = try TemporaryFolder()
        migrations = folder.path + "/Generated/Migrations"
    }

    private func rosey(_ arguments: String..., url: String? = nil) async throws -> ChildProcess {
        var environment = ["PATH": "/usr/bin:/bin"]
        environment["DATABASE_URL"] = url
        return try await ChildProcess.run(buildFolder + "/rosey", arguments, in: folder.path, environment: environment)
    }

    private func schema(_ columns: String, more: String = "") throws {
        try folder.write(
            "tables: { users: { columns: { id: { type: integer, primary_key: true }, \(columns) } }\(more) }",
            "schema.yaml")
    }

    private func autogenerate(_ message: String, _ options: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", ["revision", "--autogenerate", "-m", message] + options, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin"])
    }

    private var folders: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: migrations).filter { $0 != "HEAD" }.sorted() }
    }

    private var head: String {
        get throws {
            try String(contentsOfFile: migrations + "/HEAD", encoding: .utf8).trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
    }

    /// The folder whose name ends so: two of one second are in no certain order.
    private func name(of message: String, orOf other: String? = nil) throws -> String {
        try #require(try folders.first { $0.hasSuffix(message) || $0.hasSuffix(other ?? message) })
    }

    private func text(_ name: String, of message: String) throws -> String {
        let folder = try self.name(of: message)
        return try String(contentsOfFile: "\(migrations)/\(folder)/\(name)", encoding: .utf8)
    }

    @Test func fromEditToDatabase() async throws {
        try schema("who: { type: string(50) }")
        let made = try await autogenerate("users")
        #expect(made.status == 0 && made.output.contains("users: create table with 2 columns"), "\(made)")
        #expect(made.output.contains("tried on SQLite: up, down and up again, with rows"))
        #expect(try await rosey("upgrade").status == 0)
        // Nothing to do is said, and nothing is written.
        let nothing = try await autogenerate("nothing")
        let first = try head
        #expect(
            nothing.status == 0 && nothing.output == "nothing to do: schema.yaml says what revision \(first) makes\n")
        #expect(try folders.count == 1)
        // What concerns Swift alone is no change of the database.
        try schema("who: { type: string(50), swift: person }")
        #expect(try await autogenerate("nothing").output.hasPrefix("nothing to do"))

        try schema("who: { type: string(50) }, age: { type: integer, nullable: true, comment: in years }")
        #expect(try await rosey("check").status == 1)
        let ages = try await autogenerate("ages")
        #expect(ages.output.contains("users: add column age integer nullable\n"))
        #expect(try text("sqlite.up.sql", of: "ages").contains(#"ALTER TABLE "users" ADD COLUMN "age" INTEGER;"#))
        #expect(try text("postgresql.up.sql", of: "ages").contains("COMMENT ON COLUMN"))
        #expect(try text("schema.snapshot.yaml", of: "ages").contains("age"))
        let pending = try await rosey("check")
        let second = try head
        #expect(pending.status == 1 && pending.output.contains("does not have \(second)"))
        #expect(try await rosey("upgrade", "+1").status == 0)
        let check = try await rosey("check")
        #expect(check.status == 0 && check.output.hasSuffix("everything says the same\n"), "\(check)")
        #expect(try await rosey("diff").output == "the database is what schema.yaml says\n")
        #expect(try await rosey("downgrade", "-1").output.contains("took back"))
        let diff = try await rosey("diff")
        #expect(diff.status == 1 && diff.output == "column users.age is missing: INTEGER\n")
        let history = try await rosey("history", "--verbose")
        #expect(history.output.contains("(head)  ages\n    Generated/Migrations/"))
        #expect(try await rosey("history", "--attempts").output.contains("downgrade"))
        #expect(try await rosey("show", "head", "--dialect", "sqlite").output.contains("── sqlite.up.sql"))
        #expect(try await rosey("heads").output == "\(try head)  ages\n")
    }

    @Test func renamesAreNotGuessed() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        try schema("name: { type: string(50) }")
        let ambiguous = try await autogenerate("names")
        #expect(ambiguous.status != 0 && ambiguous.error.contains("--rename users.who=name"), "\(ambiguous)")
        #expect(try folders.count == 1)
        let bad = try await autogenerate("names", "--rename", "who")
        #expect(bad.status != 0 && bad.error.contains("'who' is no rename"))
        let lossy = try await autogenerate("names", "--no-renames")
        #expect(lossy.status != 0 && lossy.error.contains("--accept-data-loss"), "\(lossy)")
        #expect(lossy.output.contains("data loss: users.who: the column goes, with its values"))
        #expect(try folders.count == 1)
        let renamed = try await autogenerate("names", "--rename", "users.who=name")
        #expect(renamed.status == 0 && renamed.output.contains("users: rename column who to name"), "\(renamed)")
        #expect(try text("revision.yaml", of: "names").contains("renames:\n  - \"users.who=name\"\n"))
        #expect(try await rosey("lint").status == 0)
        // The same by the schema.
        try schema("login: { type: string(50), renamed_from: name }")
        #expect(try await autogenerate("logins").output.contains("rename column name to login"))
        try schema("login: { type: string(50), renamed_from: nobody }")
        let hint = try await autogenerate("again")
        #expect(hint.status == 0 && hint.output.hasPrefix("nothing to do"), "\(hint)")
        try schema("email: { type: text, renamed_from: nobody, nullable: true }, login: { type: string(50) }")
        let unknown = try await autogenerate("again")
        #expect(unknown.status != 0 && unknown.error.contains("schema.yaml:1:"), "\(unknown)")
        #expect(unknown.error.contains("is said to be renamed from 'nobody'"))
    }

    @Test func lossesAreAgreedTo() async throws {
        try schema("who: { type: string(50) }, age: { type: integer, nullable: true }")
        _ = try await autogenerate("users")
        try schema("who: { type: string(50) }")
        let dropped = try await autogenerate("no ages", "--accept-data-loss")
        #expect(dropped.status == 0, "\(dropped)")
        #expect(try text("revision.yaml", of: "no_ages").contains("acknowledged:\n  - \"data loss: users.age\"\n"))
        let lint = try await rosey("lint", "head")
        #expect(
            lint.status == 0 && lint.output.contains("data loss: users.age: the column goes, with its values [agreed]"))
        let path = try name(of: "no_ages")
        let yaml = try text("revision.yaml", of: "no_ages")
        try folder.write(
            String(yaml.prefix(upTo: try #require(yaml.range(of: "acknowledged:")).lowerBound)),
            "Generated/Migrations/\(path)/revision.yaml")
        #expect(try await rosey("lint", "head").status == 1)
        #expect(try await rosey("lint", "head", "--json").output.contains("\"is_acknowledged\" : false"))
        // Before values go, the file is copied.
        let upgrade = try await rosey("upgrade")
        #expect(
            upgrade.output.contains("copied the database to ") && upgrade.output.contains(".backup\n"), "\(upgrade)")
    }

    @Test func editedSQLIsFound() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        let path = try #require(try folders.first)
        let sql = try text("sqlite.up.sql", of: "users").replacing("<= 50", with: "<= 60")
        try folder.write(sql, "Generated/Migrations/\(path)/sqlite.up.sql")
        let check = try await rosey("check")
        #expect(check.status == 1 && check.output.contains("makes something else on SQLite"), "\(check)")
        #expect(check.output.contains("length ( who ) <= 60"))
        try folder.write(
            "tables: { users: { columns: { id: { type: integer, primary_key: true } } } }",
            "Generated/Migrations/\(path)/schema.snapshot.yaml")
        let edited = try await rosey("check")
        #expect(edited.status != 0 && edited.error.contains("schema.snapshot.yaml was edited"), "\(edited)")
    }

    /// Two branches add a revision each: git conflicts in HEAD, and `merge` joins what can be joined.
    @Test func branches() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        let base = try head
        func branch(_ columns: String, _ message: String, more: String = "") async throws -> String {
            try folder.write(base + "\n", "Generated/Migrations/HEAD")
            let before = Set(try folders)
            // As if the other branch were not there.
            let hidden = folder.path + "/hidden"
            try FileManager.default.createDirectory(atPath: hidden, withIntermediateDirectories: true)
            let others = try folders.filter { !$0.hasSuffix("users") }
            for name in others {
                try FileManager.default.moveItem(atPath: "\(migrations)/\(name)", toPath: "\(hidden)/\(name)")
            }
            try schema(columns, more: more)
            let made = try await autogenerate(message)
            #expect(made.status == 0, "\(made)")
            let id = try head
            for name in others {
                try FileManager.default.moveItem(atPath: "\(hidden)/\(name)", toPath: "\(migrations)/\(name)")
            }
            _ = before
            return id
        }
        let one = try await branch("who: { type: string(50) }, age: { type: integer, nullable: true }", "ages")
        let two = try await branch(
            "who: { type: string(50) }", "posts",
            more: ", posts: { columns: { id: { type: integer, primary_key: true } } }")
        try folder.write("<<<<<<< ours\n\(one)\n=======\n\(two)\n>>>>>>> theirs\n", "Generated/Migrations/HEAD")
        let conflict = try await rosey("history")
        #expect(
            conflict.status != 0
                && conflict.error.contains("HEAD:1:1: error: it names one revision, the head; there are 2 ("),
            "\(conflict)")
        try folder.write(two + "\n", "Generated/Migrations/HEAD")
        #expect(try await rosey("heads").output.contains("join them with 'rosey merge'"))
        #expect(try await rosey("upgrade").error.contains("2 heads"))
        let merged = try await rosey("merge")
        #expect(merged.status == 0 && merged.output.contains("tried on SQLite: both orders make the same"), "\(merged)")
        let joined = try name(of: "_join_\(one)_and_\(two)", orOf: "_join_\(two)_and_\(one)")
        #expect(joined.contains(try head))
        try schema(
            "who: { type: string(50) }, age: { type: integer, nullable: true }",
            more: ", posts: { columns: { id: { type: integer, primary_key: true } } }")
        #expect(try await rosey("upgrade").status == 0)
        let check = try await rosey("check")
        #expect(check.status == 0, "\(check)")
    }

    @Test func branchesThatDoNotCommute() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        let base = try head
        try schema("who: { type: string(60) }")
        _ = try await autogenerate("sixty")
        let first = try name(of: "sixty")
        try FileManager.default.moveItem(atPath: "\(migrations)/\(first)", toPath: folder.path + "/first")
        try folder.write(base + "\n", "Generated/Migrations/HEAD")
        try schema("who: { type: string(50) }, age: { type: integer, default: 1 }", more: "")
        _ = try await autogenerate("ages")
        try FileManager.default.moveItem(atPath: folder.path + "/first", toPath: "\(migrations)/\(first)")
        // The rebuild of one branch knows nothing of the other's column.
        let merge = try await rosey("merge")
        #expect(merge.status != 0 && merge.error.contains("does not make what both mean"), "\(merge)")
        #expect(merge.error.contains("every column of users in the schema") && merge.error.contains("(age)"))
    }

    @Test func squashed() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        try schema("who: { type: string(50) }, age: { type: integer, nullable: true }")
        _ = try await autogenerate("ages")
        #expect(try await rosey("upgrade").status == 0)
        let asks = try await rosey("squash")
        #expect(asks.status != 0 && asks.error.contains("--yes"))
        let squashed = try await rosey("squash", "--yes", "-m", "all")
        #expect(squashed.status == 0 && squashed.output.contains("deleted the folders of 2 revisions"), "\(squashed)")
        #expect(try folders.count == 1)
        #expect(try await rosey("upgrade").output.hasPrefix("nothing to migrate"))
        #expect(try await rosey("current").output == "\(try head) (head)  all\n")
        #expect(try await rosey("check").status == 0)
    }

    /// The SQL that is printed does what the command does, with the record of it.
    @Test(arguments: Storage.both)
    func printedSQL(_ storage: Storage) async throws {
        if storage == .memory { return }
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        try schema("who: { type: string(80) }, age: { type: integer, nullable: true }")
        _ = try await autogenerate("more")
        try await storage.withURL { url in
            let printed = try await rosey("upgrade", "--sql", url: url)
            #expect(printed.status == 0, "\(printed)")
            let db = try await Database.open(url: url, configuration: .patient)
            // By the program that people use for it.
            let psql = try await ChildProcess.run(
                "/usr/bin/env", ["psql", "-v", "ON_ERROR_STOP=1", "-q", "-d", url.replacing("?", with: "?")],
                input: printed.output)
            #expect(psql.status == 0, "\(psql)")
            let current = try await rosey("current", url: url)
            #expect(current.output == "\(try head) (head)  more\n", "\(current)")
            #expect(try await rosey("diff", url: url).status == 0)
            let back = try await rosey("downgrade", "--sql", "-1", url: url)
            let undone = try await ChildProcess.run(
                "/usr/bin/env", ["psql", "-v", "ON_ERROR_STOP=1", "-q", "-d", url], input: back.output)
            #expect(undone.status == 0, "\(undone)")
            #expect(try await rosey("current", url: url).output.hasSuffix("users\n"))
            await db.close()
        }
    }

    /// A message is a comment in SQL and a text on a terminal, and never more than that.
    @Test func messagesThatWouldBeMore() async throws {
        try schema("who: { type: string(50) }")
        let message = "users\nCREATE TABLE pwned (x INTEGER);\u{1b}[2J\r\u{85}'\u{301}"
        #expect(try await autogenerate(message).status == 0)
        let printed = try await rosey("upgrade", "--sql")
        #expect(printed.status == 0, "\(printed)")
        let program = """
            import sqlite3, sys
            db = sqlite3.connect("bot_data.db")
            db.executescript(sys.stdin.read())
            print([row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE name = 'pwned'")])
            """
        let run = try await ChildProcess.run(
            "/usr/bin/env", ["python3", "-c", program], in: folder.path, input: printed.output)
        #expect(run.output == "[]\n", "\(run)")
        for command in ["current", "heads", "history"] {
            let shown = try await rosey(command)
            #expect(shown.status == 0 && shown.output.contains("\\u{1b}[2J"), "\(shown)")
            #expect(!shown.output.unicodeScalars.contains("\u{1b}"))
        }
        // What goes to a program is exact.
        #expect(try await rosey("heads", "--json").output.contains("\\u001b[2J"))
        let unknown = try await rosey("upgrade", "a\u{1b}[2J")
        #expect(unknown.status != 0 && !unknown.error.unicodeScalars.contains("\u{1b}"), "\(unknown)")
    }

    /// Whatever a script by hand looks like, the SQL of it is all there.
    @Test func printedSQLOfScriptsByHand() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        #expect(try await rosey("upgrade").status == 0)
        _ = try await rosey("revision", "--empty", "-m", "by hand")
        let script = "Generated/Migrations/\(try name(of: "by_hand"))/sqlite.up.sql"
        let program = """
            import sqlite3, sys
            sqlite3.connect("bot_data.db").executescript(sys.stdin.read())
            """
        let db = try await Database.open(
            url: DatabaseURL(sqlitePath: folder.file("bot_data.db")).string, configuration: .patient)
        try await db.session.run("INSERT INTO users VALUES (1, 'alice'), (2, '')")
        for text in [
            "-- @require nobody's name; missing\nSELECT id FROM users WHERE who = ''; -- none\nUPDATE users SET who = upper(who)",
            "-- @require nobody's name; missing\nSELECT id FROM users WHERE who = ''\n-- all of them\n;UPDATE users SET who = upper(who) -- done",
            "-- @verify nobody's name; missing\nSELECT id FROM users WHERE who = ';' OR who = '';\nUPDATE users SET who = upper(who);",
        ] {
            try folder.write(text, script)
            let printed = try await rosey("upgrade", "--sql")
            #expect(printed.status == 0, "\(printed)")
            let refused = try await ChildProcess.run(
                "/usr/bin/env", ["python3", "-c", program], in: folder.path, input: printed.output)
            #expect(refused.status != 0 && refused.error.contains("nobody's name; missing"), "\(refused)")
            #expect(try await db.session.texts("SELECT who FROM users ORDER BY id") == ["alice", ""])
        }
        try await db.session.run("DELETE FROM users WHERE id = 2")
        let printed = try await rosey("upgrade", "--sql")
        let done = try await ChildProcess.run(
            "/usr/bin/env", ["python3", "-c", program], in: folder.path, input: printed.output)
        #expect(done.status == 0, "\(done)")
        #expect(try await db.session.texts("SELECT who FROM users") == ["ALICE"])
        let current = try await rosey("current")
        #expect(current.output == "\(try head) (head)  by hand\n", "\(current)")
        await db.close()
        // Without a semicolon at the end, what notes the revision would belong to the last command.
        _ = try await rosey("revision", "--empty", "-m", "another")
        let other = "Generated/Migrations/\(try name(of: "another"))/sqlite.up.sql"
        try folder.write("UPDATE users SET who = lower(who)", other)
        let open = try await rosey("upgrade", "--sql")
        #expect(open.output.contains("lower(who)\n;\n"), "\(open)")
        try folder.write("UPDATE users SET who = lower(who) -- done;\n", other)
        let commented = try await rosey("upgrade", "--sql")
        #expect(commented.output.contains("-- done;\n\n;\n"), "\(commented)")
        try folder.write(
            "UPDATE users SET who = '';\n-- @require nobody\nSELECT id FROM users;\n-- @require no one\nSELECT id FROM users;",
            other)
        let ordered = try await rosey("upgrade", "--sql")
        let places = ["it needs no one", "SET who = ''"].map { ordered.output.firstRange(of: $0)?.lowerBound }
        #expect(try #require(places[0]) < #require(places[1]), "\(ordered)")
        try folder.write("-- @if EXISTS (SELECT 1 FROM users)\nUPDATE users SET who = lower(who);", other)
        let conditional = try await rosey("upgrade", "--sql")
        #expect(conditional.status != 0 && conditional.error.contains("(@if), which SQL alone cannot say"))
    }

    @Test func revisionsThatAreTooFarAway() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        #expect(try await rosey("upgrade").status == 0)
        for command in ["upgrade", "downgrade", "stamp"] {
            for offset in ["+9223372036854775807", "-9223372036854775807", "+2", "+99999999999999999999"] {
                let run = try await rosey(command, "head" + offset)
                #expect(run.status == 1 && run.error.contains("there is no revision 'head\(offset)'"), "\(run)")
            }
        }
    }

    @Test func scriptsByHand() async throws {
        try schema("who: { type: string(50) }")
        _ = try await autogenerate("users")
        #expect(try await rosey("upgrade").status == 0)
        let made = try await rosey("revision", "--empty", "-m", "names in capitals")
        #expect(made.status == 0 && made.output.contains("now write its scripts"))
        let path = try name(of: "names_in_capitals")
        try folder.write(
            """
            -- @require nobody without a name
            SELECT id FROM users WHERE who = '';
            -- @count names become capitals
            SELECT count(*) FROM users WHERE who <> upper(who);
            UPDATE users SET who = upper(who);
            """, "Generated/Migrations/\(path)/sqlite.up.sql")
        let url = DatabaseURL(sqlitePath: folder.file("bot_data.db")).string
        let db = try await Database.open(url: url, configuration: .patient)
        try await db.session.run("INSERT INTO users VALUES (1, 'alice'), (2, 'BOB'), (3, '')")
        let refused = try await rosey("upgrade")
        #expect(
            refused.status != 0
                && refused.error.contains("it needs nobody without a name, but 1 row is in the way: (3)"), "\(refused)")
        try await db.session.run("DELETE FROM users WHERE id = 3")
        let upgrade = try await rosey("upgrade")
        #expect(upgrade.status == 0 && upgrade.output.contains("  names become capitals: 1 row\n"), "\(upgrade)")
        #expect(try await db.session.texts("SELECT who FROM users ORDER BY id") == ["ALICE", "BOB"])
        await db.close()
        #expect(try await rosey("check").status == 0)
        let both = try await rosey("revision", "--empty", "--autogenerate", "-m", "x")
        #expect(both.status != 0 && both.error.contains("exclude each other"))
    }
}
