// What a proof lacks because of what no state of the model shows.
#ifndef RULES_DOUBTFUL_H
#define RULES_DOUBTFUL_H

#include "model/doubts.h"
#include "rules/proof.h"

// What is needed to judge the invariant in the phase, of the doubts that reach it the first; no
// data where none does.
struct str doubtful_needs(struct arena *arena, const struct unit *unit,
                          const struct doubts *doubts, const struct phase *phase,
                          enum invariant invariant);

#endif
