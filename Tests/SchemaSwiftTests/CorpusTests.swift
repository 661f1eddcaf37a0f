import Foundation
import SchemaKit
import SchemaSwift
import TestSupport
import Testing

/// Schemas in Tests/Support/Corpus: good ones, and bad ones with exactly what is said about them.
///
/// A bad schema ends with its diagnostics, as comments: `#= 5:18-24: error: …`. The last of these lines says whether a JSON
/// Schema can find that something is wrong: `#= an editor refuses it`. With `ROSEY_RECORD=1` the lines are written anew,
/// to be read by whoever records them.
struct Corpus {
    struct Entry {
        let path: String
        let text: String
        let diagnostics: [String]
        var name: String { (path as NSString).lastPathComponent }
    }

    static func entries(_ folder: String) throws -> [Entry] {
        let directory = packageFolder + "/Tests/Support/Corpus/" + folder
        return try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".yaml") }.sorted()
            .map { name in
                let path = directory + "/" + name
                let result = SchemaLoader.load(path: path)
                let diagnostics = result.diagnostics + SwiftGenerator.checkNames(result.readable)
                let text = try String(contentsOfFile: path, encoding: .utf8)
                return Entry(
                    path: path, text: text, diagnostics: diagnostics.flatMap { lines(of: $0, in: directory, name) })
            }
    }

    /// A diagnostic with the whole of each span: `5:18-24: error: …`.
    private static func lines(of diagnostic: Diagnostic, in directory: String, _ name: String) -> [String] {
        func line(_ span: SourceSpan, _ text: String) -> String {
            let file = span.file.replacing(directory + "/", with: "")
            let end = span.end.line == span.start.line ? "\(span.end.column)" : "\(span.end.line):\(span.end.column)"
            return "\(file == name ? "" : file + ":")\(span.start.line):\(span.start.column)-\(end): \(text)"
        }
        return [line(diagnostic.span, "\(diagnostic.severity.rawValue): \(diagnostic.message)")]
            + diagnostic.notes.map { line($0.span, "note: \($0.message)") }
    }
}

@Suite struct CorpusTests {
    @Test func goodSchemas() throws {
        let entries = try Corpus.entries("good")
        #expect(entries.count >= 6)
        for entry in entries { #expect(entry.diagnostics == [], "\(entry.name)") }
    }

    @Test func badSchemas() async throws {
        let entries = try Corpus.entries("bad")
        #expect(entries.count >= 30)
        let refused = try await EditorCheck.refused(entries.map(\.path))
        for entry in entries {
            let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
            let schema = lines.filter { !$0.hasPrefix("#= ") }.joined(separator: "\n")
            let verdict = refused.contains(entry.path) ? "an editor refuses it" : "an editor accepts it"
            let found = (entry.diagnostics + [verdict]).map {
                "#= " + $0
            }
            if ProcessInfo.processInfo.environment["ROSEY_RECORD"] != nil {
                let text =
                    schema.trimmingCharacters(in: .newlines) + (schema.isEmpty ? "" : "\n")
                    + found.joined(separator: "\n")
                try (text + "\n").write(toFile: entry.path, atomically: true, encoding: .utf8)
            } else {
                #expect(lines.filter { $0.hasPrefix("#= ") }.map(String.init) == found, "\(entry.name)")
            }
            #expect(!entry.diagnostics.isEmpty, "\(entry.name)")
        }
    }

    /// What the loader accepts, an editor accepts. The other direction is in the corpus, schema by schema.
    @Test func editorsAcceptGoodSchemas() async throws {
        let paths =
            try Corpus.entries("good").map(\.path)
            + ["schema.yaml", "Tests/Support/Reference/schema.yaml"].map { packageFolder + "/" + $0 }
        #expect(try await EditorCheck.refused(paths) == [])
    }
}

/// Validates schemas as an editor does: with a JSON Schema validator of somebody else's.
enum EditorCheck {
    private static let program = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        for line in sys.stdin:
            path, document = json.loads(line)
            for error in validator.iter_errors(document):
                print(path)
                break
        """

    /// The files among these that the JSON Schema refuses. What is no YAML an editor refuses anyway.
    static func refused(_ paths: [String]) async throws -> Set<String> {
        var refused: Set<String> = []
        var lines = ""
        for path in paths {
            guard let document = JSONDocument.text(ofYAML: try SourceFile(path: path)) else {
                refused.insert(path)
                continue
            }
            lines += "[\"\(path)\", \(document)]\n"
        }
        let folder = try TemporaryFolder()
        try folder.write(lines, "documents")
        try folder.write(program, "validate.py")
        try folder.write(JSONSchema.text, "schema.json")
        let run = try await ChildProcess.run(
            "/bin/sh", ["-c", "python3 validate.py schema.json < documents"], in: folder.path)
        #expect(run.status == 0, "\(run.error)")
        return refused.union(run.output.split(separator: "\n").map(String.init))
    }
}
