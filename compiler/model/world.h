// Inside the states: what all of them have in common.
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include "model/root.h"

// What the SQL of an event makes of a catalog: done once, however often the walk comes by.
struct sql_run {
    struct sql_run *next;
    const struct catalog *before, *after;
    const struct sql_statement *refused;
    struct str reason;
    struct catalog_absence absence;
    bool is_unsure;
    // Of one that is refused, where somebody asked:
    const struct catalog *brought; // what is there behind it where nothing is known before
    struct grounds *grounds;
};

struct world {
    struct arena *arena;
    const struct plan *plan;
    const struct needs *needs;
    struct reach *reach;
    const struct state *start;
    LIST_OF(sql_run) *runs; // by event->index
    struct index equals;    // by the addresses of two catalogs: the second where they are equal, …
                            // … else the first
    struct index roots;     // struct diagnostic_root, by what it is about
    size_t cost;
    size_t looks_back; // at states, for what breaches rest on
};

static inline unsigned world_catalog_index(const struct world *world, const struct store *store)
{
    return store ? store->index : world->plan->store_count;
}

#endif
