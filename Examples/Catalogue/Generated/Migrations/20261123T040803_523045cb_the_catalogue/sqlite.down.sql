DROP VIEW "open_loans";
DROP TABLE "loans";
DROP TABLE "copies";
DROP TABLE "books";
DROP TABLE "members";
DROP TABLE "authors";
