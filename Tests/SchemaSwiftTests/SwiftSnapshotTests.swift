import Foundation
import SchemaKit
import SchemaSwift
import TestSupport
import Testing

private func schema(_ text: String) throws -> Schema {
    let result = SchemaLoader.load(SourceFile(path: "s.yaml", bytes: Array(text.utf8)))
    #expect(!result.diagnostics.hasErrors)
    return try #require(result.schema)
}

@Suite struct SwiftSnapshotTests {
    /// The generated code is that of `Tests/Support/Reference/Models`, which is a target: it is compiled, and other tests run it.
    @Test func reference() throws {
        let schema = try #require(
            SchemaLoader.load(path: packageFolder + "/Tests/Support/Reference/schema.yaml").schema)
        let revision = RevisionFolder(
            id: "abc", parents: [], message: "a \"message\" with \\ and\na line",
            scripts: PerDialect(
                sqlite: .init(up: "SELECT '\"\"\"#', '\\(x)', '\\#(y)';\n\n", down: ""),
                postgresql: .init(up: "-- nothing", down: "SELECT 1;\n")))
        let files = try SwiftGenerator.generate(schema, revisions: [revision])
        #expect(files.map(\.name) == SwiftGenerator.fileNames)
        for file in files { try expectSnapshot(file.contents, "Tests/Support/Reference/Models/" + file.name) }
    }

    @Test func anEmptyHistory() throws {
        let schema = try schema("tables: { t: { columns: { id: { type: integer, primary_key: true } } } }")
        let file = try SwiftGenerator.generate(schema, revisions: []).last
        #expect(file?.contents.hasSuffix("public nonisolated let migrations: [Revision] = []\n") == true)
    }

    /// Characters that no literal can have are escaped wherever they come from: comments, defaults, revisions.
    @Test func controlCharacters() throws {
        let schema = try schema(
            """
            tables:
              t:
                comment: "a\\x01b\\r\\nc \\e[1m"
                columns:
                  id: { type: integer, primary_key: true, comment: "\\x7f" }
                  name: { type: text, default: "x\\x02\\ty\\u0085" }
            """)
        let revision = RevisionFolder(
            id: "abc", parents: [], message: "a\u{1}b",
            scripts: PerDialect(
                sqlite: .init(up: "SELECT '\u{1}\r\n';", down: ""),
                postgresql: .init(up: "SELECT 1;\n", down: "SELECT 1;\n")))
        for file in try SwiftGenerator.generate(schema, revisions: [revision]) {
            let code = file.contents.split(separator: "\n").filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
            let controls = code.joined().unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x7f }
            #expect(controls.isEmpty, "\(file.name): \(controls.map(\.value))")
        }
    }

    /// The plugin, which cannot import the generator, has the list by a link to the generator's source.
    @Test func thePluginDeclaresTheFiles() throws {
        let folder = packageFolder + "/Plugins/SchemaPlugin/"
        let list = try String(contentsOfFile: folder + "GeneratedFileNames.swift", encoding: .utf8)
        let declared = list.components(separatedBy: "\"").filter { $0.hasSuffix(".generated.swift") }
        #expect(declared == SwiftGenerator.fileNames)
        let plugin = try String(contentsOfFile: folder + "SchemaPlugin.swift", encoding: .utf8)
        #expect(plugin.contains("outputFiles: GeneratedFileNames.all.map"))
    }
}

@Suite struct NamingTests {
    private func models(_ tables: String...) throws -> [String] {
        let text =
            "tables:\n"
            + tables.map { "  \"\($0)\": { columns: { id: { type: integer, primary_key: true } } }\n" }.joined()
        let contents = try SwiftGenerator.generate(schema(text), revisions: [])[0].contents
        return contents.split(separator: "\n").filter { $0.hasPrefix("public nonisolated struct ") }
            .map { String($0.dropFirst("public nonisolated struct ".count).prefix { $0 != ":" }) }
    }

