import Foundation
import SchemaKit
import TestSupport
import Testing

@Suite struct LanguageTests {
    /// Every example of the reference is what it says: a schema that loads.
    @Test func examplesLoad() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "tables: { shelves: { columns: { id: { type: integer, primary_key: true } } } }", "shelves.yaml")
        var count = 0
        for section in SchemaLanguage.sections {
            for key in section.keys where !key.example.isEmpty {
                let text = section.exampleSchema(for: key)
                let file = SourceFile(path: folder.file("schema.yaml"), bytes: Array(text.utf8))
                let result = SchemaLoader.load(file)
                #expect(!result.diagnostics.hasErrors, "\(section.name), \(key.name): \(result.diagnostics)\n\(text)")
                #expect(text.contains(key.name), "\(section.name), \(key.name)")
                count += 1
            }
            for key in section.keys {
                #expect(
                    !key.summary.isEmpty && (!key.example.isEmpty || key.isRequired), "\(section.name), \(key.name)")
            }
        }
        #expect(count > 50)
    }

    @Test func defaultsOfAllTypes() throws {
        for type in TypeDescription.all {
            let column = "{ type: \(type.example), default: \(type.defaultExample) }"
            #expect(diagnoseColumn(column) == [], "\(type.name)")
        }
    }

    @Test func everyTypeThatIsKnownElsewhereIsOneOfOurs() {
        for name in ["bigint", "VARCHAR", "bool", "jsonb", "timestamptz", "bytea"] {
            let said = diagnoseColumn("{ type: \(name) }")
            #expect(said.count == 1 && said[0].contains("unknown type '\(name)'; it is called '"), "\(said)")
        }
    }

    /// A file of 10 MB is read in full, and mistakes at its end have their place.
    @Test func largeFiles() async throws {
        let (text, tables) = try await longWork {
            var text = "tables:\n"
            var number = 0
            while text.utf8.count < 10_000_000 {
                text += "  t\(number):\n    comment: \(String(repeating: "x", count: 500))\n    columns:\n"
                text +=
                    "      id: { type: integer, primary_key: true }\n      name: { type: string(20), default: unknown }\n"
                number += 1
            }
            return (text + "      x: { type: txt }\n", number)
        }
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
        let result = try await longWork { load(text) }
        #expect(
            result.diagnostics.map { "\($0)" } == [
                "s.yaml:\(lines):18: error: unknown type 'txt'; did you mean 'text'?"
            ])
        #expect(result.readable.tables.count == tables)
    }

    @Test func excerpts() throws {
        let folder = try TemporaryFolder()
        try folder.write("tables:\n  a:\n    columns: { id: { type: integr,\tprimary_key: yes } }\n", "s.yaml")
        let path = folder.file("s.yaml")
        var excerpts = DiagnosticExcerpts()
        let texts = SchemaLoader.load(path: path).diagnostics.map { excerpts.text(of: $0) }
        #expect(
            texts == [
                """
                \(path):3:28: error: unknown type 'integr'; did you mean 'integer'?
                    3 |     columns: { id: { type: integr,\tprimary_key: yes } }
                      |                            ^~~~~~
                """,
                """
                \(path):3:49: error: 'primary_key' is true or false
                    3 |     columns: { id: { type: integr,\tprimary_key: yes } }
                      |                                   \t             ^~~
                """,
            ])
    }
}

@Suite struct ConditionTests {
    private func conditions(_ text: String) -> [String] {
        SimpleCondition.conditions(of: Check(name: "c", condition: .common(text))).map { condition in
            condition.alternatives.map { "\(condition.left) \($0.comparison.rawValue) \($0.right)" }.joined(
                separator: " or ")
        }
    }

    @Test func whatAClientCanCheck() {
        #expect(conditions("a >= 0") == ["column(\"a\") >= number(\"0\")"])
        #expect(
            conditions("(A > -1.5 AND \"B\" <> 'x''y')") == [
                "column(\"a\") > number(\"-1.5\")", "column(\"B\") != text(\"x\\'y\")",
            ])
        #expect(
            conditions("length(a) BETWEEN 1 AND 5") == [
                "length(\"a\") >= number(\"1\")", "length(\"a\") <= number(\"5\")",
            ])
        #expect(conditions("a IN (1, 2)") == ["column(\"a\") == number(\"1\") or column(\"a\") == number(\"2\")"])
    }

    @Test func whatItLeavesToTheDatabase() {
        for text in [
            "a > 0 OR b > 0", "NOT a > 0", "lower(a) = a", "a + 1 > 0", "a IS NULL", "a LIKE 'x'", "a > 1e5",
            "a > 0x1F",
            "a IN ()", "a BETWEEN 1", "a >", "", "(a > 0", "a > 0)", "CURRENT_DATE > a",
        ] {
            #expect(conditions(text) == [], "\(text)")
        }
        let perDialect = Check(name: "c", condition: .perDialect(sqlite: "a > 0", postgresql: "a > 0"))
        #expect(SimpleCondition.conditions(of: perDialect) == [])
    }
}
