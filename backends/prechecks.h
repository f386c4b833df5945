// What must be so on a store before the first action of a phase, as queries: derived from the
// phase's SQL and fills, as far as nothing stands before them whose effect cannot be seen.
#ifndef BACKENDS_PRECHECKS_H
#define BACKENDS_PRECHECKS_H

#include "backends/carried-move.h"
#include "syntax/unit.h"

// Empty where the phase does nothing on the store, or its engine has no client.
struct str prechecks_of(struct arena *arena, const struct carried_move *moves,
                        const struct phase *phase, const struct store *store);

#endif
