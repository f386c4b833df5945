// Events one after the other, each statement of theirs held against the schema that it finds.
#ifndef RULES_SUPPORT_REPLAY_H
#define RULES_SUPPORT_REPLAY_H

#include "rules/support/mistakes.h"

struct replay {
    struct unit *unit;
    const struct diagnostic_kind *kind; // of the mistakes
    struct catalog_session *sessions;   // by store->index: what is there when an event begins
    const struct site *site;            // the last one that was found; all are in plan order
    const struct events *events;
    const struct state **befores; // the state before each of them; NULL: not known
    enum way way;
    // At each action, before it and behind it; NULL: none.
    void (*look)(struct replay *replay, const struct event *event);
    void (*look_behind)(struct replay *replay, const struct event *event);
};

struct replay replay_begin(struct unit *unit, const struct diagnostic_kind *kind, enum way way);

// Reports what the SQL of the events asks of the schema and does not find there. `end` is the state
// behind them; NULL: not known.
void replay_events(struct replay *replay, const struct events *events, const struct state *begin,
                   const struct state *end);

// Looks at an action that makes triggers of a move, or fills it, which is belay's own SQL: both
// ends of the move have to be there, and the columns that the plan's SQL for it names.
void replay_look_at_move(struct replay *replay, const struct event *event);

const struct state *replay_before(const struct replay *replay, const struct event *event);

#endif
