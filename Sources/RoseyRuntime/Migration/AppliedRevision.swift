/// A revision as the database has recorded it.
public struct AppliedRevision: Sendable, Hashable {
    public let id: String
    public let message: String
    public let checksum: String
    /// The SQL that takes the revision back, so that a program that does not know the revision can do so.
    public let down: String
    /// When it was applied, in Unix seconds.
    public let appliedAt: Int
    /// How long that took.
    public let duration: Duration
}

/// The table in which a database records the revisions applied to it, in their order.
enum RevisionTable {
    static let name = "rosey_revisions"

    static let create = Statement(
        """
        CREATE TABLE IF NOT EXISTS "rosey_revisions" (
            "position" INTEGER NOT NULL PRIMARY KEY,
            "id" TEXT NOT NULL UNIQUE,
            "message" TEXT NOT NULL,
            "checksum" TEXT NOT NULL,
            "up_sql" TEXT NOT NULL,
            "down_sql" TEXT NOT NULL,
            "applied_at" BIGINT NOT NULL,
            "microseconds" BIGINT NOT NULL
        )
        """, .write, table: name)

    /// Parameters: position, id, message, checksum, up, down, applied at, microseconds.
    static let insert = Statement(
        #"INSERT INTO "rosey_revisions" VALUES (?, ?, ?, ?, ?, ?, ?, ?)"#, .write, table: name)

    static let delete = Statement(#"DELETE FROM "rosey_revisions" WHERE "id" = ?"#, .write, table: name)

    static let select = Statement(
        """
        SELECT "id", "message", "checksum", "down_sql", "applied_at", "microseconds" FROM "rosey_revisions"
        ORDER BY "position"
        """, .read, table: name)

    private static let block = StatementBlock(count: 1)

    /// The names of all tables, in their order.
    static let tables = Statement(
        block, 0, .read, table: "",
        sqlite: """
            SELECT "name" FROM sqlite_schema WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite^_%' ESCAPE '^'
            ORDER BY "name"
            """,
        postgresql: """
            SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE "C"
            """)
}

extension Session {
    func tableNames() async throws -> [String] {
        try await fetchAll(RevisionTable.tables, { _ in }) { try $0.text(0) }
    }

    /// The revisions recorded, none where there is no record.
    func appliedRevisions() async throws -> [AppliedRevision] {
        guard try await tableNames().contains(RevisionTable.name) else { return [] }
        return try await fetchAll(RevisionTable.select, { _ in }) { row in
            AppliedRevision(
                id: try row.text(0), message: try row.text(1), checksum: try row.text(2), down: try row.text(3),
                appliedAt: try row.int(4), duration: .microseconds(try row.int64(5)))
        }
    }
}
