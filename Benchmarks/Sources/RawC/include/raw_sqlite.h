#pragma once
#include "raw_data.h"

/// The workloads in plain C, as fast as the library goes: each statement prepared once, text bound without a copy.
typedef struct raw_sqlite raw_sqlite;

/// - Parameter exclusive: whether the connection owns the file (`locking_mode=EXCLUSIVE`).
raw_sqlite *raw_sqlite_open(const char *path, int exclusive);
void raw_sqlite_close(raw_sqlite *raw);
/// Does a workload, and returns a checksum of what it read or wrote; -1 for any failure.
int64_t raw_sqlite_run(raw_sqlite *raw, const char *workload, int count, int64_t start);
/// Moves all of the write-ahead log into the file; returns whether that went well.
int raw_sqlite_checkpoint(raw_sqlite *raw);
struct concurrency raw_sqlite_concurrent(const char *path, double seconds);
