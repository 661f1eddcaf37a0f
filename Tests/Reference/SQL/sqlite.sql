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

DROP TABLE "targets";
DROP TABLE "words";
DROP TABLE "counters";
DROP TABLE "settings";
DROP TABLE "events_with_a_rather_long_name";
DROP TABLE "tag";
DROP TABLE "categories";
DROP TABLE "order";
