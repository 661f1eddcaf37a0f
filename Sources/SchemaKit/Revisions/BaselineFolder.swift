import ExactText

/// What a database is that something else made before there were revisions, and the SQL by which the first revision takes it
/// over.
///
/// `baselines/<name>/` in the folder of the first revision holds `baseline.yaml` and, for each dialect that there are such
/// databases of, `<dialect>.up.sql` and `<dialect>.down.sql`. The line `-- @revision` in a script stands for the revision's own
/// in the same direction.
public struct BaselineFolder: Hashable, Sendable {
    /// The folder of baselines, in that of a revision.
    public static let folderName = "baselines"
    /// The file that describes a baseline, in its folder.
    public static let metadataName = "baseline.yaml"

    public struct Table: Hashable, Sendable {
        public var name: String
        public var columns: [String]
        /// Columns that older databases do not have.
        public var laterColumns: [String]
        /// Whether older databases do not have the table at all.
        public var isLater: Bool
    }

    public var id: String
    public var message: String
    public var tables: [Table]
    /// Tables that may be there as well.
    public var leftovers: [String]
    /// `nil` where there are no such databases.
    public var scripts: PerDialect<RevisionFolder.Script?>

    /// - Returns: `nil` where the description is wrong, which has been reported then.
    /// - Throws: what is wrong with a file.
    static func read(_ folder: String, _ collector: DiagnosticCollector) throws(Diagnostic) -> BaselineFolder? {
        let file = try SourceFile(path: folder + "/" + metadataName)
        guard let document = try YAMLParser.parse(file) else {
            let start = SourcePosition(line: 1, column: 1)
            throw Diagnostic(
                message: "the file is empty; a baseline has an id, a message and tables",
                span: SourceSpan(file: file.path, start: start, end: start))
        }
        guard let reader = MappingReader(document, SchemaLanguage.baseline, collector),
            let id = reader.text("id"), let message = reader.text("message")
        else { return nil }
        let tables = reader.named("tables", "table").compactMap { node -> Table? in
            guard let reader = MappingReader(node.value, SchemaLanguage.baselineTable, collector),
                let columns = reader.list("columns")
            else { return nil }
            return Table(
                name: node.name, columns: columns.map(\.text),
                laterColumns: (reader.list("later_columns") ?? []).map(\.text),
                isLater: reader.boolean("later") ?? false)
        }
        let baseline = BaselineFolder(
            id: id, message: message, tables: tables, leftovers: (reader.list("leftovers") ?? []).map(\.text),
            scripts: try PerDialect { dialect throws(Diagnostic) in try script(folder, dialect) })
        if baseline.scripts.all.allSatisfy({ $0 == nil }) {
            collector.error("the baseline has no scripts; write sqlite.up.sql and sqlite.down.sql", at: reader.span)
        }
        return baseline
    }

    private static func script(_ folder: String, _ dialect: Dialect) throws(Diagnostic) -> RevisionFolder.Script? {
        // With one of them there must be the other.
        let names = RevisionFolder.Direction.allCases.map { RevisionFolder.fileName(dialect, $0) }
        guard Directory.names(in: folder).contains(where: names.contains) else { return nil }
        return try RevisionFolder.script(folder, dialect)
    }
}
