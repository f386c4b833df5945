// A table or column that a step drops or renames, and what in the schema still names it then.
#ifndef RULES_SUPPORT_GONE_H
#define RULES_SUPPORT_GONE_H

#include "rules/support/forward.h"

struct gone {
    const struct locking *locking;
    const struct ddl *ddl; // drops or renames it; without a column: the table
    const struct catalog *catalog; // behind it, or behind its step
    struct forward *forward;
};

enum gone_when {
    GONE_AT_ONCE,     // as soon as somebody can see it
    GONE_BEHIND_STEP, // when all statements of the step are done
};

// Calls `look` for each that the walk comes to and that is not there again.
void gone_each(struct unit *unit, enum gone_when when,
               void (*look)(struct unit *unit, const struct gone *gone));

// "'guests.born' is dropped, and the WHAT 'NAME' still names it", which was made at `made`.
struct diagnostic *gone_report(struct unit *unit, const struct diagnostic_kind *kind,
                               const struct gone *gone, const char *what, struct str name,
                               struct span made);

#endif
