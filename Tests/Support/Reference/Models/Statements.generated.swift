// Generated from schema.yaml; edit that instead. The SQL that the repositories run.

public import RoseyRuntime

/// A connection keeps these prepared, each at its number.
@usableFromInline nonisolated let statements = StatementBlock(count: 88)

@usableFromInline
nonisolated enum OrderStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 0, .lookup, table: "order",
            sqlite: """
                SELECT "class", "Number", "default", "self", "1st place", "größe", "_dialect" FROM "order" WHERE \
                "class" = ?1 AND "Number" = ?2
                """,
            postgresql: """
                SELECT "class", "Number", "default", "self", "1st place", "größe", "_dialect" FROM "order" WHERE \
                "class" = $1 AND "Number" = $2
                """
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 1, .lookup, table: "order",
            sqlite: "SELECT 1 FROM \"order\" WHERE \"class\" = ?1 AND \"Number\" = ?2",
            postgresql: "SELECT 1 FROM \"order\" WHERE \"class\" = $1 AND \"Number\" = $2"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 2, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7)
                """
        )
    }

    @inlinable
    static var upsertOnClassAndNumber: Statement {
        Statement(
            statements, 3, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("class", "Number") DO UPDATE SET "default" = \
                excluded."default", "self" = excluded."self", "1st place" = excluded."1st place", "größe" = \
                excluded."größe", "_dialect" = excluded."_dialect" RETURNING "class", "Number", "default", "self", \
                "1st place", "größe", "_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("class", "Number") DO UPDATE SET "default" = \
                excluded."default", "self" = excluded."self", "1st place" = excluded."1st place", "größe" = \
                excluded."größe", "_dialect" = excluded."_dialect" RETURNING "class", "Number", "default", "self", \
                "1st place", "größe", "_dialect"
                """
        )
    }

    @inlinable
    static var upsertManyOnClassAndNumber: Statement {
        Statement(
            statements, 4, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("class", "Number") DO UPDATE SET "default" = \
                excluded."default", "self" = excluded."self", "1st place" = excluded."1st place", "größe" = \
                excluded."größe", "_dialect" = excluded."_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("class", "Number") DO UPDATE SET "default" = \
                excluded."default", "self" = excluded."self", "1st place" = excluded."1st place", "größe" = \
                excluded."größe", "_dialect" = excluded."_dialect"
                """
        )
    }

    @inlinable
    static var upsertOn_1stPlace: Statement {
        Statement(
            statements, 5, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("1st place") DO UPDATE SET "default" = excluded."default", \
                "self" = excluded."self", "größe" = excluded."größe", "_dialect" = excluded."_dialect" RETURNING \
                "class", "Number", "default", "self", "1st place", "größe", "_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("1st place") DO UPDATE SET "default" = excluded."default", \
                "self" = excluded."self", "größe" = excluded."größe", "_dialect" = excluded."_dialect" RETURNING \
                "class", "Number", "default", "self", "1st place", "größe", "_dialect"
                """
        )
    }

    @inlinable
    static var upsertManyOn_1stPlace: Statement {
        Statement(
            statements, 6, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("1st place") DO UPDATE SET "default" = excluded."default", \
                "self" = excluded."self", "größe" = excluded."größe", "_dialect" = excluded."_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("1st place") DO UPDATE SET "default" = excluded."default", \
                "self" = excluded."self", "größe" = excluded."größe", "_dialect" = excluded."_dialect"
                """
        )
    }

    @inlinable
    static var upsertOnGrößeAndSelf_: Statement {
        Statement(
            statements, 7, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("größe", "self") WHERE größe > 0 DO UPDATE SET "default" = \
                excluded."default", "1st place" = excluded."1st place", "_dialect" = excluded."_dialect" RETURNING \
                "class", "Number", "default", "self", "1st place", "größe", "_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("größe", "self") WHERE größe > 0 DO UPDATE SET "default" = \
                excluded."default", "1st place" = excluded."1st place", "_dialect" = excluded."_dialect" RETURNING \
                "class", "Number", "default", "self", "1st place", "größe", "_dialect"
                """
        )
    }

    @inlinable
    static var upsertManyOnGrößeAndSelf_: Statement {
        Statement(
            statements, 8, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("größe", "self") WHERE größe > 0 DO UPDATE SET "default" = \
                excluded."default", "1st place" = excluded."1st place", "_dialect" = excluded."_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("größe", "self") WHERE größe > 0 DO UPDATE SET "default" = \
                excluded."default", "1st place" = excluded."1st place", "_dialect" = excluded."_dialect"
                """
        )
    }

    @inlinable
    static var upsertOnDefaultAndClass: Statement {
        Statement(
            statements, 9, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("default", "class") DO UPDATE SET "self" = excluded."self", \
                "1st place" = excluded."1st place", "größe" = excluded."größe", "_dialect" = excluded."_dialect" \
                RETURNING "class", "Number", "default", "self", "1st place", "größe", "_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("default", "class") DO UPDATE SET "self" = excluded."self", \
                "1st place" = excluded."1st place", "größe" = excluded."größe", "_dialect" = excluded."_dialect" \
                RETURNING "class", "Number", "default", "self", "1st place", "größe", "_dialect"
                """
        )
    }

    @inlinable
    static var upsertManyOnDefaultAndClass: Statement {
        Statement(
            statements, 10, .write, table: "order",
            sqlite: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("default", "class") DO UPDATE SET "self" = excluded."self", \
                "1st place" = excluded."1st place", "größe" = excluded."größe", "_dialect" = excluded."_dialect"
                """,
            postgresql: """
                INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES \
                ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("default", "class") DO UPDATE SET "self" = excluded."self", \
                "1st place" = excluded."1st place", "größe" = excluded."größe", "_dialect" = excluded."_dialect"
                """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 11, .write, table: "order",
            sqlite: """
                UPDATE "order" SET "default" = ?1, "self" = ?2, "1st place" = ?3, "größe" = ?4, "_dialect" = ?5 WHERE \
                "class" = ?6 AND "Number" = ?7
                """,
            postgresql: """
                UPDATE "order" SET "default" = $1, "self" = $2, "1st place" = $3, "größe" = $4, "_dialect" = $5 WHERE \
                "class" = $6 AND "Number" = $7
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 12, .write, table: "order",
            sqlite: "DELETE FROM \"order\" WHERE \"class\" = ?1 AND \"Number\" = ?2",
            postgresql: "DELETE FROM \"order\" WHERE \"class\" = $1 AND \"Number\" = $2"
        )
    }

    @inlinable
    static var copy: String {
        """
        COPY "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") FROM STDIN (FORMAT \
        binary)
        """
    }
}

