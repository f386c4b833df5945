// The SQL of a step on MySQL or MariaDB, in the parts that the runbook runs one by one.
//
// A change of the schema commits by itself: it is a part of its own, so that a run that was
// killed goes on behind it. Statements between two of them that only read and write rows are
// one transaction. Where statements need what others left in the session, all of them are one
// part, and only a person can tell how far it came.
#ifndef BACKENDS_SQL_UNITS_H
#define BACKENDS_SQL_UNITS_H

#include "backends/sql-manner.h"
#include "model/model.h"

struct sql_unit {
    struct sql_unit *next;
    enum sql_manner manner; // SQL_MANNER_DATA or SQL_MANNER_CHANGE
    struct str text;
    // What the change is seen by in information_schema: (schema, name) pairs of SQL, with commas
    // between. Empty where it cannot be seen there.
    struct str names;
};

struct sql_units {
    LIST_OF(sql_unit) all;
};

struct sql_units sql_units_read(struct arena *arena, const struct lockings *lockings,
                                const struct action *step);

#endif
