import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What the texts of revisions are to the commands: their messages, and SQL that is written by hand.
@Suite(.timeLimit(.minutes(5)))
struct ScriptTextCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rosey(_ arguments: [String], url: String? = nil) async throws -> ChildProcess {
        var environment = ["PATH": "/usr/bin:/bin"]
        environment["DATABASE_URL"] = url
        return try await ChildProcess.run(buildFolder + "/rosey", arguments, in: folder.path, environment: environment)
    }

    private func write(
        _ id: String, after parent: String? = nil, message: String = "m", _ sqlite: String, _ postgresql: String,
        down: String = "", more: String = ""
    ) throws {
        let path = "Generated/Migrations/\(id)/"
        // To YAML, this character ends a line.
        let quoted = String(decoding: try JSONEncoder().encode(message), as: UTF8.self).replacing("\u{85}", with: "\\N")
        try folder.write(
            "id: \(id)\nparents: [\(parent ?? "")]\nmessage: \(quoted)\n\(more)", path + "revision.yaml")
        try folder.write(sqlite, path + "sqlite.up.sql")
        try folder.write(postgresql, path + "postgresql.up.sql")
        try folder.write(down, path + "sqlite.down.sql")
        try folder.write(down, path + "postgresql.down.sql")
        try folder.write("tables: {}\n", path + "schema.snapshot.yaml")
        try folder.write(id + "\n", "Generated/Migrations/HEAD")
        try folder.write("tables: {}\n", "schema.yaml")
    }

    @Test(arguments: [
        ["history"], ["heads"], ["current"], ["status"], ["show", "a1"], ["check"], ["check", "--offline"], ["upgrade"],
        ["upgrade", "--sql"], ["downgrade", "base", "--sql"], ["stamp", "head"], ["revision", "--empty", "-m", "more"],
    ])
    func aScriptThatIsOpenIsRefusedByEveryCommand(_ command: [String]) async throws {
        try write("a1", "CREATE TABLE t (x INTEGER);\n\n    /* so\n", "SELECT 1;")
        let run = try await rosey(command, url: folder.url("x.db"))
        #expect(run.status != 0)
        #expect(
            run.error.contains(
                "Generated/Migrations/a1/sqlite.up.sql:3:5: error: this comment is never closed; write '*/' at its end"),
            "\(run)")
        #expect(!run.output.contains("CREATE TABLE"), "\(run)")
    }

    /// A line a revision, whatever its message is, and for programs the message as it is.
    @Test(arguments: [
        "two\nlines", "two\r\nlines", "\u{1b}[2J\r\u{b}\u{85}so", "a\u{2028}b\u{2029}\tc", "*/\n; DROP TABLE t; --",
    ])
    func messagesStayOnTheirLine(_ message: String) async throws {
        try write(
            "a1", message: message, "CREATE TABLE t (x INTEGER);", "CREATE TABLE t (x INTEGER);", down: "DROP TABLE t;")
        let url = folder.url("x.db")
        let upgraded = try await rosey(["upgrade"], url: url)
        #expect(
            upgraded.status == 0 && upgraded.output.split(whereSeparator: \.isNewline).count { $0.contains("a1") } == 1,
            "\(upgraded)")
        for command in ["heads", "history", "current"] {
            let shown = try await rosey([command], url: url)
            #expect(shown.status == 0 && shown.output.hasSuffix("\n"), "\(shown)")
            let line = shown.output.dropLast()
            #expect(line.hasPrefix(command == "history" ? "base → a1 (head)" : "a1"), "\(shown)")
            let isOneLine = line.unicodeScalars.allSatisfy {
                ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
            #expect(isOneLine, "\(shown)")
        }
        for command in ["heads", "history"] {
            let printed = try await rosey([command, "--json"], url: url)
            let entries = try #require(
                try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [[String: Any]])
            #expect((entries.first?["message"] as? String).map { Array($0.utf8) } == Array(message.utf8), "\(printed)")
        }
        let current = try await rosey(["current", "--json"], url: url)
        let report = try JSONSerialization.jsonObject(with: Data(current.output.utf8)) as? [String: Any]
        #expect(report?["revision"] as? String == "a1", "\(current)")
        let attempts = try await rosey(["history", "--attempts"], url: url)
        #expect(attempts.output.split(whereSeparator: \.isNewline).count == 3, "\(attempts)")
        for arguments in [["upgrade", "--sql"], ["downgrade", "base", "--sql"]] {
            let printed = try await rosey(arguments, url: arguments[0] == "upgrade" ? folder.url("y.db") : url)
            #expect(printed.status == 0, "\(printed)")
            let commands = try Dialect.sqlite.commands(of: printed.output)
            #expect(!commands.contains { $0.words.first == "drop" && !$0.text.contains("DROP TABLE t") }, "\(printed)")
            #expect(commands.count { $0.words.first == "drop" } == (arguments[0] == "upgrade" ? 0 : 1), "\(printed)")
        }
    }

    /// A message is no directive of the scripts that are made with it.
    @Test(arguments: ["@from-half-way", "@if 1 = 0", "@require nothing"])
    func messagesLikeDirectives(_ message: String) async throws {
        try folder.write(
            "tables: { \"\(message)\": { model: T, swift: t, columns: { id: { type: integer, primary_key: true } } } }",
            "schema.yaml")
        let made = try await rosey(["revision", "--autogenerate", "-m", message, "--proof-url", "none"])
        try #require(made.status == 0, "\(made)")
        let url = folder.url("x.db")
        #expect(try await rosey(["upgrade"], url: url).status == 0)
        let db = try await Database.open(url: url, configuration: .patient)
        #expect(try await db.tableSummaries().map(\.name) == [message])
        await db.close()
        let printed = try await rosey(["upgrade", "--sql"], url: folder.url("y.db"))
        #expect(printed.status == 0 && !printed.output.contains("\n-- @"), "\(printed)")
    }

    /// A text is a name to SQLite where only that can stand.
    @Test(arguments: [
        ("DROP TABLE 't';", "drops table t (1 row)"),
        ("WITH x AS (SELECT 1 AS y) DELETE FROM t WHERE x IN (SELECT y FROM x);", "deletes rows of t (which has 1)"),
    ])
    func whatIsLostIsFoundHoweverItIsWritten(_ sql: String, _ loss: String) async throws {
        try write("a1", "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1);", "")
        let url = folder.url("x.db")
        #expect(try await rosey(["upgrade"], url: url).status == 0)
        try write("b2", after: "a1", sql, "")
        let refused = try await rosey(["upgrade"], url: url)
        #expect(refused.status != 0 && refused.error.contains(loss), "\(refused)")
    }

    /// The printed SQL and the command do the same where the server reads backslashes as escapes.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func aServerThatReadsBackslashesAsEscapes() async throws {
        let up = #"""
            CREATE TABLE t (x TEXT);
            INSERT INTO t VALUES ('a\'), ('b\''; DROP TABLE t; --'), (E'c\'d'), ($$e\'f$$), ('g\
            h');
            -- @verify there is a \'; SELECT 1
            SELECT 1 FROM t WHERE NOT EXISTS (SELECT 1 FROM t WHERE x = 'a\');
            """#.replacing("\\\n", with: "\\\r\n")
        let message = #"a \' message \"#
        try write("a1", message: message, "", up, down: #"DELETE FROM t WHERE x = 'a\'; DROP TABLE t;"#)
        let expected = [#"a\"#, #"b\'; DROP TABLE t; --"#, "c'd", #"e\'f"#, "g\\\r\nh"].map { Array($0.utf8) }
        let settings = ["standard_conforming_strings": "off", "escape_string_warning": "off"]
        try await PostgreSQLServer.with(.init(settings: settings)) { server in
            for name in ["command", "printed"] {
                let made = try await PostgreSQLServer.psql("CREATE DATABASE \(name)", at: server.socketURL)
                try #require(made.status == 0, "\(made)")
                let url = "postgresql://rosey@/\(name)?host=\(server.folder)&port=\(server.port)"
                if name == "command" {
                    let upgraded = try await rosey(["upgrade"], url: url)
                    #expect(upgraded.status == 0, "\(upgraded)")
                } else {
                    let printed = try await rosey(["upgrade", "--sql"], url: url)
                    let run = try await PostgreSQLServer.psql(printed.output, at: url)
                    #expect(printed.status == 0 && run.status == 0, "\(run) \(printed)")
                }
                let db = try await Database.open(url: url, configuration: .patient)
                #expect(
                    try await db.session.texts("SELECT x FROM t ORDER BY x COLLATE \"C\"").map { Array($0.utf8) }
                        == expected)
                #expect(try await db.session.texts("SELECT message FROM rosey_revisions") == [message])
                #expect(try await db.session.texts("SELECT up_sql FROM rosey_revisions") == [up])
                await db.close()
                if name == "command" {
                    #expect(try await rosey(["downgrade", "base", "--accept-data-loss"], url: url).status == 0)
                } else {
                    let printed = try await rosey(["downgrade", "base", "--sql"], url: url)
                    let run = try await PostgreSQLServer.psql(printed.output, at: url)
                    #expect(run.status == 0, "\(run) \(printed)")
                }
                #expect(try await rosey(["current"], url: url).output.hasPrefix("base"))
            }
        }
    }
}
