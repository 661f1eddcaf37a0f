import ArgumentParser
import RoseyRuntime
import SchemaInspection
import SchemaKit

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Prints the schema.yaml of a database that is there already.",
        discussion: """
            What the language cannot say, or what was taken for something near, is told in comments at the top. Then:
            save it as schema.yaml, write the first revision with 'rosey revision --autogenerate', note with
            'rosey stamp head' that the database has it, and see with 'rosey diff' what is still different.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        let schema: String
        let remarks: [LiveSchema.Remark]
        let mistakes: [String]
    }

    func run() async throws {
        let live = try await source.withDatabase(of: project, mode: .readOnly) { try await LiveSchema(of: $0) }
        let text = SchemaWriter.text(of: live.schema)
        // What the database allows and the language does not.
        let loaded = SchemaLoader.load(SourceFile(path: "schema.yaml", bytes: Array(text.utf8)))
        let mistakes = loaded.diagnostics.filter { $0.severity == .error }.map(\.message)
        if json {
            return try JSONOutput.print(Report(schema: text, remarks: live.remarks, mistakes: mistakes))
        }
        for remark in live.remarks { print("# \(remark)") }
        for mistake in mistakes { print("# to be changed: \(mistake)") }
        print(text, terminator: "")
    }
}
