// Inside the catalog: what SQLite alone asks of a definition, and what its ALTER TABLE does to
// views and triggers.
#ifndef SQL_CATALOG_SQLITE_H
#define SQL_CATALOG_SQLITE_H

#include "sql/catalog-parts.h"

// ---- definitions (catalog-sqlite.c)

// Of the type INTEGER: alone in a primary key, it is the table's own order.
static inline bool sqlite_may_be_rowid(const struct catalog_column *column)
{
    return str_equal_ignoring_case(column->definition.type.name, STR("integer"));
}

// The type of a column that CREATE TABLE AS makes of one of this type.
struct sql_type sqlite_query_type(const struct catalog_column *column, bool is_strict);

// Names that the engine keeps for itself, and places that it does not have.
bool sqlite_may_begin(struct applier *applier);

// After a change that was taken, before sqlite_settle(): what it defines is a definition.
bool sqlite_definition_holds(struct applier *applier, const struct catalog *before);

// The parts of a key or an index: columns are called as in the table, and a name in double quotes
// that is no column's is a text.
struct sql_key_parts sqlite_key_parts(struct applier *applier, struct table_edit edit,
                                      const struct sql_key_parts *parts);

// True where a new key of a table needs no index: it is the table's own order, or there is an
// index already, which becomes that of a primary key.
bool sqlite_has_index(struct applier *applier, struct table_edit edit,
                      struct catalog_constraint *constraint);

// ---- views and triggers (catalog-sqlite-alter.c, catalog-sqlite-follow.c)

// After a change that was taken: views and triggers follow a new name, and have the columns
// that their tables have now. False where ALTER TABLE refuses what it would make of them.
bool sqlite_settle(struct applier *applier, const struct catalog *before);

// What its query reads, and the columns that it has (catalog-views.c); false where not known.
bool view_read(struct applier *applier, struct catalog_view *view);

#endif
