import SchemaKit
import SchemaSwift

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

// The tool that the build plugin runs: reads the schema and the revisions, and writes what changed. It prints mistakes as
// compilers do and exits with 1, so that the build stops at them.

let arguments: Arguments
do {
    arguments = try Arguments(CommandLine.arguments)
} catch {
    print("error: \(error)")
    exit(64)
}

let loaded = SchemaLoader.load(path: arguments.schema)
let history = RevisionFolder.readAll(in: arguments.migrations)
var misnamed: [Diagnostic] = []
var warnings: [Diagnostic] = []
var files: [GeneratedFile] = []
if let schema = loaded.schema, !history.diagnostics.hasErrors {
    do {
        let unrevised = UnrevisedChanges(schema, after: history.revisions, path: arguments.schema)
        if let warning = unrevised.warning { warnings.append(warning) }
        files = try SwiftGenerator.generate(schema, revisions: history.revisions, unrevised: unrevised.changes)
    } catch {
        misnamed = error.diagnostics
    }
} else {
    // Names are looked at even where there are other mistakes, so that one run tells them all.
    misnamed = SwiftGenerator.checkNames(loaded.readable)
}
let diagnostics = loaded.diagnostics + misnamed + history.diagnostics + warnings
var excerpts = DiagnosticExcerpts()
let isTerminal = isatty(STDOUT_FILENO) != 0
for diagnostic in diagnostics { print(isTerminal ? excerpts.text(of: diagnostic) : "\(diagnostic)") }
guard !diagnostics.hasErrors else { exit(1) }
for file in files {
    do {
        try OutputFile(path: arguments.output + "/" + file.name).write(file.contents)
    } catch {
        print("\(error.path):1:1: error: \(error.reason)")
        exit(1)
    }
}
