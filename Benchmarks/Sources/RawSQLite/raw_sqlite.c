#include "raw_sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct raw_database {
    sqlite3 *db;
    sqlite3_stmt *find, *insert, *all, *clear, *begin, *commit;
    struct text *names, *messages;
    int users;
};

struct text {
    int length;
    char bytes[60];
};

/// `count` texts made before the clock runs, as the other side's are.
static struct text *texts(const char *format, int count) {
    struct text *texts = calloc((size_t)count, sizeof *texts);
    if (texts == NULL) exit(1);
    for (int i = 0; i < count; i++) texts[i].length = snprintf(texts[i].bytes, sizeof texts[i].bytes, format, i);
    return texts;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
    return statement;
}

static int run(sqlite3_stmt *statement) {
    int status = sqlite3_step(statement);
    sqlite3_reset(statement);
    return status == SQLITE_DONE;
}

raw_database *raw_open(const char *path, int users, int rows) {
    raw_database *raw = calloc(1, sizeof *raw);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (raw == NULL || sqlite3_open_v2(path, &raw->db, flags, NULL) != SQLITE_OK) exit(1);
    sqlite3_exec(raw->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    sqlite3_exec(raw->db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    sqlite3_exec(raw->db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL);
    raw->find = prepare(raw->db, "SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, "
                                 "current_session_start FROM user_stats WHERE username = ?1");
    raw->insert = prepare(raw->db, "INSERT INTO recent_chat (timestamp, username, message) VALUES (?1, ?2, ?3)");
    raw->all = prepare(raw->db, "SELECT id, timestamp, username, message FROM recent_chat");
    raw->clear = prepare(raw->db, "DELETE FROM recent_chat");
    raw->names = texts("user%d", users);
    raw->messages = texts("this is chat message number %d", rows);
    raw->users = users;
    raw->begin = prepare(raw->db, "BEGIN");
    raw->commit = prepare(raw->db, "COMMIT");
    return raw;
}

void raw_close(raw_database *raw) {
    sqlite3_stmt *statements[] = {raw->find, raw->insert, raw->all, raw->clear, raw->begin, raw->commit};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(raw->db);
    free(raw->names);
    free(raw->messages);
    free(raw);
}

struct user {
    char username[51];
    int64_t first_seen, last_seen, lines, connected, session;
    int has_session;
};

int64_t raw_point_selects(raw_database *raw, int count, int in_transaction) {
    int64_t sum = 0;
    if (in_transaction && !run(raw->begin)) return -1;
    for (int i = 0; i < count; i++) {
        struct text *name = &raw->names[(int64_t)i * 7919 % raw->users];
        sqlite3_bind_text(raw->find, 1, name->bytes, name->length, SQLITE_STATIC);
        if (sqlite3_step(raw->find) != SQLITE_ROW) return -1;
        struct user user;
        int bytes = sqlite3_column_bytes(raw->find, 0);
        if (bytes > 50) return -1;
        memcpy(user.username, sqlite3_column_text(raw->find, 0), (size_t)bytes);
        user.username[bytes] = 0;
        user.first_seen = sqlite3_column_int64(raw->find, 1);
        user.last_seen = sqlite3_column_int64(raw->find, 2);
        user.lines = sqlite3_column_int64(raw->find, 3);
        user.connected = sqlite3_column_int64(raw->find, 4);
        user.has_session = sqlite3_column_type(raw->find, 5) != SQLITE_NULL;
        user.session = user.has_session ? sqlite3_column_int64(raw->find, 5) : 0;
        sqlite3_reset(raw->find);
        sum += user.first_seen + bytes;
    }
    if (in_transaction && !run(raw->commit)) return -1;
    return sum;
}

int64_t raw_inserts(raw_database *raw, int count) {
    if (!run(raw->begin) || !run(raw->clear)) return -1;
    for (int i = 0; i < count; i++) {
        struct text *name = &raw->names[i % 1000], *message = &raw->messages[i];
        sqlite3_bind_int64(raw->insert, 1, 1790000000 + i);
        sqlite3_bind_text(raw->insert, 2, name->bytes, name->length, SQLITE_STATIC);
        sqlite3_bind_text(raw->insert, 3, message->bytes, message->length, SQLITE_STATIC);
        if (!run(raw->insert)) return -1;
    }
    return run(raw->commit) ? count : -1;
}

struct chat {
    int64_t id, timestamp;
    char *username, *message;
};

static char *copy_text(sqlite3_stmt *statement, int column) {
    int bytes = sqlite3_column_bytes(statement, column);
    char *copy = malloc((size_t)bytes + 1);
    if (copy == NULL) exit(1);
    memcpy(copy, sqlite3_column_text(statement, column), (size_t)bytes);
    copy[bytes] = 0;
    return copy;
}

int64_t raw_fetch_all(raw_database *raw) {
    size_t count = 0, capacity = 16;
    struct chat *rows = malloc(capacity * sizeof *rows);
    int status;
    while ((status = sqlite3_step(raw->all)) == SQLITE_ROW) {
        if (count == capacity) {
            capacity *= 2;
            rows = realloc(rows, capacity * sizeof *rows);
        }
        if (rows == NULL) exit(1);
        rows[count].id = sqlite3_column_int64(raw->all, 0);
        rows[count].timestamp = sqlite3_column_int64(raw->all, 1);
        rows[count].username = copy_text(raw->all, 2);
        rows[count].message = copy_text(raw->all, 3);
        count++;
    }
    sqlite3_reset(raw->all);
    int64_t sum = status == SQLITE_DONE ? (int64_t)count : -1;
    for (size_t i = 0; i < count; i++) {
        sum += rows[i].timestamp;
        free(rows[i].username);
        free(rows[i].message);
    }
    free(rows);
    return sum;
}
