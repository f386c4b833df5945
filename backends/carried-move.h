// A move as belay's own SQL names it: its tables and columns in the quotes of the engine, and
// the key by which its rows are told apart.
//
// It is carried out on one store, between two columns of one table or between two tables. What
// stands in the way otherwise is said in words, for the person who does it then.
#ifndef BACKENDS_CARRIED_MOVE_H
#define BACKENDS_CARRIED_MOVE_H

#include "backends/expression-columns.h"
#include "base/output.h"
#include "sql/read.h"

struct carried_side {
    const struct object *object;
    struct str table, name; // "schema"."table", and the table's name alone
    struct str *columns;    // those of the key, then of tables all others that are copied
    struct str column;      // of a move between columns: its name, …
    struct str fallback;    // … its default as far as the plan says one, else empty, …
    struct column_names needs; // … and what the expression that gives it reads (SQLite)
};

struct carried_move {
    const struct move *move;
    const struct store *store;
    enum sql_engine engine;
    bool is_postgresql, is_mysql; // MySQL or MariaDB; else SQLite
    bool is_of_tables;
    unsigned key_count, column_count;
    struct carried_side from, to;
    struct table_facts facts; // of the old side's table
    struct str obstacle;      // empty: belay carries it out
    struct str key_obstacle;  // empty: rows are told apart by the key
    bool is_of_new_table;     // the plan creates the new side's table, and fills all of it
    bool has_triggers[SIDE_BOTH]; // somewhere in the plan: SIDE_OLD from the old side, …
};

// By move->index; for all moves of the plan.
const struct carried_move *carried_moves_read(struct arena *arena, const struct unit *unit);

// The SQL that gives one side of a move between columns: what the plan states, or the other column
// where it states no way at all. Empty where it says the other way alone.
struct str carried_expression(const struct carried_move *move, enum side target);

// The columns [from, to) of a side, each between `before` and `behind`; '#' in either is the
// column's place in the list.
struct str carried_columns(struct arena *arena, const struct carried_side *side, unsigned from,
                           unsigned to, const char *before, const char *behind);

// What becomes of a row of `side` that an INSERT would add, and whose key is there: it is
// overwritten where it differs. `AS belay_target` stands behind the table.
struct str carried_conflict(struct arena *arena, const struct carried_move *move,
                            const struct carried_side *side);

#endif
