// The SQL that fills one side of a move from the other, in batches.
#ifndef BACKENDS_SQL_FILL_H
#define BACKENDS_SQL_FILL_H

#include "base/output.h"
#include "plan/plan.h"

// True for a backfill or `fill … backward` that belay can write: both columns in one table of
// PostgreSQL or SQLite whose key is declared, and an expression for the way.
bool action_is_fill(const struct plan *plan, const struct action *action);

// The store on which it runs.
const struct store *fill_store(const struct plan *plan, const struct action *action);

// By which the ledger knows the plan in all its versions: of safe characters.
struct str plan_id(struct arena *arena, const struct plan *plan);

// Of PostgreSQL.
struct str fill_procedure(struct arena *arena, const struct plan *plan, long phase,
                           struct str task);

// PostgreSQL: the procedure that does some batches; SQLite: one batch. `task` is the step's
// name in the ledger.
void fill_write(struct output *out, const struct plan *plan, const struct action *action,
                long phase, struct str task);

#endif
