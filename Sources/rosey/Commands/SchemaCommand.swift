import ArgumentParser
import SchemaKit
import SchemaSQL
import SchemaSwift

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Checks a schema, or shows what is made from it.",
        subcommands: [Check.self, SQL.self, Swift.self])
}

extension SchemaCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Reports every mistake in a schema.")

        @OptionGroup var project: Project

        @Argument(help: "The schema, if it is not the package's schema.yaml.")
        var file: String?

        func run() throws {
            let schema = try project.schema(at: file)
            _ = try generate(schema, revisions: [])
            print("\(file ?? project.schemaPath): \(schema.tables.count) tables, no mistakes")
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
            print(dialect.script(dialect.createStatements(try project.schema(at: file))), terminator: "")
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
            var files = try generate(try project.schema(at: file), revisions: try project.revisionFolders())
            if let only {
                files = files.filter { $0.name == only }
                if files.isEmpty {
                    let names = SwiftGenerator.fileNames.joined(separator: ", ")
                    throw ValidationError("there is no file '\(only)'; there are \(names)")
                }
            }
            for file in files {
                if only == nil { print("// MARK: - \(file.name)\n") }
                print(file.contents, terminator: only == nil ? "\n" : "")
            }
        }
    }
}

/// The generated code, or every name that cannot be.
private func generate(_ schema: Schema, revisions: [RevisionFolder]) throws -> [GeneratedFile] {
    do {
        return try SwiftGenerator.generate(schema, revisions: revisions)
    } catch {
        for diagnostic in error.diagnostics { StandardError.print("\(diagnostic)") }
        throw ExitCode.failure
    }
}

extension SchemaSQL.Dialect: ExpressibleByArgument {}
