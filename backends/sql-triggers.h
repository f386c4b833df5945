// The triggers by which `writes … by trigger` keeps one side of a move as the other.
#ifndef BACKENDS_SQL_TRIGGERS_H
#define BACKENDS_SQL_TRIGGERS_H

#include "backends/carried-move.h"
#include "base/output.h"

// True for `writes`, where triggers are to be made, or may stand from before.
bool action_has_triggers(const struct carried_move *move, const struct action *action);

// True where it makes them.
bool action_makes_triggers(const struct action *action);

// Why belay cannot write them; empty where it can.
struct str triggers_obstacle(const struct carried_move *move);

// Drops those that may stand, and makes those of this action: in one transaction, as often as
// one likes.
void triggers_write(struct output *out, const struct plan *plan, const struct carried_move *move,
                    const struct action *action);

#endif
