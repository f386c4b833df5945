// What a statement of a step writes into the sides of a move by something else than a fill.
#ifndef MODEL_STRAYS_H
#define MODEL_STRAYS_H

#include "model/line.h"

struct strays {
    bool to_old, to_new;
};

// None where the statement fills the new side, or drops it. Of a move between columns, a row that
// is inserted or deleted is whole on both sides.
struct strays statement_strays(const struct sql_statement *statement, const struct move *move,
                               const struct event *event);

#endif
