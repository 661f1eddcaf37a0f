#include "raw_postgresql.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct raw_postgresql {
    PGconn *connection;
    struct texts texts;
};

static void prepare(PGconn *connection, const char *name, const char *sql) {
    PGresult *result = PQprepare(connection, name, sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s: %s\n", sql, PQerrorMessage(connection));
        exit(1);
    }
    PQclear(result);
}

static int run(raw_postgresql *raw, const char *sql) {
    PGresult *result = PQexec(raw->connection, sql);
    int is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return is_done;
}

raw_postgresql *raw_postgresql_open(const char *address) {
    raw_postgresql *raw = calloc(1, sizeof *raw);
    if (raw == NULL) exit(1);
    PGconn *connection = raw->connection = PQconnectdb(address);
    if (PQstatus(connection) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(connection));
        exit(1);
    }
    prepare(connection, "find",
            "SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start "
            "FROM user_stats WHERE username = $1");
    prepare(connection, "insert", "INSERT INTO recent_chat (timestamp, username, message) VALUES ($1, $2, $3)");
    prepare(connection, "all", "SELECT id, timestamp, username, message FROM recent_chat");
    prepare(connection, "page", "SELECT id, timestamp, username, message FROM recent_chat WHERE timestamp >= $1 "
                                "ORDER BY timestamp LIMIT 10");
    prepare(connection, "add", "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1 WHERE username = $1");
    prepare(connection, "upsert",
            "INSERT INTO user_stats (username, first_seen, last_seen, total_chat_lines, total_time_connected, "
            "current_session_start) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (username) DO UPDATE SET "
            "first_seen = excluded.first_seen, last_seen = excluded.last_seen, "
            "total_chat_lines = excluded.total_chat_lines, total_time_connected = excluded.total_time_connected, "
            "current_session_start = excluded.current_session_start");
    prepare(connection, "seen", "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1, last_seen = $2 "
                                "WHERE username = $1");
    prepare(connection, "expire", "DELETE FROM recent_chat WHERE timestamp < $1");
    prepare(connection, "begin", "BEGIN");
    prepare(connection, "commit", "COMMIT");
    raw->texts = make_texts();
    return raw;
}

void raw_postgresql_close(raw_postgresql *raw) {
    PQfinish(raw->connection);
    free_texts(raw->texts);
    free(raw);
}

/// The parameters of one statement.
struct values {
    int count;
    int64_t numbers[6];
    const char *bytes[6];
    int lengths[6];
};

static void add_text(struct values *values, const struct text *text) {
    values->bytes[values->count] = text->bytes;
    values->lengths[values->count++] = text->length;
}

static void add_number(struct values *values, int64_t number) {
    values->numbers[values->count] = (int64_t)htobe64((uint64_t)number);
    values->bytes[values->count] = (char *)&values->numbers[values->count];
    values->lengths[values->count++] = 8;
}

static void add_null(struct values *values) {
    values->bytes[values->count] = NULL;
    values->lengths[values->count++] = 0;
}

static const int binary[] = {1, 1, 1, 1, 1, 1};

static PGresult *execute(raw_postgresql *raw, const char *statement, const struct values *values) {
    return PQexecPrepared(raw->connection, statement, values->count, values->bytes, values->lengths, binary, 1);
}

static int send(raw_postgresql *raw, const char *statement, const struct values *values) {
    return PQsendQueryPrepared(raw->connection, statement, values->count, values->bytes, values->lengths, binary, 1);
}

/// How many rows a command has changed, of its result, which is freed; -1 for a failure.
static int changes(PGresult *result) {
    int count = PQresultStatus(result) == PGRES_COMMAND_OK ? atoi(PQcmdTuples(result)) : -1;
    PQclear(result);
    return count;
}

/// The next result of a pipeline.
static PGresult *next(raw_postgresql *raw) {
    PGresult *result = PQgetResult(raw->connection);
    if (PQresultStatus(result) != PGRES_PIPELINE_SYNC) PQclear(PQgetResult(raw->connection));
    return result;
}

static int64_t integer(PGresult *result, int row, int column) {
    uint64_t value;
    memcpy(&value, PQgetvalue(result, row, column), sizeof value);
    return (int64_t)be64toh(value);
}

struct user {
    char username[51];
    int64_t first_seen, last_seen, lines, connected, session;
    int has_session;
};

/// Reads and frees the user in a result; returns how long the name is.
static int read_user(PGresult *result, struct user *user) {
    int bytes = PQntuples(result) == 1 ? PQgetlength(result, 0, 0) : 0;
    if (bytes > 50 || bytes == 0) return 0;
    memcpy(user->username, PQgetvalue(result, 0, 0), (size_t)bytes);
    user->username[bytes] = 0;
    user->first_seen = integer(result, 0, 1);
    user->last_seen = integer(result, 0, 2);
    user->lines = integer(result, 0, 3);
    user->connected = integer(result, 0, 4);
    user->has_session = !PQgetisnull(result, 0, 5);
    user->session = user->has_session ? integer(result, 0, 5) : 0;
    PQclear(result);
    return bytes;
}

