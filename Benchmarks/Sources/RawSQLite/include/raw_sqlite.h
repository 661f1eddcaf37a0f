#pragma once
#include <stdint.h>

/// The workloads in plain C, as fast as the library goes: each statement prepared once, text bound without a copy.
/// Each returns a checksum of what it read or wrote, or -1 for any failure, and keeps the connection of `open`.
typedef struct raw_database raw_database;

raw_database *raw_open(const char *path, int users, int rows);
void raw_close(raw_database *db);
/// W1: `count` users by their key, one after another. With `in_transaction`, W1b.
int64_t raw_point_selects(raw_database *db, int count, int in_transaction);
/// W2: empties recent_chat and inserts `count` rows in one transaction.
int64_t raw_inserts(raw_database *db, int count);
/// W3: reads all of recent_chat into an array of structs.
int64_t raw_fetch_all(raw_database *db);
