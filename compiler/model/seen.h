// States that the walk has come by, so that no way is gone twice.
#ifndef MODEL_SEEN_H
#define MODEL_SEEN_H

#include "model/state.h"

// What is still to come from a state: the rollbacks of the phases before a place, or the phases
// from there on.
enum seen_way { SEEN_ON_THE_WAY_BACK, SEEN_ON_THE_WAY_AGAIN };

struct seen_place {
    enum seen_way way;
    unsigned phase;        // the index of the one that begins at the place
    bool is_loss_admitted; // what was lost on the way there was stated
};

struct seen_entry {
    struct seen_place place;
    const struct state *state; // NULL: free
    uint64_t hash;
};

struct seen {
    struct arena *arena;
    const struct world *world;
    struct seen_entry *entries; // a power of two, at most half of them used
    size_t capacity, count;
};

// True the first time that an equal state is at the place.
bool seen_add(struct seen *seen, const struct seen_place *place, const struct state *state);

#endif
