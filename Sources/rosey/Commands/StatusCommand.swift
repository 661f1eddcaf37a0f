import ArgumentParser
import RoseyRuntime
import TerminalText

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the database, its revision and its tables. Changes nothing.")

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        let database: String
        let dialect: String
        let revision: String?
        /// What made the database, if the first revision would take it over.
        let adoptable: String?
        let pending: [String]
        /// The revision that was stopped half-way, if one was.
        let unfinished: String?
        let tables: [TableSummary]
    }

    func run() async throws {
        let revisions = try project.revisions()
        try await source.withDatabase(of: project, mode: .readOnly) { database in
            let migrator = try Migrator(database, revisions)
            let report = Report(
                database: "\(database.url)", dialect: database.dialect.rawValue,
                revision: try await migrator.applied().last?.id,
                // Of a database that is nobody's, what is there is told all the same.
                adoptable: (try? await migrator.adoptable())?.message, pending: try await migrator.pending().map(\.id),
                unfinished: try await migrator.unfinished()?.id, tables: try await database.tableSummaries())
            if json { try JSONOutput.print(report) } else { show(report) }
        }
    }

    private func show(_ report: Report) {
        print("Database  \(report.database)")
        print("Revision  \(report.revision ?? "none")")
        if let made = report.adoptable { print("Made by   \(made), which an upgrade takes over") }
        print("Pending   \(report.pending.isEmpty ? "nothing" : report.pending.joined(separator: ", "))")
        if let unfinished = report.unfinished {
            print("Half-way  \(unfinished): upgrade and downgrade go on from there")
        }
        guard !report.tables.isEmpty else {
            print("Tables    none")
            return
        }
        var table = TextTable(header: ["Table", "Rows"], alignments: [.left, .right])
        table.rows = report.tables.map { [$0.name, "\($0.rows)"] }
        print()
        print(table.text)
    }
}
