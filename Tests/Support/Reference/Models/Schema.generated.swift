// Generated from schema.yaml; edit that instead. The tables in SQL.

public import RoseyRuntime

/// Makes all tables, in a database that has none of them: `try await db.create(schema)`.
public nonisolated let schema = GeneratedSchema(
    sqlite: #"""
        CREATE TABLE "order" (
            -- A table whose name is a word of SQL and of Swift,
            -- with a comment of "two" lines.
            -- Has `code`, \ and "quotes"
            "class" TEXT NOT NULL CHECK (length("class") <= 10),
            "Number" INTEGER NOT NULL CHECK (-2147483648 <= "Number" AND "Number" <= 2147483647),
            "default" TEXT NOT NULL DEFAULT 'it''s "here"',
            "self" BLOB,
            "1st place" REAL NOT NULL DEFAULT -2.5,
            "größe" INTEGER DEFAULT -7 CHECK (-2147483648 <= "größe" AND "größe" <= 2147483647),
            "_dialect" INTEGER CHECK (0 <= "_dialect" AND "_dialect" <= 1),
            PRIMARY KEY ("class", "Number"),
            CONSTRAINT "order_size" CHECK (größe < 1000)
        ) STRICT;
        CREATE UNIQUE INDEX "order_place" ON "order" ("1st place");
        CREATE UNIQUE INDEX "odd ""name""" ON "order" ("größe", "self") WHERE größe > 0;
        CREATE UNIQUE INDEX "order_default" ON "order" ("default" DESC, "class");
        CREATE INDEX "order_flag" ON "order" ("_dialect") WHERE _dialect = 1;

        CREATE TABLE "categories" (
            "id" INTEGER NOT NULL PRIMARY KEY CHECK (-2147483648 <= "id" AND "id" <= 2147483647),
            "name" TEXT NOT NULL CHECK (length("name") <= 20)
        ) STRICT;
        CREATE UNIQUE INDEX "categories_name_key" ON "categories" ("name");

        CREATE TABLE "tag" (
            -- Nothing but its key.
            "name" TEXT NOT NULL PRIMARY KEY
        ) STRICT;

        CREATE TABLE "events_with_a_rather_long_name" (
            "long_key_column" INTEGER NOT NULL,
            "other_long_key_column" TEXT NOT NULL CHECK (length("other_long_key_column") <= 100),
            "id" TEXT NOT NULL,
            PRIMARY KEY ("long_key_column", "other_long_key_column")
        ) STRICT;

        CREATE TABLE "settings" (
            "volume" REAL NOT NULL DEFAULT 0.5,
            "key" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
            "muted" INTEGER NOT NULL DEFAULT 0 CHECK (0 <= "muted" AND "muted" <= 1),
            CONSTRAINT "settings_singleton" CHECK ("key" = 1)
        ) STRICT;

        CREATE TABLE "counters" (
            "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            "value" INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE "words" (
            -- Names that the generated functions use themselves.
            "session" TEXT NOT NULL,
            "parameters" TEXT NOT NULL,
            "row" TEXT NOT NULL,
            "draft" TEXT NOT NULL,
            "change" TEXT,
            PRIMARY KEY ("session", "parameters", "row")
        ) STRICT;

        CREATE TABLE "targets" (
            "draft" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            "target" TEXT NOT NULL,
            "statement" TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX "targets_target_key" ON "targets" ("target");
        CREATE UNIQUE INDEX "targets_statement_key" ON "targets" ("statement");

        CREATE TABLE "members" (
            -- One column of every type.
            "id" BLOB NOT NULL PRIMARY KEY DEFAULT (randomblob(16)) CHECK (16 = length("id")),
            "name" TEXT NOT NULL CHECK (length("name") <= 80),
            "born" TEXT CHECK (date("born", '+0 days') IS "born" AND "born" >= '0001-01-01'),
            "joined" REAL NOT NULL DEFAULT (unixepoch()) CHECK (-62135596800 <= "joined" AND "joined" < 253402300800),
            "left" REAL DEFAULT (round((unixepoch() + 60) * 1000000) / 1000000.0) CHECK (-62135596800 <= "left" AND "left" < 253402300800),
            "fee" REAL NOT NULL DEFAULT (95 / 10.0) CHECK (round("fee" * 100) / 100.0 = "fee" AND abs("fee") < 1000000),
            "discount" REAL CHECK (round("discount" * 1000) / 1000.0 = "discount" AND abs("discount") < 1),
            "level" TEXT NOT NULL DEFAULT 'new' CHECK (+"level" IN ('new', 'regular', 'board member')),
            "mood" TEXT CHECK (+"mood" IN ('good', 'bad')),
            "photo" BLOB NOT NULL DEFAULT X'00ff',
            "notes" TEXT NOT NULL DEFAULT '{"seen":1,"tags":[]}' CHECK (json_valid("notes")),
            "extra" TEXT CHECK (json_valid("extra") OR "extra" IS NULL),
            "settings" TEXT CHECK (json_valid("settings") OR "settings" IS NULL),
            "rank" INTEGER NOT NULL DEFAULT 1,
            "nickname" TEXT CHECK (length("nickname") <= 20),
            "since" TEXT NOT NULL DEFAULT '2020-02-29' CHECK (date("since", '+0 days') IS "since" AND "since" >= '0001-01-01'),
            "at" REAL NOT NULL DEFAULT (158297760025 / 100.0) CHECK (-62135596800 <= "at" AND "at" < 253402300800),
            "token" BLOB NOT NULL DEFAULT X'6ba7b8109dad11d180b400c04fd430c8' CHECK (16 = length("token")),
            "initial" TEXT NOT NULL GENERATED ALWAYS AS (substr(name, 1, 1)) STORED,
            "double_fee" REAL NOT NULL GENERATED ALWAYS AS (round((fee * 2) * 100) / 100.0) VIRTUAL CHECK (round("double_fee" * 100) / 100.0 = "double_fee" AND abs("double_fee") < 10000000),
            CONSTRAINT "fee_in_range" CHECK (fee BETWEEN 0 AND 1000),
            CONSTRAINT "name_is_long" CHECK (length(name) >= 2),
            CONSTRAINT "rank_is_known" CHECK (rank IN (1, 2, 3)),
            CONSTRAINT "born_late" CHECK (born > '1900-01-01')
        ) STRICT;
        CREATE UNIQUE INDEX "members_name_key" ON "members" ("name");

        CREATE TABLE "loans" (
            "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            "member_id" BLOB NOT NULL CHECK (16 = length("member_id")),
            "tag_name" TEXT,
            "previous" INTEGER,
            "long" INTEGER NOT NULL,
            "other" TEXT NOT NULL CHECK (length("other") <= 100),
            "returned" TEXT CHECK (date("returned", '+0 days') IS "returned" AND "returned" >= '0001-01-01'),
            CONSTRAINT "loans_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members" ("id") ON DELETE CASCADE,
            CONSTRAINT "loans_tag_name_fkey" FOREIGN KEY ("tag_name") REFERENCES "tag" ("name") ON DELETE SET NULL ON UPDATE CASCADE,
            CONSTRAINT "loans_previous_fkey" FOREIGN KEY ("previous") REFERENCES "loans" ("id"),
            CONSTRAINT "loans_event" FOREIGN KEY ("long", "other") REFERENCES "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column")
        );
        CREATE INDEX "loans_open" ON "loans" ("member_id", (coalesce(returned, '9999-12-31')) DESC) WHERE returned IS NULL;
        CREATE INDEX "loans_lower" ON "loans" ((lower(other)), (length(other)) DESC);

        CREATE TABLE "chapters" (
            "title" TEXT NOT NULL PRIMARY KEY CHECK (length("title") <= 40),
            "first" TEXT CHECK (length("first") <= 40),
            CONSTRAINT "chapters_first_fkey" FOREIGN KEY ("first") REFERENCES "pages" ("title")
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE "pages" (
            "title" TEXT NOT NULL PRIMARY KEY CHECK (length("title") <= 40),
            "chapter" TEXT CHECK (length("chapter") <= 40),
            CONSTRAINT "pages_chapter_fkey" FOREIGN KEY ("chapter") REFERENCES "chapters" ("title")
        ) STRICT;

        CREATE VIEW "open_loans" ("loan_id", "name", "level", "mood") AS
        -- Loans that are not returned.
        SELECT loans.id, members.name, members.level, members.mood
        FROM loans JOIN members ON members.id = loans.member_id
        WHERE loans.returned IS NULL;

        """#,
    postgresql: #"""
        CREATE TABLE "order" (
            "class" VARCHAR(10) COLLATE "C" NOT NULL,
            "Number" INTEGER NOT NULL,
            "default" TEXT COLLATE "C" NOT NULL DEFAULT 'it''s "here"',
            "self" BYTEA,
            "1st place" DOUBLE PRECISION NOT NULL DEFAULT -2.5,
            "größe" INTEGER DEFAULT -7,
            "_dialect" BOOLEAN,
            PRIMARY KEY ("class", "Number"),
            CONSTRAINT "order_size" CHECK (größe < 1000::int),
            CONSTRAINT "order_place" UNIQUE ("1st place")
        );
        CREATE UNIQUE INDEX "odd ""name""" ON "order" ("größe", "self") WHERE größe > 0;
        CREATE UNIQUE INDEX "order_default" ON "order" ("default" DESC, "class");
        CREATE INDEX "order_flag" ON "order" ("_dialect" NULLS FIRST) WHERE _dialect;
        COMMENT ON TABLE "order" IS 'A table whose name is a word of SQL and of Swift,
        with a comment of "two" lines.
        ';
        COMMENT ON COLUMN "order"."class" IS 'Has `code`, \ and "quotes"';

        CREATE TABLE "categories" (
            "id" INTEGER NOT NULL PRIMARY KEY,
            "name" VARCHAR(20) COLLATE "C" NOT NULL,
            CONSTRAINT "categories_name_key" UNIQUE ("name")
        );

        CREATE TABLE "tag" (
            "name" TEXT COLLATE "C" NOT NULL PRIMARY KEY
        );
        COMMENT ON TABLE "tag" IS 'Nothing but its key.';

        CREATE TABLE "events_with_a_rather_long_name" (
            "long_key_column" BIGINT NOT NULL,
            "other_long_key_column" VARCHAR(100) COLLATE "C" NOT NULL,
            "id" TEXT COLLATE "C" NOT NULL,
            PRIMARY KEY ("long_key_column", "other_long_key_column")
        );

        CREATE TABLE "settings" (
            "volume" DOUBLE PRECISION NOT NULL DEFAULT 0.5,
            "key" BIGINT NOT NULL PRIMARY KEY DEFAULT 1,
            "muted" BOOLEAN NOT NULL DEFAULT FALSE,
            CONSTRAINT "settings_singleton" CHECK ("key" = 1)
        );

        CREATE TABLE "counters" (
            "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            "value" BIGINT NOT NULL DEFAULT 0
        );

        CREATE TABLE "words" (
            "session" TEXT COLLATE "C" NOT NULL,
            "parameters" TEXT COLLATE "C" NOT NULL,
            "row" TEXT COLLATE "C" NOT NULL,
            "draft" TEXT COLLATE "C" NOT NULL,
            "change" TEXT COLLATE "C",
            PRIMARY KEY ("session", "parameters", "row")
        );
        COMMENT ON TABLE "words" IS 'Names that the generated functions use themselves.';

        CREATE TABLE "targets" (
            "draft" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            "target" TEXT COLLATE "C" NOT NULL,
            "statement" TEXT COLLATE "C" NOT NULL,
            CONSTRAINT "targets_target_key" UNIQUE ("target"),
            CONSTRAINT "targets_statement_key" UNIQUE ("statement")
        );

        CREATE TABLE "members" (
            "id" UUID NOT NULL PRIMARY KEY DEFAULT (gen_random_uuid()),
            "name" VARCHAR(80) COLLATE "C" NOT NULL,
            "born" DATE CONSTRAINT "born: date" CHECK ("born" >= '0001-01-01' AND "born" <= '9999-12-31'),
            "joined" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT (now()) CONSTRAINT "joined: timestamp" CHECK ("joined" >= '0001-01-01 00:00:00+00' AND "joined" < '10000-01-01 00:00:00+00'),
            "left" TIMESTAMP WITH TIME ZONE DEFAULT (now() + interval '1 minute') CONSTRAINT "left: timestamp" CHECK ("left" >= '0001-01-01 00:00:00+00' AND "left" < '10000-01-01 00:00:00+00'),
            "fee" NUMERIC(8, 2) NOT NULL DEFAULT 9.50,
            "discount" NUMERIC(3, 3),
            "level" TEXT COLLATE "C" NOT NULL DEFAULT 'new' CONSTRAINT "level: enum" CHECK ("level" IN ('new', 'regular', 'board member')),
            "mood" TEXT COLLATE "C" CONSTRAINT "mood: enum" CHECK ("mood" IN ('good', 'bad')),
            "photo" BYTEA NOT NULL DEFAULT '\x00ff'::bytea,
            "notes" JSONB NOT NULL DEFAULT '{"seen":1,"tags":[]}'::jsonb,
            "extra" JSONB,
            "settings" JSONB,
            "rank" BIGINT NOT NULL DEFAULT 1,
            "nickname" VARCHAR(20) COLLATE "C",
            "since" DATE NOT NULL DEFAULT DATE '2020-02-29' CONSTRAINT "since: date" CHECK ("since" >= '0001-01-01' AND "since" <= '9999-12-31'),
            "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT TIMESTAMP WITH TIME ZONE '2020-02-29 12:00:00.250000+00' CONSTRAINT "at: timestamp" CHECK ("at" >= '0001-01-01 00:00:00+00' AND "at" < '10000-01-01 00:00:00+00'),
            "token" UUID NOT NULL DEFAULT UUID '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
            "initial" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (substr(name, 1, 1)) STORED,
            "double_fee" NUMERIC(9, 2) NOT NULL GENERATED ALWAYS AS (fee * 2) STORED,
            CONSTRAINT "fee_in_range" CHECK (fee BETWEEN 0 AND 1000),
            CONSTRAINT "name_is_long" CHECK (length(name) >= 2),
            CONSTRAINT "rank_is_known" CHECK (rank IN (1, 2, 3)),
            CONSTRAINT "born_late" CHECK (born > DATE '1900-01-01'),
            CONSTRAINT "members_name_key" UNIQUE ("name")
        );
        COMMENT ON TABLE "members" IS 'One column of every type.';

        CREATE TABLE "loans" (
            "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            "member_id" UUID NOT NULL,
            "tag_name" TEXT COLLATE "C",
            "previous" BIGINT,
            "long" BIGINT NOT NULL,
            "other" VARCHAR(100) COLLATE "C" NOT NULL,
            "returned" DATE CONSTRAINT "returned: date" CHECK ("returned" >= '0001-01-01' AND "returned" <= '9999-12-31'),
            CONSTRAINT "loans_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members" ("id") ON DELETE CASCADE,
            CONSTRAINT "loans_tag_name_fkey" FOREIGN KEY ("tag_name") REFERENCES "tag" ("name") ON DELETE SET NULL ON UPDATE CASCADE,
            CONSTRAINT "loans_previous_fkey" FOREIGN KEY ("previous") REFERENCES "loans" ("id"),
            CONSTRAINT "loans_event" FOREIGN KEY ("long", "other") REFERENCES "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column")
        );
        CREATE INDEX "loans_open" ON "loans" ("member_id", (coalesce(returned, '9999-12-31')) DESC) WHERE returned IS NULL;
        CREATE INDEX "loans_lower" ON "loans" ((lower(other)), (char_length(other)) DESC);

        CREATE TABLE "chapters" (
            "title" VARCHAR(40) COLLATE "C" NOT NULL PRIMARY KEY,
            "first" VARCHAR(40) COLLATE "C"
        );

        CREATE TABLE "pages" (
            "title" VARCHAR(40) COLLATE "C" NOT NULL PRIMARY KEY,
            "chapter" VARCHAR(40) COLLATE "C",
            CONSTRAINT "pages_chapter_fkey" FOREIGN KEY ("chapter") REFERENCES "chapters" ("title")
        );
        ALTER TABLE "chapters" ADD CONSTRAINT "chapters_first_fkey" FOREIGN KEY ("first") REFERENCES "pages" ("title");

        CREATE VIEW "open_loans" ("loan_id", "name", "level", "mood") AS
        SELECT loans.id, members.name, members.level, members.mood
        FROM loans JOIN members ON members.id = loans.member_id
        WHERE loans.returned IS NULL;
        COMMENT ON VIEW "open_loans" IS 'Loans that are not returned.';
        COMMENT ON COLUMN "open_loans"."mood" IS 'As of today';

        """#
)
