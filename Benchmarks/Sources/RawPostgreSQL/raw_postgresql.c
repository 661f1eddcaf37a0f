#include "raw_postgresql.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    int length;
    char bytes[60];
};

struct raw_server {
    PGconn *connection;
    struct text *names, *messages;
    int users;
};

static struct text *texts(const char *format, int count) {
    struct text *texts = calloc((size_t)count, sizeof *texts);
    if (texts == NULL) exit(1);
    for (int i = 0; i < count; i++) texts[i].length = snprintf(texts[i].bytes, sizeof texts[i].bytes, format, i);
    return texts;
}

static void prepare(PGconn *connection, const char *name, const char *sql) {
    PGresult *result = PQprepare(connection, name, sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s: %s\n", sql, PQerrorMessage(connection));
        exit(1);
    }
    PQclear(result);
}

static int run(raw_server *raw, const char *sql) {
    PGresult *result = PQexec(raw->connection, sql);
    int isDone = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return isDone;
}

raw_server *raw_server_open(const char *address, int users, int rows) {
    raw_server *raw = calloc(1, sizeof *raw);
    if (raw == NULL) exit(1);
    raw->connection = PQconnectdb(address);
    if (PQstatus(raw->connection) != CONNECTION_OK) exit(1);
    prepare(raw->connection, "find",
            "SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start "
            "FROM user_stats WHERE username = $1");
    prepare(raw->connection, "insert", "INSERT INTO recent_chat (timestamp, username, message) VALUES ($1, $2, $3)");
    prepare(raw->connection, "all", "SELECT id, timestamp, username, message FROM recent_chat");
    prepare(raw->connection, "update", "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1 WHERE username = $1");
    raw->names = texts("user%d", users);
    raw->messages = texts("this is chat message number %d", rows);
    raw->users = users;
    return raw;
}

void raw_server_close(raw_server *raw) {
    PQfinish(raw->connection);
    free(raw->names);
    free(raw->messages);
    free(raw);
}

static int64_t integer(PGresult *result, int row, int column) {
    uint64_t value;
    memcpy(&value, PQgetvalue(result, row, column), sizeof value);
    return (int64_t)be64toh(value);
}

static PGresult *by_name(raw_server *raw, const char *statement, int i) {
    struct text *name = &raw->names[(int64_t)i * 7919 % raw->users];
    const char *value = name->bytes;
    int length = name->length, format = 1;
    return PQexecPrepared(raw->connection, statement, 1, &value, &length, &format, 1);
}

struct user {
    char username[51];
    int64_t first_seen, last_seen, lines, connected, session;
    int has_session;
};

int64_t raw_server_point_selects(raw_server *raw, int count, int in_transaction) {
    int64_t sum = 0;
    if (in_transaction && !run(raw, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")) return -1;
    for (int i = 0; i < count; i++) {
        PGresult *result = by_name(raw, "find", i);
        if (PQntuples(result) != 1) return -1;
        struct user user;
        int bytes = PQgetlength(result, 0, 0);
        if (bytes > 50) return -1;
        memcpy(user.username, PQgetvalue(result, 0, 0), (size_t)bytes);
        user.username[bytes] = 0;
        user.first_seen = integer(result, 0, 1);
        user.last_seen = integer(result, 0, 2);
        user.lines = integer(result, 0, 3);
        user.connected = integer(result, 0, 4);
        user.has_session = !PQgetisnull(result, 0, 5);
        user.session = user.has_session ? integer(result, 0, 5) : 0;
        PQclear(result);
        sum += user.first_seen + bytes;
    }
    if (in_transaction && !run(raw, "COMMIT")) return -1;
    return sum;
}

int64_t raw_server_updates(raw_server *raw, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        PGresult *result = by_name(raw, "update", i);
        sum += atoi(PQcmdTuples(result));
        PQclear(result);
    }
    return sum;
}

int64_t raw_server_inserts(raw_server *raw, int count) {
    if (!run(raw, "BEGIN") || !run(raw, "TRUNCATE recent_chat")) return -1;
    int formats[] = {1, 1, 1};
    for (int i = 0; i < count; i++) {
        struct text *name = &raw->names[i % 1000], *message = &raw->messages[i];
        uint64_t timestamp = htobe64((uint64_t)(1790000000 + i));
        const char *values[] = {(char *)&timestamp, name->bytes, message->bytes};
        int lengths[] = {8, name->length, message->length};
        PGresult *result = PQexecPrepared(raw->connection, "insert", 3, values, lengths, formats, 1);
        int isDone = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!isDone) return -1;
    }
    return run(raw, "COMMIT") ? count : -1;
}

struct chat {
    int64_t id, timestamp;
    char *username, *message;
};

static char *copy_text(PGresult *result, int row, int column) {
    int bytes = PQgetlength(result, row, column);
    char *copy = malloc((size_t)bytes + 1);
    if (copy == NULL) exit(1);
    memcpy(copy, PQgetvalue(result, row, column), (size_t)bytes);
    copy[bytes] = 0;
    return copy;
}

int64_t raw_server_fetch_all(raw_server *raw) {
    PGresult *result = PQexecPrepared(raw->connection, "all", 0, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) return -1;
    int count = PQntuples(result);
    struct chat *rows = malloc((size_t)count * sizeof *rows + 1);
    if (rows == NULL) exit(1);
    for (int i = 0; i < count; i++) {
        rows[i].id = integer(result, i, 0);
        rows[i].timestamp = integer(result, i, 1);
        rows[i].username = copy_text(result, i, 2);
        rows[i].message = copy_text(result, i, 3);
    }
    PQclear(result);
    int64_t sum = count;
    for (int i = 0; i < count; i++) {
        sum += rows[i].timestamp;
        free(rows[i].username);
        free(rows[i].message);
    }
    free(rows);
    return sum;
}