    @Test func singulars() throws {
        #expect(
            try models("user_stats", "user_actions", "user_count_history", "current_status", "api_tokens") == [
                "UserStats", "UserAction", "UserCountHistory", "CurrentStatus", "ApiToken",
            ])
        #expect(
            try models("addresses", "boxes", "branches", "categories", "series", "analysis", "as", "houses") == [
                "Address", "Box", "Branch", "Category", "Series", "Analysis", "As", "House",
            ])
        #expect(try models("HTTPRequests", "über", "a-b c") == ["HTTPRequest", "Über", "ABC"])
        #expect(try models("1st", "self") == ["_1st", "Self_"])
    }

    private func mistakes(_ text: String) throws -> [String] {
        do {
            _ = try SwiftGenerator.generate(schema(text), revisions: [])
            return []
        } catch let error as NamingErrors {
            return error.diagnostics.map { "\($0)" }
        }
    }

    @Test func collisions() throws {
        let id = "{ id: { type: integer, primary_key: true } }"
        #expect(
            try mistakes("tables:\n  user: { columns: \(id) }\n  users: { columns: \(id) }") == [
                "s.yaml:3:3: error: 'users' and 'user' would both have the model 'User'; give one another name with 'model:'\n"
                    + "s.yaml:2:3: note: the first is here"
            ])
        #expect(
            try mistakes("tables:\n  a_b: { model: X, columns: \(id) }\n  a-b: { model: Y, columns: \(id) }") == [
                "s.yaml:3:3: error: 'a-b' and 'a_b' would both be 'db.aB' in Swift; give one another name with 'swift:'\n"
                    + "s.yaml:2:3: note: the first is here"
            ])
        #expect(
            try mistakes("tables:\n  strings: { columns: \(id) }") == [
                "s.yaml:2:3: error: the model of 'strings' cannot be called 'String', a type that generated code uses; "
                    + "give it another name with 'model:'"
            ])
        #expect(
            try mistakes("tables:\n  session: { columns: \(id) }") == [
                "s.yaml:2:3: error: 'db.session' means something else already; give the table 'session' another name with 'swift:'"
            ])
        #expect(
            try mistakes(
                "tables:\n  t:\n    columns:\n      a_b: { type: integer, primary_key: true }\n      a b: { type: text }"
            ) == [
                "s.yaml:5:7: error: 'a b' and 'a_b' would both be 'aB' in Swift; give one another name with 'swift:'\n"
                    + "s.yaml:4:7: note: the first is here"
            ])
    }

    /// No repository can have the name of a property that a database or a transaction has itself, which would hide it.
    @Test func membersOfADatabase() throws {
        var members: Set<String> = []
        let folder = packageFolder + "/Sources/RoseyRuntime/Database/"
        for file in ["Database.swift", "Transaction.swift", "DatabaseAccess.swift"] {
            let text = try String(contentsOfFile: folder + file, encoding: .utf8)
            for match in text.matches(of: /public (?:var|let) ([a-z]\w*)/) { members.insert(String(match.output.1)) }
        }
        #expect(members.isSuperset(of: ["logger", "url", "session"]))
        for member in members {
            let text = "tables:\n  \(member): { columns: { id: { type: integer, primary_key: true } } }"
            #expect(try mistakes(text).first?.contains("'db.\(member)' means something else already") == true)
        }
    }

    /// No model can have the name of a type that generated code mentions and does not declare.
    @Test func mentionedTypes() throws {
        var mentioned: Set<String> = []
        // Modules that are imported, and nothing else.
        var declared: Set<String> = ["Foundation", "FoundationEssentials"]
        // The other files are SQL more than Swift.
        for name in SwiftGenerator.fileNames where !name.hasPrefix("Migrations") && !name.hasPrefix("Schema") {
            let text = try String(
                contentsOfFile: packageFolder + "/Tests/Support/Reference/Models/" + name, encoding: .utf8)
            let code = text.replacing(/"(\\.|[^"\\\n])*"/, with: "").replacing(/\/\/.*/, with: "")
            for match in code.matches(of: /(?:struct|enum) `?(\w+)/) { declared.insert(String(match.1)) }
            for match in code.matches(of: /(?:^|[^.\w`])([A-Z]\w*[a-z]\w*)/) { mentioned.insert(String(match.1)) }
        }
        let custom = try String(
            contentsOfFile: packageFolder + "/Tests/Support/Reference/Models/CustomTypes.swift", encoding: .utf8)
        for match in custom.matches(of: /(?:struct|enum) (\w+)/) { declared.insert(String(match.1)) }
        let types = mentioned.subtracting(declared).union(["Changes", "Columns", "Draft", "Settable"])
        #expect(types.count > 40)
        for type in types.sorted() {
            let columns = "columns: { id: { type: integer, primary_key: true } }"
            let mistakes = try mistakes("tables:\n  things: { model: \(type), \(columns) }")
            #expect(mistakes.first?.contains("cannot be called '\(type)'") == true, "\(type): \(mistakes)")
        }
    }
}
