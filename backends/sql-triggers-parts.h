// What the writers of triggers share: sql-triggers.c for PostgreSQL and SQLite,
// sql-triggers-mysql.c.
#ifndef BACKENDS_SQL_TRIGGERS_PARTS_H
#define BACKENDS_SQL_TRIGGERS_PARTS_H

#include "backends/sql-sides.h"
#include "backends/sql-triggers.h"

struct triggers {
    struct arena *arena;
    struct output *out;
    const struct carried_move *move;
    const struct carried_side *trusted, *target;
    struct str name; // of the function, and the begin of the triggers'
    struct str expression;
};

struct str trigger_name(const struct triggers *triggers, const char *behind);

// The body ends at a mark that none of its lines holds.
struct str trigger_mark(const struct triggers *triggers);

// "a IS b AND …" for the columns [from, to), where '1' and '2' in `format` are those of the sides.
struct str trigger_pairs(const struct triggers *triggers, const struct carried_side *side,
                         const struct carried_side *other, unsigned from, unsigned to,
                         const char *format);

// The UPDATE of the other side's row in the body of a trigger for tables: each column gets `value`,
// and the row is the one whose key is `same`, both as in trigger_pairs().
struct str trigger_update(const struct triggers *triggers, const char *value, const char *same);

// ---- MySQL and MariaDB

struct str triggers_mysql_obstacle(const struct carried_move *move);
void triggers_mysql_columns(const struct triggers *triggers);
void triggers_mysql_tables(const struct triggers *triggers);

#endif
