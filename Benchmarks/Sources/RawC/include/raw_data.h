#pragma once
#include <stdint.h>

/// What all workloads work with: users "user0" … and chat messages with the timestamps `first_time` + i.
enum { users = 10000, rows = 100000, chatters = 1000, first_time = 1790000000 };

struct text {
    int length;
    char bytes[60];
};

/// Texts that are made before the clock runs, as the other contestants' are.
struct texts {
    struct text *names, *messages;
};
struct texts make_texts(void);
void free_texts(struct texts texts);

/// The user that operation `i` is about.
static inline int user_of(int64_t i) { return (int)(i * 7919 % users); }
/// The first timestamp that operation `i` of W4 asks for, of those from `start` on.
static inline int64_t time_of(int64_t i, int64_t start) { return first_time + start + i * 7919 % (rows - 10); }

/// Gives memory that has been freed back to the system, so that its use anew is seen from outside.
void give_memory_back(void);

/// Keeps memory that is freed from now on, up to blocks of 32 MB.
void keep_freed_memory(void);

/// W8: what eight readers and a writer have done in a second, in microseconds.
struct concurrency {
    double reads_per_second, p50, p99, writes_per_second;
};

/// Runs `step` in a loop on nine threads, each with a connection of its own that `open` makes: the first writes, the
/// others read.
struct concurrency run_concurrently(
    const char *address, double seconds, void *(*open)(const char *), void (*close)(void *),
    int (*step)(void *connection, int is_write, int64_t i));
