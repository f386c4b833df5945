// Whether `fill NAME backward` gives the old side of a move back what its new side was told.
#ifndef MODEL_BACKWARD_H
#define MODEL_BACKWARD_H

#include "plan/plan.h"
#include "sql/catalog.h"

enum backward {
    BACKWARD_WHOLE,  // backward undoes forward
    BACKWARD_FOLDED, // forward makes one of several values, or nothing leads back: some are lost
    BACKWARD_UNSURE,
};

// `catalog` is that of the move's store, where both sides are there; it may know neither.
enum backward move_backward(struct arena *arena, const struct move *move,
                            const struct catalog *catalog);

// True where it looks at what the old side holds already. Else a fill writes over each value that
// the new side does not tell in full, also in rows that nobody has changed.
bool backward_keeps_rows(struct arena *arena, const struct move *move);

#endif
