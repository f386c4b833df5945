// The query of `verify schema`: a row for each difference between the schema of a store and what
// it has to be, and at the end the row 'checked'.
#ifndef BACKENDS_SCHEMA_CHECK_H
#define BACKENDS_SCHEMA_CHECK_H

#include "model/predicted.h"

struct schema_check {
    struct str sql;       // statements; no data: nothing is known of the schema
    struct str compared, left_out; // for comments
    size_t size;          // of its lists, in rows
};

// True where the plan has a `verify schema`.
bool plan_verifies_schema(const struct plan *plan);

// The `verify schema` of the phase or the plan that speaks of the phase's rollback as well: behind
// it the schema is the one from before. NULL where there is none.
const struct verify *rollback_verify(const struct unit *unit, const struct phase *phase);

struct schema_check schema_check_read(struct arena *arena, const struct predicted_schema *schema);

#endif
