// Inside the ordering of an ALTER TABLE's clauses: where each of them stands
// (catalog-mysql-clauses.c), and what they do together (catalog-mysql-together.c).
#ifndef SQL_CATALOG_MYSQL_CLAUSES_H
#define SQL_CATALOG_MYSQL_CLAUSES_H

#include "sql/catalog-parts.h"

enum stage {
    STAGE_OPTION,
    STAGE_DROP_CONSTRAINT,
    STAGE_DROP_INDEX,
    STAGE_RENAME_INDEX,
    STAGE_DEFAULT,       // of a column that was there
    STAGE_DROP_COMPUTED, // a column that may be computed from others
    STAGE_DROP_COLUMN,
    STAGE_INDEX_OPTION,
    STAGE_RENAME_COLUMN,
    STAGE_CHANGE_COLUMN,
    STAGE_PLACE_COLUMN, // ADD, and CHANGE with a place: as they were written
    STAGE_NEW_DEFAULT,  // of a column that is added
    STAGE_KEY,
    STAGE_FOREIGN_KEY,
    STAGE_PARTITION,
    STAGE_RENAME_TABLE,
    STAGES,
};

struct clause { // a change, or a part of one
    struct clause *next;
    struct ddl ddl;
    uint64_t position; // of a dropped column that is computed
};

struct orderer {
    struct arena *arena;
    const struct catalog *before;
    const struct catalog_object *table; // NULL: nothing is known of it
    struct mysql_clauses *clauses;
    LIST_OF(clause) stages[STAGES];
    struct map columns, indexes; // that a clause names: that clause
    struct map added;            // columns
    struct map wanted_names;     // that RENAME and CHANGE give
    struct map new_names;        // the same, of clauses that do something
    bool drops_foreign_key;
    unsigned foreign_keys; // that it adds without a name
};

// A column's name as the engine compares it.
struct str clause_fold(const struct orderer *orderer, struct str name);

// Says what is not known of the clauses together; the first one stays. It is lasting where what
// they leave is not known either.
void clause_doubt(struct orderer *orderer, bool is_lasting, const char *why);

// The next change in their order.
void clause_emit(struct orderer *orderer, struct ddl *ddl);
void clauses_emit_renames(struct orderer *orderer, enum stage stage, enum catalog_kind kind);

// What no order of the clauses tells.
void clauses_judge(struct orderer *orderer);

#endif
