// What the SQL of steps does that no state of the model shows: who may use a table from then on,
// what rows hold, whether the values that versions write are taken, code that only the engine
// sees. Nothing is found because of it, and nothing that hangs on it is proved.
#ifndef MODEL_DOUBTS_H
#define MODEL_DOUBTS_H

#include "model/model.h"

enum doubt_kind {
    DOUBT_CODE,   // it may do anything
    DOUBT_RIGHTS, // versions may not be let in any more, or see other rows
    DOUBT_VALUES, // a constraint may refuse what versions write
    DOUBT_ROWS,   // rows or values are gone that nothing brings back
    DOUBT_ORDER,  // in a rollback: a column must have a value before it is filled
    DOUBT_COUNT,
};

struct doubt {
    const struct phase *phase; // NULL: there is none of its kind
    struct span span;
};

struct doubts {
    struct doubt *of_phase; // phase->index * DOUBT_COUNT + kind: the first in the phase
    struct doubt first[DOUBT_COUNT]; // by kind, of the plan
};

struct doubts doubts_find(struct arena *arena, const struct plan *plan,
                          const struct model *model);

#endif
