// "did you mean": the nearest of a set of words.
#ifndef DIAGNOSTICS_SUGGEST_H
#define DIAGNOSTICS_SUGGEST_H

#include "base/arena.h"

// A search for the word nearest to `word`, by optimal string alignment distance: the
// number of characters to insert, delete, replace or swap with their neighbour.
struct suggestion {
    struct str word; // what was written
    struct str best; // the nearest so far; no data where nothing is near
    size_t distance;
};

struct suggestion suggestion_start(struct str word);
void suggestion_offer(struct suggestion *suggestion, struct str candidate);

// "; did you mean 'X'?", or "" when nothing is near.
struct str suggestion_text(struct arena *arena, const struct suggestion *suggestion);

#endif
