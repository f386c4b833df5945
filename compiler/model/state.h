// One state of the world that a plan can be in: the schema of each store, the versions in
// service, the flags.
//
// A state is never changed. What an event leaves as it is, the states before and after share.
#ifndef MODEL_STATE_H
#define MODEL_STATE_H

#include "model/move-state.h"
#include "model/needs.h"

struct state {
    const struct state *before; // NULL: the start
    const struct event *event;  // that leads here from there
    bool is_half;               // the event is rolling, and half done
    bool is_back;               // it is an event of a rollback
    const struct catalog *const *catalogs; // by store->index, and behind them that of no store
    const bool *live;                      // by version->index
    const struct flag_range *flags;        // by flag->index
    const struct move_state *moves;        // by move->index
    unsigned depth;                        // events from the start
};

// What became of the SQL of an event.
struct event_result {
    const struct state *half; // NULL where the event is atomic
    const struct state *after;
    const struct sql_statement *refused; // that the engine does not take; NULL for none
    struct str reason;                   // of the refusal
    bool is_unsure;                      // whether the engine takes it is not known
};

struct world; // what all states have in common: world_new()

// `schemas` are those of the start: schemas_read().
struct world *world_new(struct arena *arena, const struct plan *plan,
                        const struct catalog *const *schemas);
const struct state *world_start(const struct world *world);
const struct needs *world_needs(const struct world *world, const struct version *version);
const struct plan *world_plan(const struct world *world);

// The catalog of a store in a state; that of no store for NULL.
const struct catalog *state_catalog(const struct world *world, const struct state *state,
                                    const struct store *store);

// Does the event. A statement that the engine refuses leaves its transaction undone.
struct event_result state_apply(struct arena *arena, const struct world *world,
                                const struct state *before, const struct event *event,
                                bool is_back);

// The store as it was in another state: a backup is restored.
const struct state *state_restore(struct arena *arena, const struct world *world,
                                  const struct state *before, const struct event *event,
                                  const struct store *store, const struct state *then);

// True where versions, flags and schemas are the same, as far as they are known.
bool state_equal(struct arena *arena, const struct world *world, const struct state *a,
                 const struct state *b);

// True where the version is in service and its use asked at this percentage of its flag.
bool state_needs(const struct state *state, const struct need *need);

#endif
