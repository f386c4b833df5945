// One state of the world that a plan can be in: the schema of each store, the versions in
// service, the flags.
//
// A state is never changed. What an event leaves as it is, the states before and after share.
#ifndef MODEL_STATE_H
#define MODEL_STATE_H

#include "model/move-state.h"
#include "model/needs.h"

// Which way leads to a state.
enum way {
    WAY_FORWARD,
    WAY_BACK,  // by an event of a rollback
    WAY_AGAIN, // forward once more, behind a way back
};

struct state {
    const struct state *before; // NULL: the start
    const struct event *event;  // that leads here from there
    enum way way;
    bool is_half;                          // the event is rolling, and half done
    const struct catalog *const *catalogs; // by store->index, and behind them that of no store
    const bool *live;                      // by version->index
    const struct flag_range *flags;        // by flag->index
    const struct move_state *const *moves; // by move->index
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

// `schemas` are those of the start: schemas_read(). `moved`: moved_read().
struct world *world_new(struct arena *arena, const struct plan *plan, const struct line *line,
                        const struct catalog *const *schemas, const struct moved *moved);
const struct state *world_start(const struct world *world);
const struct needs *world_all_needs(const struct world *world);
const struct need_list *world_needs(const struct world *world, const struct version *version);
const struct plan *world_plan(const struct world *world);

// What the verification shows, by move->index.
const struct shown *world_shown(const struct world *world, const struct event *event);

// How much was looked at so far: the caller's bound on hostile plans.
size_t world_cost(const struct world *world);

// True where nobody meets the world as it is in the state.
bool state_is_hidden(const struct state *state);

// The state before it that somebody met; NULL for the start.
const struct state *state_before(const struct state *state);

// The catalog of a store in a state; that of no store for NULL.
const struct catalog *state_catalog(const struct world *world, const struct state *state,
                                    const struct store *store);

// What the need is held against in the state.
struct need_place state_place(const struct world *world, const struct state *state,
                              const struct need *need);

// Does the event. A statement that the engine refuses leaves its transaction undone.
struct event_result state_apply(struct world *world, const struct state *before,
                                const struct event *event, enum way way);

// The store as it was in another state: a backup is restored.
const struct state *state_restore(struct world *world, const struct state *before,
                                  const struct event *event, const struct store *store,
                                  const struct state *then);

// The same state, with the schemas of the other one where they are equal: states are compared
// by them.
const struct state *state_with_schemas(struct world *world, const struct state *state,
                                       const struct state *other);

bool flag_range_equal(const struct flag_range *a, const struct flag_range *b);

// True where all is the same that anything later depends on. Schemas are the same where they
// are one.
bool state_equal(const struct world *world, const struct state *a, const struct state *b);

// A number that is the same for equal states.
uint64_t state_hash(const struct world *world, const struct state *state);

// True where the version is in service and its use asked at this percentage of its flag.
bool state_needs(const struct state *state, const struct need *need);

#endif
