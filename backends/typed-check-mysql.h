// How MySQL and MariaDB compare the two sides of a move: as values, and texts as bytes as well,
// because a collation may take two texts for one.
#ifndef BACKENDS_TYPED_CHECK_MYSQL_H
#define BACKENDS_TYPED_CHECK_MYSQL_H

#include "backends/sql-sides.h"

// A condition that holds where the two differ.
struct str mysql_differs(struct arena *arena, struct str old, struct str new);

// Why the tables of the two sides cannot be compared; no data where they can.
struct str mysql_tables_obstacle(const struct sql_sides *sides);

// Rows of old and new, old rows that are not so on the new side, new rows whose key the old side
// has not. `old_from` is what stands behind FROM, `bound` chooses the rows of the new side.
void mysql_write_tables(struct output *out, const struct sql_sides *sides, struct str old_from,
                        struct str bound);

// A sum of hashes of the key and the values of a side.
void mysql_write_sum(struct output *out, const struct sql_side *side);

#endif
