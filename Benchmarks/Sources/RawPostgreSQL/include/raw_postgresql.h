#pragma once
#include <stdint.h>

/// The workloads in plain C over libpq: blocking calls, statements prepared once, binary both ways.
/// Each returns a checksum of what it read or wrote, or -1 for any failure.
typedef struct raw_server raw_server;

raw_server *raw_server_open(const char *address, int users, int rows);
void raw_server_close(raw_server *server);
/// W1: `count` users by their key, one after another. With `in_transaction`, W1b.
int64_t raw_server_point_selects(raw_server *server, int count, int in_transaction);
/// W2: empties recent_chat and inserts `count` rows in one transaction, a round trip each.
int64_t raw_server_inserts(raw_server *server, int count);
/// W3: reads all of recent_chat into an array of structs.
int64_t raw_server_fetch_all(raw_server *server);
/// W5: `count` times one more line for a user, a transaction each.
int64_t raw_server_updates(raw_server *server, int count);
