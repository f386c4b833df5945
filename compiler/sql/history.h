// What a plan does to one store, statement by statement, and what that tells about the state
// before a statement.
#ifndef SQL_HISTORY_H
#define SQL_HISTORY_H

#include "sql/read.h"

// An operation, with its names as the engine compares them: byte by byte.
struct sql_change {
    const struct sql_statement *statement;
    const struct sql_operation *operation;
    struct sql_name table, object;
    struct str column, new_name;
};

struct sql_history {
    enum sql_engine engine;
    ARRAY_OF(struct sql_change) changes; // in the order in which they run
};

void sql_history_add(struct arena *arena, struct sql_history *history,
                     const struct sql_statement *statement, const struct sql_operation *operation);

// The name of a column in the statement as the engine compares it.
struct str sql_history_name(struct arena *arena, const struct sql_history *history,
                            const struct sql_statement *statement, struct str name);

// True where the changes [from, index) created the table, column or object (an index or
// constraint) that the change at `index` is about, for certain: names are followed through
// renames, and what stands under IF NOT EXISTS may have been there before.
bool sql_history_creates_table(const struct sql_history *history, size_t from, size_t index);
bool sql_history_creates_column(const struct sql_history *history, size_t from, size_t index,
                                struct str column);
bool sql_history_creates_object(const struct sql_history *history, size_t from, size_t index);

// Whether the column of the change at `index` was NOT NULL before it.
enum sql_known sql_history_not_null(const struct sql_history *history, size_t index);

// Whether it had a default before it; `*text` is then its expression.
enum sql_known sql_history_default(const struct sql_history *history, size_t index,
                                   struct str *text);

#endif
