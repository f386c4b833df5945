// Inside the exploration: what the walk keeps, and what it asks in each state.
#ifndef MODEL_EXPLORER_H
#define MODEL_EXPLORER_H

#include "model/explore.h"

// What is known of a phase once it was gone through.
struct passage {
    const struct state *begin;
    ARRAY_OF(const struct state *) inside; // behind each event, and half-way through it
    struct event restore;                  // the event of its `rollback restore`
};

struct explorer {
    struct arena *arena;
    const struct world *world;
    const struct plan *plan;
    const struct line *lines;
    struct passage *passages; // by phase->index
    struct exploration *result;
    size_t looks, breaches;
    const struct phase *from, *undone;
    const struct event *inside;
    bool is_loss_admitted; // by a rollback on the way
};

struct breach *explorer_add(struct explorer *explorer, enum breach_kind kind,
                            const struct state *state);

// Records what must not be in the state, and was not in the one before it.
void explorer_check(struct explorer *explorer, const struct state *state);

#endif
