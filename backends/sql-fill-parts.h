// What the writers of fills share: sql-fill.c for PostgreSQL and SQLite, sql-fill-mysql.c.
#ifndef BACKENDS_SQL_FILL_PARTS_H
#define BACKENDS_SQL_FILL_PARTS_H

#include "backends/sql-fill.h"

// A fill that is being written.
struct fill {
    struct arena *arena;
    const struct carried_move *move;
    const struct action *action;
    const struct carried_side *source, *target; // of a move between columns: both are its table
    struct str expression;                      // of a move between columns
    struct str columns;                         // the key of the source
    struct str low, high;                       // the ends of a batch
    bool sweeps; // deletes what the source does not have
};

// By which the ledger and the database know a fill.
struct fill_names {
    struct str procedure, plan, task;
    long phase;
};

// Which rows are filled: those that are as they should be are left alone, so that a rerun mends
// what differs and costs little.
struct str fill_condition(const struct fill *fill);

// What guards a row of the target against an older one: `guard version`.
bool fill_has_version(const struct fill *fill);

// The place of the guard's column among those that are copied; `column_count` for none.
unsigned fill_version_column(const struct carried_move *move, const struct action *action);

// The key of a side, as carried_columns() gives it.
struct str fill_key(const struct fill *fill, const struct carried_side *side, const char *before,
                    const char *behind);

// The query for the first key, or with " DESC" the last one, of the rows there are at the
// beginning; `result` is what it selects.
struct str fill_end(const struct fill *fill, struct str result, const char *behind);

// The procedure's body ends at a mark that none of its lines holds.
struct str fill_mark(const struct fill *fill);

long fill_batch(const struct fill *fill);  // rows, to begin with
long fill_target(const struct fill *fill); // milliseconds that a batch may take
long fill_pause(const struct fill *fill);  // milliseconds between two; -1: as long as the batch

void fill_write_mysql(struct output *out, const struct fill *fill, const struct fill_names *names);

#endif