static struct values key(raw_postgresql *raw, int number) {
    struct values values = {0};
    add_text(&values, &raw->texts.names[number]);
    return values;
}

static int64_t point_selects(raw_postgresql *raw, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        struct values values = key(raw, user_of(i));
        struct user user;
        int bytes = read_user(execute(raw, "find", &values), &user);
        if (bytes == 0) return -1;
        sum += user.first_seen + bytes;
    }
    return sum;
}

static int64_t pipelined_selects(raw_postgresql *raw, int count) {
    int64_t sum = 0;
    for (int start = 0; start < count; start += 100) {
        for (int i = start; i < start + 100; i++) {
            struct values values = key(raw, user_of(i));
            // Each is a transaction of its own.
            if (!send(raw, "find", &values) || !PQpipelineSync(raw->connection)) return -1;
        }
        for (int i = start; i < start + 100; i++) {
            struct user user;
            int bytes = read_user(next(raw), &user);
            if (bytes == 0) return -1;
            sum += user.first_seen + bytes;
            PQclear(next(raw));
        }
    }
    return sum;
}

static void chat_values(raw_postgresql *raw, int64_t time, int i, struct values *values) {
    *values = (struct values){0};
    add_number(values, time);
    add_text(values, &raw->texts.names[i % chatters]);
    add_text(values, &raw->texts.messages[i % rows]);
}

static int64_t inserts(raw_postgresql *raw, int count) {
    if (!run(raw, "BEGIN")) return -1;
    for (int i = 0; i < count; i++) {
        struct values values;
        chat_values(raw, first_time + i, i, &values);
        if (changes(execute(raw, "insert", &values)) != 1) return -1;
    }
    return run(raw, "COMMIT") ? count : -1;
}

static int64_t copies(raw_postgresql *raw, int count) {
    PGresult *result =
        PQexec(raw->connection, "COPY recent_chat (timestamp, username, message) FROM STDIN (FORMAT binary)");
    if (PQresultStatus(result) != PGRES_COPY_IN) return -1;
    PQclear(result);
    static char buffer[65536];
    size_t used = 19;
    memcpy(buffer, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", used);
    for (int i = 0; i < count; i++) {
        struct values values;
        chat_values(raw, first_time + i, i, &values);
        uint16_t fields = htobe16(3);
        memcpy(buffer + used, &fields, 2);
        used += 2;
        for (int field = 0; field < 3; field++) {
            uint32_t length = htobe32((uint32_t)values.lengths[field]);
            memcpy(buffer + used, &length, 4);
            memcpy(buffer + used + 4, values.bytes[field], (size_t)values.lengths[field]);
            used += 4 + (size_t)values.lengths[field];
        }
        if (used > sizeof buffer - 256 || i == count - 1) {
            if (PQputCopyData(raw->connection, buffer, (int)used) != 1) return -1;
            used = 0;
        }
    }
    uint16_t end = 0xffff;
    if (PQputCopyData(raw->connection, (char *)&end, 2) != 1 || PQputCopyEnd(raw->connection, NULL) != 1) return -1;
    if (changes(PQgetResult(raw->connection)) != count) return -1;
    while ((result = PQgetResult(raw->connection)) != NULL) PQclear(result);
    return count;
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

/// Reads the rows of a result, which is freed, into an array of structs, and adds their timestamps to their number.
static int64_t fetch(PGresult *result) {
    if (PQresultStatus(result) != PGRES_TUPLES_OK) return -1;
    int count = PQntuples(result);
    struct chat *chat = malloc((size_t)count * sizeof *chat + 1);
    if (chat == NULL) exit(1);
    for (int i = 0; i < count; i++) {
        chat[i].id = integer(result, i, 0);
        chat[i].timestamp = integer(result, i, 1);
        chat[i].username = copy_text(result, i, 2);
        chat[i].message = copy_text(result, i, 3);
    }
    PQclear(result);
    int64_t sum = count;
    for (int i = 0; i < count; i++) {
        sum += chat[i].timestamp;
        free(chat[i].username);
        free(chat[i].message);
    }
    free(chat);
    return sum;
}

static int64_t pages(raw_postgresql *raw, int count, int64_t start) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        struct values values = {0};
        add_number(&values, time_of(i, start));
        sum += fetch(execute(raw, "page", &values));
    }
    return sum;
}

static int add(raw_postgresql *raw, int number) {
    struct values values = key(raw, number);
    return changes(execute(raw, "add", &values));
}

static int64_t adds(raw_postgresql *raw, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) sum += add(raw, user_of(i));
    return sum;
}

