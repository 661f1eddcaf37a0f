import ArgumentParser
import SchemaInspection
import SchemaKit
import SchemaSQL
import SchemaSwift

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Checks a schema, or shows what is made from it.",
        subcommands: [Check.self, SQL.self, Swift.self, JSONSchema.self, Reference.self])
}

extension SchemaCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Reports every mistake in a schema.",
            discussion: "SQLite reads the SQL that the schema states itself, in a database in memory.")

        @OptionGroup var project: Project

        @Argument(help: "The schema, if it is not the package's schema.yaml.")
        var file: String?

        func run() async throws {
            let schema = try project.schema(at: file)
            try project.report(try await SchemaTrial.diagnostics(for: schema))
            var counts = [Self.count(schema.tables.count, "table")]
            if !schema.views.isEmpty { counts.append(Self.count(schema.views.count, "view")) }
            print("\(file ?? project.schemaPath): \(counts.joined(separator: " and ")), no mistakes")
        }

        private static func count(_ number: Int, _ noun: String) -> String {
            "\(number) \(noun)\(number == 1 ? "" : "s")"
        }
    }

    struct SQL: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sql", abstract: "Prints the statements that make the tables.")

        @OptionGroup var project: Project

        @Option(help: "The database system: \(Dialect.allCases.map(\.rawValue).joined(separator: " or ")).")
        var dialect: Dialect

        @Argument(help: "The schema, if it is not the package's schema.yaml.")
        var file: String?

        func run() throws {
            StandardOutput.write(dialect.sql.script(dialect.sql.createStatements(try project.schema(at: file))))
        }
    }

    struct Swift: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "swift", abstract: "Prints the generated code.")

        @OptionGroup var project: Project

        @Option(help: "Only this file, such as Models.generated.swift.")
        var only: String?

        @Argument(help: "The schema, if it is not the package's schema.yaml.")
        var file: String?

        func run() throws {
            var files = try SwiftGenerator.generate(
                try project.schema(at: file), revisions: try project.revisionFolders())
            if let only {
                files = files.filter { $0.name == only }
                if files.isEmpty {
                    let names = SwiftGenerator.fileNames.joined(separator: ", ")
                    throw Refusal("there is no file '\(only)'; there are \(names)")
                }
            }
            for file in files {
                if only == nil { print("// MARK: - \(file.name)\n") }
                StandardOutput.write(file.contents + (only == nil ? "\n" : ""))
            }
        }
    }
}

extension SchemaCommand {
    struct JSONSchema: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "json-schema", abstract: "Prints the JSON Schema of the language, for editors.",
            discussion: "Save it beside schema.yaml as schema.schema.json, and name it in the first line of that.")

        func run() {
            StandardOutput.write(SchemaKit.JSONSchema.text)
        }
    }

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reference", abstract: "Prints the reference of the language, in Markdown.")

        func run() {
            StandardOutput.write(LanguageReference.text)
        }
    }
}

extension Dialect: ExpressibleByArgument {}
