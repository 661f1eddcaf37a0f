import RoseyRuntime

/// The foreign keys of a database, set aside while rows come in that refer to others which are not there yet, and checked
/// when all are.
struct ForeignKeysAside {
    private struct Key {
        let table: String
        let name: String
        let definition: String
    }

    private let keys: [Key]

    init(_ session: Session) async throws {
        switch session.dialect {
        case .sqlite:
            // They are checked by the commit.
            try await session.execute(Statement("PRAGMA defer_foreign_keys = ON", .bulkWrite, table: "")) { _ in }
            keys = []
        case .postgresql: keys = try await Self.dropped(session)
        }
    }

    private static func dropped(_ session: Session) async throws -> [Key] {
        let statement = Statement(
            """
            SELECT conrelid::regclass::text, pg_catalog.quote_ident(conname::text), pg_catalog.pg_get_constraintdef(c.oid)
            FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
            WHERE c.contype = 'f' AND n.nspname = pg_catalog.current_schema() ORDER BY 1, 2
            """, .read, table: "")
        let keys = try await session.fetchAll(statement, { _ in }) { row in
            Key(table: try row.text(0), name: try row.text(1), definition: try row.text(2))
        }
        for key in keys {
            try await session.execute(
                Statement("ALTER TABLE \(key.table) DROP CONSTRAINT \(key.name)", .bulkWrite, table: "")
            ) { _ in }
        }
        return keys
    }

    func putBack(_ session: Session) async throws {
        for key in keys {
            try await session.execute(
                Statement(
                    "ALTER TABLE \(key.table) ADD CONSTRAINT \(key.name) \(key.definition)", .bulkWrite, table: "")
            ) { _ in }
        }
    }
}
