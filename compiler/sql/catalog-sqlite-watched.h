// Inside the reader of what SQLite's ALTER TABLE does: the views and triggers that it looks at.
#ifndef SQL_CATALOG_SQLITE_WATCHED_H
#define SQL_CATALOG_SQLITE_WATCHED_H

#include "sql/catalog-sqlite.h"
#include "sql/mistakes-parts.h"

struct watched {
    const struct catalog_object *object;   // the view, or what has the trigger
    const struct catalog_trigger *trigger; // NULL: a view
};

const struct sql_script *watched_read(struct applier *applier, struct str sql);

// NEW and OLD of the table or view.
struct mistake_scope *watched_rows(struct applier *applier, const struct catalog_object *table);

// A search in the catalog; its statement is still to be set.
struct mistake_search watched_search(struct applier *applier, const struct catalog *catalog,
                                     const struct watched *watched);

// Views and triggers follow a new name, and a text in double quotes gets single ones.
void sqlite_follow(struct applier *applier, const struct catalog *before);

#endif
