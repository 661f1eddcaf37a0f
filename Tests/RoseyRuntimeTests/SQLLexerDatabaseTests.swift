import CSQLite
import ExactText
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Random texts, read by the lexer and by the databases themselves.
@Suite(.timeLimit(.minutes(5)))
struct SQLLexerDatabaseTests {
    private typealias Pieces = [String]

    private func random(_ pieces: [String], _ count: ClosedRange<Int>, _ generator: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: count, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
    }

    /// `sqlite3_complete` says whether a text that ends in a semicolon is whole commands.
    @Test func commandsAreCompleteWhereSQLiteSaysSo() {
        var generator = SeededGenerator()
        let pieces: Pieces = [
            "'", "\"", "`", "[", "]", "--", "-", "/*", "*/", "*", "/", "\n", "\r", "\r\n", " ", ";", ";", "; END;",
            "CREATE ",
            "temp ", "TRIGGER ", "end ", "explain ", "a", "é", "\u{301}", "x'", "1e-", ".5", "$", "$$", "E'", "\\",
            "->>",
            "\u{c}", "BEGIN ",
        ]
        for _ in 0..<20_000 {
            let text = ";" + random(pieces, 0...14, &generator).joined() + ";"
            // Whether what comes next is a command of its own.
            let next = try? Dialect.sqlite.commands(of: text + "\nnext").last
            #expect(
                (next?.body == "next") == (sqlite3_complete(text) == 1),
                "seed \(generator.seed): \(text.debugDescription)")
        }
    }

    /// SQLite prepares a script command by command, and says where each ends.
    @Test func commandsEndWhereSQLiteEndsThem() throws {
        var generator = SeededGenerator()
        var db: OpaquePointer?
        try #require(sqlite3_open(":memory:", &db) == SQLITE_OK)
        defer { sqlite3_close(db) }
        try #require(sqlite3_exec(db, "CREATE TABLE t (x)", nil, nil, nil) == SQLITE_OK)
        let gaps: Pieces = [
            " ", "\n", "\r", "\t", "\u{c}", "\r\n", "/* ; ' */", "/* /* \" */", "/**/", "-- ; ' $$ \r \" \n", "--\n",
            "\u{feff} ",
            " \u{b}", "/* \u{301} */",
        ]
        let values: Pieces = [
            "'a;b'", "'a''b;'", "'\r\n--'", "'/*'", "\"a;\"\"b\"", "x'00ff'", "1e-5", ".5", "1.", "0x1f", "1+-1",
            "5- -1",
            "'a'->>'b'", "'\\'", "'\u{301}'", "'\\\\;'", "NULL", "(1)", "CASE 1 WHEN 2 THEN 3 END", "1<>2", "1!=2",
            "1||'$$'",
        ]
        let parameters: Pieces = [":a", "@b", "?", "?12", "$c", "$c::d(e;f')", "#e"]
        let names: Pieces = [
            "[a;b'c]", "`a``;b`", "\"a''\"\";\"", "a$b$", "é\u{301}", "end", "'a;'", "[/*]", "`--`", "\"[\"",
        ]
        for round in 0..<3000 {
            func gap() -> String { " " + random(gaps, 0...2, &generator).joined() + " " }
            func expressions(_ pieces: Pieces) -> String {
                (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                    let value = pieces.randomElement(using: &generator) ?? "1"
                    let name = names.filter { $0 != "end" }.randomElement(using: &generator) ?? "a"
                    return gap() + value + (Bool.random(using: &generator) ? "" : gap() + "AS" + gap() + name)
                }.joined(separator: ",")
            }
            func select(_ pieces: Pieces) -> String { "SELECT" + expressions(pieces) + gap() }
            func trigger(_ name: Int) -> String {
                let body = (0..<Int.random(in: 1...3, using: &generator)).map { _ in select(values) + ";" + gap() }
                    .joined()
                return "CREATE" + gap() + (Bool.random(using: &generator) ? "TEMP" + gap() : "") + "TRIGGER" + gap()
                    + "r\(name)" + gap() + "AFTER INSERT ON t BEGIN" + gap() + body + "END" + gap()
            }
            var commands: [String] = []
            for number in 0..<Int.random(in: 0...4, using: &generator) {
                switch Int.random(in: 0...4, using: &generator) {
                case 0: commands.append(trigger(number))
                case 1: commands.append("EXPLAIN QUERY PLAN " + trigger(number))
                case 2: commands.append("EXPLAIN " + select(values + parameters))
                default: commands.append(select(values + parameters))
                }
                if Int.random(in: 0...4, using: &generator) == 0 { commands.append(gap()) }
            }
            let script =
                gap() + commands.joined(separator: ";" + gap()) + (Bool.random(using: &generator) ? ";" + gap() : "")
            let comment: Comment = "seed \(generator.seed), round \(round): \(script.debugDescription)"
            let ours = try SQLLexer.statements(of: script, .sqlite)
            let theirs = ranges(of: script, db, comment)
            #expect(ours.count == theirs.count, comment)
            for (one, other) in zip(ours, theirs) {
                let start = script.utf8.distance(from: script.startIndex, to: one.startIndex)
                #expect(other.lowerBound <= start && start + one.utf8.count <= other.upperBound, comment)
            }
        }
    }

    /// The commands that SQLite prepares of a script, each from the end of the one before.
    private func ranges(of script: String, _ db: OpaquePointer?, _ comment: Comment) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        script.withCString { text in
            var rest = text
            while rest.pointee != 0 {
                var handle: OpaquePointer?
                var tail: UnsafePointer<CChar>?
                let status = sqlite3_prepare_v2(db, rest, -1, &handle, &tail)
                #expect(status == SQLITE_OK, "\(String(cString: sqlite3_errmsg(db))): \(comment)")
                guard status == SQLITE_OK, let tail, tail > rest else { return }
                if handle != nil { ranges.append((rest - text)..<(tail - text)) }
                sqlite3_finalize(handle)
                rest = tail
            }
        }
        return ranges
    }

    /// PostgreSQL takes one command at a time: half of one is a mistake to it, and so are two.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func commandsEndWherePostgreSQLEndsThem() async throws {
        var generator = SeededGenerator()
        let gaps: Pieces = [
            " ", "\n", "\r", "\t", "\u{c}", "\r\n", "/* ; ' */", "/* /* \" */ ; */", "/**/", "/*/**/*/", "-- ; ' $$ \r",
            "-- /* \n",
            "--\n", "/* \u{301} */",
        ]
        let values: Pieces = [
            "'a;b'", "'a''b;'", "'\r\n--'", "'/*'", "'\\'", "E'\\';'", "e'\\\\'", "E'a'\n'\\';b'", "E'a' -- '\r '\\';'",
            "$$;'$$",
            "$a$ $$; $b$ $a$", "$é$;$é$", "U&'\\0041;'", "X'1f'", "b'01'", "1e-5", ".5", "0", "1+-1", "5- -1",
            "2*/* ; */-1",
            "5<>-1", "'a'||'b;'", "(1)", "CASE 1 WHEN 2 THEN 3 END", "N'a;'", "'{1,2}'::int[]", "ARRAY[';']",
            "'\u{301}'",
            "1::int", "(ARRAY[1])[1]",
        ]
        let names: Pieces = ["\"a;\"\"b'\"", "a$b$", "é\u{301}", "\"$$\"", "\"/*\"", "u&\"d\\0061;\"", "e", "\"--\""]
        try await Storage.postgresql.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            for round in 0..<250 {
                func gap() -> String { " " + random(gaps, 0...2, &generator).joined() + " " }
                func select() -> String {
                    "SELECT"
                        + (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                            let value = values.randomElement(using: &generator) ?? "1"
                            let name = names.randomElement(using: &generator) ?? "a"
                            return gap() + value + (Bool.random(using: &generator) ? "" : gap() + "AS" + gap() + name)
                        }.joined(separator: ",") + gap()
                }
                func routine() -> String {
                    "CREATE OR REPLACE FUNCTION" + gap() + "f() RETURNS int LANGUAGE sql BEGIN" + gap() + "ATOMIC"
                        + gap()
                        + "SELECT CASE 1 WHEN 1 THEN 2 END;" + gap() + "SELECT 2;" + gap() + "END" + gap()
                }
                let commands = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    Int.random(in: 0...4, using: &generator) == 0 ? routine() : select()
                }
                let script = gap() + commands.joined(separator: ";" + gap()) + ";" + gap() + ";" + gap()
                let comment: Comment = "seed \(generator.seed), round \(round): \(script.debugDescription)"
                let ours = try SQLLexer.statements(of: script, .postgresql)
                #expect(ours.count == commands.count, comment)
                for command in ours {
                    let error = try await databaseError {
                        try await db.transaction { _ = try await $0.session.run(String(command)) }
                    }
                    #expect(error == nil, comment)
                }
            }
            await db.close()
        }
    }

    /// What is quoted comes back as it was, from the database and from the lexer.
    @Test(arguments: Storage.both)
    func whatIsQuotedComesBack(_ storage: Storage) async throws {
        var generator = SeededGenerator()
        let pieces: Pieces = [
            "'", "\"", "''", "\\", "\\'", "\r", "\n", "\r\n", "--", "/*", "*/", "$$", "$a$", ";", "a", "é", "\u{301}",
            "`", "[", "]",
            "?", "@", ":", "E'", "\u{1b}", "\u{2028}",
        ]
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            let rules = db.session.dialect.lexerRules
            for _ in 0..<300 {
                let text = random(pieces, 0...8, &generator).joined()
                let comment: Comment = "seed \(generator.seed): \(text.debugDescription)"
                let quoted = SQLQuoting.text(text)
                let lexer = SQLLexer(quoted, rules)
                let tokens = SQLLexer.tokens(of: quoted, rules)
                #expect(tokens.map(\.kind) == [.text] && tokens.map(\.isClosed) == [true], comment)
                #expect(tokens.map { Array(lexer.value(of: $0).utf8) } == [Array(text.utf8)], comment)
                let read = try await db.session.texts("SELECT " + quoted)
                #expect(read.map { Array($0.utf8) } == [Array(text.utf8)], comment)
                // As a command of a script, with a name of the same.
                let name = text.isEmpty ? "x" : String(text.unicodeScalars.prefix(20).map(Character.init))
                let script = "SELECT \(quoted) AS \(SQLQuoting.name(name));\nSELECT 2"
                #expect(try db.session.dialect.commands(of: script).count == 2, comment)
            }
            await db.close()
        }
    }

    /// Texts with escapes, however the server is told to read those without a letter before them.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func escapesAreThoseOfPostgreSQL() async throws {
        var generator = SeededGenerator()
        let pieces: Pieces = [
            "''", "\\'", "\\\\", "\\n", "\\x41", "\\101", "\\7", "\\u00e9", "\\U0001f600", "\\q", "a", ";", "\n",
            "é", "--",
            "'\n'", "' -- '\r\n'", "' \n -- \n'",
        ]
        try await Storage.postgresql.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            for _ in 0..<200 {
                let inside = random(pieces, 0...6, &generator).joined()
                for (literal, isOff) in [("E'\(inside)'", false), ("'\(inside)'", false), ("'\(inside)'", true)] {
                    var rules = SQLLexer.Rules.postgresql
                    rules.hasEscapesInTexts = isOff
                    let comment: Comment = "seed \(generator.seed), \(isOff): \(literal.debugDescription)"
                    let lexer = SQLLexer(literal, rules)
                    let tokens = SQLLexer.tokens(of: literal, rules)
                    let read = try? await db.transaction { transaction in
                        if isOff {
                            try await transaction.session.run("SET LOCAL standard_conforming_strings = off")
                            try await transaction.session.run("SET LOCAL backslash_quote = on")
                        }
                        return try await transaction.session.texts("SELECT \(literal) /* \(isOff) */")
                    }
                    // A quote behind a backslash ends a text that has no escapes.
                    if !isOff, literal.first == "'", literal.has(part: "\\'") { continue }
                    #expect(tokens.map { lexer.value(of: $0) } == read, comment)
                }
            }
            await db.close()
        }
    }
}
