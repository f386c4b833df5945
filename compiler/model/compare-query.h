// Whether a query that a verification makes can fail where the sides of a move differ.
#ifndef MODEL_COMPARE_QUERY_H
#define MODEL_COMPARE_QUERY_H

#include "plan/plan.h"

// False where it may pass whatever the rows hold: it asks for some of them alone, or for a NULL, or
// expects something else than that there is no difference. Of two columns of one table the query
// has to compare the new one with something.
bool query_finds_difference(const struct verify *verify, const struct move *move);

// The words of the query, not of its comments and texts, name the end of a move.
bool query_names_end(const struct verify *verify, const struct object *end);

#endif
