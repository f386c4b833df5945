// What a breach rests on: something that is not as it has to be, and what made it so. However many
// versions, statements and rollbacks meet it, it is one mistake.
#ifndef MODEL_ROOT_H
#define MODEL_ROOT_H

#include "diagnostics/diagnostic.h"
#include "model/state.h"

// That of the thing, whatever it is, at its address: what findings about it share.
struct diagnostic_root *root_about(struct world *world, const void *thing);

struct grounds {
    struct diagnostic_root *root; // findings that share it are one; NULL: nothing is known of it
    const struct event *since;    // what made it so; NULL: it was never otherwise
    // It would not be so, had the engine not refused an earlier statement: that is the root.
    const struct sql_statement *refused;
    bool is_perhaps_brought; // it was never there, but a person or a command may have brought it
};

// Of what the need lacks in the state.
struct grounds grounds_of_lack(struct world *world, const struct state *state,
                               const struct need *need, const struct lack *lack);

// Of what is not there for SQL that runs in the state `before` as part of `event`; none where the
// state is NULL.
struct grounds grounds_of_absence(struct world *world, const struct state *before,
                                  const struct event *event, const struct store *store,
                                  const struct catalog_absence *absence);

// Of a statement that the engine refuses; `after` is the state behind its event.
struct grounds grounds_of_refusal(struct world *world, const struct state *after);

// Of a rollback that does not bring the schema back; `after` is the state behind it.
struct grounds grounds_of_rollback(struct world *world, const struct state *after);

#endif
