// Inside the catalog: what a query reads, and which columns it brings.
#ifndef SQL_CATALOG_QUERY_H
#define SQL_CATALOG_QUERY_H

#include "sql/catalog-parts.h"

struct query_column {
    struct str name;
    const struct catalog_column *column; // of a table, where it is just that; else NULL
    bool is_strict;                      // it is of a STRICT table (SQLite), as far as known
};

struct query_columns {
    struct query_column *items;
    size_t count, capacity;
};

struct query_facts {
    struct sql_names *reads; // tables and views, complete names
    struct catalog_reads *reads_columns;
    struct query_columns *columns;
    bool has_columns; // all of them are known
};

// Tables and columns that the query means and nothing else.
const struct catalog_reads *view_meanings(struct applier *applier,
                                          const struct sql_expression *query);

// False where the engine refuses the query.
bool query_read(struct applier *applier, const struct sql_expression *text,
                struct query_facts *facts);

#endif
