// Inside the catalog: what SQLite alone asks of a definition, and what its ALTER TABLE does to
// views and triggers.
#ifndef SQL_CATALOG_SQLITE_H
#define SQL_CATALOG_SQLITE_H

#include "sql/catalog-parts.h"

// ---- definitions (catalog-sqlite.c)

// Names that the engine keeps for itself, and places that it does not have.
bool sqlite_may_begin(struct applier *applier);

// After a change that was taken, before sqlite_settle(): what it defines is a definition.
bool sqlite_definition_holds(struct applier *applier, const struct catalog *before);

// The parts of an index, where a name in quotes that is no column's is a text.
struct sql_key_parts sqlite_index_parts(struct applier *applier, struct table_edit edit,
                                        const struct sql_key_parts *parts);

// ---- views and triggers (catalog-sqlite-alter.c)

// After a change that was taken: views and triggers follow a new name, and have the columns
// that their tables have now. False where ALTER TABLE refuses what it would make of them.
bool sqlite_settle(struct applier *applier, const struct catalog *before);

// What its query reads, and the columns that it has (catalog-views.c); false where not known.
bool view_read(struct applier *applier, struct catalog_view *view);

#endif
