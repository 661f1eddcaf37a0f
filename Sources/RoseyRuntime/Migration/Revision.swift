import ExactText

/// One step in the history of a schema: the SQL that makes it, and the SQL that takes it back, for each dialect.
public struct Revision: Sendable, Hashable {
    public struct Script: Sendable, Hashable {
        public let up: String
        public let down: String
        /// The scripts say themselves what is a transaction, by BEGIN and COMMIT: each part takes effect by itself, and one
        /// that was stopped goes on where it stopped. Otherwise each script is one transaction. For PostgreSQL alone.
        public let hasOwnTransactions: Bool

        public init(up: String, down: String, hasOwnTransactions: Bool = false) {
            self.up = up
            self.down = down
            self.hasOwnTransactions = hasOwnTransactions
        }
    }

    /// Unique, and the same in every copy of the project.
    public let id: String
    /// The revisions that must have been applied before this one.
    public let parents: [String]
    /// What it does, in a line.
    public let message: String
    /// Why it cannot be taken back, if it cannot.
    public let irreversible: String?
    /// The revisions, all there were, that this one does the work of. A database that has them has it.
    public let replaces: [String]
    /// What databases may be that this revision takes over: for the first of a history.
    public let baselines: [Baseline]
    /// What the schema has, that the models of this program were generated from, and no revision makes yet: in words, and
    /// told of the last revision alone. A database is not up to date by these revisions.
    public let unrevised: [String]
    /// The SQL for each database.
    public let scripts: PerDialect<Script>

    /// As generated code makes it.
    public init(
        id: String, parents: [String], message: String, irreversible: String? = nil, replaces: [String] = [],
        baselines: [Baseline] = [], unrevised: [String] = [], sqlite: Script, postgresql: Script
    ) {
        self.init(
            id: id, parents: parents, message: message, irreversible: irreversible, replaces: replaces,
            baselines: baselines, unrevised: unrevised, scripts: PerDialect(sqlite: sqlite, postgresql: postgresql))
    }

    public init(
        id: String, parents: [String], message: String, irreversible: String? = nil, replaces: [String] = [],
        baselines: [Baseline] = [], unrevised: [String] = [], scripts: PerDialect<Script>
    ) {
        self.id = id
        self.parents = parents
        self.message = message
        self.irreversible = irreversible
        self.replaces = replaces
        self.baselines = baselines
        self.unrevised = unrevised
        self.scripts = scripts
    }
}

extension Revision.Script {
    /// Tells whether a script was edited after it had been applied. White space at line ends and blank lines at the end
    /// do not count, since tools change them unasked. It is a checksum (FNV-1a, 64 bits), not a signature.
    public var checksum: String {
        var hash = FNV1a()
        for script in [up, down] {
            hash.add(script.withoutTrailingWhitespace.utf8)
            hash.add(0xff)
        }
        return hash.text
    }
}

extension String {
    fileprivate var withoutTrailingWhitespace: String {
        var lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            var line = line
            while let last = line.last, last == " " || last == "\t" { line.removeLast() }
            return line
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
