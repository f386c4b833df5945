// The names that stand in SQL which is not understood.
#ifndef SQL_NAMES_H
#define SQL_NAMES_H

#include "sql/ddl.h"

// Each name in the tokens [from, to) that is no word of SQL's own, as the engine would store it:
// of `a.b.c` the last two parts. NULL for none; also names that are only aliases or variables.
const struct sql_names *sql_names_in(struct arena *arena, enum sql_engine engine,
                                     const struct sql_tokens *tokens, uint32_t from, uint32_t to);

// The same for what the string at the token says: the body of a routine.
const struct sql_names *sql_names_in_string(struct arena *arena, enum sql_engine engine,
                                            const struct sql_tokens *tokens, uint32_t at);

#endif
