// What of its two tables a move concerns, where it names its columns.
//
// A table that is split, or taken into another one, keeps columns of its own. Who uses these, or
// the key alone, uses no side of the move.
#ifndef MODEL_MOVED_H
#define MODEL_MOVED_H

#include "base/index.h"
#include "plan/plan.h"
#include "sql/catalog.h"

struct moved_side {
    bool is_partial; // else every use of the table is one of the side
    struct index columns; // of a partial one, without its key; in small letters
};

struct moved {
    struct moved_side from, to;
    struct str undeclared; // a flag that decides who uses which side, and is not declared: then …
                           // … nobody knows; no data for none
};

// By move->index. `schemas` are those of the start, by store->index: schemas_read(). A table
// that is not known by then is concerned as a whole.
const struct moved *moved_read(struct arena *arena, const struct plan *plan,
                               const struct catalog *const *schemas);

#endif
