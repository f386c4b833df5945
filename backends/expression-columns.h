// Which columns of its table an expression of the plan names.
#ifndef BACKENDS_EXPRESSION_COLUMNS_H
#define BACKENDS_EXPRESSION_COLUMNS_H

#include "backends/table-facts.h"

// As written in the expression, in their order. A word counts as a column where the plan says
// that the table has one: an application's version, the store's schema. `*cost` grows with
// what was looked at; beyond `most` nothing is.
struct column_names {
    struct str *items;
    size_t count, capacity;
};

struct column_names expression_columns(struct arena *arena, const struct plan *plan,
                                       const struct object *table, const struct table_facts *facts,
                                       struct str expression, size_t *cost, size_t most);

#endif
