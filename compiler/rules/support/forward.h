// The way forward, statement by statement: the state of the world in which each of them runs, and
// what the versions in service need of a table then.
#ifndef RULES_SUPPORT_FORWARD_H
#define RULES_SUPPORT_FORWARD_H

#include "rules/rule.h"

struct forward {
    struct unit *unit;
    const struct state **states; // in their order, from the start
    size_t count, at;
    unsigned misses;
    size_t *cost; // what was looked at: past a bound nothing more is told
};

struct forward forward_begin(struct unit *unit);

// The state before the statement of a step, and the one after its event; NULL where the walk did
// not come so far. Ask in the order of the plan.
const struct state *forward_before(struct forward *forward, const struct locking *locking);
const struct state *forward_after(struct forward *forward, const struct locking *locking);

// Behind all statements of the step that it came to last.
const struct state *forward_step_end(const struct forward *forward);

struct needs_in_force {
    ARRAY_OF(const struct need *) list;
};

// Counts a look at so much; false where a hostile plan has had enough of them.
bool forward_afford(const struct forward *forward, size_t looks);

// What the versions in service in the state need of the table, in the order of the plan.
struct needs_in_force forward_needs(const struct forward *forward, const struct state *state,
                                    const struct store *store, struct sql_name table);

// True where some insert of the version into the table gives the column a value.
bool version_gives(const struct forward *forward, const struct need *need, struct str column);

// The first use of the column by a version that has been in service since before the plan began,
// which was not written for what the plan makes of it; NULL where there is none.
const struct need *forward_old_use(const struct forward *forward, const struct state *state,
                                   const struct store *store, struct sql_name table,
                                   struct str column);

// "web v1"
struct str need_version(struct unit *unit, const struct need *need);

// Shows where the version says that it needs it: "'web v1' reads it here".
void diagnostic_add_need(struct unit *unit, struct diagnostic *finding, const struct need *need);

// The deploy or retirement behind the state that takes the version out of service; NULL where
// nothing does.
const struct event *forward_end_of(const struct forward *forward, const struct state *state,
                                   const struct version *version);

#endif
