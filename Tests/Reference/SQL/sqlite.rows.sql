SELECT "class", "Number", "default", "self", "1st place", "größe", "_dialect" FROM "order" WHERE "class" = ?1 AND "Number" = ?2;
SELECT 1 FROM "order" WHERE "class" = ?1 AND "Number" = ?2;
INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
UPDATE "order" SET "default" = ?1, "self" = ?2, "1st place" = ?3, "größe" = ?4, "_dialect" = ?5 WHERE "class" = ?6 AND "Number" = ?7;
DELETE FROM "order" WHERE "class" = ?1 AND "Number" = ?2;
INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT ("class", "Number") DO UPDATE SET "default" = excluded."default", "self" = excluded."self", "1st place" = excluded."1st place", "größe" = excluded."größe", "_dialect" = excluded."_dialect" RETURNING "class", "Number", "default", "self", "1st place", "größe", "_dialect";

SELECT "id", "name" FROM "categories" WHERE "id" = ?1;
SELECT 1 FROM "categories" WHERE "id" = ?1;
INSERT INTO "categories" ("id", "name") VALUES (?1, ?2);
UPDATE "categories" SET "name" = ?1 WHERE "id" = ?2;
DELETE FROM "categories" WHERE "id" = ?1;
INSERT INTO "categories" ("id", "name") VALUES (?1, ?2) ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name" RETURNING "id", "name";

SELECT "name" FROM "tag" WHERE "name" = ?1;
SELECT 1 FROM "tag" WHERE "name" = ?1;
INSERT INTO "tag" ("name") VALUES (?1);
UPDATE "tag" SET  WHERE "name" = ?1;
DELETE FROM "tag" WHERE "name" = ?1;
INSERT INTO "tag" ("name") VALUES (?1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name" RETURNING "name";

SELECT "a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id" FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE "a_key_column_with_a_rather_long_name" = ?1 AND "another_key_column_with_a_rather_long_name" = ?2;
SELECT 1 FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE "a_key_column_with_a_rather_long_name" = ?1 AND "another_key_column_with_a_rather_long_name" = ?2;
INSERT INTO "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id") VALUES (?1, ?2, ?3);
UPDATE "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" SET "id" = ?1 WHERE "a_key_column_with_a_rather_long_name" = ?2 AND "another_key_column_with_a_rather_long_name" = ?3;
DELETE FROM "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" WHERE "a_key_column_with_a_rather_long_name" = ?1 AND "another_key_column_with_a_rather_long_name" = ?2;
INSERT INTO "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id") VALUES (?1, ?2, ?3) ON CONFLICT ("a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name") DO UPDATE SET "id" = excluded."id" RETURNING "a_key_column_with_a_rather_long_name", "another_key_column_with_a_rather_long_name", "id";

SELECT "volume", "key", "muted" FROM "settings" WHERE "key" = ?1;
SELECT 1 FROM "settings" WHERE "key" = ?1;
INSERT INTO "settings" ("volume", "key", "muted") VALUES (?1, ?2, ?3);
UPDATE "settings" SET "volume" = ?1, "muted" = ?2 WHERE "key" = ?3;
DELETE FROM "settings" WHERE "key" = ?1;
INSERT INTO "settings" ("volume", "key", "muted") VALUES (?1, ?2, ?3) ON CONFLICT ("key") DO UPDATE SET "volume" = excluded."volume", "muted" = excluded."muted" RETURNING "volume", "key", "muted";

SELECT "id" FROM "counters" WHERE "id" = ?1;
SELECT 1 FROM "counters" WHERE "id" = ?1;
INSERT INTO "counters" DEFAULT VALUES;
UPDATE "counters" SET  WHERE "id" = ?1;
DELETE FROM "counters" WHERE "id" = ?1;
INSERT INTO "counters" DEFAULT VALUES ON CONFLICT ("id") DO UPDATE SET "id" = excluded."id" RETURNING "id";
