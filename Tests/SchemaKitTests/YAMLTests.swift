import Foundation
import SchemaKit
import TestSupport
import Testing

@Suite struct YAMLTests {
    private let table = "{ columns: { id: { type: integer, primary_key: true } } }"

    @Test func mistakesHaveTheirPlace() {
        #expect(
            diagnose("tables:\n\tt: x") == [
                "2:1: error: invalid YAML: this character cannot begin a value; indent with spaces, not tabs, and put quotes "
                    + "around '@', '`' or '%' (while scanning for the next token)"
            ])
        #expect(
            diagnose("tables:\n  a: b: c").first?.hasPrefix("2:7: error: invalid YAML: a ':' cannot stand here") == true
        )
        #expect(
            diagnose("tables: [a") == [
                "2:1: error: invalid YAML: a ',' or ']' is missing (while parsing a flow sequence)"
            ])
        #expect(
            diagnose("tables: \"a").first?.hasPrefix("1:11: error: invalid YAML: the file ends before the quotes do")
                == true)
        #expect(diagnose("") == ["1:1: error: the file is empty; a schema begins with 'tables:'"])
        #expect(diagnose("# nothing\n") == ["1:1: error: the file is empty; a schema begins with 'tables:'"])
        #expect(
            diagnose("tables: { t: \(table) }\n---\na: b") == [
                "2:1: error: a second document begins here; a schema is one document"
            ])
    }

    @Test func columnsCountCharacters() {
        #expect(
            diagnose("tables: { äöü😀: { typ: 1 } }") == [
                "1:17: error: a table needs the key 'columns'",
                "1:19: error: unknown key 'typ'; a table can have 'comment', 'model', 'swift', 'columns', "
                    + "'primary_key', 'primary_key_name', 'singleton', 'unique', 'indexes', 'checks', 'foreign_keys', "
                    + "'renamed_from', 'strict', 'without_rowid', 'silence'",
            ])
        #expect(diagnose("\u{feff}table: 1").last == "1:1: error: unknown key 'table'; did you mean 'tables'?")
    }

    @Test func encodings() {
        func diagnoseBytes(_ bytes: [UInt8]) -> [String] {
            SchemaLoader.load(SourceFile(path: "s.yaml", bytes: bytes)).diagnostics.map { "\($0)" }
        }
        #expect(
            diagnoseBytes(Array("tables:\n  ä".utf8) + [0xff]) == [
                "s.yaml:2:4: error: not valid UTF-8; is this a text file?"
            ])
        #expect(
            diagnoseBytes([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]) == [
                "s.yaml:1:1: error: a control character (U+7F) cannot stand in YAML"
            ])
        #expect(
            diagnoseBytes(Array("a\0b".utf8)) == ["s.yaml:1:2: error: a control character (U+0) cannot stand in YAML"])
        #expect(
            diagnoseBytes([0xff, 0xfe, 0x61, 0x00]) == ["s.yaml:1:1: error: not valid UTF-8; is this a text file?"])
    }

    @Test func aliases() {
        #expect(diagnose("tables:\n  a: &t \(table)\n  b: *t") == [])
        #expect(diagnose("tables:\n  a: *nothing") == ["2:6: error: no anchor '&nothing' comes before this alias"])
        #expect(diagnose("tables: &t\n  a: *t") == ["2:6: error: the alias '*t' is inside what it stands for"])
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let list = repeatElement("*a\(level - 1)", count: 10).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(list)]\n"
        }
        #expect(diagnose(bomb) == ["6:45: error: with its aliases the file has more than 1000000 values"])
    }

    @Test func nesting() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(diagnose(deep) == ["1:65: error: nested more than 64 levels deep"])
        let mapping = (0..<100).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        #expect(diagnose(mapping).first?.contains("nested more than 64 levels deep") == true)
    }

    @Test func files() throws {
        let folder = try TemporaryFolder()
        func diagnostics(_ path: String) -> [String] { SchemaLoader.load(path: path).diagnostics.map { "\($0)" } }
        let missing = folder.path + "/none.yaml"
        #expect(diagnostics(missing) == ["\(missing):1:1: error: cannot be read: No such file or directory"])
        #expect(diagnostics(folder.path) == ["\(folder.path):1:1: error: is a directory, not a file"])
        #expect(diagnostics("/dev/zero") == ["/dev/zero:1:1: error: is not a regular file"])
        let huge = folder.path + "/huge.yaml"
        try Data(count: 17 << 20).write(to: URL(fileURLWithPath: huge))
        #expect(diagnostics(huge) == ["\(huge):1:1: error: is larger than 16 MB; is it the right file?"])
        let large = folder.path + "/large.yaml"
        let comment = String(repeating: "# a comment that says nothing\n", count: 350_000)
        try Data((comment + "tables: { t: \(table) }").utf8).write(to: URL(fileURLWithPath: large))
        #expect(diagnostics(large) == [])
    }
}
