import ExactText

/// What a database is that something else made before there were revisions, and how the first revision takes it over with
/// its rows.
///
/// A database is known by the columns of its tables, never by the text of its SQL or their order. When the first revision
/// is applied to it, the script here is run instead of the revision's own, and the baseline is recorded as what came
/// before: to take the revision back, the same script goes the other way.
public struct Baseline: Sendable, Hashable {
    public struct Table: Sendable, Hashable {
        public let name: String
        public let columns: [String]
        /// Columns that older databases of this kind do not have.
        public let laterColumns: [String]
        /// Whether older databases of this kind do not have the table at all.
        public let isLater: Bool

        public init(name: String, columns: [String], laterColumns: [String] = [], isLater: Bool = false) {
            self.name = name
            self.columns = columns
            self.laterColumns = laterColumns
            self.isLater = isLater
        }
    }

    /// Unique among revisions and baselines.
    public let id: String
    /// What made such databases.
    public let message: String
    public let tables: [Table]
    /// Tables that may be there as well, such as those that a tool has left behind.
    public let leftovers: [String]
    /// The scripts between it and the first revision, of which a line `-- @revision` stands for the revision's own script in
    /// the same direction; `nil` where there are no such databases.
    public let scripts: PerDialect<Revision.Script?>

    public init(
        id: String, message: String, tables: [Table], leftovers: [String] = [], sqlite: Revision.Script? = nil,
        postgresql: Revision.Script? = nil
    ) {
        self.init(
            id: id, message: message, tables: tables, leftovers: leftovers,
            scripts: PerDialect(sqlite: sqlite, postgresql: postgresql))
    }

    public init(
        id: String, message: String, tables: [Table], leftovers: [String], scripts: PerDialect<Revision.Script?>
    ) {
        self.id = id
        self.message = message
        self.tables = tables
        self.leftovers = leftovers
        self.scripts = scripts
    }
}

extension Baseline {
    /// The comment that stands on a line of its own for the script of the revision.
    private static let revisionLine = "@revision"

    /// The whole script between the baseline and the revision; `nil` where there are no such databases.
    func script(with revision: Revision, _ dialect: Dialect) -> Revision.Script? {
        guard let script = scripts[dialect] else { return nil }
        let own = revision.scripts[dialect]
        func whole(_ text: String, _ own: String) -> String {
            var lexer = SQLLexer(text, dialect.lexerRules)
            var result = ""
            // What is in the result so far, and where the last token ends.
            var (copied, end) = (0, 0)
            while let token = lexer.next() {
                let startsLine = end == 0 || lexer.lineEnds(in: end..<token.range.lowerBound) > 0
                end = token.range.upperBound
                guard startsLine, lexer.commentLine(token).map({ $0 == Self.revisionLine }) == true else { continue }
                result += lexer.text(in: copied..<token.range.lowerBound) + own
                copied = end
            }
            return result + lexer.text(in: copied..<text.utf8.count)
        }
        return Revision.Script(
            up: whole(script.up, own.up), down: whole(script.down, own.down),
            hasOwnTransactions: script.hasOwnTransactions)
    }

    /// How it is recorded.
    var asRevision: Revision {
        let nothing = Revision.Script(up: "", down: "")
        return Revision(
            id: id, parents: [], message: message, irreversible: "it is what was there before there were revisions",
            scripts: PerDialect { _ in nothing })
    }

    /// How a database compares with one of these.
    struct Comparison: Sendable, Equatable {
        /// What no such database is like.
        var differences: [String] = []
        /// What older ones lack.
        var lacking: [String] = []
        /// What was left behind.
        var leftovers: [String] = []
    }

    /// - Parameter found: the columns of each table.
    func compare(_ found: [String: Set<String>]) -> Comparison {
        var comparison = Comparison()
        for table in tables {
            guard let columns = found[table.name] else {
                if table.isLater {
                    comparison.lacking.append(table.name)
                } else {
                    comparison.differences.append("there is no table '\(table.name)'")
                }
                continue
            }
            for column in table.columns where !columns.contains(column) {
                comparison.differences.append("'\(table.name)' has no column '\(column)'")
            }
            for column in table.laterColumns where !columns.contains(column) {
                comparison.lacking.append("\(table.name).\(column)")
            }
            for column in columns.subtracting(table.columns + table.laterColumns).sorted() {
                comparison.differences.append("'\(table.name)' has a column '\(column)' besides")
            }
        }
        let known = Set(tables.map(\.name))
        for name in found.keys.sorted() where !known.contains(name) {
            if leftovers.contains(name) {
                comparison.leftovers.append(name)
            } else {
                comparison.differences.append("there is a table '\(name)' besides")
            }
        }
        return comparison
    }
}
