// Generated from schema.yaml; edit that instead. The SQL that the repositories run.

public import RoseyRuntime

/// A connection keeps these prepared, each at its number.
@usableFromInline let statements = StatementBlock(count: 33)

@usableFromInline
enum OrderStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 0, .read, table: "order",
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
            statements, 1, .read, table: "order",
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
    static var upsertOn_1stPlace: Statement {
        Statement(
            statements, 4, .write, table: "order",
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
    static var upsertOnGrößeAndSelf_: Statement {
        Statement(
            statements, 5, .write, table: "order",
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
    static var upsertOnDefaultAndClass: Statement {
        Statement(
            statements, 6, .write, table: "order",
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
    static var update: Statement {
        Statement(
            statements, 7, .write, table: "order",
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
            statements, 8, .write, table: "order",
            sqlite: "DELETE FROM \"order\" WHERE \"class\" = ?1 AND \"Number\" = ?2",
            postgresql: "DELETE FROM \"order\" WHERE \"class\" = $1 AND \"Number\" = $2"
        )
    }
}

@usableFromInline
enum KindStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 9, .read, table: "categories",
            sqlite: "SELECT \"id\", \"name\" FROM \"categories\" WHERE \"id\" = ?1",
            postgresql: "SELECT \"id\", \"name\" FROM \"categories\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 10, .read, table: "categories",
            sqlite: "SELECT 1 FROM \"categories\" WHERE \"id\" = ?1",
            postgresql: "SELECT 1 FROM \"categories\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 11, .write, table: "categories",
            sqlite: "INSERT INTO \"categories\" (\"id\", \"name\") VALUES (?1, ?2)",
            postgresql: "INSERT INTO \"categories\" (\"id\", \"name\") VALUES ($1, $2)"
        )
    }

    @inlinable
    static var upsertOnId: Statement {
        Statement(
            statements, 12, .write, table: "categories",
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
    static var upsertOnName: Statement {
        Statement(
            statements, 13, .write, table: "categories",
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
    static var update: Statement {
        Statement(
            statements, 14, .write, table: "categories",
            sqlite: "UPDATE \"categories\" SET \"name\" = ?1 WHERE \"id\" = ?2",
            postgresql: "UPDATE \"categories\" SET \"name\" = $1 WHERE \"id\" = $2"
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 15, .write, table: "categories",
            sqlite: "DELETE FROM \"categories\" WHERE \"id\" = ?1",
            postgresql: "DELETE FROM \"categories\" WHERE \"id\" = $1"
        )
    }
}

@usableFromInline
enum TagStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 16, .read, table: "tag",
            sqlite: "SELECT \"name\" FROM \"tag\" WHERE \"name\" = ?1",
            postgresql: "SELECT \"name\" FROM \"tag\" WHERE \"name\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 17, .read, table: "tag",
            sqlite: "SELECT 1 FROM \"tag\" WHERE \"name\" = ?1",
            postgresql: "SELECT 1 FROM \"tag\" WHERE \"name\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 18, .write, table: "tag",
            sqlite: "INSERT INTO \"tag\" (\"name\") VALUES (?1)",
            postgresql: "INSERT INTO \"tag\" (\"name\") VALUES ($1)"
        )
    }

    @inlinable
    static var upsertOnName: Statement {
        Statement(
            statements, 19, .write, table: "tag",
            sqlite: """
                INSERT INTO "tag" ("name") VALUES (?1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name" \
                RETURNING "name"
                """,
            postgresql: """
                INSERT INTO "tag" ("name") VALUES ($1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name" \
                RETURNING "name"
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 20, .write, table: "tag",
            sqlite: "DELETE FROM \"tag\" WHERE \"name\" = ?1",
            postgresql: "DELETE FROM \"tag\" WHERE \"name\" = $1"
        )
    }
}

@usableFromInline
enum AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 21, .read, table: "an_event_with_a_name_that_is_so_long_that_its_functions_wrap",
            sqlite: """
                SELECT "a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id" FROM \
                "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE \
                "a_key_column_with_a_rather_long_name" = ?1 AND "another_key_column_with_a_rather_long_name" = ?2
                """,
            postgresql: """
                SELECT "a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id" FROM \
                "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE \
                "a_key_column_with_a_rather_long_name" = $1 AND "another_key_column_with_a_rather_long_name" = $2
                """
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 22, .read, table: "an_event_with_a_name_that_is_so_long_that_its_functions_wrap",
            sqlite: """
                SELECT 1 FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE \
                "a_key_column_with_a_rather_long_name" = ?1 AND "another_key_column_with_a_rather_long_name" = ?2
                """,
            postgresql: """
                SELECT 1 FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE \
                "a_key_column_with_a_rather_long_name" = $1 AND "another_key_column_with_a_rather_long_name" = $2
                """
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 23, .write, table: "an_event_with_a_name_that_is_so_long_that_its_functions_wrap",
            sqlite: """
                INSERT INTO "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" \
                ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id") VALUES \
                (?1, ?2, ?3)
                """,
            postgresql: """
                INSERT INTO "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" \
                ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id") VALUES \
                ($1, $2, $3)
                """
        )
    }

    @inlinable
    static var upsertOnAKeyColumnWithARatherLongNameAndAnotherKeyColumnWithARatherLongName: Statement {
        Statement(
            statements, 24, .write, table: "an_event_with_a_name_that_is_so_long_that_its_functions_wrap",
            sqlite: """
                INSERT INTO "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" \
                ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id") VALUES \
                (?1, ?2, ?3) ON CONFLICT ("a_key_column_with_a_rather_long_name", \
                "another_key_column_with_a_rather_long_name") DO UPDATE SET "id" = excluded."id" RETURNING \
                "a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id"
                """,
            postgresql: """
                INSERT INTO "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" \
                ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id") VALUES \
                ($1, $2, $3) ON CONFLICT ("a_key_column_with_a_rather_long_name", \
                "another_key_column_with_a_rather_long_name") DO UPDATE SET "id" = excluded."id" RETURNING \
                "a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id"
                """
        )
    }

    @inlinable
    static var update: Statement {
        Statement(
            statements, 25, .write, table: "an_event_with_a_name_that_is_so_long_that_its_functions_wrap",
            sqlite: """
                UPDATE "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" SET "id" = ?1 WHERE \
                "a_key_column_with_a_rather_long_name" = ?2 AND "another_key_column_with_a_rather_long_name" = ?3
                """,
            postgresql: """
                UPDATE "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" SET "id" = $1 WHERE \
                "a_key_column_with_a_rather_long_name" = $2 AND "another_key_column_with_a_rather_long_name" = $3
                """
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 26, .write, table: "an_event_with_a_name_that_is_so_long_that_its_functions_wrap",
            sqlite: """
                DELETE FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE \
                "a_key_column_with_a_rather_long_name" = ?1 AND "another_key_column_with_a_rather_long_name" = ?2
                """,
            postgresql: """
                DELETE FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE \
                "a_key_column_with_a_rather_long_name" = $1 AND "another_key_column_with_a_rather_long_name" = $2
                """
        )
    }
}

@usableFromInline
enum SettingStatements {
    @inlinable
    static var insert: Statement {
        Statement(
            statements, 27, .write, table: "settings",
            sqlite: "INSERT INTO \"settings\" (\"volume\", \"key\", \"muted\") VALUES (?1, ?2, ?3)",
            postgresql: "INSERT INTO \"settings\" (\"volume\", \"key\", \"muted\") VALUES ($1, $2, $3)"
        )
    }

    @inlinable
    static var upsertOnKey: Statement {
        Statement(
            statements, 28, .write, table: "settings",
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
}

@usableFromInline
enum CounterStatements {
    @inlinable
    static var find: Statement {
        Statement(
            statements, 29, .read, table: "counters",
            sqlite: "SELECT \"id\" FROM \"counters\" WHERE \"id\" = ?1",
            postgresql: "SELECT \"id\" FROM \"counters\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var exists: Statement {
        Statement(
            statements, 30, .read, table: "counters",
            sqlite: "SELECT 1 FROM \"counters\" WHERE \"id\" = ?1",
            postgresql: "SELECT 1 FROM \"counters\" WHERE \"id\" = $1"
        )
    }

    @inlinable
    static var insert: Statement {
        Statement(
            statements, 31, .write, table: "counters",
            sqlite: "INSERT INTO \"counters\" DEFAULT VALUES",
            postgresql: "INSERT INTO \"counters\" DEFAULT VALUES RETURNING \"id\""
        )
    }

    @inlinable
    static var delete: Statement {
        Statement(
            statements, 32, .write, table: "counters",
            sqlite: "DELETE FROM \"counters\" WHERE \"id\" = ?1",
            postgresql: "DELETE FROM \"counters\" WHERE \"id\" = $1"
        )
    }
}
