// States that the walk has come by, so that no way is gone twice.
#ifndef MODEL_SEEN_H
#define MODEL_SEEN_H

#include "model/state.h"

// What is still to come from a state.
enum seen_way {
    SEEN_IN_A_ROLLBACK,    // this event of it, and those behind it, and what comes then
    SEEN_ON_THE_WAY_BACK,  // the rollbacks of the phases before this one
    SEEN_ON_THE_WAY_AGAIN, // the phases from this one on
};

// The bit of a move in a set of moves; those past the 63rd share one.
static inline uint64_t move_bit(const struct move *move)
{
    return (uint64_t)1 << (move->index < 63 ? move->index : 63);
}

struct seen_place {
    enum seen_way way;
    unsigned at;           // event->index, phase->index
    uint64_t admitted;     // the moves of which a loss on the way there was stated: move_bit()
    bool is_unsure;        // what was done on the way there is not known
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

// True the first time that an equal state is at the place, but where it was there with nothing
// lost and all known: nothing new can come of it then.
bool seen_add(struct seen *seen, const struct seen_place *place, const struct state *state);

#endif
