#pragma once
#include "raw_data.h"

/// The workloads in plain C over libpq: blocking calls, statements prepared once, binary both ways.
typedef struct raw_postgresql raw_postgresql;

raw_postgresql *raw_postgresql_open(const char *address);
void raw_postgresql_close(raw_postgresql *raw);
/// Does a workload, and returns a checksum of what it read or wrote; -1 for any failure.
int64_t raw_postgresql_run(raw_postgresql *raw, const char *workload, int count, int64_t start);
/// The same with as many statements under way as belong together (100 of independent ones), and with COPY.
int64_t raw_postgresql_run_pipelined(raw_postgresql *raw, const char *workload, int count, int64_t start);
/// Writes the tables anew, without the rows that are gone, and tells the planner what is in them; otherwise it is a matter of
/// luck when the server does something of it by itself. Returns whether it could.
int raw_postgresql_compact(raw_postgresql *raw);
struct concurrency raw_postgresql_concurrent(const char *address, double seconds);
