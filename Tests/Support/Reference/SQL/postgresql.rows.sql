SELECT "class", "Number", "default", "self", "1st place", "größe", "_dialect" FROM "order" WHERE "class" = $1 AND "Number" = $2;
SELECT 1 FROM "order" WHERE "class" = $1 AND "Number" = $2;
INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES ($1, $2, $3, $4, $5, $6, $7);
UPDATE "order" SET "default" = $1, "self" = $2, "1st place" = $3, "größe" = $4, "_dialect" = $5 WHERE "class" = $6 AND "Number" = $7;
DELETE FROM "order" WHERE "class" = $1 AND "Number" = $2;
INSERT INTO "order" ("class", "Number", "default", "self", "1st place", "größe", "_dialect") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("class", "Number") DO UPDATE SET "default" = excluded."default", "self" = excluded."self", "1st place" = excluded."1st place", "größe" = excluded."größe", "_dialect" = excluded."_dialect" RETURNING "class", "Number", "default", "self", "1st place", "größe", "_dialect";

SELECT "id", "name" FROM "categories" WHERE "id" = $1;
SELECT 1 FROM "categories" WHERE "id" = $1;
INSERT INTO "categories" ("id", "name") VALUES ($1, $2);
UPDATE "categories" SET "name" = $1 WHERE "id" = $2;
DELETE FROM "categories" WHERE "id" = $1;
INSERT INTO "categories" ("id", "name") VALUES ($1, $2) ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name" RETURNING "id", "name";

SELECT "name" FROM "tag" WHERE "name" = $1;
SELECT 1 FROM "tag" WHERE "name" = $1;
INSERT INTO "tag" ("name") VALUES ($1);
UPDATE "tag" SET  WHERE "name" = $1;
DELETE FROM "tag" WHERE "name" = $1;
INSERT INTO "tag" ("name") VALUES ($1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name" RETURNING "name";

SELECT "long_key_column", "other_long_key_column", "id" FROM "events_with_a_rather_long_name" WHERE "long_key_column" = $1 AND "other_long_key_column" = $2;
SELECT 1 FROM "events_with_a_rather_long_name" WHERE "long_key_column" = $1 AND "other_long_key_column" = $2;
INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") VALUES ($1, $2, $3);
UPDATE "events_with_a_rather_long_name" SET "id" = $1 WHERE "long_key_column" = $2 AND "other_long_key_column" = $3;
DELETE FROM "events_with_a_rather_long_name" WHERE "long_key_column" = $1 AND "other_long_key_column" = $2;
INSERT INTO "events_with_a_rather_long_name" ("long_key_column", "other_long_key_column", "id") VALUES ($1, $2, $3) ON CONFLICT ("long_key_column", "other_long_key_column") DO UPDATE SET "id" = excluded."id" RETURNING "long_key_column", "other_long_key_column", "id";

SELECT "volume", "key", "muted" FROM "settings" WHERE "key" = $1;
SELECT 1 FROM "settings" WHERE "key" = $1;
INSERT INTO "settings" ("volume", "key", "muted") VALUES ($1, $2, $3);
UPDATE "settings" SET "volume" = $1, "muted" = $2 WHERE "key" = $3;
DELETE FROM "settings" WHERE "key" = $1;
INSERT INTO "settings" ("volume", "key", "muted") VALUES ($1, $2, $3) ON CONFLICT ("key") DO UPDATE SET "volume" = excluded."volume", "muted" = excluded."muted" RETURNING "volume", "key", "muted";

SELECT "id", "value" FROM "counters" WHERE "id" = $1;
SELECT 1 FROM "counters" WHERE "id" = $1;
INSERT INTO "counters" ("value") VALUES ($1) RETURNING "id";
UPDATE "counters" SET "value" = $1 WHERE "id" = $2;
DELETE FROM "counters" WHERE "id" = $1;
INSERT INTO "counters" ("value") VALUES ($1) ON CONFLICT ("id") DO UPDATE SET "value" = excluded."value" RETURNING "id", "value";

SELECT "session", "parameters", "row", "draft", "change" FROM "words" WHERE "session" = $1 AND "parameters" = $2 AND "row" = $3;
SELECT 1 FROM "words" WHERE "session" = $1 AND "parameters" = $2 AND "row" = $3;
INSERT INTO "words" ("session", "parameters", "row", "draft", "change") VALUES ($1, $2, $3, $4, $5);
UPDATE "words" SET "draft" = $1, "change" = $2 WHERE "session" = $3 AND "parameters" = $4 AND "row" = $5;
DELETE FROM "words" WHERE "session" = $1 AND "parameters" = $2 AND "row" = $3;
INSERT INTO "words" ("session", "parameters", "row", "draft", "change") VALUES ($1, $2, $3, $4, $5) ON CONFLICT ("session", "parameters", "row") DO UPDATE SET "draft" = excluded."draft", "change" = excluded."change" RETURNING "session", "parameters", "row", "draft", "change";

SELECT "draft", "target", "statement" FROM "targets" WHERE "draft" = $1;
SELECT 1 FROM "targets" WHERE "draft" = $1;
INSERT INTO "targets" ("target", "statement") VALUES ($1, $2) RETURNING "draft";
UPDATE "targets" SET "target" = $1, "statement" = $2 WHERE "draft" = $3;
DELETE FROM "targets" WHERE "draft" = $1;
INSERT INTO "targets" ("target", "statement") VALUES ($1, $2) ON CONFLICT ("draft") DO UPDATE SET "target" = excluded."target", "statement" = excluded."statement" RETURNING "draft", "target", "statement";

SELECT "id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token", "initial", "double_fee" FROM "members" WHERE "id" = $1;
SELECT 1 FROM "members" WHERE "id" = $1;
INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18);
UPDATE "members" SET "name" = $1, "born" = $2, "joined" = $3, "left" = $4, "fee" = $5, "discount" = $6, "level" = $7, "mood" = $8, "photo" = $9, "notes" = $10, "extra" = $11, "settings" = $12, "rank" = $13, "nickname" = $14, "since" = $15, "at" = $16, "token" = $17 WHERE "id" = $18;
DELETE FROM "members" WHERE "id" = $1;
INSERT INTO "members" ("id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token") VALUES (COALESCE(CAST($1 AS UUID), (gen_random_uuid())), $2, $3, COALESCE(CAST($4 AS TIMESTAMP WITH TIME ZONE), (now())), CASE WHEN $19 THEN (now() + interval '1 minute') ELSE CAST($5 AS TIMESTAMP WITH TIME ZONE) END, $6, $7, $8, $9, $10, COALESCE(CAST($11 AS JSONB), '{"seen":1,"tags":[]}'::jsonb), $12, $13, COALESCE(CAST($14 AS BIGINT), 1), $15, $16, $17, $18) ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "born" = excluded."born", "joined" = excluded."joined", "left" = excluded."left", "fee" = excluded."fee", "discount" = excluded."discount", "level" = excluded."level", "mood" = excluded."mood", "photo" = excluded."photo", "notes" = excluded."notes", "extra" = excluded."extra", "settings" = excluded."settings", "rank" = excluded."rank", "nickname" = excluded."nickname", "since" = excluded."since", "at" = excluded."at", "token" = excluded."token" RETURNING "id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", "settings", "rank", "nickname", "since", "at", "token", "initial", "double_fee";

