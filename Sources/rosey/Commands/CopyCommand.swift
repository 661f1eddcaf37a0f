import ArgumentParser
import DatabaseCopy
import Foundation
import RoseyRuntime
import SchemaKit
import TerminalText

struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Moves all rows of one database into another, such as from SQLite to PostgreSQL.",
        discussion: """
            The other database must be empty; it is brought to the same revision first. All rows arrive or none: they are
            counted and summed up on both sides, column by column, before they take effect. What is written to the first
            database meanwhile is not copied, so stop the programs that use it.
            """)

    @OptionGroup var project: Project

    @Option(help: "The database to read, as sqlite:///file.db or postgresql://user@host/name.")
    var from: String

    @Option(help: "The database to write.")
    var to: String

    @Flag(help: "Leave columns behind that the schema does not know.")
    var leaveUnknownColumns = false

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        let from: String
        let to: String
        let revision: String
        let tables: [DatabaseCopy.Report]
        /// Tables of the first database that are no part of the schema, and were left behind.
        let leftBehind: [String]
    }

    func run() async throws {
        let folders = try project.revisionFolders()
        let (from, to) = (try DatabaseURL(from), try DatabaseURL(to))
        guard from.string != to.string else { throw Refusal("both addresses are those of one database") }
        try await DatabaseSource.withDatabase(from, mode: .readOnly) { source in
            try await DatabaseSource.withDatabase(to, mode: .readWriteCreate) { target in
                try await copy(source, target, folders)
            }
        }
    }

    private func copy(_ source: Database, _ target: Database, _ folders: [RevisionFolder]) async throws {
        let revisions = folders.map(Revision.init)
        let migrator = try Migrator(source, revisions)
        if let baseline = try await migrator.adoptable() {
            throw Refusal(
                "\(source.url) is a database of \(baseline.message); "
                    + "take it over first: rosey upgrade head --database-url \(source.url)")
        }
        guard let last = try await migrator.applied().last, let folder = folders.first(where: { $0.id == last.id })
        else { throw Refusal("\(source.url) has no tables of these revisions, so there is nothing to copy") }
        let schema = try project.snapshot(of: folder)
        let progress = Progress(isQuiet: json)
        let other = try Migrator(target, revisions)
        try await other.upgrade(to: last.id) { progress.show($0) }
        guard try await other.applied().last?.id == last.id else {
            throw Refusal("\(target.url) is at a later revision than \(source.url); upgrade that first")
        }
        let known = Set(schema.tables.map(\.name))
        let counts = try await DatabaseCopy.tables(of: source)
        let leftBehind = counts.filter { !known.contains($0.name) && $0.rows > 0 }
        let rows = Dictionary(counts.map { ($0.name, $0.rows) }) { first, _ in first }
        let reports = try await DatabaseCopy(schema, leavesUnknownColumns: leaveUnknownColumns).run(
            from: source, to: target
        ) { event in
            switch event {
            case .copied(let table, let count):
                progress.transient("copying \(table): \(count) of \(rows[table] ?? count) rows")
            case .verified(let table, let count): progress.transient("verified \(table): \(count) rows")
            }
        }
        progress.clear()
        if json {
            return try JSONOutput.print(
                Report(
                    from: "\(source.url)", to: "\(target.url)", revision: last.id, tables: reports,
                    leftBehind: leftBehind.map(\.name)))
        }
        var table = TextTable(header: ["Table", "Rows", "Checksum"], alignments: [.left, .right, .left])
        table.rows = reports.map { [$0.table, "\($0.rows)", $0.checksum] }
        print(table.text)
        for column in reports.flatMap(\.leftBehind) {
            print(
                "left behind: \(column.values) values of \(column.table).\(column.column), which is no column of the schema"
            )
        }
        for kept in leftBehind {
            print("left behind: \(kept.rows) rows of \(kept.name), which is no table of the schema")
        }
        print(
            "copied \(reports.reduce(0) { $0 + $1.rows }) rows from \(source.url) to \(target.url), and verified them")
    }
}
