// The statements that undo statements, by what the catalog held before them.
//
// Only what is certain is derived: what a statement destroys, overwrites or might have found
// there already is refused, with the reason in words.
#ifndef SQL_INVERSE_H
#define SQL_INVERSE_H

#include "sql/catalog.h"

// A statement of the line, and the catalog around it.
struct sql_change {
    const struct sql_statement *statement;
    const struct catalog *before;
};

// What runs on one store, statement by statement.
struct sql_line {
    struct catalog_session session; // .now is set before the first statement
    ARRAY_OF(struct sql_change) changes;
};

void sql_line_add(struct arena *arena, struct sql_line *line,
                  const struct sql_statement *statement);

struct sql_undoing {
    struct sql_undoing *next;
    size_t change;     // the index of the change that it undoes
    struct str text;   // one statement with its semicolon, without comments
    struct str remark; // what it cannot promise: "fails where …"; no data where it can
    bool stands_alone; // outside of a transaction, or in one of its own
};

struct sql_refusal {
    struct sql_refusal *next;
    size_t change;
    struct span span;  // the clause that is not undone
    struct str reason; // "what 'users.born' held is not known to belay"
    const char *help;  // what to write instead
};

struct sql_inverse {
    LIST_OF(sql_undoing) statements; // in the order in which they run
    LIST_OF(sql_refusal) refusals;   // in the order of the changes; of several, nothing may run
};

// Undoes the changes from `from` on. Where the engine can say so, each statement can be
// repeated.
struct sql_inverse sql_inverse_derive(struct arena *arena, const struct sql_line *line,
                                      size_t from);

#endif
