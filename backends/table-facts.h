// What a store's `schema` says of one table: its columns and its primary key.
#ifndef BACKENDS_TABLE_FACTS_H
#define BACKENDS_TABLE_FACTS_H

#include "plan/plan.h"

struct table_column {
    struct table_column *next;
    struct str name; // as written, without quotes, …
    bool is_quoted;  // … which it had
    struct str type; // its first word; empty where none is said
    struct str fallback; // DEFAULT's expression; empty where there is none
    bool is_not_null, is_key; // of the primary key
};

struct table_facts {
    LIST_OF(table_column) columns; // none: the schema does not say
    const struct table_column **key;
    unsigned key_count;
    bool has_no_rowid; // SQLite: WITHOUT ROWID
};

struct table_facts table_facts_read(struct arena *arena, const struct store *store,
                                    const struct object *table);

const struct table_column *table_facts_column(const struct table_facts *facts, struct str name);

// True where rows can be counted through by the primary key: whole numbers and texts, never
// NULL. Other types may not be what they were when they come back out of the checkpoint.
bool table_facts_has_key(const struct table_facts *facts, const struct store *store);

#endif