SELECT "id", "member_id", "tag_name", "previous", "long", "other", "returned" FROM "loans" WHERE "id" = $1;
SELECT 1 FROM "loans" WHERE "id" = $1;
INSERT INTO "loans" ("member_id", "tag_name", "previous", "long", "other", "returned") VALUES ($1, $2, $3, $4, $5, $6) RETURNING "id";
UPDATE "loans" SET "member_id" = $1, "tag_name" = $2, "previous" = $3, "long" = $4, "other" = $5, "returned" = $6 WHERE "id" = $7;
DELETE FROM "loans" WHERE "id" = $1;
INSERT INTO "loans" ("member_id", "tag_name", "previous", "long", "other", "returned") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ("id") DO UPDATE SET "member_id" = excluded."member_id", "tag_name" = excluded."tag_name", "previous" = excluded."previous", "long" = excluded."long", "other" = excluded."other", "returned" = excluded."returned" RETURNING "id", "member_id", "tag_name", "previous", "long", "other", "returned";

SELECT "title", "first" FROM "chapters" WHERE "title" = $1;
SELECT 1 FROM "chapters" WHERE "title" = $1;
INSERT INTO "chapters" ("title", "first") VALUES ($1, $2);
UPDATE "chapters" SET "first" = $1 WHERE "title" = $2;
DELETE FROM "chapters" WHERE "title" = $1;
INSERT INTO "chapters" ("title", "first") VALUES ($1, $2) ON CONFLICT ("title") DO UPDATE SET "first" = excluded."first" RETURNING "title", "first";

SELECT "title", "chapter" FROM "pages" WHERE "title" = $1;
SELECT 1 FROM "pages" WHERE "title" = $1;
INSERT INTO "pages" ("title", "chapter") VALUES ($1, $2);
UPDATE "pages" SET "chapter" = $1 WHERE "title" = $2;
DELETE FROM "pages" WHERE "title" = $1;
INSERT INTO "pages" ("title", "chapter") VALUES ($1, $2) ON CONFLICT ("title") DO UPDATE SET "chapter" = excluded."chapter" RETURNING "title", "chapter";
