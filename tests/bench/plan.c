// How long belay takes to make the model of a plan: its schemas, and the walk over its states.
// usage: bench-plan PLAN
//
// What is printed are medians, in milliseconds.
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 9 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

struct times {
    double read[ROUNDS], schemas[ROUNDS], model[ROUNDS];
};

// False where the plan cannot be read.
static bool run(struct arena *arena, const struct source_file *source,
                struct source_map *sources, struct times *times, unsigned round)
{
    struct unit unit;
    double began = now();
    unit_init(&unit, sources, source);
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    times->read[round] = now() - began;
    if (unit.diagnostics.list.first)
        return false;
    began = now();
    schemas_read(arena, unit.plan);
    times->schemas[round] = now() - began;
    began = now();
    const struct exploration *exploration = model_of(&unit)->exploration;
    times->model[round] = now() - began - times->schemas[round];
    if (round == 0)
        printf("a plan of %u phases: %zu states, %zu looks%s\n", unit.plan->phase_count,
               exploration->states, exploration->looks,
               exploration->is_cut ? ", too large to be walked" : "");
    arena_release(&unit.arena);
    return true;
}

static void print(const char *title, double *times)
{
    qsort(times, ROUNDS, sizeof *times, compare);
    printf("  %-28s %9.1f ms\n", title, times[ROUNDS / 2]);
}

int main(int count, char **arguments)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct times times;
    if (count != 2) {
        fprintf(stderr, "usage: bench-plan PLAN\n");
        return 2;
    }
    enum { MAX_SIZE = 1 << 24 };
    struct str problem;
    const struct source_file *source =
        source_read(&sources, arguments[1], str_of(arguments[1]), MAX_SIZE, &problem);
    bool is_read = source != NULL;
    for (unsigned round = 0; round < ROUNDS && is_read; round++)
        is_read = run(&arena, source, &sources, &times, round);
    if (!is_read) {
        fprintf(stderr, "bench-plan: %s cannot be read\n", arguments[1]);
        return 1;
    }
    print("read and bind", times.read);
    print("read and apply its schemas", times.schemas);
    print("the rest of the model", times.model);
    arena_release(&arena);
    return 0;
}
