import ExactText

/// What a migration would take away of a database for good, and how much of it there is.
public struct DataLoss: Sendable, Hashable, Codable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The table goes.
        case table
        /// The column goes.
        case column
        /// Rows of the table are deleted: which of them, their command decides when it is run.
        case rows
    }

    /// The id of the revision that is applied or taken back.
    public let revision: String
    public let kind: Kind
    /// Its name in the database as it is now.
    public let table: String
    /// The column's name, where it is a column that goes.
    public let column: String?
    /// How many rows the table has now, or how many values that are not NULL the column.
    public let count: Int

    public var description: String {
        switch kind {
        case .table: "drops table \(table) (\(count) \(count == 1 ? "row" : "rows"))"
        case .column: "drops column \(table).\(column ?? "") (\(count) \(count == 1 ? "value" : "values"))"
        case .rows: "deletes rows of \(table) (which has \(count))"
        }
    }
}

extension DataLoss {
    /// - Parameter scripts: those of a migration, in the order in which they would be run.
    /// - Returns: what they would lose of what there is; an empty table and a column of NULLs are nothing.
    static func find(
        _ scripts: [(revision: String, text: String, hasOwnTransactions: Bool)], _ session: Session
    ) async throws -> [DataLoss] {
        var search = ScriptLosses()
        var found: [(revision: String, subject: ScriptLosses.Subject)] = []
        for script in scripts {
            let seen = search.losses.count
            let commands = try session.dialect.commands(of: script.text)
            search.read(try MigrationScript(commands, hasOwnTransactions: script.hasOwnTransactions).commands)
            for loss in search.losses[seen...] where !loss.isRewritten { found.append((script.revision, loss.subject)) }
        }
        if found.isEmpty { return [] }
        let tables = try await session.tableColumns(onlyStored: true)
        var losses: [DataLoss] = []
        for (revision, subject) in found {
            let (kind, name): (Kind, String) =
                switch subject {
                case .table(let table): (.table, table)
                case .column(_, let table): (.column, table)
                case .rows(let table): (.rows, table)
                }
            guard let table = name.spelled(in: tables.keys) else { continue }
            var column: String?
            if case .column(let name, _) = subject {
                column = name.spelled(in: tables[table] ?? [])
                if column == nil { continue }
            }
            let count = try await session.count(column, of: table)
            if count == 0 { continue }
            losses.append(DataLoss(revision: revision, kind: kind, table: table, column: column, count: count))
        }
        // Of a table that goes, nothing else is worth a line.
        let gone = Set(losses.filter { $0.kind == .table }.map(\.table))
        return losses.filter { $0.kind == .table || !gone.contains($0.table) }
    }
}

extension String {
    /// The name as the database spells it: SQL without quotes may have it in another case.
    fileprivate func spelled(in names: some Collection<String>) -> String? {
        names.contains(self) ? self : names.first { $0.lowercased() == lowercased() }
    }
}

extension Session {
    /// The number of rows, or of the values in a column that are not NULL.
    fileprivate func count(_ column: String?, of table: String) async throws -> Int {
        let what = column.map { SQLQuoting.name($0) } ?? "*"
        return try await fetchOne(
            Statement("SELECT count(\(what)) FROM \(SQLQuoting.name(table))", .read, table: table), { _ in }
        ) { try $0.int(0) }
    }
}
