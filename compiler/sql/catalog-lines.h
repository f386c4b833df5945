// A catalog as lines: one for each object, its names apart from its properties. The text of
// catalog_dump() and the differences of two catalogs are made of them.
#ifndef SQL_CATALOG_LINES_H
#define SQL_CATALOG_LINES_H

#include "sql/catalog.h"

struct catalog_property {
    struct catalog_property *next;
    const char *name; // "default"; "" for what stands for itself: a type, "not null"
    struct str value; // no data: the name says all
};

struct catalog_line {
    struct catalog_line *next;
    const char *kind; // "column"
    struct sql_names path; // schema, table, name: each in `name`
    LIST_OF(catalog_property) properties;
    struct span span;
};

struct catalog_lines {
    struct catalog_line *first, *last;
};

// The lines of one object: a table has those of its columns, constraints, indexes and triggers.
struct catalog_lines catalog_lines_of(struct arena *arena, const struct catalog *catalog,
                                      const struct catalog_object *object);

// As it stands in a dump, without the line's end.
struct str catalog_line_text(struct arena *arena, const struct catalog_line *line);

#endif
