import RoseyRuntime
import SchemaSQL

/// The number that a table's next id is counted up from. No id is used again in the copy either, not even one whose row is
/// gone.
struct IdentitySequence {
    let table: CopiedTable
    let column: String

    init?(_ table: CopiedTable) {
        guard let column = table.counted else { return nil }
        self.table = table
        self.column = column
    }

    /// The last number that was given out; 0 for none.
    func last(in session: Session) async throws -> Int {
        switch session.dialect {
        case .sqlite:
            let statement = Statement("SELECT max(seq) FROM sqlite_sequence WHERE name = ?", .read, table: "")
            return try await session.fetchOne(statement, { $0.bind(table.name, at: 1) }) { row in
                row.isNull(0) ? 0 : try row.int(0)
            }
        case .postgresql:
            guard let sequence = try await name(in: session) else { return 0 }
            let statement = Statement(
                "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM \(sequence)", .read, table: "")
            return try await session.fetchOne(statement, { _ in }) { try $0.int(0) }
        }
    }

    /// Sees to it that the next number is beyond `last`, and beyond all that are there.
    func advance(beyond last: Int, in session: Session) async throws {
        let dialect = session.dialect.sql
        let highest = try await session.fetchOne(
            Statement(
                "SELECT max(\(dialect.quote(column))) FROM \(dialect.quote(table.name))", .read, table: table.name),
            { _ in }
        ) { $0.isNull(0) ? 0 : try $0.int(0) }
        let last = max(last, highest)
        guard last > 0 else { return }
        switch session.dialect {
        case .sqlite:
            try await session.execute(Statement("DELETE FROM sqlite_sequence WHERE name = ?", .bulkWrite, table: "")) {
                $0.bind(table.name, at: 1)
            }
            try await session.execute(
                Statement("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", .bulkWrite, table: "")
            ) { parameters in
                parameters.bind(table.name, at: 1)
                parameters.bind(last, at: 2)
            }
        case .postgresql:
            guard let sequence = try await name(in: session) else { return }
            _ = try await session.fetchOne(
                Statement("SELECT pg_catalog.setval(?::text::regclass, ?::bigint)", .bulkWrite, table: ""),
                { parameters in
                    parameters.bind(sequence, at: 1)
                    parameters.bind(last, at: 2)
                }
            ) { try $0.int(0) }
        }
    }

    /// The name of PostgreSQL's sequence, quoted by it.
    private func name(in session: Session) async throws -> String? {
        let statement = Statement(
            "SELECT pg_catalog.pg_get_serial_sequence(pg_catalog.quote_ident(?::text), ?::text)", .read, table: "")
        return try await session.fetchOne(
            statement,
            { parameters in
                parameters.bind(table.name, at: 1)
                parameters.bind(column, at: 2)
            }
        ) { $0.isNull(0) ? nil : try $0.text(0) }
    }
}
