import ExactText

/// The tables in which a database remembers its revisions: those that it has, the one that was stopped half-way, and every
/// attempt there was.
public enum MigrationRecord {
    /// Tables with this prefix are the runtime's own.
    public static let prefix = "rosey_"
    static let revisions = "rosey_revisions"
    static let tableNames = [revisions, "rosey_unfinished", "rosey_history"]
    /// The version of this package.
    package static let version = "0.6.0"

    static let create = [
        Statement(
            """
            CREATE TABLE IF NOT EXISTS "rosey_revisions" (
                "position" BIGINT NOT NULL PRIMARY KEY,
                "id" TEXT NOT NULL UNIQUE,
                "parents" TEXT NOT NULL,
                "message" TEXT NOT NULL,
                "checksum" TEXT NOT NULL,
                "up_sql" TEXT NOT NULL,
                "down_sql" TEXT NOT NULL,
                "irreversible" TEXT,
                "own_transactions" BIGINT NOT NULL,
                "applied_at" BIGINT NOT NULL,
                "microseconds" BIGINT NOT NULL
            )
            """, .write, table: revisions),
        Statement(
            """
            CREATE TABLE IF NOT EXISTS "rosey_unfinished" (
                "id" TEXT NOT NULL PRIMARY KEY,
                "action" TEXT NOT NULL,
                "checksum" TEXT NOT NULL,
                "step" BIGINT NOT NULL,
                "has_started" BIGINT NOT NULL
            )
            """, .write, table: "rosey_unfinished"),
        Statement(
            """
            CREATE TABLE IF NOT EXISTS "rosey_history" (
                "number" BIGINT NOT NULL PRIMARY KEY,
                "action" TEXT NOT NULL,
                "revision" TEXT NOT NULL,
                "message" TEXT NOT NULL,
                "checksum" TEXT NOT NULL,
                "up_sql" TEXT NOT NULL,
                "down_sql" TEXT NOT NULL,
                "started_at" BIGINT NOT NULL,
                "microseconds" BIGINT NOT NULL,
                "commands" TEXT NOT NULL,
                "version" TEXT NOT NULL,
                "outcome" TEXT NOT NULL,
                "error" TEXT
            )
            """, .write, table: "rosey_history"),
    ]

