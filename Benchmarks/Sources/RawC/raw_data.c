#include "raw_data.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static struct text *texts_of(const char *format, int count) {
    struct text *texts = calloc((size_t)count, sizeof *texts);
    if (texts == NULL) exit(1);
    for (int i = 0; i < count; i++) texts[i].length = snprintf(texts[i].bytes, sizeof texts[i].bytes, format, i);
    return texts;
}

void give_memory_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void keep_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

struct texts make_texts(void) {
    return (struct texts){texts_of("user%d", users), texts_of("this is chat message number %d", rows)};
}

void free_texts(struct texts texts) {
    free(texts.names);
    free(texts.messages);
}

enum { readers = 8, buckets = 1000000 };

struct worker {
    pthread_t thread;
    void *connection;
    int (*step)(void *connection, int is_write, int64_t i);
    int number;
    double end;
    int64_t count;
    /// How many steps took so many tenths of a microsecond.
    uint32_t *times;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *work(void *context) {
    struct worker *worker = context;
    double begin = now();
    for (int64_t i = worker->number; begin < worker->end; i++) {
        if (!worker->step(worker->connection, worker->number == 0, i)) return NULL;
        double end = now();
        int bucket = (int)((end - begin) * 1e7);
        worker->times[bucket < buckets ? bucket : buckets - 1]++;
        worker->count++;
        begin = end;
    }
    return NULL;
}

/// Below how many microseconds so many of the steps took.
static double percentile(const uint32_t *times, int64_t count, double part) {
    int64_t seen = 0;
    for (int i = 0; i < buckets; i++) {
        seen += times[i];
        if ((double)seen >= (double)count * part) return i / 10.0;
    }
    return buckets / 10.0;
}

struct concurrency run_concurrently(
    const char *address, double seconds, void *(*open)(const char *), void (*close)(void *),
    int (*step)(void *connection, int is_write, int64_t i)) {
    struct worker workers[readers + 1];
    for (int i = 0; i <= readers; i++) {
        workers[i] = (struct worker){.connection = open(address), .step = step, .number = i};
        workers[i].times = calloc(buckets, sizeof *workers[i].times);
        if (workers[i].connection == NULL || workers[i].times == NULL) exit(1);
    }
    double end = now() + seconds;
    for (int i = 0; i <= readers; i++) {
        workers[i].end = end;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i <= readers; i++) pthread_join(workers[i].thread, NULL);
    int64_t reads = 0;
    for (int i = 1; i <= readers; i++) {
        reads += workers[i].count;
        if (i > 1) {
            for (int bucket = 0; bucket < buckets; bucket++) workers[1].times[bucket] += workers[i].times[bucket];
        }
    }
    struct concurrency result = {
        .reads_per_second = (double)reads / seconds,
        .p50 = percentile(workers[1].times, reads, 0.5),
        .p99 = percentile(workers[1].times, reads, 0.99),
        .writes_per_second = (double)workers[0].count / seconds,
    };
    for (int i = 0; i <= readers; i++) {
        close(workers[i].connection);
        free(workers[i].times);
    }
    return result;
}
