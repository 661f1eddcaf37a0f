/// The columns that would go unsaid while a script makes tables anew, as plans of SQLite do: under another name, into which
/// the rows are moved, and which then takes the table's place.
struct SQLiteRebuilds {
    /// What a plan calls the table that takes another's place.
    private static let prefix = "rosey_new_"

    private var tablesBefore: Set<SQLiteName>?
    /// In the old table, and not in the new one.
    private var lost: [(table: String, column: String)] = []
    /// What the script says is lost, as `table.column`.
    private var stated: Set<SQLiteName> = []

    /// Takes in which tables there are after a command, or before the first.
    mutating func note(_ tables: [String], columns: (String) throws -> [String]) rethrows {
        guard let tablesBefore else {
            self.tablesBefore = Set(tables.map(SQLiteName.init))
            return
        }
        for table in tables where table.hasPrefix(Self.prefix) && !tablesBefore.contains(SQLiteName(table)) {
            let old = String(table.dropFirst(Self.prefix.count))
            let kept = Set(try columns(table).map(SQLiteName.init))
            for column in try columns(old) where !kept.contains(SQLiteName(column)) {
                if !lost.contains(where: { $0 == (old, column) }) { lost.append((old, column)) }
            }
        }
    }

    /// Takes in what the comments of a command say.
    mutating func note(_ command: ScriptCommand) { stated.formUnion(command.saidLosses.map(SQLiteName.init)) }

    /// - Throws: ``DatabaseError/Code/migration`` where a table came back without a column that nothing was said about.
    func check(columns: (String) throws -> [String]) throws {
        let gone = try lost.filter { table, column in
            if stated.contains(SQLiteName("\(table).\(column)")) { return false }
            let there = try columns(table).map(SQLiteName.init)
            return !there.isEmpty && !there.contains(SQLiteName(column))
        }
        guard let first = gone.first else { return }
        let names = gone.map { "\($0.table).\($0.column)" }
        throw DatabaseError(
            .migration,
            "it makes \(first.table) anew, and \(names.joined(separator: ", ")), which the schema does not know, would be "
                + "lost; take what is to stay into schema.yaml, drop what is not, or say '-- @loses \(names[0])' before a "
                + "command of the script",
            table: first.table, column: first.column)
    }
}
