// Whether two tables are the two sides of one change.
#ifndef MODEL_SIDES_H
#define MODEL_SIDES_H

#include "plan/plan.h"
#include "sql/statement.h"

// The ends of a move; or one name in two schemas, or twice ("parcels" asked on two servers);
// or names that differ in words like old, new, v2 or backup alone.
bool tables_are_sides(const struct plan *plan, struct sql_name a, struct sql_name b);

#endif