    /// What comes before the SQL of revisions for those who run it themselves: it ends there where somebody else has made a
    /// table of the record, and keeps what names mean.
    public static func preamble(_ dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: ""
        case .postgresql:
            """
            -- The record of revisions is nobody else's, and stays where it is.
            DO $rosey$
            DECLARE other record;
            BEGIN
                FOR other IN \(schemaOfOthers.sql(.postgresql)) LOOP
                    RAISE EXCEPTION 'the schema % belongs to the role %; make it yours, or use another one', other.name, other.owner;
                END LOOP;
                FOR other IN \(tablesOfOthers.sql(.postgresql)) LOOP
                    RAISE EXCEPTION 'the table % belongs to the role %; make it yours or drop it', other.name, other.owner;
                END LOOP;
                PERFORM pg_catalog.set_config('rosey.search_path', pg_catalog.current_setting('search_path'), false);
            END $rosey$;

            """
        }
    }

    /// Names mean again what they meant at the ``preamble(_:)``, for the transaction that is running or for the session.
    public static func restoringNames(inTransaction: Bool, _ dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: ""
        case .postgresql:
            """
            DO $rosey$ BEGIN
                PERFORM pg_catalog.set_config('search_path', pg_catalog.current_setting('rosey.search_path'), \(inTransaction));
            END $rosey$;

            """
        }
    }

    /// Texts are read as they are quoted here and as the scripts of revisions are, whatever is set for the database or the
    /// role, or was by a script.
    public static func readingTexts(_ dialect: Dialect) -> String {
        PerDialect(sqlite: "", postgresql: "SET standard_conforming_strings = on;\n")[dialect]
    }

    /// The seconds since 1970, in SQL.
    private static let now = PerDialect(
        sqlite: "CAST(strftime('%s', 'now') AS INTEGER)", postgresql: "extract(epoch FROM now())::bigint")

    /// The SQL that notes a revision as applied, for those who run the SQL of revisions themselves.
    public static func sql(applying revision: Revision, _ dialect: Dialect) -> String {
        let script = revision.scripts[dialect]
        let text = SQLQuoting.text
        let now = now[dialect]
        let values = [
            text(revision.id), text(revision.parents.joined(separator: " ")), text(revision.message),
            text(script.checksum), text(script.up), text(script.down), revision.irreversible.map(text) ?? "NULL",
            script.hasOwnTransactions ? "1" : "0", now, "0",
        ]
        return create.map { $0.sql(dialect) + ";\n" }.joined()
            + "INSERT INTO \"rosey_revisions\"\nSELECT coalesce(max(\"position\"), 0) + 1, "
            + values.joined(separator: ", ") + " FROM \"rosey_revisions\";\n"
            + historySQL(
                .upgrade, text(revision.id), text(revision.message), text(script.checksum), text(script.up),
                text(script.down), now)
    }

    private static func historySQL(
        _ action: MigrationAction, _ id: String, _ message: String, _ checksum: String, _ up: String, _ down: String,
        _ now: String
    ) -> String {
        let values = [
            SQLQuoting.text(action.rawValue), id, message, checksum, up, down, now, "0", "'[]'",
            SQLQuoting.text("\(version) --sql"), "'done'", "NULL",
        ]
        return "INSERT INTO \"rosey_history\"\nSELECT coalesce(max(\"number\"), 0) + 1, "
            + values.joined(separator: ", ") + " FROM \"rosey_history\";\n"
    }

    /// The SQL that notes a revision as taken back.
    public static func sql(takingBack revision: AppliedRevision, _ dialect: Dialect) -> String {
        let text = SQLQuoting.text
        let now = now[dialect]
        return "DELETE FROM \"rosey_revisions\" WHERE \"id\" = \(text(revision.id));\n"
            + historySQL(
                .downgrade, text(revision.id), text(revision.message), text(revision.checksum), text(""),
                text(revision.down), now)
    }

    static let insert = Statement(
        """
        INSERT INTO "rosey_revisions"
        SELECT coalesce(max("position"), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM "rosey_revisions"
        """, .write, table: revisions)

    static let delete = Statement(#"DELETE FROM "rosey_revisions" WHERE "id" = ?"#, .write, table: revisions)

    static let select = Statement(
        """
        SELECT "id", "parents", "message", "checksum", "up_sql", "down_sql", "irreversible", "own_transactions",
            "applied_at", "microseconds" FROM "rosey_revisions" ORDER BY "position"
        """, .read, table: revisions)

    static let selectUnfinished = Statement(
        #"SELECT "id", "action", "checksum", "step", "has_started" FROM "rosey_unfinished""#, .read,
        table: "rosey_unfinished")
    static let deleteUnfinished = Statement(#"DELETE FROM "rosey_unfinished""#, .write, table: "rosey_unfinished")
    static let insertUnfinished = Statement(
        #"INSERT INTO "rosey_unfinished" VALUES (?, ?, ?, ?, ?)"#, .write, table: "rosey_unfinished")

    static let insertHistory = Statement(
        """
        INSERT INTO "rosey_history"
        SELECT coalesce(max("number"), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM "rosey_history"
        """, .write, table: "rosey_history")
    static let selectHistory = Statement(
        """
        SELECT "number", "action", "revision", "message", "checksum", "started_at", "microseconds", "commands", "version",
            "error" FROM "rosey_history" ORDER BY "number"
        """, .read, table: "rosey_history")

    static let block = StatementBlock(count: 4)

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

    /// The names of all tables with those of their columns, and 0 for a column that is computed from others.
    static let columns = Statement(
        block, 1, .read, table: "",
        sqlite: """
            SELECT t."name", c."name", c."hidden" = 0 FROM sqlite_schema t JOIN pragma_table_xinfo(t."name") c
            WHERE t."type" = 'table' AND t."name" NOT LIKE 'sqlite^_%' ESCAPE '^'
            """,
        postgresql: """
            SELECT c.relname::text, a.attname::text, CASE WHEN a.attgenerated = '' THEN 1::bigint ELSE 0 END
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema()
            """)
}

extension MigrationRecord {
    /// Those of its tables that belong to somebody whose word nobody has to take, with the owner and who asks. Whoever may make
    /// tables in the schema could make them before this does, and a downgrade runs what they say.
    static let tablesOfOthers = Statement(
        block, 2, .read, table: "", sqlite: "SELECT '', '', '' WHERE 0",
        postgresql: """
            SELECT pg_catalog.format('%I.%I'::text, n.nspname, c.relname) AS name,
                pg_catalog.pg_get_userbyid(c.relowner)::text AS owner, current_user::text
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
            JOIN pg_catalog.pg_roles me ON me.rolname = current_user
            JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
            WHERE n.nspname = pg_catalog.current_schema()
                AND c.relname IN ('rosey_revisions', 'rosey_unfinished', 'rosey_history')
                AND o.oid <> me.oid AND o.oid <> d.datdba AND NOT o.rolsuper
                AND (me.rolsuper OR NOT pg_catalog.pg_has_role(me.oid, o.oid, 'MEMBER'::text))
            ORDER BY c.relname
            """)

    /// The schema of the record, with its owner and who asks, if it belongs to such a role: its owner can drop the tables of the
    /// record, and put others in their place at any moment.
    static let schemaOfOthers = Statement(
        block, 3, .read, table: "", sqlite: "SELECT '', '', '' WHERE 0",
        postgresql: """
            SELECT pg_catalog.quote_ident(n.nspname::text) AS name, pg_catalog.pg_get_userbyid(n.nspowner)::text AS owner,
                current_user::text
            FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner
            JOIN pg_catalog.pg_roles me ON me.rolname = current_user
            JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
            WHERE n.nspname = pg_catalog.current_schema() AND o.rolname <> 'pg_database_owner'
                AND o.oid <> me.oid AND o.oid <> d.datdba AND NOT o.rolsuper
                AND (me.rolsuper OR NOT pg_catalog.pg_has_role(me.oid, o.oid, 'MEMBER'::text))
            """)
}

extension Session {
    /// The names of all tables but those of the record.
    ///
    /// - Parameter includingKept: whether the tables are among them in which a revision has kept rows.
    func tableNames(includingKept: Bool = false) async throws -> [String] {
        try await allTableNames().filter { name in
            includingKept ? !MigrationRecord.tableNames.contains(name) : !name.hasPrefix(MigrationRecord.prefix)
        }
    }

    private func allTableNames() async throws -> [String] {
        try await fetchAll(MigrationRecord.tables, { _ in }) { try $0.text(0) }
    }

    /// - Throws: ``DatabaseError/Code/migration`` where somebody else has made it.
    private func hasRecord() async throws -> Bool {
        guard try await allTableNames().contains(where: MigrationRecord.tableNames.contains) else { return false }
        try await refuseRecordOfOthers()
        return try await allTableNames().contains(MigrationRecord.revisions)
    }

    private func refuseRecordOfOthers() async throws {
        try await refuseSchemaOfOthers()
        let found = try await fetchAll(MigrationRecord.tablesOfOthers, { _ in }) { row in
            (table: try row.text(0), owner: try row.text(1), role: try row.text(2))
        }
        guard let (table, owner, role) = found.first else { return }
        throw DatabaseError(
            .migration,
            "the table \(table) belongs to the role \(owner), so \(role) does not believe what it says, nor runs the SQL in it; "
                + "migrate as \(owner), or if that role made the table as it should, ALTER TABLE \(table) OWNER TO \(role), "
                + "or else drop it")
    }

    /// - Throws: ``DatabaseError/Code/migration`` where somebody else owns the schema that the record is or would be in.
    func refuseSchemaOfOthers() async throws {
        let found = try await fetchAll(MigrationRecord.schemaOfOthers, { _ in }) { row in
            (schema: try row.text(0), owner: try row.text(1), role: try row.text(2))
        }
        guard let (schema, owner, role) = found.first else { return }
        throw DatabaseError(
            .migration,
            "the schema \(schema) belongs to the role \(owner), who can put another record of revisions there at any moment, "
                + "so \(role) does not believe the one in it; ALTER SCHEMA \(schema) OWNER TO \(SQLQuoting.name(role)), migrate "
                + "as \(owner), or put a schema of your own first in search_path")
    }

    /// The revisions recorded, in the order in which they were applied; none where there is no record.
    func appliedRevisions() async throws -> [AppliedRevision] {
        guard try await hasRecord() else { return [] }
        return try await fetchAll(MigrationRecord.select, { _ in }) { row in
            AppliedRevision(
                id: try row.text(0), parents: try row.text(1).split(separator: " ").map(String.init),
                message: try row.text(2), checksum: try row.text(3), up: try row.text(4), down: try row.text(5),
                irreversible: row.isNull(6) ? nil : try row.text(6), hasOwnTransactions: try row.int(7) != 0,
                appliedAt: try row.int(8), duration: .microseconds(try row.int64(9)))
        }
    }

    /// The columns of each table but those of the record.
    ///
    /// - Parameter onlyStored: whether those are left out that are computed from others.
    func tableColumns(onlyStored: Bool = false) async throws -> [String: Set<String>] {
        let columns = try await fetchAll(MigrationRecord.columns, { _ in }) { row in
            (table: try row.text(0), name: try row.text(1), isStored: try row.int(2) == 1)
        }
        let tables = Dictionary(grouping: columns, by: \.table).mapValues { columns in
            Set(columns.filter { $0.isStored || !onlyStored }.map(\.name))
        }
        return tables.filter { !$0.key.hasPrefix(MigrationRecord.prefix) }
    }

    func unfinishedRevision() async throws -> UnfinishedRevision? {
        guard try await hasRecord() else { return nil }
        return try await fetchAll(MigrationRecord.selectUnfinished, { _ in }) { row in
            UnfinishedRevision(
                id: try row.text(0), action: MigrationAction(rawValue: try row.text(1)) ?? .upgrade,
                checksum: try row.text(2), step: try row.int(3), hasStarted: try row.int(4) != 0)
        }.first
    }

    func migrationHistory() async throws -> [HistoryEntry] {
        guard try await hasRecord() else { return [] }
        return try await fetchAll(MigrationRecord.selectHistory, { _ in }) { row in
            HistoryEntry(
                number: try row.int(0), action: MigrationAction(rawValue: try row.text(1)) ?? .upgrade,
                revision: try row.text(2), message: try row.text(3), checksum: try row.text(4),
                startedAt: try row.int(5), microseconds: try row.int(6),
                commands: HistoryCommands.decode(try row.text(7)),
                version: try row.text(8), error: row.isNull(9) ? nil : try row.text(9))
        }
    }

    func makeRecord() async throws {
        for statement in MigrationRecord.create { try await execute(statement) { _ in } }
        // It may have been there.
        try await refuseRecordOfOthers()
    }

    /// - Parameter adoption: the baseline that the revision has taken over, and by which scripts.
    func record(
        _ revision: Revision, adopting adoption: (baseline: Baseline, script: Revision.Script)? = nil, at time: Int,
        _ duration: Duration
    ) async throws {
        let script = adoption?.script ?? revision.scripts[dialect]
        let parents = adoption.map { [$0.baseline.id] } ?? revision.parents
        try await execute(MigrationRecord.insert) { parameters in
            parameters.bind(revision.id, at: 1)
            parameters.bind(parents.joined(separator: " "), at: 2)
            parameters.bind(revision.message, at: 3)
            // That of the revision itself: whichever way it came, it is the same revision.
            parameters.bind(revision.scripts[dialect].checksum, at: 4)
            parameters.bind(script.up, at: 5)
            parameters.bind(script.down, at: 6)
            parameters.bind(revision.irreversible, at: 7)
            parameters.bind(script.hasOwnTransactions ? 1 : 0, at: 8)
            parameters.bind(time, at: 9)
            parameters.bind(duration.wholeMicroseconds, at: 10)
        }
    }

    func forget(_ revision: String) async throws {
        try await execute(MigrationRecord.delete) { $0.bind(revision, at: 1) }
    }

    /// Notes how far a revision is, or with `nil` that none is half-way.
    func note(_ unfinished: UnfinishedRevision?) async throws {
        try await execute(MigrationRecord.deleteUnfinished) { _ in }
        guard let unfinished else { return }
        try await execute(MigrationRecord.insertUnfinished) { parameters in
            parameters.bind(unfinished.id, at: 1)
            parameters.bind(unfinished.action.rawValue, at: 2)
            parameters.bind(unfinished.checksum, at: 3)
            parameters.bind(unfinished.step, at: 4)
            parameters.bind(unfinished.hasStarted ? 1 : 0, at: 5)
        }
    }

    func append(_ entry: HistoryEntry, up: String, down: String) async throws {
        try await execute(MigrationRecord.insertHistory) { parameters in
            parameters.bind(entry.action.rawValue, at: 1)
            parameters.bind(entry.revision, at: 2)
            parameters.bind(entry.message, at: 3)
            parameters.bind(entry.checksum, at: 4)
            parameters.bind(up, at: 5)
            parameters.bind(down, at: 6)
            parameters.bind(entry.startedAt, at: 7)
            parameters.bind(entry.microseconds, at: 8)
            parameters.bind(HistoryCommands.encode(entry.commands), at: 9)
            parameters.bind(entry.version, at: 10)
            parameters.bind(entry.error == nil ? "done" : "failed", at: 11)
            parameters.bind(entry.error, at: 12)
        }
    }
}

extension Duration {
    /// What the record keeps of it.
    var wholeMicroseconds: Int { Int(clamping: attoseconds / 1_000_000_000_000) }
}
