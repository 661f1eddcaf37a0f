import ArgumentParser
import RoseyRuntime
import SchemaKit
import SchemaMigration

struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Tells what a reviewer of the revisions has to know: losses, locks, rewrites.",
        discussion: "The exit code is 1 if values are lost that nobody has agreed to lose.")

    @OptionGroup var project: Project

    @Argument(help: "Only this revision: 'head', or an id or the beginning of one.")
    var revision: String?

    @Flag(help: "Print JSON.")
    var json = false

    private struct Finding: Encodable {
        let revision: String
        let kind: String
        let dialect: String?
        let subject: String
        let text: String
        let isAcknowledged: Bool
    }

    func run() throws {
        let folders = try project.revisionFolders()
        let wanted = try revision.map { [try project.revision(named: $0)] } ?? folders
        var findings: [Finding] = []
        for folder in wanted {
            // Of one that joins two branches, each has been looked at.
            guard folder.parents.count < 2 else { continue }
            let parent = folders.first { folder.parents.contains($0.id) }
            let (old, new) = (try project.snapshot(of: parent), try project.snapshot(of: folder))
            let renames = try Renames(from: old, to: new, decisions: folder.renames.compactMap { RenameDecision($0) })
            let hazards = Hazards.of(SchemaDifference(from: old, to: new, renames: renames))
            findings += hazards.map {
                Finding(
                    revision: folder.id, kind: $0.kind.rawValue, dialect: $0.dialect?.rawValue, subject: $0.subject,
                    text: $0.text, isAcknowledged: folder.acknowledged.contains($0.key))
            }
            if let reason = folder.irreversible {
                findings.append(
                    Finding(
                        revision: folder.id, kind: Hazard.Kind.irreversible.rawValue, dialect: nil,
                        subject: folder.message,
                        text: reason, isAcknowledged: true))
            }
        }
        if json {
            try JSONOutput.print(findings)
        } else {
            for finding in findings {
                let place = finding.dialect.map { " (\($0))" } ?? ""
                let agreed = finding.kind == Hazard.Kind.dataLoss.rawValue && finding.isAcknowledged ? " [agreed]" : ""
                print("\(finding.revision): \(finding.kind)\(place): \(finding.subject): \(finding.text)\(agreed)")
            }
            if findings.isEmpty { print("nothing to think of") }
        }
        if findings.contains(where: { $0.kind == Hazard.Kind.dataLoss.rawValue && !$0.isAcknowledged }) {
            throw ExitCode.failure
        }
    }
}
