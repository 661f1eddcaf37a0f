import Foundation
import SchemaKit

/// Loads a schema from a text, as the file `s.yaml`.
func load(_ text: String) -> SchemaLoader.Result {
    SchemaLoader.load(SourceFile(path: "s.yaml", bytes: Array(text.utf8)))
}

/// What is said about a text, without the file's name: `line:column: error: message`, a line each.
func diagnose(_ text: String) -> [String] {
    load(text).diagnostics.map { "\($0)".replacingOccurrences(of: "s.yaml:", with: "") }
}

/// What is said about a table with these lines inside, each indented by four. The first is line 3.
func diagnoseTable(_ lines: String...) -> [String] {
    diagnose("tables:\n  t:\n" + lines.map { "    " + $0 + "\n" }.joined())
}

/// What is said about a column of a table that is fine otherwise. The column begins at 5:7, its value at 5:10.
func diagnoseColumn(_ column: String) -> [String] {
    diagnoseTable("columns:", "  id: { type: integer, primary_key: true }", "  c: " + column)
}
