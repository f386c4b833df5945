// The triggers of a schema that carry what is written on the old side of a move over to the new
// one.
#ifndef MODEL_CARRIERS_H
#define MODEL_CARRIERS_H

#include "plan/plan.h"
#include "sql/catalog.h"

struct carriers {
    bool is_known;                  // else the table may have triggers that nobody sees
    bool inserts, updates, deletes; // each of them reaches the other side
    bool is_unsure;                 // of one that may reach it, it cannot be told when it does
    size_t cost;                    // how much was looked at, in tokens
};

// What triggers on the old side's table do in this schema. A column's trigger has to set the new
// column from the old one, in every row in which the old one is written; of a table's, that it
// names the new table is taken for enough. Conditions other than on what is moved make it unsure.
struct carriers carriers_find(struct arena *arena, const struct catalog *catalog,
                              const struct move *move);

#endif
