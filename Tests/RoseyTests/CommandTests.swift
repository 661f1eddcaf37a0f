import Foundation
import TestDatabases
import TestSupport
import Testing

/// The command line, run as a process in a package of its own.
@Suite struct CommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(_ text: String, _ name: String) throws {
        try folder.write(text, name)
    }

    private func rosey(_ arguments: String..., environment: [String: String] = [:]) async throws -> ChildProcess {
        try await rosey(arguments, environment)
    }

    private func rosey(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    }

    private let schema = """
        tables:
          notes:
            columns:
              id:   { type: integer, primary_key: true, auto_increment: true }
              text: { type: text }

        """

    @Test func fromASchemaToADatabaseAndBack() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("history").output == "no revisions in Generated/Migrations\n")
        let tooEarly = try await rosey("upgrade", "head")
        #expect(tooEarly.status != 0 && tooEarly.error.contains("there are no revisions in Generated/Migrations"))
        let revision = try await rosey("revision", "-m", "First: notes!")
        #expect(revision.status == 0 && revision.output.hasSuffix("_first_notes\n"), "\(revision)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/Generated/Migrations").sorted()
        #expect(names.count == 2 && names.last == "HEAD")
        let id = try String(contentsOfFile: folder.path + "/Generated/Migrations/HEAD", encoding: .utf8).filter {
            $0 != "\n"
        }
        #expect(try await rosey("history").output == "base → \(id) (head)  First: notes!\n")

        // Nothing is made by looking.
        let before = try await rosey("status")
        #expect(before.status != 0 && before.error.contains("bot_data.db cannot be opened: No such file or directory"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/bot_data.db"))

        #expect(try await rosey("upgrade", "head").output == "applied \(id)  First: notes!\n")
        #expect(try await rosey("upgrade", "head").output == "nothing to migrate: sqlite:///bot_data.db is at head\n")
        #expect(try await rosey("current").output == "\(id) (head)  First: notes!\n")
        #expect(
            try await rosey("status").output == """
                Database  sqlite:///bot_data.db
                Revision  \(id)
                Pending   nothing

                Table  Rows
                ─────  ────
                notes     0

                """)
        let status = try await rosey("status", "--json").output
        let json = try #require(try JSONSerialization.jsonObject(with: Data(status.utf8)) as? [String: Any])
        #expect(json["revision"] as? String == id && json["dialect"] as? String == "sqlite")
        #expect((json["pending"] as? [String]) == [])
        #expect((json["tables"] as? [[String: Any]])?.first?["rows"] as? Int == 0)
        #expect(try await rosey("current", "--json").output.contains("\"is_head\" : true"))
        #expect(try await rosey("history", "--json").output.contains("\"message\" : \"First: notes!\""))

        let back = try await rosey("downgrade", "base").output
        #expect(
            back.hasPrefix("copied the database to \(folder.path)/bot_data.db.before-downgrade-\(id)-")
                || back.hasPrefix("copied the database to bot_data.db.before-downgrade-\(id)-"))
        #expect(back.hasSuffix(".backup\ntook back \(id)  First: notes!\n"))
        #expect(
            try await rosey("downgrade", "base").output == "nothing to take back: sqlite:///bot_data.db is at base\n")
        #expect(try await rosey("current").output == "base: no revision has been applied\n")
        #expect(try await rosey("status").output.hasSuffix("Pending   \(id)\nTables    none\n"))
        #expect(try await rosey("upgrade", String(id.prefix(4))).output == "applied \(id)  First: notes!\n")
        let unknown = try await rosey("downgrade", "zzz")
        #expect(unknown.status != 0 && unknown.error.contains("there is no revision 'zzz'"))
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func theSameOnPostgreSQL() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("revision", "-m", "notes").status == 0)
        let id = try String(contentsOfFile: folder.path + "/Generated/Migrations/HEAD", encoding: .utf8).filter {
            $0 != "\n"
        }
        try await TestSchema.with { url in
            func rosey(_ arguments: String...) async throws -> ChildProcess {
                try await self.rosey(arguments, ["DATABASE_URL": url])
            }
            let upgrade = try await rosey("upgrade", "head")
            #expect(upgrade.output == "applied \(id)  notes\n", "\(upgrade)")
            #expect(try await rosey("current").output == "\(id) (head)  notes\n")
            let status = try await rosey("status")
            #expect(status.output.contains("Database  postgresql://") && status.output.contains("notes     0"))
            #expect(try await rosey("status", "--json").output.contains("\"dialect\" : \"postgresql\""))
            #expect(try await rosey("downgrade", "base").output == "took back \(id)  notes\n")
            #expect(try await rosey("status").output.hasSuffix("Tables    none\n"))
            let away = try await self.rosey(
                ["status", "--database-url", "postgresql://u:s3cret@127.0.0.1:1/none"], [:])
            #expect(away.status != 0 && away.error.contains("cannot connect to postgresql://u@127.0.0.1:1/none"))
            #expect(!away.error.contains("s3cret"))
        }
    }

    @Test func aSecondRevisionIsWrittenByHand() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("revision", "-m", "one").status == 0)
        let second = try await rosey("revision", "-m", "two")
        #expect(second.output.contains("now write its scripts"))
        let path = String(second.output.split(separator: "\n")[0].dropFirst("wrote ".count))
        try write("CREATE TABLE more (x INTEGER);", path + "/sqlite.up.sql")
        try write("DROP TABLE more;", path + "/sqlite.down.sql")
        #expect(try await rosey("upgrade", "head").output.split(separator: "\n").count == 2)
        #expect(try await rosey("status").output.contains("more "))
        // An edit of what has been applied is noticed.
        try write("CREATE TABLE more (y INTEGER);", path + "/sqlite.up.sql")
        let edited = try await rosey("upgrade", "head")
        #expect(edited.status != 0 && edited.error.contains("was edited after it had been applied"))
    }

    @Test func schemaCommands() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("schema", "check").output == "schema.yaml: 1 table, no mistakes\n")
        #expect(try await rosey("schema", "sql", "--dialect", "sqlite").output.hasPrefix("CREATE TABLE \"notes\" (\n"))
        #expect(
            try await rosey("schema", "sql", "--dialect", "postgresql").output.contains(
                "GENERATED BY DEFAULT AS IDENTITY"))
        let swift = try await rosey("schema", "swift", "--only", "Models.generated.swift")
        #expect(swift.output.contains("public nonisolated struct Note: Codable"))
        #expect(try await rosey("schema", "swift").output.contains("// MARK: - Repositories.generated.swift"))
        #expect(try await rosey("schema", "swift", "--only", "X").status != 0)
        try write("tables:\n  notes: { columns: { id: { type: integr } } }\n", "bad.yaml")
        let bad = try await rosey("schema", "check", "bad.yaml")
        #expect(bad.status == 1)
        #expect(bad.error.hasPrefix("bad.yaml:2:35: error: unknown type 'integr'; did you mean 'integer'?\n"))
        #expect(
            try await rosey("schema", "check", "none.yaml").error
                == "none.yaml:1:1: error: cannot be read: No such file or directory\n")
        try write(
            """
            tables:
              notes:
                columns:
                  id:   { type: integer, primary_key: true }
                  text: { type: text, default_expression: lowr('A') }
                  size: { type: integer, generated: lenght(text) }
                indexes:
                  i: ["uper(text)"]
                  j: { columns: [size], where: size >> }
                checks:
                  c: text text
              fine: { columns: { id: { type: integer, primary_key: true } } }
            views:
              v: { columns: { id: { type: integer } }, query: SELECT id FROM nots }
              w: { columns: { id: { type: integer }, x: { type: integer } }, query: SELECT id FROM notes }
              y: { columns: { id: { type: integer } }, query: "SELECT id FROM fine" }
            """, "sql.yaml")
        #expect(
            try await rosey("schema", "check", "sql.yaml").error == """
                sql.yaml:5:7: error: the default expression of 'text': SQLite says: no such function: lowr
                sql.yaml:6:7: error: the expression of 'size': SQLite says: no such function: lenght
                sql.yaml:8:11: error: the expression of 'i': SQLite says: no such function: uper
                sql.yaml:9:7: error: the condition of 'j': SQLite says: near ")": syntax error
                sql.yaml:11:7: error: the check 'c': SQLite says: near "text": syntax error
                sql.yaml:14:3: error: the view 'v': SQLite says: no such table: nots
                sql.yaml:15:3: error: the view 'w': SQLite says: expected 2 columns for 'w' but got 1

                """)
        try write(
            """
            tables:
              notes:
                columns:
                  id:   { type: integer, primary_key: true }
                  lot:  { type: integer, generated: { sqlite: random(), postgresql: id } }
                  code: { type: integer, generated: { sqlite: "load_extension('x')", postgresql: id } }
                  day:  { type: text, default_expression: { sqlite: "load_extension('x')", postgresql: "'x'" } }
                indexes:
                  i: [{ expression: { sqlite: random(), postgresql: id } }]
                  j: [{ expression: { sqlite: "load_extension('x')", postgresql: id } }]
                  k: { columns: [day], where: { sqlite: random() > 0, postgresql: id > 0 } }
                  l: { columns: [id], where: { sqlite: load_extension('x') > 0, postgresql: id > 0 } }
                unique:
                  m: { columns: [id], where: { sqlite: random() > 0, postgresql: id > 0 } }
                checks:
                  o: notes.id < 10
            """, "unkept.yaml")
        let unkept = try await rosey("schema", "check", "unkept.yaml")
        #expect(
            unkept.error == """
                unkept.yaml:5:7: error: the expression of 'lot': SQLite says: non-deterministic functions prohibited in generated columns
                unkept.yaml:6:7: error: the expression of 'code': SQLite says: non-deterministic functions prohibited in generated columns
                unkept.yaml:7:7: error: the default expression of 'day': SQLite says: unsafe use of load_extension()
                unkept.yaml:9:11: error: the expression of 'i': SQLite says: non-deterministic functions prohibited in index expressions
                unkept.yaml:10:11: error: the expression of 'j': SQLite says: non-deterministic functions prohibited in index expressions
                unkept.yaml:11:7: error: the condition of 'k': SQLite says: non-deterministic functions prohibited in partial index WHERE clauses
                unkept.yaml:12:7: error: the condition of 'l': SQLite says: non-deterministic functions prohibited in partial index WHERE clauses
                unkept.yaml:14:7: error: the condition of 'm': SQLite says: non-deterministic functions prohibited in partial index WHERE clauses

                """)
        try write("tables:\n  string: { columns: { id: { type: integer, primary_key: true } } }\n", "name.yaml")
        #expect(
            try await rosey("schema", "check", "name.yaml").error.hasPrefix(
                "name.yaml:2:3: error: the model of 'string'"))
    }

    @Test func whereTheDatabaseIs() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("revision", "-m", "one").status == 0)
        func made(_ arguments: [String] = [], _ environment: [String: String] = [:]) async throws -> [String] {
            let before = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
            let outcome = try await rosey(["upgrade", "head"] + arguments, environment)
            #expect(outcome.status == 0, "\(outcome)")
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !before.contains($0) }
                .sorted()
        }
        #expect(try await made() == ["bot_data.db"])
        try write(#"{ "database": "old.db", "channel": "x" }"#, "config.json")
        #expect(try await made() == ["old.db"])
        try write(#"{ "database": "old.db", "database_url": "sqlite+aiosqlite:///new.db" }"#, "config.json")
        #expect(try await made() == ["new.db"])
        #expect(try await made([], ["DATABASE_URL": "sqlite:///env.db"]) == ["env.db"])
        #expect(
            try await made([], ["DATABASE_URL": "sqlite:///x.db", "ROSEY_DATABASE_URL": "sqlite:///rosey.db"]) == [
                "rosey.db"
            ]
        )
        #expect(
            try await made(["--database-url", "sqlite:///option.db"], ["ROSEY_DATABASE_URL": "sqlite:///y.db"]) == [
                "option.db"
            ])

        for (text, message) in [
            ("{ \"database_url\": 5 }", "database_url in config.json must be a text that is not empty"),
            (
                "{ \"database_settings\": { \"pool\": { \"maximun\": 5 } } }",
                "the key database_settings.pool.maximun in config.json is unknown; did you mean 'maximum'?"
            ),
            ("[1]", "config.json must contain a JSON object"),
            ("{", "config.json is not valid JSON"),
        ] {
            try write(text, "config.json")
            let outcome = try await rosey("current")
            #expect(outcome.status != 0 && outcome.error == "Error: \(message)\n")
        }
        let secret = try await rosey(
            "upgrade", "head", "--wait", "0", "--database-url", "postgresql://bot:hunter2@localhost/x")
        #expect(secret.status != 0 && !secret.error.contains("hunter2") && !secret.output.contains("hunter2"))
        let misspelt = try await rosey("upgrade", "head", "--database-url", "postgre://bot:hunter2@localhost/x")
        #expect(misspelt.status != 0 && !misspelt.error.contains("hunter2"))
    }

    @Test func anotherFolder() async throws {
        try write(schema, "a/schema.yaml")
        #expect(
            try await rosey("revision", "-m", "one", "--project", "a").output.contains(
                "\nwrote a/Generated/Migrations/")
        )
        #expect(try await rosey("upgrade", "head", "--project", "a", "--database-url", "sqlite:///x.db").status == 0)
        #expect(
            try await rosey("status", "--project", "a", "--database-url", "sqlite:///x.db").output.contains("notes"))
    }

    @Test func aFileThatCannotBeWritten() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("revision", "-m", "one").status == 0)
        #expect(try await rosey("upgrade", "head").status == 0)
        let path = folder.file("bot_data.db")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        // Root may write whatever the permissions are, so somebody else tries.
        let somebody = ["--reuid=65534", "--regid=65534", "--clear-groups", buildFolder + "/rosey"]
        let command = ["downgrade", "base"]
        let refused =
            getuid() == 0
            ? try await ChildProcess.run("/usr/bin/setpriv", somebody + command, in: folder.path, environment: [:])
            : try await rosey(command)
        #expect(refused.status != 0)
        #expect(refused.error.contains("bot_data.db cannot be written: Permission denied"), "\(refused)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    /// A database of v0.5.0 is not one of the revisions': it is refused, and its bytes stay as they are.
    @Test func aDatabaseOfSomebodyElse() async throws {
        try write(schema, "schema.yaml")
        #expect(try await rosey("revision", "-m", "one").status == 0)
        let sql = "CREATE TABLE user_stats (x); INSERT INTO user_stats VALUES (1)"
        #expect(try await ChildProcess.run("/usr/bin/env", ["sqlite3", folder.file("bot_data.db"), sql]).status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("bot_data.db")))
        let refused = try await rosey("upgrade", "head")
        #expect(refused.status != 0 && refused.error.contains("has tables already (user_stats)"))
        #expect(try await rosey("status").output.contains("user_stats     1"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("bot_data.db"))) == before)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("bot_data") }
        #expect(files == ["bot_data.db"])
    }
}
