// The statements that undo statements.
//
// Only what is certain is derived: what a statement destroys, overwrites or might have found
// there already is refused, with the reason in words.
#ifndef SQL_INVERSE_H
#define SQL_INVERSE_H

#include "sql/history.h"

struct sql_undoing {
    struct sql_undoing *next;
    size_t change;     // the index of the change that it undoes
    struct str text;   // one statement with its semicolon, without comments
    bool stands_alone; // outside of a transaction, or in one of its own
};

struct sql_refusal {
    struct sql_refusal *next;
    size_t change;
    struct str reason; // "what 'users.born' held is not known to belay"
    const char *help;  // what to write instead
};

struct sql_inverse {
    LIST_OF(sql_undoing) statements; // in the order in which they run
    LIST_OF(sql_refusal) refusals;   // in the order of the changes; of several, nothing may run
};

// Undoes the changes from `from` on; those before it tell what there was. Where the engine
// can say so, each statement can be repeated.
struct sql_inverse sql_inverse_derive(struct arena *arena, const struct sql_history *history,
                                      size_t from);

#endif
