// What a fill of a move's new side does to rows that hold something there already.
#ifndef MODEL_FILL_H
#define MODEL_FILL_H

#include "plan/plan.h"
#include "sql/statement.h"

enum fill_reach {
    FILL_REACHES_ALL,   // every row that differs is written
    FILL_REACHES_EMPTY, // rows that hold something stay as they are
    FILL_REACH_UNSURE,
};

enum fill_reach backfill_reach(struct arena *arena, const struct action *backfill);

// Of an UPDATE or INSERT … SELECT into the new side.
enum fill_reach statement_fill_reach(struct arena *arena, const struct move *move,
                                     const struct sql_statement *statement);

// `c IS NULL`, alone or with other conditions that all have to hold. The index of the name is
// stored in `*at`.
bool fill_asks_for_empty(const struct sql_tokens *tokens, struct sql_range where,
                         struct str column, uint32_t *at);

#endif
