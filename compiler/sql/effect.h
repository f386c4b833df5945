// What a statement changes besides what its operations say.
#ifndef SQL_EFFECT_H
#define SQL_EFFECT_H

#include "sql/read.h"

// An INSERT, UPDATE, DELETE or MERGE in a WITH of the statement.
bool sql_writes_beside(const struct sql_statement *statement);

// Nothing of it is left when its session ends: a SELECT without functions of one's own, a SET,
// a LOCK, BEGIN and COMMIT, ANALYZE, …
bool sql_leaves_nothing(enum sql_engine engine, const struct sql_statement *statement);

// A SELECT all of whose functions come with the engine, and change nothing but sequences and
// settings.
bool sql_only_computes(enum sql_engine engine, const struct sql_statement *statement);

// It makes names mean other things in the statements behind it: SET search_path, USE.
bool sql_changes_names(const struct sql_statement *statement);

struct sql_columns {
    struct str *items;
    size_t count, capacity;
};

// The columns that an UPDATE sets, as written without quotes; none where that cannot be seen.
struct sql_columns sql_columns_set(struct arena *arena, const struct sql_statement *statement);

#endif
