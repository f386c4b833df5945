// The conditions that all must hold where an expression is to be true: a AND b.
#ifndef SQL_CONDITIONS_H
#define SQL_CONDITIONS_H

#include "sql/scan.h"

struct sql_conditions {
    struct str *items;
    size_t count, capacity;
};

// At least the expression itself; its parts only where they are certain.
struct sql_conditions sql_conditions_of(struct arena *arena, enum sql_engine engine,
                                        struct str text);

#endif
