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

struct schema_check schema_check_read(struct arena *arena, const struct predicted_schema *schema);

#endif
