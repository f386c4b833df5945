// A line of a dump, in a form in which the server's and the catalog's can be the same.
#ifndef TESTS_CATALOG_COMPARABLE_H
#define TESTS_CATALOG_COMPARABLE_H

#include "sql/catalog.h"

// Expressions in the form of catalog_expression(), and nothing that the server cannot tell. No
// data where the server cannot tell of the object at all.
struct str comparable_line(struct arena *arena, enum sql_engine engine, struct str line);

// The whole line, but for the name of a constraint: SQLite's need none, and are numbered here
// in the order in which they came.
struct str comparable_reread(struct arena *arena, struct str line);

#endif
