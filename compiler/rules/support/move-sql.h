// The SQL that a plan states for a move: what it computes the new value from, and which rows it
// fills.
#ifndef RULES_SUPPORT_MOVE_SQL_H
#define RULES_SUPPORT_MOVE_SQL_H

#include "rules/support/replay.h"

// Reports columns that the SQL of a fill or of triggers names and their table has not then. Of a
// move between columns of one table; only what is certain is told.
void report_move_sql(struct replay *replay, const struct event *event);

#endif
