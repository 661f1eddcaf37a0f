// Tells the thread sanitizer what it cannot see of Swift on Linux, where the libraries of Swift are compiled without
// it. Programs are linked with the functions below in place of those of the libraries, which they call. Nothing is
// suppressed: accesses that no lock and no continuation puts in order are reported as before. RaceProof.swift shows
// both.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define ASYNC __attribute__((swiftasynccall))
#define CONTEXT __attribute__((swift_async_context))

// The library's function, or none in a program that has not loaded the library.
static void *function(const char *name, const char *neighbour) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found && dlsym(RTLD_NEXT, neighbour)) {
        fprintf(stderr, "This Swift has no %s: see Tests/Support/Sanitizers/SwiftForThreadSanitizer.c\n", name);
        abort();
    }
    return found;
}

// A Mutex that is free is taken and let go by an atomic operation in its caller, where the sanitizer sees it. One that
// a thread waits for is taken and let go by the kernel (FUTEX_LOCK_PI), on behalf of three functions of
// libswiftSynchronization: _MutexHandle._lockSlow(_: UInt32), _tryLockSlow() -> Bool and _unlockSlow().
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TYPE_OF_HANDLE "$s15Synchronization12_MutexHandleVMn"

static SWIFT void (*library_lock)(uint32_t thread, SELF void *handle);
static SWIFT bool (*library_try_lock)(SELF void *handle);
static SWIFT void (*library_unlock)(SELF void *handle);

SWIFT void mutex_lock(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT bool mutex_try_lock(SELF void *handle) __asm__(TRY_LOCK);
SWIFT void mutex_unlock(SELF void *handle) __asm__(UNLOCK);

SWIFT void mutex_lock(uint32_t thread, SELF void *handle) {
    library_lock(thread, handle);
    __tsan_acquire(handle);
}

SWIFT bool mutex_try_lock(SELF void *handle) {
    bool is_taken = library_try_lock(handle);
    if (is_taken) __tsan_acquire(handle);
    return is_taken;
}

SWIFT void mutex_unlock(SELF void *handle) {
    __tsan_release(handle);
    library_unlock(handle);
}

// Resuming a continuation tells the sanitizer so, in the name of the task, and so does a task that begins to run again.
// One that need not be suspended, because it was resumed before it came to wait, goes on without a word:
// libswift_Concurrency calls what comes next from within swift_continuation_await, on the same thread.
#define AWAIT "swift_continuation_await"
#define CURRENT_TASK "swift_task_getCurrent"

struct context {
    struct context *parent;
    ASYNC void (*next)(CONTEXT struct context *context);
};

static ASYNC void (*library_await)(struct context *context);
static SWIFT void *(*current_task)(void);
static _Thread_local ASYNC void (*next_of_await)(CONTEXT struct context *context);

static ASYNC void resumed_before(CONTEXT struct context *context) {
    __tsan_acquire(current_task());
    context->next = next_of_await;
    return context->next(context);
}

// Its context is an argument like any other.
ASYNC void continuation_await(struct context *context) __asm__(AWAIT);
ASYNC void continuation_await(struct context *context) {
    next_of_await = context->next;
    context->next = resumed_before;
    return library_await(context);
}

__attribute__((constructor)) static void find_functions(void) {
    library_lock = (SWIFT void (*)(uint32_t, SELF void *))function(LOCK, TYPE_OF_HANDLE);
    library_try_lock = (SWIFT bool (*)(SELF void *))function(TRY_LOCK, TYPE_OF_HANDLE);
    library_unlock = (SWIFT void (*)(SELF void *))function(UNLOCK, TYPE_OF_HANDLE);
    library_await = (ASYNC void (*)(struct context *))function(AWAIT, "swift_continuation_init");
    current_task = (SWIFT void *(*)(void))function(CURRENT_TASK, "swift_continuation_init");
}
