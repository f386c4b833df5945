// Inside the search for losses: what is looked for, and who may have written it.
#ifndef MODEL_LOSER_H
#define MODEL_LOSER_H

#include "model/losses.h"
#include "model/model.h"

enum { LOSER_COST_MAX = 10 * 1000 * 1000 }; // a bound on hostile plans

struct loser {
    struct arena *arena;
    const struct plan *plan;
    const struct model *model;
    struct loss_list *of_phase;
    ARRAY_OF(const struct state *) states; // on the way forward, in which a version may write anew
    size_t cost;
};

// A table, or a column of one, that a rollback drops or empties.
struct thing {
    const struct phase *phase;   // whose rollback it is
    const struct store *store;   // NULL: none is said
    struct sql_name name;        // of the table, behind the phase
    const struct catalog_table *table;
    uint32_t table_id;
    struct str column; // empty: whole rows
    uint32_t column_id;
};

// Where some version has written it, and nothing else holds it.
struct written {
    const struct version *version; // NULL: none has
    const struct event *since;
    struct str column; // empty: whole rows
    bool is_copied;    // perhaps: by a trigger, or by the version itself
};

struct written find_written(struct loser *loser, const struct thing *thing);

bool move_names(struct loser *loser, const struct thing *thing);

#endif
