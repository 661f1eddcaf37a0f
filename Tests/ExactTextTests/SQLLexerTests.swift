import ExactText
import Testing

/// What tokens a text has for each database, by hand; tests against the databases are with those of the runtime.
@Suite struct SQLLexerTests {
    private func spelled(_ text: String, _ rules: SQLLexer.Rules) -> [String] {
        let lexer = SQLLexer(text, rules)
        return SQLLexer.tokens(of: text, rules).map { lexer.text(in: $0.range) }
    }

    private func values(_ text: String, _ rules: SQLLexer.Rules) -> [String] {
        let lexer = SQLLexer(text, rules)
        return SQLLexer.tokens(of: text, rules).map { lexer.value(of: $0) }
    }

    private func statements(_ text: String, _ rules: SQLLexer.Rules) throws -> [String] {
        try SQLLexer.statements(of: text, rules).map(String.init)
    }

    @Test func commentsNestInPostgreSQLAlone() throws {
        let text = "/* a /* b */ c */ d"
        #expect(spelled(text, .postgresql) == ["/* a /* b */ c */", "d"])
        #expect(spelled(text, .sqlite) == ["/* a /* b */", "c", "*", "/", "d"])
    }

    @Test func aReturnEndsACommentOfALineInPostgreSQLAlone() {
        #expect(spelled("-- a\rb\nc", .postgresql) == ["-- a", "b", "c"])
        #expect(spelled("-- a\rb\nc", .sqlite) == ["-- a\rb", "c"])
        // White space it is to both.
        #expect(spelled("a\rb", .sqlite) == ["a", "b"] && spelled("a\rb", .postgresql) == ["a", "b"])
    }

    @Test func bracketsAndBackticksAreQuotesToSQLiteAlone() {
        #expect(values("[a;b]]`c``d`", .sqlite) == ["a;b", "]", "c`d"])
        #expect(spelled("[a;b]", .postgresql) == ["[", "a", ";", "b", "]"])
    }

    @Test func dollarsAreQuotesToPostgreSQLAlone() {
        #expect(values("$$a'$b$ $$ $b$ $$;$c$ $b$ a$d$ $1", .postgresql) == ["a'$b$ ", " $$;$c$ ", "a$d$", "$1"])
        #expect(spelled("$a $1", .sqlite) == ["$a", "$1"])
    }

    @Test func textsOfPostgreSQLAreReadAsTheServerDoes() {
        #expect(values(#"E'a\'b\\' 'c\'"#, .postgresql) == [#"a'b\"#, #"c\"#])
        #expect(values(#"E'\n\x41\102\u00e9\U0001f600\q\v'"#, .postgresql) == ["\nABé😀q\u{b}"])
        // On the next line a text goes on as it began.
        #expect(values("E'a' -- so\n '\\'b' 'c'", .postgresql) == ["a'b", "c"])
        #expect(values("'a' 'b'", .postgresql) == ["a", "b"])
        #expect(values("'a'\n'b'", .sqlite) == ["a", "b"])
        #expect(values("X'00ff' b'01' U&\"d;\"", .postgresql) == ["00ff", "01", "d;"])
        var off = SQLLexer.Rules.postgresql
        off.hasEscapesInTexts = true
        #expect(values(#"'a\'b;' $$\$$"#, off) == ["a'b;", #"\"#])
    }

    @Test func marksJoinNothing() {
        for mark in ["\u{301}", "\u{200d}", "\u{600}"] {
            for rules in [SQLLexer.Rules.sqlite, .postgresql] {
                let text = "\(mark)'\(mark)';\(mark)"
                #expect(
                    spelled(text, rules).map { Array($0.utf8) }
                        == ([mark, "'\(mark)'", ";", mark].map { Array($0.utf8) }))
            }
        }
    }

    @Test func signs() {
        #expect(spelled("a<>-1", .postgresql) == ["a", "<>", "-", "1"])
        #expect(spelled("a@-1.5e-3", .postgresql) == ["a", "@-", "1.5e-3"])
        #expect(spelled("2*/* */-1::x", .postgresql) == ["2", "*", "/* */", "-", "1", "::", "x"])
        #expect(spelled("a->>-1||?2", .sqlite) == ["a", "->>", "-", "1", "||", "?2"])
        #expect(spelled(":a @b $c::d(;) #e", .sqlite) == [":a", "@b", "$c::d(;)", "#e"])
    }

    @Test func statementsEndWhereTheDatabaseEndsThem() throws {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE 1 WHEN 1 THEN 2 END; END"
        #expect(
            try statements(" ;-- one\n\(trigger);;-- none\n; SELECT ';' -- two\n", .sqlite)
                == ["-- one\n\(trigger)", "SELECT ';' -- two"])
        let routine = "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END"
        #expect(
            try statements("\(routine); SELECT (1;2); BEGIN; END", .postgresql)
                == [routine, "SELECT (1;2)", "BEGIN", "END"])
    }

    @Test(arguments: [
        (
            "SELECT 1;\n  /* é */ /* so", SQLLexer.Rules.sqlite, 2, 11,
            "this comment is never closed; write '*/' at its end"
        ),
        (
            "/* a /* b */", .postgresql, 1, 1,
            "this comment is never closed; write '*/' at its end, and at that of each comment in it"
        ),
        (
            "SELECT\r\n'so;", .sqlite, 2, 1,
            "this quote is never closed; write ' at its end, and '' where the text has one"
        ),
        (
            "SELECT\rE'so\\'", .postgresql, 2, 2,
            "this quote is never closed; write ' at its end, and '' where the text has one"
        ),
        ("\"so", .postgresql, 1, 1, "this quote is never closed; write \" at its end, and \"\" where the text has one"),
        ("`so", .sqlite, 1, 1, "this quote is never closed; write ` at its end, and `` where the text has one"),
        ("[so", .sqlite, 1, 1, "this quote is never closed; write ']' at its end"),
        ("a $so$ $$ $s$", .postgresql, 1, 3, "this quote is never closed; write '$so$' at its end"),
    ])
    func whatIsOpenIsFound(
        _ text: String, _ rules: SQLLexer.Rules, _ line: Int, _ column: Int, _ message: String
    ) throws {
        let mistake = #expect(throws: SQLMistake.self) { try SQLLexer.statements(of: text, rules) }
        #expect(mistake?.line == line && mistake?.column == column && mistake?.message == message, "\(mistake as Any)")
    }

    @Test(arguments: [
        "SET standard_conforming_strings = off", "set /* so */ local \"standard_conforming_strings\" to 'OFF'",
    ])
    func aScriptCannotChangeHowItIsRead(_ command: String) throws {
        let mistake = #expect(throws: SQLMistake.self) {
            try SQLLexer.statements(of: "SELECT 1;\n \(command);", .postgresql)
        }
        #expect(mistake?.line == 2 && mistake?.column == 2)
        #expect(try statements("SET standard_conforming_strings = on", .postgresql).count == 1)
    }
}
