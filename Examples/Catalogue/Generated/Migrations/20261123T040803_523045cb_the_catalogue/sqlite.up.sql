CREATE TABLE "authors" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL CHECK (length("name") <= 80),
    "born" TEXT CHECK (date("born", '+0 days') IS "born" AND "born" >= '0001-01-01')
) STRICT;
CREATE UNIQUE INDEX "authors_name_key" ON "authors" ("name");

CREATE TABLE "members" (
    "id" BLOB NOT NULL PRIMARY KEY CHECK (16 = length("id")),
    "name" TEXT NOT NULL CHECK (length("name") <= 80),
    "level" TEXT NOT NULL DEFAULT 'reader' CHECK (+"level" IN ('reader', 'staff')),
    CONSTRAINT "name_is_not_empty" CHECK (length(name) >= 1)
) STRICT;

CREATE TABLE "books" (
    -- A title that the library has.
    "isbn" TEXT NOT NULL PRIMARY KEY CHECK (length("isbn") <= 13),
    "title" TEXT NOT NULL CHECK (length("title") <= 200),
    "author_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'novel' CHECK (+"kind" IN ('novel', 'poetry', 'reference')),
    "published" TEXT CHECK (date("published", '+0 days') IS "published" AND "published" >= '0001-01-01'),
    -- What a lost copy costs, in euros
    "price" REAL NOT NULL CHECK (round("price" * 100) / 100.0 = "price" AND abs("price") < 1000000),
    -- What not every book has
    "details" TEXT CHECK (json_valid("details") OR "details" IS NULL),
    CONSTRAINT "books_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE RESTRICT,
    CONSTRAINT "isbn_has_13_digits" CHECK (length(isbn) = 13),
    CONSTRAINT "price_is_positive" CHECK (price > 0)
) STRICT;
CREATE INDEX "books_author" ON "books" ("author_id", "published" DESC);
CREATE INDEX "books_title" ON "books" ((lower(title)));

CREATE TABLE "copies" (
    -- A copy of a book. They are numbered for each book.
    "isbn" TEXT NOT NULL CHECK (length("isbn") <= 13),
    "number" INTEGER NOT NULL,
    "condition" TEXT NOT NULL DEFAULT 'new' CHECK (+"condition" IN ('new', 'used', 'worn out')),
    "shelf" TEXT NOT NULL CHECK (length("shelf") <= 10),
    PRIMARY KEY ("isbn", "number"),
    CONSTRAINT "copies_isbn_fkey" FOREIGN KEY ("isbn") REFERENCES "books" ("isbn") ON DELETE CASCADE,
    CONSTRAINT "numbers_start_at_one" CHECK (number >= 1)
) STRICT;

CREATE TABLE "loans" (
    -- A copy that somebody has or had.
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "isbn" TEXT NOT NULL CHECK (length("isbn") <= 13),
    "number" INTEGER NOT NULL,
    "member_id" BLOB NOT NULL CHECK (16 = length("member_id")),
    "lent" REAL NOT NULL DEFAULT (unixepoch()) CHECK (-62135596800 <= "lent" AND "lent" < 253402300800),
    "due" TEXT NOT NULL CHECK (date("due", '+0 days') IS "due" AND "due" >= '0001-01-01'),
    "returned" REAL CHECK (-62135596800 <= "returned" AND "returned" < 253402300800),
    CONSTRAINT "loans_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members" ("id"),
    CONSTRAINT "loans_copy" FOREIGN KEY ("isbn", "number") REFERENCES "copies" ("isbn", "number")
) STRICT;
CREATE UNIQUE INDEX "one_open_loan_per_copy" ON "loans" ("isbn", "number") WHERE returned IS NULL;
CREATE INDEX "loans_member" ON "loans" ("member_id", "due") WHERE returned IS NULL;

CREATE VIEW "open_loans" ("loan_id", "title", "kind", "member", "due") AS
-- What is lent and not returned, with the names that go with it.
SELECT loans.id, books.title, books.kind, members.name, loans.due
FROM loans
JOIN books ON books.isbn = loans.isbn
JOIN members ON members.id = loans.member_id
WHERE loans.returned IS NULL;
