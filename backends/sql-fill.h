// The SQL that fills one side of a move from the other, in batches.
#ifndef BACKENDS_SQL_FILL_H
#define BACKENDS_SQL_FILL_H

#include "backends/carried-move.h"
#include "base/output.h"

// Why belay cannot write this backfill or `fill … backward`; empty where it can.
struct str fill_obstacle(struct arena *arena, const struct carried_move *move,
                         const struct action *action);

// By which the ledger knows the plan in all its versions: of safe characters.
struct str plan_id(struct arena *arena, const struct plan *plan);

// The end of plan_id(): short, for names of the database's objects.
struct str plan_mark(struct arena *arena, const struct plan *plan);

// Of PostgreSQL, MySQL and MariaDB.
struct str fill_procedure(struct arena *arena, const struct carried_move *move,
                          const struct plan *plan, long phase, struct str task);

// The procedure that does some batches; on SQLite one batch. `task` is the step's name in the
// ledger.
void fill_write(struct output *out, const struct plan *plan, const struct carried_move *move,
                const struct action *action, long phase, struct str task);

#endif
