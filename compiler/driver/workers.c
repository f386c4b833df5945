//! diagnostic  internal-error
//! code        SYN021
//! level       error
//! since       0.1
//!
//! The compiler itself failed on an input: it is a mistake in belay, whatever the input holds.
//!
//! ## Why
//!
//! Nothing is known about that input, so the exit status is 3. All others were judged.
//!
//! ## Fails
//!
//! No input should; one that does is worth a report, with the input if it may be shown.
//!
//! ## Passes
//!
//! ````belay
//! plan "p" { }
//! ````

#include "driver/workers.h"

#include "driver/deliver.h"
#include "driver/judge.h"
#include "generated/kinds.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { INPUTS_FOR_A_WORKER = 16, MAX_WORKERS = 256, INPUTS_WITH_PROGRESS = 64 };

struct worker {
    pid_t process;
    int pipe;    // its reading end; -1: the worker is done
    size_t next; // the input whose verdict comes next
    struct output received; // and not yet understood
};

struct pool {
    struct inputs *inputs;
    struct verdict *verdicts;
    struct worker *workers;
    size_t worker_count, done_count;
    bool shows_progress;
};

size_t workers_count(const struct options *options, size_t input_count)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = (input_count + INPUTS_FOR_A_WORKER - 1) / INPUTS_FOR_A_WORKER;
    if (count > (size_t)(processors > 0 ? processors : 1))
        count = (size_t)(processors > 0 ? processors : 1);
    if (options->jobs.is_set)
        count = options->jobs.value < input_count ? options->jobs.value : input_count;
    return count < MAX_WORKERS ? count : MAX_WORKERS;
}

// ---- in the worker

static void judge_input(struct inputs *inputs, const struct input *input, struct output *out)
{
    struct unit unit;
    unit_init(&unit, &inputs->sources, input->file);
    judge(&unit, input->reader, input->settings);
    struct verdict verdict = {
        .diagnostics = unit.diagnostics, .is_unreadable = unit.is_unreadable
    };
    if (!input->is_named && judge_found_no_plan(&unit))
        verdict = (struct verdict){ .has_no_plan = true };
    verdict_write(out, &verdict);
    arena_release(&unit.arena);
}

// A verdict with its length before it.
static bool send(int pipe, struct str bytes)
{
    uint32_t length = (uint32_t)bytes.length;
    return write_fully(pipe, (struct str){ (const char *)&length, sizeof length }) == 0
           && write_fully(pipe, bytes) == 0;
}

static void work(struct pool *pool, size_t first, int pipe)
{
    struct inputs *inputs = pool->inputs;
    for (size_t i = first; i < inputs->count; i += pool->worker_count) {
        struct arena arena = { 0 };
        struct output out = { .arena = &arena };
        if (inputs->items[i].reader)
            judge_input(inputs, &inputs->items[i], &out);
        else
            verdict_write(&out, &(struct verdict){ 0 }); // reported when it was not read
        bool is_sent = send(pipe, output_get(&out));
        arena_release(&arena);
        if (!is_sent)
            return;
    }
}

// ---- in the parent

static bool start(struct pool *pool, struct worker *worker)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    fflush(NULL); // what stands in a buffer would be written twice
    worker->process = fork();
    if (worker->process == 0) {
        for (size_t i = 0; i < pool->worker_count; i++)
            if (pool->workers[i].pipe >= 0)
                close(pool->workers[i].pipe);
        close(ends[0]);
        work(pool, worker->next, ends[1]);
        exit(0);
    }
    close(ends[1]);
    if (worker->process < 0) {
        close(ends[0]);
        return false;
    }
    worker->pipe = ends[0];
    worker->received = (struct output){ .arena = pool->inputs->arena };
    return true;
}

static void show_progress(const struct pool *pool)
{
    if (pool->shows_progress && pool->done_count % INPUTS_FOR_A_WORKER == 0)
        fprintf(stderr, "\r%zu of %zu files", pool->done_count, pool->inputs->count);
}