static void upsert_values(raw_postgresql *raw, int i, struct values *values) {
    *values = (struct values){0};
    add_text(values, &raw->texts.names[i % users]);
    add_number(values, i % users);
    add_number(values, first_time + i);
    add_number(values, 0);
    add_number(values, 0);
    add_null(values);
}

static int64_t upserts(raw_postgresql *raw, int count) {
    if (!run(raw, "BEGIN")) return -1;
    for (int i = 0; i < count; i++) {
        struct values values;
        upsert_values(raw, i, &values);
        if (changes(execute(raw, "upsert", &values)) != 1) return -1;
    }
    return run(raw, "COMMIT") ? count : -1;
}

static int64_t pipelined_upserts(raw_postgresql *raw, int count) {
    struct values none = {0};
    int64_t sum = 0;
    if (!send(raw, "begin", &none)) return -1;
    for (int start = 0; start < count; start += 100) {
        for (int i = start; i < start + 100; i++) {
            struct values values;
            upsert_values(raw, i, &values);
            if (!send(raw, "upsert", &values)) return -1;
        }
        if (!PQpipelineSync(raw->connection)) return -1;
        if (start == 0) PQclear(next(raw));
        for (int i = start; i < start + 100; i++) sum += changes(next(raw));
        PQclear(next(raw));
    }
    if (!send(raw, "commit", &none) || !PQpipelineSync(raw->connection)) return -1;
    PQclear(next(raw));
    PQclear(next(raw));
    return sum;
}

/// The three statements of a message, in a transaction.
static int64_t messages(raw_postgresql *raw, int count, int64_t start, int is_pipelined) {
    static const char *names[] = {"begin", "seen", "insert", "expire", "commit"};
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        int64_t time = first_time + start + rows + i;
        struct values values[5] = {0};
        add_text(&values[1], &raw->texts.names[user_of(i)]);
        add_number(&values[1], time);
        chat_values(raw, time, i, &values[2]);
        add_number(&values[3], time - rows + 1);
        int changed[5];
        if (is_pipelined) {
            for (int step = 0; step < 5; step++) {
                if (!send(raw, names[step], &values[step])) return -1;
            }
            if (!PQpipelineSync(raw->connection)) return -1;
            for (int step = 0; step < 5; step++) changed[step] = changes(next(raw));
            PQclear(next(raw));
        } else {
            for (int step = 0; step < 5; step++) changed[step] = changes(execute(raw, names[step], &values[step]));
        }
        if (changed[2] != 1 || changed[4] < 0) return -1;
        sum += changed[1] + changed[3];
    }
    return sum;
}

int64_t raw_postgresql_run(raw_postgresql *raw, const char *workload, int count, int64_t start) {
    if (strcmp(workload, "W1") == 0) return point_selects(raw, count);
    if (strcmp(workload, "W1b") == 0) {
        if (!run(raw, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")) return -1;
        int64_t sum = point_selects(raw, count);
        return run(raw, "COMMIT") ? sum : -1;
    }
    if (strncmp(workload, "W2", 2) == 0) return inserts(raw, count);
    if (strcmp(workload, "W3") == 0) return fetch(PQexecPrepared(raw->connection, "all", 0, NULL, NULL, NULL, 1));
    if (strcmp(workload, "W4") == 0) return pages(raw, count, start);
    if (strncmp(workload, "W5", 2) == 0) return adds(raw, count);
    if (strncmp(workload, "W6", 2) == 0) return upserts(raw, count);
    if (strcmp(workload, "W7") == 0) return messages(raw, count, start, 0);
    return -1;
}

int64_t raw_postgresql_run_pipelined(raw_postgresql *raw, const char *workload, int count, int64_t start) {
    if (strncmp(workload, "W2", 2) == 0) return copies(raw, count);
    PQenterPipelineMode(raw->connection);
    int64_t sum = -1;
    if (strcmp(workload, "W1") == 0) sum = pipelined_selects(raw, count);
    if (strncmp(workload, "W6", 2) == 0) sum = pipelined_upserts(raw, count);
    if (strcmp(workload, "W7") == 0) sum = messages(raw, count, start, 1);
    PQexitPipelineMode(raw->connection);
    return sum;
}

int raw_postgresql_compact(raw_postgresql *raw) {
    return run(raw, "VACUUM FULL user_stats, recent_chat") && run(raw, "VACUUM ANALYZE user_stats, recent_chat");
}

static void *open_connection(const char *address) { return raw_postgresql_open(address); }
static void close_connection(void *raw) { raw_postgresql_close(raw); }

static int step(void *raw, int is_write, int64_t i) {
    if (is_write) return add(raw, user_of(i)) == 1;
    struct values values = key(raw, user_of(i));
    struct user user;
    return read_user(execute(raw, "find", &values), &user) > 0;
}

struct concurrency raw_postgresql_concurrent(const char *address, double seconds) {
    return run_concurrently(address, seconds, open_connection, close_connection, step);
}