@usableFromInline
nonisolated enum KindStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 13, .lookup, table: "categories",
            sqlite: "SELECT \"id\", \"name\" FROM \"categories\" WHERE \"id\" = ?1",
            postgresql: "SELECT \"id\", \"name\" FROM \"categories\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 14, .lookup, table: "categories",
            sqlite: "SELECT 1 FROM \"categories\" WHERE \"id\" = ?1",
            postgresql: "SELECT 1 FROM \"categories\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 15, .write, table: "categories",
            sqlite: "INSERT INTO \"categories\" (\"id\", \"name\") VALUES (?1, ?2)",
            postgresql: "INSERT INTO \"categories\" (\"id\", \"name\") VALUES ($1, $2)"
        )
    }

    @inlinable
    static var upsertOnId: Statement {
        Statement(
            statements, 16, .write, table: "categories",
            sqlite: """
                INSERT INTO "categories" ("id", "name") VALUES (?1, ?2) ON CONFLICT ("id") DO UPDATE SET "name" = \
                excluded."name" RETURNING "id", "name"
                """,
            postgresql: """
                INSERT INTO "categories" ("id", "name") VALUES ($1, $2) ON CONFLICT ("id") DO UPDATE SET "name" = \
                excluded."name" RETURNING "id", "name"
                """
        )
    }

    @inlinable
    static var upsertManyOnId: Statement {
        Statement(
            statements, 17, .write, table: "categories",
            sqlite: """
                INSERT INTO "categories" ("id", "name") VALUES (?1, ?2) ON CONFLICT ("id") DO UPDATE SET "name" = \
                excluded."name"
                """,
            postgresql: """
                INSERT INTO "categories" ("id", "name") VALUES ($1, $2) ON CONFLICT ("id") DO UPDATE SET "name" = \
                excluded."name"
                """
        )
    }

    @inlinable
    static var upsertOnName: Statement {
        Statement(
            statements, 18, .write, table: "categories",
            sqlite: """
                INSERT INTO "categories" ("id", "name") VALUES (?1, ?2) ON CONFLICT ("name") DO UPDATE SET "name" = \
                excluded."name" RETURNING "id", "name"
                """,
            postgresql: """
                INSERT INTO "categories" ("id", "name") VALUES ($1, $2) ON CONFLICT ("name") DO UPDATE SET "name" = \
                excluded."name" RETURNING "id", "name"
                """
        )
    }

    @inlinable
    static var upsertManyOnName: Statement {
        Statement(
            statements, 19, .write, table: "categories",
            sqlite: """
                INSERT INTO "categories" ("id", "name") VALUES (?1, ?2) ON CONFLICT ("name") DO UPDATE SET "name" = \
                excluded."name"
                """,
            postgresql: """
                INSERT INTO "categories" ("id", "name") VALUES ($1, $2) ON CONFLICT ("name") DO UPDATE SET "name" = \
                excluded."name"
                """
        )
    }

    @inlinable
    static var upsertJoinedOnName: JoinedUpsert {
        JoinedUpsert(
            statements, 20, table: "categories", keys: [1],
            """
            INSERT INTO "categories" ("id", "name") SELECT * FROM unnest($1::INTEGER[], $2::TEXT[]) ON CONFLICT \
            ("name") DO UPDATE SET "name" = excluded."name"
            """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 21, .write, table: "categories",
            sqlite: "UPDATE \"categories\" SET \"name\" = ?1 WHERE \"id\" = ?2",
            postgresql: "UPDATE \"categories\" SET \"name\" = $1 WHERE \"id\" = $2"
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 22, .write, table: "categories",
            sqlite: "DELETE FROM \"categories\" WHERE \"id\" = ?1",
            postgresql: "DELETE FROM \"categories\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"categories\" (\"id\", \"name\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum TagStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 23, .lookup, table: "tag",
            sqlite: "SELECT \"name\" FROM \"tag\" WHERE \"name\" = ?1",
            postgresql: "SELECT \"name\" FROM \"tag\" WHERE \"name\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 24, .lookup, table: "tag",
            sqlite: "SELECT 1 FROM \"tag\" WHERE \"name\" = ?1",
            postgresql: "SELECT 1 FROM \"tag\" WHERE \"name\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 25, .write, table: "tag",
            sqlite: "INSERT INTO \"tag\" (\"name\") VALUES (?1)",
            postgresql: "INSERT INTO \"tag\" (\"name\") VALUES ($1)"
        )
    }

    @inlinable
    static var upsertOnName: Statement {
        Statement(
            statements, 26, .write, table: "tag",
            sqlite: """
                INSERT INTO "tag" ("name") VALUES (?1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name"
                """,
            postgresql: """
                INSERT INTO "tag" ("name") VALUES ($1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name"
                """
        )
    }

    @inlinable
    static var upsertJoinedOnName: JoinedUpsert {
        JoinedUpsert(
            statements, 27, table: "tag", keys: [0],
            """
            INSERT INTO "tag" ("name") SELECT * FROM unnest($1::TEXT[]) ON CONFLICT ("name") DO UPDATE SET "name" = \
            excluded."name"
            """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 28, .write, table: "tag",
            sqlite: "DELETE FROM \"tag\" WHERE \"name\" = ?1",
            postgresql: "DELETE FROM \"tag\" WHERE \"name\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"tag\" (\"name\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum EventsWithARatherLongNameStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 29, .lookup, table: "events_with_a_rather_long_name",
            sqlite: """
                SELECT "long_key_column", "other_long_key_column", "id" FROM "events_with_a_rather_long_name" WHERE \
                "long_key_column" = ?1 AND "other_long_key_column" = ?2
                """,
            postgresql: """
                SELECT "long_key_column", "other_long_key_column", "id" FROM "events_with_a_rather_long_name" WHERE \
                "long_key_column" = $1 AND "other_long_key_column" = $2
                """
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 30, .lookup, table: "events_with_a_rather_long_name",
            sqlite: """
                SELECT 1 FROM "events_with_a_rather_long_name" WHERE "long_key_column" = ?1 AND \
                "other_long_key_column" = ?2
                """,
            postgresql: """
                SELECT 1 FROM "events_with_a_rather_long_name" WHERE "long_key_column" = $1 AND \
                "other_long_key_column" = $2
                """
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 31, .write, table: "events_with_a_rather_long_name",
            sqlite: """
                INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") VALUES \
                (?1, ?2, ?3)
                """,
            postgresql: """
                INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") VALUES \
                ($1, $2, $3)
                """
        )
    }

    @inlinable
    static var upsertOnLongKeyColumnAndOtherLongKeyColumn: Statement {
        Statement(
            statements, 32, .write, table: "events_with_a_rather_long_name",
            sqlite: """
                INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") VALUES \
                (?1, ?2, ?3) ON CONFLICT ("long_key_column", "other_long_key_column") DO UPDATE SET "id" = \
                excluded."id"
                """,
            postgresql: """
                INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") VALUES \
                ($1, $2, $3) ON CONFLICT ("long_key_column", "other_long_key_column") DO UPDATE SET "id" = \
                excluded."id"
                """
        )
    }

    @inlinable
    static var upsertJoinedOnLongKeyColumnAndOtherLongKeyColumn: JoinedUpsert {
        JoinedUpsert(
            statements, 33, table: "events_with_a_rather_long_name", keys: [0, 1],
            """
            INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") SELECT * \
            FROM unnest($1::BIGINT[], $2::TEXT[], $3::TEXT[]) ON CONFLICT ("long_key_column", "other_long_key_column") \
            DO UPDATE SET "id" = excluded."id"
            """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 34, .write, table: "events_with_a_rather_long_name",
            sqlite: """
                UPDATE "events_with_a_rather_long_name" SET "id" = ?1 WHERE "long_key_column" = ?2 AND \
                "other_long_key_column" = ?3
                """,
            postgresql: """
                UPDATE "events_with_a_rather_long_name" SET "id" = $1 WHERE "long_key_column" = $2 AND \
                "other_long_key_column" = $3
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 35, .write, table: "events_with_a_rather_long_name",
            sqlite: """
                DELETE FROM "events_with_a_rather_long_name" WHERE "long_key_column" = ?1 AND "other_long_key_column" \
                = ?2
                """,
            postgresql: """
                DELETE FROM "events_with_a_rather_long_name" WHERE "long_key_column" = $1 AND "other_long_key_column" \
                = $2
                """
        )
    }

    @inlinable
    static var copy: String {
        """
        COPY "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") FROM STDIN (FORMAT \
        binary)
        """
    }
}

@usableFromInline
nonisolated enum SettingStatements {
    @inlinable
    static var insert: Statement {
        Statement(
            statements, 36, .write, table: "settings",
            sqlite: "INSERT INTO \"settings\" (\"volume\", \"key\", \"muted\") VALUES (?1, ?2, ?3)",
            postgresql: "INSERT INTO \"settings\" (\"volume\", \"key\", \"muted\") VALUES ($1, $2, $3)"
        )
    }

    @inlinable
    static var upsertOnKey: Statement {
        Statement(
            statements, 37, .write, table: "settings",
            sqlite: """
                INSERT INTO "settings" ("volume", "key", "muted") VALUES (?1, ?2, ?3) ON CONFLICT ("key") DO UPDATE \
                SET "volume" = excluded."volume", "muted" = excluded."muted" RETURNING "volume", "key", "muted"
                """,
            postgresql: """
                INSERT INTO "settings" ("volume", "key", "muted") VALUES ($1, $2, $3) ON CONFLICT ("key") DO UPDATE \
                SET "volume" = excluded."volume", "muted" = excluded."muted" RETURNING "volume", "key", "muted"
                """
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"settings\" (\"volume\", \"key\", \"muted\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum CounterStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 38, .lookup, table: "counters",
            sqlite: "SELECT \"id\", \"value\" FROM \"counters\" WHERE \"id\" = ?1",
            postgresql: "SELECT \"id\", \"value\" FROM \"counters\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 39, .lookup, table: "counters",
            sqlite: "SELECT 1 FROM \"counters\" WHERE \"id\" = ?1",
            postgresql: "SELECT 1 FROM \"counters\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 40, .write, table: "counters",
            sqlite: "INSERT INTO \"counters\" (\"value\") VALUES (?1)",
            postgresql: "INSERT INTO \"counters\" (\"value\") VALUES ($1) RETURNING \"id\""
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 41, .write, table: "counters",
            sqlite: "UPDATE \"counters\" SET \"value\" = ?1 WHERE \"id\" = ?2",
            postgresql: "UPDATE \"counters\" SET \"value\" = $1 WHERE \"id\" = $2"
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 42, .write, table: "counters",
            sqlite: "DELETE FROM \"counters\" WHERE \"id\" = ?1",
            postgresql: "DELETE FROM \"counters\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"counters\" (\"value\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum WordStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 43, .lookup, table: "words",
            sqlite: """
                SELECT "session", "parameters", "row", "draft", "change" FROM "words" WHERE "session" = ?1 AND \
                "parameters" = ?2 AND "row" = ?3
                """,
            postgresql: """
                SELECT "session", "parameters", "row", "draft", "change" FROM "words" WHERE "session" = $1 AND \
                "parameters" = $2 AND "row" = $3
                """
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 44, .lookup, table: "words",
            sqlite: "SELECT 1 FROM \"words\" WHERE \"session\" = ?1 AND \"parameters\" = ?2 AND \"row\" = ?3",
            postgresql: "SELECT 1 FROM \"words\" WHERE \"session\" = $1 AND \"parameters\" = $2 AND \"row\" = $3"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 45, .write, table: "words",
            sqlite: """
                INSERT INTO "words" ("session", "parameters", "row", "draft", "change") VALUES (?1, ?2, ?3, ?4, ?5)
                """,
            postgresql: """
                INSERT INTO "words" ("session", "parameters", "row", "draft", "change") VALUES ($1, $2, $3, $4, $5)
                """
        )
    }

    @inlinable
    static var upsertOnSessionAndParametersAndRow: Statement {
        Statement(
            statements, 46, .write, table: "words",
            sqlite: """
                INSERT INTO "words" ("session", "parameters", "row", "draft", "change") VALUES (?1, ?2, ?3, ?4, ?5) ON \
                CONFLICT ("session", "parameters", "row") DO UPDATE SET "draft" = excluded."draft", "change" = \
                excluded."change"
                """,
            postgresql: """
                INSERT INTO "words" ("session", "parameters", "row", "draft", "change") VALUES ($1, $2, $3, $4, $5) ON \
                CONFLICT ("session", "parameters", "row") DO UPDATE SET "draft" = excluded."draft", "change" = \
                excluded."change"
                """
        )
    }

    @inlinable
    static var upsertJoinedOnSessionAndParametersAndRow: JoinedUpsert {
        JoinedUpsert(
            statements, 47, table: "words", keys: [0, 1, 2],
            """
            INSERT INTO "words" ("session", "parameters", "row", "draft", "change") SELECT * FROM unnest($1::TEXT[], \
            $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[]) ON CONFLICT ("session", "parameters", "row") DO UPDATE SET \
            "draft" = excluded."draft", "change" = excluded."change"
            """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 48, .write, table: "words",
            sqlite: """
                UPDATE "words" SET "draft" = ?1, "change" = ?2 WHERE "session" = ?3 AND "parameters" = ?4 AND "row" = \
                ?5
                """,
            postgresql: """
                UPDATE "words" SET "draft" = $1, "change" = $2 WHERE "session" = $3 AND "parameters" = $4 AND "row" = \
                $5
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 49, .write, table: "words",
            sqlite: "DELETE FROM \"words\" WHERE \"session\" = ?1 AND \"parameters\" = ?2 AND \"row\" = ?3",
            postgresql: "DELETE FROM \"words\" WHERE \"session\" = $1 AND \"parameters\" = $2 AND \"row\" = $3"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"words\" (\"session\", \"parameters\", \"row\", \"draft\", \"change\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum TargetStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 50, .lookup, table: "targets",
            sqlite: "SELECT \"draft\", \"target\", \"statement\" FROM \"targets\" WHERE \"draft\" = ?1",
            postgresql: "SELECT \"draft\", \"target\", \"statement\" FROM \"targets\" WHERE \"draft\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 51, .lookup, table: "targets",
            sqlite: "SELECT 1 FROM \"targets\" WHERE \"draft\" = ?1",
            postgresql: "SELECT 1 FROM \"targets\" WHERE \"draft\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 52, .write, table: "targets",
            sqlite: "INSERT INTO \"targets\" (\"target\", \"statement\") VALUES (?1, ?2)",
            postgresql: "INSERT INTO \"targets\" (\"target\", \"statement\") VALUES ($1, $2) RETURNING \"draft\""
        )
    }

    @inlinable
    static var upsertOnTarget: Statement {
        Statement(
            statements, 53, .write, table: "targets",
            sqlite: """
                INSERT INTO "targets" ("target", "statement") VALUES (?1, ?2) ON CONFLICT ("target") DO UPDATE SET \
                "statement" = excluded."statement" RETURNING "draft", "target", "statement"
                """,
            postgresql: """
                INSERT INTO "targets" ("target", "statement") VALUES ($1, $2) ON CONFLICT ("target") DO UPDATE SET \
                "statement" = excluded."statement" RETURNING "draft", "target", "statement"
                """
        )
    }

    @inlinable
    static var upsertManyOnTarget: Statement {
        Statement(
            statements, 54, .write, table: "targets",
            sqlite: """
                INSERT INTO "targets" ("target", "statement") VALUES (?1, ?2) ON CONFLICT ("target") DO UPDATE SET \
                "statement" = excluded."statement"
                """,
            postgresql: """
                INSERT INTO "targets" ("target", "statement") VALUES ($1, $2) ON CONFLICT ("target") DO UPDATE SET \
                "statement" = excluded."statement"
                """
        )
    }

    @inlinable
    static var upsertOnStatement: Statement {
        Statement(
            statements, 55, .write, table: "targets",
            sqlite: """
                INSERT INTO "targets" ("target", "statement") VALUES (?1, ?2) ON CONFLICT ("statement") DO UPDATE SET \
                "target" = excluded."target" RETURNING "draft", "target", "statement"
                """,
            postgresql: """
                INSERT INTO "targets" ("target", "statement") VALUES ($1, $2) ON CONFLICT ("statement") DO UPDATE SET \
                "target" = excluded."target" RETURNING "draft", "target", "statement"
                """
        )
    }

    @inlinable
    static var upsertManyOnStatement: Statement {
        Statement(
            statements, 56, .write, table: "targets",
            sqlite: """
                INSERT INTO "targets" ("target", "statement") VALUES (?1, ?2) ON CONFLICT ("statement") DO UPDATE SET \
                "target" = excluded."target"
                """,
            postgresql: """
                INSERT INTO "targets" ("target", "statement") VALUES ($1, $2) ON CONFLICT ("statement") DO UPDATE SET \
                "target" = excluded."target"
                """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 57, .write, table: "targets",
            sqlite: "UPDATE \"targets\" SET \"target\" = ?1, \"statement\" = ?2 WHERE \"draft\" = ?3",
            postgresql: "UPDATE \"targets\" SET \"target\" = $1, \"statement\" = $2 WHERE \"draft\" = $3"
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 58, .write, table: "targets",
            sqlite: "DELETE FROM \"targets\" WHERE \"draft\" = ?1",
            postgresql: "DELETE FROM \"targets\" WHERE \"draft\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"targets\" (\"target\", \"statement\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum MemberStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 59, .lookup, table: "members",
            sqlite: """
                SELECT "id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", \
                "extra", "settings", "rank", "nickname", "since", "at", "token", "initial", "double_fee" FROM \
                "members" WHERE "id" = ?1
                """,
            postgresql: """
                SELECT "id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", \
                "extra", "settings", "rank", "nickname", "since", "at", "token", "initial", "double_fee" FROM \
                "members" WHERE "id" = $1
                """
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 60, .lookup, table: "members",
            sqlite: "SELECT 1 FROM \"members\" WHERE \"id\" = ?1",
            postgresql: "SELECT 1 FROM \"members\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 61, .write, table: "members",
            sqlite: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(?1, (randomblob(16))), ?2, ?3, COALESCE(?4, (unixepoch())), CASE WHEN ?19 THEN \
                (round((unixepoch() + 60) * 1000000) / 1000000.0) ELSE ?5 END, ?6, ?7, ?8, ?9, ?10, COALESCE(?11, \
                '{"seen":1,"tags":[]}'), ?12, ?13, COALESCE(?14, 1), ?15, ?16, ?17, ?18) RETURNING "id", "name", \
                "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", \
                "rank", "nickname", "since", "at", "token", "initial", "double_fee"
                """,
            postgresql: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME \
                ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME \
                ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, \
                COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18) RETURNING "id", "name", "born", "joined", \
                "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", "nickname", \
                "since", "at", "token", "initial", "double_fee"
                """
        )
    }

    @inlinable
    static var insertWithoutReading: Statement {
        Statement(
            statements, 62, .write, table: "members",
            sqlite: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(?1, (randomblob(16))), ?2, ?3, COALESCE(?4, (unixepoch())), CASE WHEN ?19 THEN \
                (round((unixepoch() + 60) * 1000000) / 1000000.0) ELSE ?5 END, ?6, ?7, ?8, ?9, ?10, COALESCE(?11, \
                '{"seen":1,"tags":[]}'), ?12, ?13, COALESCE(?14, 1), ?15, ?16, ?17, ?18)
                """,
            postgresql: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME \
                ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME \
                ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, \
                COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18)
                """
        )
    }

    @inlinable
    static var upsertOnId: Statement {
        Statement(
            statements, 63, .write, table: "members",
            sqlite: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(?1, (randomblob(16))), ?2, ?3, COALESCE(?4, (unixepoch())), CASE WHEN ?19 THEN \
                (round((unixepoch() + 60) * 1000000) / 1000000.0) ELSE ?5 END, ?6, ?7, ?8, ?9, ?10, COALESCE(?11, \
                '{"seen":1,"tags":[]}'), ?12, ?13, COALESCE(?14, 1), ?15, ?16, ?17, ?18) ON CONFLICT ("id") DO UPDATE \
                SET "name" = excluded."name", "born" = excluded."born", "joined" = excluded."joined", "left" = \
                excluded."left", "fee" = excluded."fee", "discount" = excluded."discount", "level" = excluded."level", \
                "mood" = excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = \
                excluded."extra", "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = \
                excluded."nickname", "since" = excluded."since", "at" = excluded."at", "token" = excluded."token" \
                RETURNING "id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", \
                "notes", "extra", "settings", "rank", "nickname", "since", "at", "token", "initial", "double_fee"
                """,
            postgresql: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME \
                ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME \
                ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, \
                COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18) ON CONFLICT ("id") DO UPDATE SET "name" = \
                excluded."name", "born" = excluded."born", "joined" = excluded."joined", "left" = excluded."left", \
                "fee" = excluded."fee", "discount" = excluded."discount", "level" = excluded."level", "mood" = \
                excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", \
                "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" \
                = excluded."since", "at" = excluded."at", "token" = excluded."token" RETURNING "id", "name", "born", \
                "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", \
                "nickname", "since", "at", "token", "initial", "double_fee"
                """
        )
    }

    @inlinable
    static var upsertManyOnId: Statement {
        Statement(
            statements, 64, .write, table: "members",
            sqlite: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(?1, (randomblob(16))), ?2, ?3, COALESCE(?4, (unixepoch())), CASE WHEN ?19 THEN \
                (round((unixepoch() + 60) * 1000000) / 1000000.0) ELSE ?5 END, ?6, ?7, ?8, ?9, ?10, COALESCE(?11, \
                '{"seen":1,"tags":[]}'), ?12, ?13, COALESCE(?14, 1), ?15, ?16, ?17, ?18) ON CONFLICT ("id") DO UPDATE \
                SET "name" = excluded."name", "born" = excluded."born", "joined" = excluded."joined", "left" = \
                excluded."left", "fee" = excluded."fee", "discount" = excluded."discount", "level" = excluded."level", \
                "mood" = excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = \
                excluded."extra", "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = \
                excluded."nickname", "since" = excluded."since", "at" = excluded."at", "token" = excluded."token"
                """,
            postgresql: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME \
                ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME \
                ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, \
                COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18) ON CONFLICT ("id") DO UPDATE SET "name" = \
                excluded."name", "born" = excluded."born", "joined" = excluded."joined", "left" = excluded."left", \
                "fee" = excluded."fee", "discount" = excluded."discount", "level" = excluded."level", "mood" = \
                excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", \
                "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" \
                = excluded."since", "at" = excluded."at", "token" = excluded."token"
                """
        )
    }

    @inlinable
    static var upsertOnName: Statement {
        Statement(
            statements, 65, .write, table: "members",
            sqlite: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(?1, (randomblob(16))), ?2, ?3, COALESCE(?4, (unixepoch())), CASE WHEN ?19 THEN \
                (round((unixepoch() + 60) * 1000000) / 1000000.0) ELSE ?5 END, ?6, ?7, ?8, ?9, ?10, COALESCE(?11, \
                '{"seen":1,"tags":[]}'), ?12, ?13, COALESCE(?14, 1), ?15, ?16, ?17, ?18) ON CONFLICT ("name") DO \
                UPDATE SET "born" = excluded."born", "joined" = excluded."joined", "left" = excluded."left", "fee" = \
                excluded."fee", "discount" = excluded."discount", "level" = excluded."level", "mood" = \
                excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", \
                "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" \
                = excluded."since", "at" = excluded."at", "token" = excluded."token" RETURNING "id", "name", "born", \
                "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", \
                "nickname", "since", "at", "token", "initial", "double_fee"
                """,
            postgresql: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME \
                ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME \
                ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, \
                COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18) ON CONFLICT ("name") DO UPDATE SET "born" = \
                excluded."born", "joined" = excluded."joined", "left" = excluded."left", "fee" = excluded."fee", \
                "discount" = excluded."discount", "level" = excluded."level", "mood" = excluded."mood", "photo" = \
                excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", "settings" = \
                excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" = \
                excluded."since", "at" = excluded."at", "token" = excluded."token" RETURNING "id", "name", "born", \
                "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", \
                "nickname", "since", "at", "token", "initial", "double_fee"
                """
        )
    }

    @inlinable
    static var upsertManyOnName: Statement {
        Statement(
            statements, 66, .write, table: "members",
            sqlite: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(?1, (randomblob(16))), ?2, ?3, COALESCE(?4, (unixepoch())), CASE WHEN ?19 THEN \
                (round((unixepoch() + 60) * 1000000) / 1000000.0) ELSE ?5 END, ?6, ?7, ?8, ?9, ?10, COALESCE(?11, \
                '{"seen":1,"tags":[]}'), ?12, ?13, COALESCE(?14, 1), ?15, ?16, ?17, ?18) ON CONFLICT ("name") DO \
                UPDATE SET "born" = excluded."born", "joined" = excluded."joined", "left" = excluded."left", "fee" = \
                excluded."fee", "discount" = excluded."discount", "level" = excluded."level", "mood" = \
                excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", \
                "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" \
                = excluded."since", "at" = excluded."at", "token" = excluded."token"
                """,
            postgresql: """
                INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", \
                "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES \
                (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME \
                ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME \
                ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, \
                COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18) ON CONFLICT ("name") DO UPDATE SET "born" = \
                excluded."born", "joined" = excluded."joined", "left" = excluded."left", "fee" = excluded."fee", \
                "discount" = excluded."discount", "level" = excluded."level", "mood" = excluded."mood", "photo" = \
                excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", "settings" = \
                excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" = \
                excluded."since", "at" = excluded."at", "token" = excluded."token"
                """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 67, .write, table: "members",
            sqlite: """
                UPDATE "members" SET "name" = ?1, "born" = ?2, "joined" = ?3, "left" = ?4, "fee" = ?5, "discount" = \
                ?6, "level" = ?7, "mood" = ?8, "photo" = ?9, "notes" = ?10, "extra" = ?11, "settings" = ?12, "rank" = \
                ?13, "nickname" = ?14, "since" = ?15, "at" = ?16, "token" = ?17 WHERE "id" = ?18
                """,
            postgresql: """
                UPDATE "members" SET "name" = $1, "born" = $2, "joined" = $3, "left" = $4, "fee" = $5, "discount" = \
                $6, "level" = $7, "mood" = $8, "photo" = $9, "notes" = $10, "extra" = $11, "settings" = $12, "rank" = \
                $13, "nickname" = $14, "since" = $15, "at" = $16, "token" = $17 WHERE "id" = $18
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 68, .write, table: "members",
            sqlite: "DELETE FROM \"members\" WHERE \"id\" = ?1",
            postgresql: "DELETE FROM \"members\" WHERE \"id\" = $1"
        )
    }
}

