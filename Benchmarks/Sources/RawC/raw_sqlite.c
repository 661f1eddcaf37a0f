#include "raw_sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct raw_sqlite {
    sqlite3 *db;
    sqlite3_stmt *find, *insert, *all, *page, *add, *upsert, *seen, *expire, *begin, *begin_write, *commit;
    struct texts texts;
};

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

raw_sqlite *raw_sqlite_open(const char *path, int exclusive) {
    raw_sqlite *raw = calloc(1, sizeof *raw);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (raw == NULL || sqlite3_open_v2(path, &raw->db, flags, NULL) != SQLITE_OK) exit(1);
    sqlite3 *db = raw->db;
    if (exclusive) sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
    sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    sqlite3_exec(db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    sqlite3_exec(db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL);
    sqlite3_busy_timeout(db, 5000);
    raw->find = prepare(db, "SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, "
                            "current_session_start FROM user_stats WHERE username = ?1");
    raw->insert = prepare(db, "INSERT INTO recent_chat (timestamp, username, message) VALUES (?1, ?2, ?3)");
    raw->all = prepare(db, "SELECT id, timestamp, username, message FROM recent_chat");
    raw->page = prepare(db, "SELECT id, timestamp, username, message FROM recent_chat WHERE timestamp >= ?1 "
                            "ORDER BY timestamp LIMIT 10");
    raw->add = prepare(db, "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1 WHERE username = ?1");
    raw->upsert = prepare(db, "INSERT INTO user_stats (username, first_seen, last_seen, total_chat_lines, "
                              "total_time_connected, current_session_start) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                              "ON CONFLICT (username) DO UPDATE SET first_seen = excluded.first_seen, "
                              "last_seen = excluded.last_seen, total_chat_lines = excluded.total_chat_lines, "
                              "total_time_connected = excluded.total_time_connected, "
                              "current_session_start = excluded.current_session_start");
    raw->seen = prepare(db, "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1, last_seen = ?2 "
                            "WHERE username = ?1");
    raw->expire = prepare(db, "DELETE FROM recent_chat WHERE timestamp < ?1");
    raw->begin = prepare(db, "BEGIN");
    raw->begin_write = prepare(db, "BEGIN IMMEDIATE");
    raw->commit = prepare(db, "COMMIT");
    raw->texts = make_texts();
    return raw;
}

void raw_sqlite_close(raw_sqlite *raw) {
    sqlite3_stmt *statement;
    while ((statement = sqlite3_next_stmt(raw->db, NULL)) != NULL) sqlite3_finalize(statement);
    sqlite3_close(raw->db);
    free_texts(raw->texts);
    free(raw);
}

static void bind_text(sqlite3_stmt *statement, int index, const struct text *text) {
    sqlite3_bind_text(statement, index, text->bytes, text->length, SQLITE_STATIC);
}

struct user {
    char username[51];
    int64_t first_seen, last_seen, lines, connected, session;
    int has_session;
};

static int find(raw_sqlite *raw, int number, struct user *user) {
    bind_text(raw->find, 1, &raw->texts.names[number]);
    if (sqlite3_step(raw->find) != SQLITE_ROW) return 0;
    int bytes = sqlite3_column_bytes(raw->find, 0);
    if (bytes > 50) return 0;
    memcpy(user->username, sqlite3_column_text(raw->find, 0), (size_t)bytes);
    user->username[bytes] = 0;
    user->first_seen = sqlite3_column_int64(raw->find, 1);
    user->last_seen = sqlite3_column_int64(raw->find, 2);
    user->lines = sqlite3_column_int64(raw->find, 3);
    user->connected = sqlite3_column_int64(raw->find, 4);
    user->has_session = sqlite3_column_type(raw->find, 5) != SQLITE_NULL;
    user->session = user->has_session ? sqlite3_column_int64(raw->find, 5) : 0;
    sqlite3_reset(raw->find);
    return bytes;
}

static int64_t point_selects(raw_sqlite *raw, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        struct user user;
        int bytes = find(raw, user_of(i), &user);
        if (bytes == 0) return -1;
        sum += user.first_seen + bytes;
    }
    return sum;
}

static int insert(raw_sqlite *raw, int64_t time, int i) {
    sqlite3_bind_int64(raw->insert, 1, time);
    bind_text(raw->insert, 2, &raw->texts.names[i % chatters]);
    bind_text(raw->insert, 3, &raw->texts.messages[i % rows]);
    return run(raw->insert);
}

