import SchemaKit
import TestSupport
import Testing

@Suite struct DiagnosticTests {
    private let tableKeys =
        "'comment', 'model', 'swift', 'columns', 'primary_key', 'primary_key_name', 'singleton', 'unique', 'indexes', "
        + "'checks', 'foreign_keys', 'renamed_from', 'strict', 'without_rowid', 'silence'"

    @Test func allAtOnceAndInOrder() {
        #expect(
            diagnose(
                """
                tables:
                  b:
                    columns:
                      id: { type: integer, primary_key: true }
                      x: { type: integr }
                    indexs: {}
                  a:
                    columns:
                      id: { type: text, primary_key: yes }
                    checks:
                      c: ""
                """) == [
                    "5:18: error: unknown type 'integr'; did you mean 'integer'?",
                    "6:5: error: unknown key 'indexs'; did you mean 'indexes'?",
                    "7:3: error: the table 'a' has no primary key; write 'primary_key: true' at the column that identifies a row",
                    "9:38: error: 'primary_key' is true or false",
                    "11:10: error: a check is empty; write SQL",
                ])
    }

    /// Of a long line only what is around the mistake is shown.
    @Test func excerptsOfLongLines() throws {
        let folder = try TemporaryFolder()
        let line = String(repeating: "a", count: 5_000) + "ERROR" + String(repeating: "b", count: 5_000)
        try folder.write("first\n\(line)\n", "s.yaml")
        let path = folder.path + "/s.yaml"
        let span = SourceSpan(
            file: path, start: SourcePosition(line: 2, column: 5_001), end: SourcePosition(line: 2, column: 5_006))
        var excerpts = DiagnosticExcerpts()
        let lines = excerpts.text(of: Diagnostic(message: "wrong", span: span)).split(separator: "\n")
        #expect(lines.count == 3 && lines[1].count < 300, "\(lines)")
        let place = try #require(lines[1].firstRange(of: "ERROR"))
        let mark = try #require(lines[2].firstRange(of: "^~~~~"))
        #expect(
            lines[1].distance(from: lines[1].startIndex, to: place.lowerBound)
                == lines[2].distance(from: lines[2].startIndex, to: mark.lowerBound))
    }

    /// One mistake does not hide another: an index's column is missed though the type of another column is wrong.
    @Test func anIndexOfNoColumnBesideAColumnOfNoType() {
        let found = diagnose(
            """
            tables:
              t:
                columns: { id: { type: integer, primary_key: true }, c: { type: integr } }
                indexes: { i: [nope], j: [c] }
            """)
        #expect(found.count == 2, "\(found)")
        #expect(found.contains { $0.contains("'integr'") } && found.contains { $0.contains("'nope'") }, "\(found)")
    }

    @Test func keys() {
        #expect(
            diagnose("table: {}") == [
                "1:1: error: a schema needs the key 'tables'",
                "1:1: error: unknown key 'table'; did you mean 'tables'?",
            ])
        #expect(
            diagnose("[a]") == [
                "1:1: error: a schema is a mapping with the keys 'include', 'options', 'tables', 'views', but this is a list"
            ])
        #expect(diagnose("tables: {}") == [])
        #expect(diagnose("tables:").count == 1)
        #expect(
            diagnose("tables: x") == [
                "1:9: error: 'tables' is a mapping from names to tables, but this is a single value"
            ])
        #expect(
            diagnose("tables:\n  ? [a]\n  : b") == [
                "2:5: error: the name of a table is a single word, but this is a list"
            ])
        #expect(
            diagnose("tables:\n  t:") == [
                "2:5: error: a table is a mapping with the keys \(tableKeys), but this is nothing"
            ])
        #expect(diagnoseTable("comment: x") == ["3:5: error: a table needs the key 'columns'"])
        #expect(
            diagnoseTable("columns:", "  id: { type: integer, primary_key: true }", "comment: a", "comment: b") == [
                "6:5: error: the key 'comment' is here a second time\n5:5: note: the first is here"
            ])
        #expect(
            diagnoseColumn("{ type: text, primarykey: true }") == [
                "5:24: error: unknown key 'primarykey'; did you mean 'primary_key'?"
            ])
        #expect(
            diagnoseColumn("{ type: text, zzz: true }") == [
                "5:24: error: unknown key 'zzz'; a column can have 'type', 'nullable', 'default', 'default_expression', "
                    + "'primary_key', 'auto_increment', 'unique', 'references', 'on_delete', 'on_update', 'generated', "
                    + "'comment', 'swift', 'renamed_from'"
            ])
        #expect(
            diagnoseColumn("{ type: text, comment: [a] }") == ["5:33: error: 'comment' is a text, but this is a list"])
        #expect(diagnoseColumn("{ type: text, nullable: 1 }") == ["5:34: error: 'nullable' is true or false"])
        #expect(diagnoseColumn("{ type: text, nullable: \"true\" }") == ["5:34: error: 'nullable' is true or false"])
        #expect(diagnoseColumn("text") == ["5:10: error: write a column as 'c: { type: text }'"])
        #expect(diagnoseColumn("{ nullable: true }") == ["5:10: error: a column needs the key 'type'"])
    }

    @Test func types() {
        #expect(
            diagnoseColumn("{ type: varchar }") == ["5:18: error: unknown type 'varchar'; it is called 'string' here"])
        #expect(
            diagnoseColumn("{ type: geometry }") == [
                "5:18: error: unknown type 'geometry'; the types are integer, int32, real, decimal, boolean, string, text, "
                    + "blob, timestamp, date, uuid, json, enum"
            ])
        #expect(
            diagnoseColumn("{ type: [text] }") == [
                "5:18: error: 'type' is a word, as in 'integer' or 'string(50)', but this is a list"
            ])
        #expect(
            diagnoseColumn("{ type: string }") == [
                "5:18: error: a string needs a length, as in 'string(50)'; text of any length is of type 'text'"
            ])
        for length in ["0", "-1", "abc", "", "10485761", "٣", "99999999999999999999"] {
            #expect(
                diagnoseColumn("{ type: string(\(length)) }") == [
                    "5:18: error: the length of a string is a number from 1 to 10485760, not '\(length)'"
                ])
        }
        #expect(diagnoseColumn("{ type: string(10485760) }") == [])
        #expect(
            diagnoseColumn("{ type: 'string(5' }") == ["5:18: error: the type 'string(5' has no closing parenthesis"])
        #expect(
            diagnoseColumn("{ type: integer(4) }") == ["5:18: error: the type 'integer' takes nothing in parentheses"])
        #expect(diagnoseColumn("{ type: strng(4) }") == ["5:18: error: unknown type 'strng'; did you mean 'string'?"])
    }

    @Test func defaults() {
        func refusal(_ type: String, _ value: String) -> [String] {
            diagnoseColumn("{ type: \(type), default: \(value) }").map { String($0.drop { $0 != " " }.dropFirst()) }
        }
        for (type, value) in [
            ("integer", "9223372036854775807"), ("integer", "-9223372036854775808"), ("integer", "+1"),
            ("int32", "-2147483648"),
            ("real", "1.5"), ("real", "-2"), ("real", "1e3"), ("boolean", "true"), ("text", "abc"), ("text", "''"),
            ("text", "'5'"), ("string(3)", "äöü"), ("string(4)", "\"true\""),
        ] {
            #expect(refusal(type, value) == [], "\(type) \(value)")
        }
        for value in ["9223372036854775808", "1.0", "abc", "'1'", "0x1F", "1_000", "true"] {
            let text = value == "'1'" ? "1" : value
            #expect(
                refusal("integer", value) == [
                    "error: the default '\(text)' does not fit the column: it holds a whole number from -2^63 to 2^63 - 1"
                ])
        }
        #expect(
            refusal("int32", "2147483648") == [
                "error: the default '2147483648' does not fit the column: it holds a whole number from -2^31 to 2^31 - 1"
            ])
        for value in [".inf", ".nan", "1e999", "nan", "inf", "0x1p4"] {
            #expect(
                refusal("real", value) == [
                    "error: the default '\(value)' does not fit the column: it holds a finite number"
                ])
        }
        for value in ["yes", "1", "\"true\"", "True"] {
            let text = value == "\"true\"" ? "true" : value
            #expect(
                refusal("boolean", value) == [
                    "error: the default '\(text)' does not fit the column: it holds true or false"
                ])
        }
        for value in ["5", "true", "no", "1.5"] {
            #expect(
                refusal("text", value) == ["error: put quotes around the default '\(value)': the column holds text"])
        }
        #expect(refusal("string(3)", "abcd") == ["error: the default has 4 characters; string(3) has room for 3"])
        #expect(refusal("text", "\"a\\0b\"") == ["error: a NUL character cannot stand in a schema"])
        #expect(refusal("text", "[a]") == ["error: 'default' is a single value, but this is a list"])
        #expect(
            refusal("blob", "x") == [
                "error: the default 'x' does not fit the column: it holds bytes, two hexadecimal digits each, as in \"00ff\""
            ])
        for value in ["null", "~"] {
            #expect(
                refusal("integer", value) == [
                    "error: a column without a default is NULL where it is nullable; leave 'default' out"
                ])
        }
    }

    @Test func names() {
        #expect(
            diagnoseTable(
                "columns:", "  id: { type: integer, primary_key: true }", "  a: { type: text }", "  A: { type: text }")
                == [
                    "6:7: error: there is another column 'A'\n5:7: note: the first is here"
                ])
        #expect(
            diagnose("tables:\n  '': { columns: { id: { type: integer, primary_key: true } } }") == [
                "2:3: error: the name of a table cannot be empty"
            ])
        let long = String(repeating: "ä", count: 32)
        #expect(
            diagnose("tables:\n  \(long): { columns: { id: { type: integer, primary_key: true } } }") == [
                "2:3: error: the name of a table has at most 63 bytes, as PostgreSQL cuts longer ones; this has 64"
            ])
        #expect(
            diagnose("tables:\n  \"a\\tb\": { columns: { id: { type: integer, primary_key: true } } }") == [
                "2:3: error: the name of a table cannot contain control characters"
            ])
        for (name, owner) in [("sqlite_x", "SQLite"), ("PG_x", "PostgreSQL"), ("rosey_revisions", "Rosey")] {
            let prefix = name.lowercased().prefix { $0 != "_" } + "_"
            #expect(
                diagnose("tables:\n  \(name): { columns: { id: { type: integer, primary_key: true } } }") == [
                    "2:3: error: names that begin with '\(prefix)' belong to \(owner)"
                ])
        }
        // Words of SQL are names like any other.
        #expect(diagnose("tables:\n  select: { columns: { from: { type: integer, primary_key: true } } }") == [])
        #expect(
            diagnose(
                """
                tables:
                  a: { columns: { id: { type: integer, primary_key: true }, x: { type: text, unique: true } } }
                  b: { columns: { id: { type: integer, primary_key: true } }, indexes: { A: [id], a_x_key: [id], i: [id] } }
                  c: { columns: { id: { type: integer, primary_key: true } }, indexes: { I: [id] } }
                """) == [
                    "3:74: error: index 'A' has the name of another table; these names are unique in the whole database\n"
                        + "2:3: note: the first is here",
                    "3:83: error: index 'a_x_key' has the name of another unique constraint; these names are unique in the "
                        + "whole database\n2:61: note: the first is here",
                    "4:74: error: index 'I' has the name of another index; these names are unique in the whole database\n"
                        + "3:98: note: the first is here",
                ])
    }

    @Test func primaryKeys() {
        #expect(
            diagnoseTable("columns:", "  a: { type: integer }") == [
                "2:3: error: the table 't' has no primary key; write 'primary_key: true' at the column that identifies a row"
            ])
        #expect(
            diagnoseTable(
                "columns:", "  a: { type: integer, primary_key: true }", "  b: { type: integer, primary_key: true }")
                == [
                    "5:7: error: a second column is marked as the primary key; for a key of several columns, write "
                        + "'primary_key: [a, b]' beside 'columns'\n4:7: note: the first is here"
                ])
        #expect(
            diagnoseTable("columns:", "  a: { type: integer, primary_key: true }", "primary_key: [a]") == [
                "5:18: error: the table has a 'primary_key', and so has its column 'a'; keep one of them\n"
                    + "4:7: note: the column is here"
            ])
        #expect(
            diagnoseTable("columns:", "  book: { type: integer }", "  who: { type: text }", "primary_key: [book, whom]")
                == [
                    "6:25: error: the primary key names 'whom', which is no column of 't'; did you mean 'who'?"
                ])
        #expect(
            diagnoseTable("columns:", "  a: { type: integer }", "primary_key: []") == [
                "5:18: error: the primary key has no columns"
            ])
        #expect(
            diagnoseTable("columns:", "  a: { type: integer }", "primary_key: [a, a]") == [
                "5:22: error: the primary key has 'a' twice\n5:19: note: the first is here"
            ])
        #expect(
            diagnoseTable("columns:", "  a: { type: integer }", "primary_key: a") == [
                "5:18: error: 'primary_key' is a list, as in [a, b], but this is a single value"
            ])
        #expect(
            diagnoseTable("columns:", "  a: { type: integer, primary_key: true, nullable: true }") == [
                "4:7: error: 'a' is part of the primary key, so it cannot be nullable"
            ])
    }

    @Test func autoIncrement() {
        #expect(
            diagnoseTable("columns:", "  a: { type: text, primary_key: true, auto_increment: true }") == [
                "4:7: error: 'a' can only count itself up as the primary key, alone and of type integer"
            ])
        #expect(
            diagnoseColumn("{ type: integer, auto_increment: true }") == [
                "5:7: error: 'c' can only count itself up as the primary key, alone and of type integer"
            ])
        #expect(
            diagnoseTable("columns:", "  a: { type: integer, primary_key: true, auto_increment: true, default: 1 }")
                == [
                    "4:7: error: 'a' counts itself up, so it cannot have a default"
                ])
    }

    @Test func singletons() {
        let expected = [
            "2:3: error: the singleton 't' needs a primary key of one column, as in "
                + "'id: { type: integer, primary_key: true, default: 1 }'"
        ]
        #expect(diagnoseTable("singleton: true", "columns:", "  id: { type: integer, primary_key: true }") == [])
        #expect(
            diagnoseTable("singleton: true", "columns:", "  id: { type: integer, primary_key: true, default: 2 }")
                == expected)
        #expect(diagnoseTable("singleton: true", "columns:", "  id: { type: text, primary_key: true }") == expected)
        #expect(
            diagnoseTable(
                "singleton: true", "columns:", "  id: { type: integer, primary_key: true, auto_increment: true }")
                == expected)
    }

    @Test func indexesAndUniques() {
        let columns = ["columns:", "  id: { type: integer, primary_key: true }", "  name: { type: text }"]
        func diagnoseWith(_ lines: String...) -> [String] {
            diagnose("tables:\n  t:\n" + (columns + lines).map { "    " + $0 + "\n" }.joined())
        }
        #expect(
            diagnoseWith(
                "indexes:", "  i: [name desc, id ASC]", "  j: { columns: [name], unique: true, where: id > 1 }") == [])
        #expect(
            diagnoseWith("indexes:", "  i: [nam]") == [
                "7:11: error: the index 'i' names 'nam', which is no column of 't'; did you mean 'name'?"
            ])
        #expect(
            diagnoseWith("indexes:", "  i: [name down]") == [
                "7:16: error: the expression of 'i' names 'down', which is no column of 't'"
            ])
        #expect(diagnoseWith("indexes:", "  i: []") == ["7:10: error: the index 'i' has no columns"])
        #expect(diagnoseWith("indexes:", "  i: { unique: true }") == ["7:10: error: an index needs the key 'columns'"])
        #expect(
            diagnoseWith("indexes:", "  i: name") == [
                "7:10: error: an index is a list, as in [a, b desc], but this is a single value"
            ])
        #expect(
            diagnoseWith("indexes:", "  i: [[name]]") == [
                "7:11: error: a term of an index is a column or an expression, but this is a list"
            ])
        #expect(
            diagnoseWith("unique:", "  u: [nope]") == [
                "7:11: error: the unique constraint 'u' names 'nope', which is no column of 't'"
            ])
        #expect(diagnoseWith("unique:", "  u: { columns: [name], where: id > 3 }") == [])
        #expect(diagnoseWith("checks:", "  c: { sqlite: id > 0, postgresql: id > 1 }") == [])
        #expect(
            diagnoseWith("checks:", "  c: { sqlite: a }") == [
                "7:10: error: SQL for each dialect needs the key 'postgresql'"
            ])
        #expect(
            diagnoseWith("checks:", "  c: [a]") == [
                "7:10: error: SQL for each dialect is a mapping with the keys 'sqlite', 'postgresql', but this is a list"
            ])
        // A column that could not be read is not reported again where it is used.
        #expect(
            diagnoseWith("  x: { type: integr }", "indexes:", "  i: [x]") == [
                "6:18: error: unknown type 'integr'; did you mean 'integer'?"
            ])
        #expect(
            diagnoseTable("model: userAction", "columns:", "  id: { type: integer, primary_key: true }") == [
                "3:12: error: 'model' is the name of a Swift type, as in 'UserAction', not 'userAction'"
            ])
    }
}
