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
        let remarks: [Remark]
        let omissions: [Remark]
    }

    func run() async throws {
        let live = try await source.withDatabase(of: project, mode: .readOnly) { try await Inspector.inspect($0) }
        // What the database allows and the language does not is left out.
        let written = LiveSchemaText(live)
        if json {
            return try JSONOutput.print(
                Report(schema: written.text, remarks: live.remarks, omissions: written.omissions))
        }
        for line in notes(live.remarks, written.omissions) { print(line.isEmpty ? "#" : "# \(line)") }
        StandardOutput.write(written.text)
    }

    private func notes(_ remarks: [Remark], _ omissions: [Remark]) -> [String] {
        var lines = [
            "The schema of a database that is there already, as 'rosey inspect' reads it. Save it as schema.yaml, then:",
            "  rosey revision --autogenerate -m \"what there is\"",
            "  rosey stamp head        # the database has it already",
            "  rosey diff              # what is still different",
        ]
        if !remarks.isEmpty { lines += ["", "What the schema cannot say, or says by something near:"] }
        lines += remarks.map { "  \($0)" }
        if !omissions.isEmpty { lines += ["", "What the schema refuses:"] }
        lines += omissions.map { "  \($0)" }
        // A remark quotes what people have written, over several lines perhaps.
        return lines.flatMap {
            $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        }
    }
}
