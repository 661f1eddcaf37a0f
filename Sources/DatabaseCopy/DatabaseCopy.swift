import RoseyRuntime
import SchemaKit
import SchemaSQL

/// Moves all rows of one database into another that has the same tables and no rows, of the same system or another. It is
/// done as a whole or not at all, and counted and summed up on both sides before it takes effect.
package struct DatabaseCopy: Sendable {
    /// What became of a table.
    package struct Report: Sendable, Hashable, Codable {
        package let table: String
        package let rows: Int
        /// Of all values of all rows; the same on both sides.
        package let checksum: String
        /// Columns that the schema does not know, and that were left behind.
        package let leftBehind: [UnknownColumn]
    }

    package enum Progress: Sendable {
        case copied(table: String, rows: Int)
        case verified(table: String, rows: Int)
    }

    private let tables: [CopiedTable]
    private let leavesUnknownColumns: Bool
    /// How many rows go at a time.
    private static let batchSize = 2000

    /// - Parameters:
    ///   - schema: that of both databases.
    ///   - leavesUnknownColumns: columns of the source that the schema does not know stay behind; otherwise the copy is
    ///     refused where one has values.
    package init(_ schema: Schema, leavesUnknownColumns: Bool = false) {
        tables = schema.tables.map(CopiedTable.init)
        self.leavesUnknownColumns = leavesUnknownColumns
    }

    /// Copies the rows as they are at one moment: what others write to the source meanwhile stays behind.
    ///
    /// - Throws: `DatabaseError`: for one where the target has rows, a value is taken by one system only, a role may not see
    ///   all rows, or the rows in the target are not those of the source in the end. Nothing is changed then.
    package func run(
        from source: Database, to target: Database, observer: @escaping @Sendable (Progress) -> Void
    ) async throws -> [Report] {
        try await Self.seeingAllRows { try await copy(source, target, observer) }
    }

    /// All tables of the source with the number of their rows, those among them that are no part of the schema.
    ///
    /// - Throws: `DatabaseError`, for one where a role may not see all rows.
    package static func tables(of source: Database) async throws -> [TableSummary] {
        try await seeingAllRows {
            try await source.read { read in
                try await seeAllRows(read.session)
                return try await read.session.tableSummaries(includingKept: true)
            }
        }
    }

    /// Tells which role a copy takes, where the server refuses to show all rows.
    private static func seeingAllRows<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch var error as DatabaseError where error.nativeCode == "42501" {
            error.message +=
                "; a copy takes a role that may read every row, whatever the policies say: the owner of the tables, "
                + "one with BYPASSRLS, or a superuser"
            throw error
        }
    }

    private func copy(
        _ source: Database, _ target: Database, _ observer: @escaping @Sendable (Progress) -> Void
    ) async throws -> [Report] {
        try await source.read { read in
            try await target.transaction { write in
                try await Self.seeAllRows(read.session)
                try await Self.seeAllRows(write.session)
                let unknown = try await unknownColumns(in: read.session)
                try await refuseRows(in: write.session)
                let keys = try await ForeignKeysAside(write.session)
                var sums: [TableChecksum] = []
                for table in tables { sums.append(try await copy(table, read.session, write.session, observer)) }
                try await keys.putBack(write.session)
                for table in tables {
                    guard let sequence = IdentitySequence(table) else { continue }
                    try await sequence.advance(beyond: try await sequence.last(in: read.session), in: write.session)
                }
                for (table, sum) in zip(tables, sums) {
                    try await verify(table, sum, write.session)
                    observer(.verified(table: table.name, rows: sum.rows))
                }
                return zip(tables, sums).map { table, sum in
                    Report(
                        table: table.name, rows: sum.rows, checksum: sum.text,
                        leftBehind: unknown.filter { $0.table == table.name })
                }
            }
        }
    }

    /// Makes the database refuse a statement where it would show a part of the rows alone: a copy of that part, verified
    /// against it, would look complete.
    private static func seeAllRows(_ session: Session) async throws {
        guard let setting = session.dialect.allRowsOrNone else { return }
        _ = try await session.fetchAll(Statement(setting, .read, table: ""), { _ in }, { _ in })
    }

    private func unknownColumns(in session: Session) async throws -> [UnknownColumn] {
        var unknown: [UnknownColumn] = []
        for table in tables { unknown += try await table.unknownColumns(in: session) }
        if unknown.isEmpty || leavesUnknownColumns { return unknown }
        let names = unknown.map { "\($0.table).\($0.column) (in \($0.values) \($0.values == 1 ? "row" : "rows"))" }
        throw DatabaseError(
            .migration,
            "the source has values in columns that the schema does not know: \(names.joined(separator: ", ")); take them "
                + "into schema.yaml, or leave them behind with --leave-unknown-columns")
    }

    private func refuseRows(in session: Session) async throws {
        var full: [String] = []
        for table in tables {
            let name = session.dialect.sql.quote(table.name)
            if let lock = session.dialect.lock(name) {
                try await session.execute(Statement(lock, .bulkWrite, table: table.name)) { _ in }
            }
            let statement = Statement(
                "SELECT count(*) FROM (SELECT 1 FROM \(name) LIMIT 1) AS t", .read, table: table.name)
            if try await session.fetchOne(statement, { _ in }, { try $0.int(0) }) > 0 { full.append(table.name) }
        }
        if full.isEmpty { return }
        throw DatabaseError(
            .migration,
            "the target has rows already, in \(full.joined(separator: ", ")); rows are copied into a database that has none"
        )
    }

    private func copy(
        _ table: CopiedTable, _ source: Session, _ target: Session, _ observer: (Progress) -> Void
    ) async throws -> TableChecksum {
        var sum = TableChecksum(columnCount: table.columns.count)
        var batch: [[CopiedValue]] = []
        let insert = table.insert(target.dialect.sql)
        func send() async throws {
            try await target.executeAll(insert, copy: table.copy, batch) { row, parameters in
                for (position, value) in row.enumerated() { try value.bind(to: &parameters, at: Int32(position) + 1) }
            }
            batch.removeAll(keepingCapacity: true)
            observer(.copied(table: table.name, rows: sum.rows))
        }
        for try await row in source.stream(table.select(source.dialect.sql), { _ in }, { try table.read($0) }) {
            sum.add(row)
            batch.append(row)
            if batch.count == Self.batchSize { try await send() }
        }
        if !batch.isEmpty { try await send() }
        return sum
    }

    /// Reads the rows again, from where they are now.
    private func verify(_ table: CopiedTable, _ expected: TableChecksum, _ session: Session) async throws {
        var sum = TableChecksum(columnCount: table.columns.count)
        for try await row in session.stream(table.select(session.dialect.sql), { _ in }, { try table.read($0) }) {
            sum.add(row)
        }
        if sum == expected { return }
        let columns = zip(table.columns, zip(sum.columns, expected.columns)).filter { $1.0 != $1.1 }.map(\.0.name)
        let what =
            sum.rows == expected.rows
            ? "the values of \(columns.isEmpty ? "rows" : columns.joined(separator: ", ")) are not the same"
            : "\(sum.rows) of \(expected.rows) rows are there"
        throw DatabaseError(
            .migration, "the copy of \(table.name) is not what was read: \(what); nothing was changed",
            table: table.name)
    }
}

extension Dialect {
    /// What makes a statement fail that row-level security would keep from some rows, until the transaction ends.
    fileprivate var allRowsOrNone: String? {
        switch self {
        case .sqlite: nil
        case .postgresql: "SELECT pg_catalog.set_config('row_security', 'off', true)"
        }
    }
    /// Keeps others from writing to a table until the copy is there; on SQLite a transaction that writes does that by itself.
    fileprivate func lock(_ table: String) -> String? {
        switch self {
        case .sqlite: nil
        case .postgresql: "LOCK TABLE \(table) IN EXCLUSIVE MODE"
        }
    }
}
