import ArgumentParser
import RoseyRuntime
import SchemaInspection
import SchemaKit

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Prints the schema.yaml of a database that is there already.",
        discussion: """
            What the language cannot say is left out, with a comment in its place, and told of with what was taken for
            something near in comments at the top, or on standard error where the schema goes into a file. Then:
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
        let others: [OtherObjects.Group]
    }

    func run() async throws {
        let (live, others) = try await source.withDatabase(of: project, mode: .readOnly) {
            (try await Inspector.inspect($0), try await OtherObjects(of: $0))
        }
        // What the database allows and the language does not is left out.
        let written = try await LiveSchemaText(live)
        if json {
            return try JSONOutput.print(
                Report(
                    schema: written.text, remarks: live.remarks, omissions: written.omissions, others: others.groups))
        }
        let notes = notes(live.remarks, written.omissions, others)
        for line in Self.introduction + notes { print(line.isEmpty ? "#" : "# \(line)") }
        print(written.text, terminator: "")
        // Whoever writes the schema into a file is told as well.
        if !Terminal.isOutput { for line in notes.drop(while: \.isEmpty) { StandardError.print(line) } }
    }

    private static let introduction = [
        "The schema of a database that is there already, as 'rosey inspect' reads it. Save it as schema.yaml, then:",
        "  rosey revision --autogenerate -m \"what there is\"",
        "  rosey stamp head        # the database has it already",
        "  rosey diff              # what is still different",
    ]

    private func notes(_ remarks: [Remark], _ omissions: [Remark], _ others: OtherObjects) -> [String] {
        var lines: [String] = []
        func add(_ title: String, _ items: [String]) {
            if !items.isEmpty { lines += ["", title] + items.map { "  \($0)" } }
        }
        add("What the schema has no words for:", remarks.filter(\.isOmission).map(\.description))
        add(
            "What the schema says by something near, or leaves as it is:",
            remarks.filter { !$0.isOmission }.map(\.description))
        add("What the schema refuses:", omissions.map(\.description))
        add(
            "What the database has beside its tables and views, which the schema leaves as it is:",
            others.groups.map { "\($0.kind): \($0.names.joined(separator: ", "))" })
        // A remark quotes what people have written, over several lines perhaps.
        return lines.flatMap(CommentText.lines)
    }
}
