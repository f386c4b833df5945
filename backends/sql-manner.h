// How the runbook has to run the SQL of a step.
#ifndef BACKENDS_SQL_MANNER_H
#define BACKENDS_SQL_MANNER_H

#include "plan/plan.h"

enum sql_manner {
    SQL_MANNER_DATA,   // in one transaction; it may wait for rows that others hold
    SQL_MANNER_SCHEMA, // in one transaction that must not make others wait behind it
    SQL_MANNER_ALONE,  // it refuses a transaction, or brings its own
    SQL_MANNER_CHANGE, // it commits by itself (MySQL, MariaDB)
};

struct sql_running {
    enum sql_manner manner;
    // What tells whether it was done: of an index that is created or dropped concurrently +NAME
    // or -NAME, of a change on MySQL the names of sql-units.h, or "again" where it may be made
    // as often as one likes; else empty.
    struct str seen_by;
};

// Of a step with SQL, on an engine where it is one part.
struct sql_running sql_running_of(struct arena *arena, const struct action *step);

const char *sql_manner_word(enum sql_manner manner); // "data", "schema", "alone", "change"

#endif
