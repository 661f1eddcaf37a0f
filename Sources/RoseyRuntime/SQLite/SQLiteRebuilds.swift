/// The columns that would go unsaid while a script makes tables anew, as plans of SQLite do: under another name, into which
/// the rows are moved, and which then takes the table's place.
struct SQLiteRebuilds {
    struct Column {
        let name: String
        /// It has no values of its own.
        let isComputed: Bool
    }

    /// What a plan calls the table that takes another's place.
    private static let prefix = "rosey_new_"

    private var tablesBefore: Set<SQLiteName>?
    /// In the old table, and not in the new one.
    private var lost: [(table: String, column: Column)] = []
    /// What the script says is lost, as `table.column`.
    private var stated: Set<SQLiteName> = []
    /// The names in the script that takes it back, and those that columns get before they go. A computed column among
    /// them is the schema's: plans do not say that it goes, since no values go with it.
    private var known: Set<SQLiteName> = []

    /// Takes in which tables there are after a command, or before the first.
    mutating func note(_ tables: [String], columns: (String) throws -> [Column]) rethrows {
        guard let tablesBefore else {
            self.tablesBefore = Set(tables.map(SQLiteName.init))
            return
        }
        for table in tables where table.hasPrefix(Self.prefix) && !tablesBefore.contains(SQLiteName(table)) {
            let old = String(table.dropFirst(Self.prefix.count))
            let new = try columns(table)
            for column in try columns(old) where !Self.has(new, column) {
                if !lost.contains(where: { $0.table == old && $0.column.name == column.name }) {
                    lost.append((old, column))
                }
            }
        }
    }

    /// Whether a column is among others, and has its values still.
    private static func has(_ columns: [Column], _ column: Column) -> Bool {
        columns.contains {
            SQLiteName($0.name) == SQLiteName(column.name) && ($0.isComputed == column.isComputed || column.isComputed)
        }
    }

    /// Takes in what the comments of a command say, and the names that it gives to columns.
    mutating func note(_ command: ScriptCommand) {
        stated.formUnion(command.saidLosses.map(SQLiteName.init))
        if command.firstWord == "alter" { note(namesIn: command) }
    }

    /// Takes in the script for the other direction.
    mutating func note(reverse script: String) { note(namesIn: ScriptCommand(script, .sqlite)) }

    private mutating func note(namesIn command: ScriptCommand) {
        known.formUnion(command.tokens.compactMap { $0.name.map(SQLiteName.init) })
    }

    /// - Throws: ``DatabaseError/Code/migration`` where a table came back without a column that nothing was said about.
    func check(columns: (String) throws -> [Column]) throws {
        let gone = try lost.filter { table, column in
            if stated.contains(SQLiteName("\(table).\(column.name)")) { return false }
            if column.isComputed, known.contains(SQLiteName(column.name)) { return false }
            let there = try columns(table)
            return !there.isEmpty && !Self.has(there, column)
        }
        guard let first = gone.first else { return }
        let names = gone.map { "\($0.table).\($0.column.name)" }
        throw DatabaseError(
            .migration,
            "it makes \(first.table) anew, and \(names.joined(separator: ", ")), which the schema does not know, would be "
                + "lost; take what is to stay into schema.yaml, drop what is not, or say '-- @loses \(names[0])' before a "
                + "command of the script",
            table: first.table, column: first.column.name)
    }
}