static int64_t inserts(raw_sqlite *raw, int count) {
    if (!run(raw->begin_write)) return -1;
    for (int i = 0; i < count; i++) {
        if (!insert(raw, first_time + i, i)) return -1;
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

/// Reads the rows of a statement into an array of structs, and adds their timestamps to their number.
static int64_t fetch(sqlite3_stmt *statement) {
    size_t count = 0, capacity = 16;
    struct chat *chat = malloc(capacity * sizeof *chat);
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        if (count == capacity) {
            capacity *= 2;
            chat = realloc(chat, capacity * sizeof *chat);
        }
        if (chat == NULL) exit(1);
        chat[count].id = sqlite3_column_int64(statement, 0);
        chat[count].timestamp = sqlite3_column_int64(statement, 1);
        chat[count].username = copy_text(statement, 2);
        chat[count].message = copy_text(statement, 3);
        count++;
    }
    sqlite3_reset(statement);
    int64_t sum = status == SQLITE_DONE ? (int64_t)count : -1;
    for (size_t i = 0; i < count; i++) {
        sum += chat[i].timestamp;
        free(chat[i].username);
        free(chat[i].message);
    }
    free(chat);
    return sum;
}

static int64_t pages(raw_sqlite *raw, int count, int64_t start) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        sqlite3_bind_int64(raw->page, 1, time_of(i, start));
        sum += fetch(raw->page);
    }
    return sum;
}

static int add(raw_sqlite *raw, int number) {
    bind_text(raw->add, 1, &raw->texts.names[number]);
    return run(raw->add) ? sqlite3_changes(raw->db) : -1;
}

static int64_t adds(raw_sqlite *raw, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) sum += add(raw, user_of(i));
    return sum;
}

static int64_t upserts(raw_sqlite *raw, int count) {
    if (!run(raw->begin_write)) return -1;
    for (int i = 0; i < count; i++) {
        bind_text(raw->upsert, 1, &raw->texts.names[i % users]);
        sqlite3_bind_int64(raw->upsert, 2, i % users);
        sqlite3_bind_int64(raw->upsert, 3, first_time + i);
        sqlite3_bind_int64(raw->upsert, 4, 0);
        sqlite3_bind_int64(raw->upsert, 5, 0);
        sqlite3_bind_null(raw->upsert, 6);
        if (!run(raw->upsert)) return -1;
    }
    return run(raw->commit) ? count : -1;
}

static int64_t messages(raw_sqlite *raw, int count, int64_t start) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        int64_t time = first_time + start + rows + i;
        if (!run(raw->begin_write)) return -1;
        bind_text(raw->seen, 1, &raw->texts.names[user_of(i)]);
        sqlite3_bind_int64(raw->seen, 2, time);
        if (!run(raw->seen)) return -1;
        sum += sqlite3_changes(raw->db);
        if (!insert(raw, time, i)) return -1;
        sqlite3_bind_int64(raw->expire, 1, time - rows + 1);
        if (!run(raw->expire)) return -1;
        sum += sqlite3_changes(raw->db);
        if (!run(raw->commit)) return -1;
    }
    return sum;
}

int64_t raw_sqlite_run(raw_sqlite *raw, const char *workload, int count, int64_t start) {
    if (strcmp(workload, "W1") == 0) return point_selects(raw, count);
    if (strcmp(workload, "W1b") == 0) {
        if (!run(raw->begin)) return -1;
        int64_t sum = point_selects(raw, count);
        return run(raw->commit) ? sum : -1;
    }
    if (strncmp(workload, "W2", 2) == 0) return inserts(raw, count);
    if (strcmp(workload, "W3") == 0) return fetch(raw->all);
    if (strcmp(workload, "W4") == 0) return pages(raw, count, start);
    if (strcmp(workload, "W5") == 0) return adds(raw, count);
    if (strncmp(workload, "W6", 2) == 0) return upserts(raw, count);
    if (strcmp(workload, "W7") == 0) return messages(raw, count, start);
    return -1;
}

int raw_sqlite_checkpoint(raw_sqlite *raw) {
    // Somebody else may be at it.
    for (int attempt = 0; attempt < 100000; attempt++) {
        int status = sqlite3_wal_checkpoint_v2(raw->db, NULL, SQLITE_CHECKPOINT_FULL, NULL, NULL);
        if (status != SQLITE_BUSY) return status == SQLITE_OK;
        usleep(100);
    }
    return 0;
}

static void *open_shared(const char *path) { return raw_sqlite_open(path, 0); }
static void close_shared(void *raw) { raw_sqlite_close(raw); }

static int step(void *raw, int is_write, int64_t i) {
    struct user user;
    return is_write ? add(raw, user_of(i)) == 1 : find(raw, user_of(i), &user) > 0;
}

struct concurrency raw_sqlite_concurrent(const char *path, double seconds) {
    return run_concurrently(path, seconds, open_shared, close_shared, step);
}
