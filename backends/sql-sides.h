// The two sides of a move as SQL: what stands behind FROM, the key, and the values that are
// compared.
#ifndef BACKENDS_SQL_SIDES_H
#define BACKENDS_SQL_SIDES_H

#include "backends/carried-move.h"
#include "plan/plan.h"

struct sql_list {
    struct str *items;
    size_t count, capacity;
};

struct sql_side {
    const struct store *store;
    enum sql_engine engine;
    bool is_postgresql, is_mysql; // MySQL or MariaDB; else SQLite
    struct str table;     // "schema"."orders"
    struct str alias;     // "orders"
    struct str relation;  // what stands behind FROM, with its alias
    struct sql_list names; // of the key's columns, in quotes
    struct sql_list keys;  // the same behind the alias
    struct sql_list values;
};

struct sql_sides {
    struct sql_side old, new;
    bool is_same_table; // two columns of one table
    bool is_query;      // the old side is the move's own SELECT, with the new side's names
    bool has_all;       // every column, in the order in which the tables have them
    struct str problem; // why belay cannot compare them; no data where it can
};

// The sides of the move of a verification. Which values: of a column move its two ends; of a
// table move the columns that the verification names, or those that the move pairs. `moves` are
// carried_moves_read().
struct sql_sides sql_sides_read(struct arena *arena, const struct plan *plan,
                                const struct carried_move *moves, const struct verify *verify);

// A table, or a column of one, with the key that is declared for the table. What it gives is
// why belay cannot ask it, or no data.
struct str sql_side_read(struct arena *arena, const struct plan *plan,
                         const struct object *object, struct sql_side *side);

// Each item with `before` and `behind`, with commas between.
struct str sql_list_join(struct arena *arena, const struct sql_list *list, const char *before,
                         const char *behind);

#endif
