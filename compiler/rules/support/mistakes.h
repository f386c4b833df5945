// What a statement asks of a schema that has it not, told to its author.
#ifndef RULES_SUPPORT_MISTAKES_H
#define RULES_SUPPORT_MISTAKES_H

#include "rules/support/rests.h"
#include "sql/mistakes.h"

// When a statement runs: the catalog of then, and the state before its event.
struct moment_of_sql {
    const struct catalog *catalog;
    const struct state *before; // NULL: not known
    struct meeting meeting;
    const struct store *store;
};

// Reports each mistake of the statement.
void report_mistakes(struct unit *unit, const struct diagnostic_kind *kind,
                     const struct moment_of_sql *moment, const struct sql_statement *statement,
                     const struct site *site);

// The first phase in which the engine refuses a step: behind it nothing is certain. One more than
// the last phase's where none is refused.
unsigned first_refused_phase(const struct model *model, const struct plan *plan);

#endif