static void read_verdicts(struct pool *pool, struct worker *worker)
{
    struct str bytes = output_get(&worker->received);
    for (uint32_t length; bytes.length >= sizeof length;) {
        memcpy(&length, bytes.data, sizeof length);
        if (bytes.length - sizeof length < length)
            break;
        struct str body = str_slice(bytes, sizeof length, sizeof length + length);
        verdict_read(pool->inputs->arena, &body, &pool->verdicts[worker->next]);
        bytes = str_from(bytes, sizeof length + length);
        worker->next += pool->worker_count;
        pool->done_count++;
        show_progress(pool);
    }
    if (bytes.length < worker->received.bytes.count)
        memmove(worker->received.bytes.items, bytes.data, bytes.length);
    worker->received.bytes.count = bytes.length;
}

static void report_crash(struct pool *pool, size_t index)
{
    const struct input *input = &pool->inputs->items[index];
    struct verdict *verdict = &pool->verdicts[index];
    *verdict = (struct verdict){ .has_crashed = true, .diagnostics.arena = pool->inputs->arena };
    diagnose(&verdict->diagnostics, &kind_internal_error,
             (struct span){ input->file->base, input->file->base },
             "the compiler failed on '%.*s'", STR_ARGS(input->shown));
}

// The worker's pipe is at its end. Inputs without a verdict mean that it died on the first
// of them.
static bool finish(struct pool *pool, struct worker *worker)
{
    int status = 0;
    close(worker->pipe);
    worker->pipe = -1;
    while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
        continue;
    if (worker->next >= pool->inputs->count) {
        if (status != 0) // it died on its way out
            report_crash(pool, worker->next - pool->worker_count);
        return true;
    }
    report_crash(pool, worker->next);
    worker->next += pool->worker_count;
    return worker->next >= pool->inputs->count || start(pool, worker);
}

static bool read_from(struct pool *pool, struct worker *worker)
{
    char chunk[16 * 1024];
    ssize_t length = read(worker->pipe, chunk, sizeof chunk);
    if (length < 0 && errno == EINTR)
        return true;
    if (length <= 0)
        return finish(pool, worker);
    output_text(&worker->received, chunk, (size_t)length);
    read_verdicts(pool, worker);
    return true;
}

// Reads from all workers, as they come, until all are done.
static bool collect(struct pool *pool)
{
    struct pollfd pipes[MAX_WORKERS];
    for (;;) {
        size_t open_count = 0;
        for (size_t i = 0; i < pool->worker_count; i++) {
            pipes[i] = (struct pollfd){ .fd = pool->workers[i].pipe, .events = POLLIN };
            open_count += pool->workers[i].pipe >= 0;
        }
        if (open_count == 0)
            return true;
        if (poll(pipes, (nfds_t)pool->worker_count, -1) < 0 && errno != EINTR)
            return false;
        for (size_t i = 0; i < pool->worker_count; i++)
            if (pipes[i].fd >= 0 && pipes[i].revents && !read_from(pool, &pool->workers[i]))
                return false;
    }
}

static bool run(struct pool *pool)
{
    for (size_t i = 0; i < pool->worker_count; i++)
        pool->workers[i] = (struct worker){ .pipe = -1, .next = i };
    for (size_t i = 0; i < pool->worker_count; i++)
        if (!start(pool, &pool->workers[i]))
            return false;
    return collect(pool);
}

struct verdict *workers_judge(struct inputs *inputs)
{
    struct pool pool = {
        .inputs = inputs,
        .worker_count = workers_count(inputs->options, inputs->count),
        .shows_progress = inputs->count >= INPUTS_WITH_PROGRESS && !inputs->options->is_quiet
                          && isatty(STDERR_FILENO),
    };
    pool.verdicts = arena_new_many(inputs->arena, struct verdict, inputs->count);
    pool.workers = arena_new_many(inputs->arena, struct worker, pool.worker_count);
    bool is_done = run(&pool);
    if (pool.shows_progress)
        fputs("\r\033[K", stderr);
    if (is_done)
        return pool.verdicts;
    complain("cannot run a worker: %s", strerror(errno));
    return NULL;
}
