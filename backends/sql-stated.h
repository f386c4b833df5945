// How MySQL and MariaDB shall make a change, said where the plan leaves it open.
#ifndef BACKENDS_SQL_STATED_H
#define BACKENDS_SQL_STATED_H

#include "model/locking.h"

// A part of the SQL of a step or rollback with ALGORITHM and LOCK in each change of a table that
// says neither, and of which belay knows that the store's version makes it so: the server then
// refuses what it would otherwise do by a copy of the table. Else as it stands.
struct program sql_stated(struct arena *arena, const struct lockings *lockings,
                          const struct action *action, struct str part);

#endif