@usableFromInline
nonisolated enum LoanStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 69, .lookup, table: "loans",
            sqlite: """
                SELECT "id", "member_id", "tag_name", "previous", "long", "other", "returned" FROM "loans" WHERE "id" \
                = ?1
                """,
            postgresql: """
                SELECT "id", "member_id", "tag_name", "previous", "long", "other", "returned" FROM "loans" WHERE "id" \
                = $1
                """
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 70, .lookup, table: "loans",
            sqlite: "SELECT 1 FROM \"loans\" WHERE \"id\" = ?1",
            postgresql: "SELECT 1 FROM \"loans\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 71, .write, table: "loans",
            sqlite: """
                INSERT INTO "loans" ("member_id", "tag_name", "previous", "long", "other", "returned") VALUES (?1, ?2, \
                ?3, ?4, ?5, ?6)
                """,
            postgresql: """
                INSERT INTO "loans" ("member_id", "tag_name", "previous", "long", "other", "returned") VALUES ($1, $2, \
                $3, $4, $5, $6) RETURNING "id"
                """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 72, .write, table: "loans",
            sqlite: """
                UPDATE "loans" SET "member_id" = ?1, "tag_name" = ?2, "previous" = ?3, "long" = ?4, "other" = ?5, \
                "returned" = ?6 WHERE "id" = ?7
                """,
            postgresql: """
                UPDATE "loans" SET "member_id" = $1, "tag_name" = $2, "previous" = $3, "long" = $4, "other" = $5, \
                "returned" = $6 WHERE "id" = $7
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 73, .write, table: "loans",
            sqlite: "DELETE FROM \"loans\" WHERE \"id\" = ?1",
            postgresql: "DELETE FROM \"loans\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        """
        COPY "loans" ("member_id", "tag_name", "previous", "long", "other", "returned") FROM STDIN (FORMAT binary)
        """
    }
}

@usableFromInline
nonisolated enum ChapterStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 74, .lookup, table: "chapters",
            sqlite: "SELECT \"title\", \"first\" FROM \"chapters\" WHERE \"title\" = ?1",
            postgresql: "SELECT \"title\", \"first\" FROM \"chapters\" WHERE \"title\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 75, .lookup, table: "chapters",
            sqlite: "SELECT 1 FROM \"chapters\" WHERE \"title\" = ?1",
            postgresql: "SELECT 1 FROM \"chapters\" WHERE \"title\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 76, .write, table: "chapters",
            sqlite: "INSERT INTO \"chapters\" (\"title\", \"first\") VALUES (?1, ?2)",
            postgresql: "INSERT INTO \"chapters\" (\"title\", \"first\") VALUES ($1, $2)"
        )
    }

    @inlinable
    static var upsertOnTitle: Statement {
        Statement(
            statements, 77, .write, table: "chapters",
            sqlite: """
                INSERT INTO "chapters" ("title", "first") VALUES (?1, ?2) ON CONFLICT ("title") DO UPDATE SET "first" \
                = excluded."first"
                """,
            postgresql: """
                INSERT INTO "chapters" ("title", "first") VALUES ($1, $2) ON CONFLICT ("title") DO UPDATE SET "first" \
                = excluded."first"
                """
        )
    }

    @inlinable
    static var upsertJoinedOnTitle: JoinedUpsert {
        JoinedUpsert(
            statements, 78, table: "chapters", keys: [0],
            """
            INSERT INTO "chapters" ("title", "first") SELECT * FROM unnest($1::TEXT[], $2::TEXT[]) ON CONFLICT \
            ("title") DO UPDATE SET "first" = excluded."first"
            """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 79, .write, table: "chapters",
            sqlite: "UPDATE \"chapters\" SET \"first\" = ?1 WHERE \"title\" = ?2",
            postgresql: "UPDATE \"chapters\" SET \"first\" = $1 WHERE \"title\" = $2"
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 80, .write, table: "chapters",
            sqlite: "DELETE FROM \"chapters\" WHERE \"title\" = ?1",
            postgresql: "DELETE FROM \"chapters\" WHERE \"title\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"chapters\" (\"title\", \"first\") FROM STDIN (FORMAT binary)"
    }
}

@usableFromInline
nonisolated enum PageStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 81, .lookup, table: "pages",
            sqlite: "SELECT \"title\", \"chapter\" FROM \"pages\" WHERE \"title\" = ?1",
            postgresql: "SELECT \"title\", \"chapter\" FROM \"pages\" WHERE \"title\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 82, .lookup, table: "pages",
            sqlite: "SELECT 1 FROM \"pages\" WHERE \"title\" = ?1",
            postgresql: "SELECT 1 FROM \"pages\" WHERE \"title\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 83, .write, table: "pages",
            sqlite: "INSERT INTO \"pages\" (\"title\", \"chapter\") VALUES (?1, ?2)",
            postgresql: "INSERT INTO \"pages\" (\"title\", \"chapter\") VALUES ($1, $2)"
        )
    }

    @inlinable
    static var upsertOnTitle: Statement {
        Statement(
            statements, 84, .write, table: "pages",
            sqlite: """
                INSERT INTO "pages" ("title", "chapter") VALUES (?1, ?2) ON CONFLICT ("title") DO UPDATE SET "chapter" \
                = excluded."chapter"
                """,
            postgresql: """
                INSERT INTO "pages" ("title", "chapter") VALUES ($1, $2) ON CONFLICT ("title") DO UPDATE SET "chapter" \
                = excluded."chapter"
                """
        )
    }

    @inlinable
    static var upsertJoinedOnTitle: JoinedUpsert {
        JoinedUpsert(
            statements, 85, table: "pages", keys: [0],
            """
            INSERT INTO "pages" ("title", "chapter") SELECT * FROM unnest($1::TEXT[], $2::TEXT[]) ON CONFLICT \
            ("title") DO UPDATE SET "chapter" = excluded."chapter"
            """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 86, .write, table: "pages",
            sqlite: "UPDATE \"pages\" SET \"chapter\" = ?1 WHERE \"title\" = ?2",
            postgresql: "UPDATE \"pages\" SET \"chapter\" = $1 WHERE \"title\" = $2"
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 87, .write, table: "pages",
            sqlite: "DELETE FROM \"pages\" WHERE \"title\" = ?1",
            postgresql: "DELETE FROM \"pages\" WHERE \"title\" = $1"
        )
    }

    @inlinable
    static var copy: String {
        "COPY \"pages\" (\"title\", \"chapter\") FROM STDIN (FORMAT binary)"
    }
}
