// The conditions of a precheck, as queries that tell what does not hold.
#ifndef BACKENDS_PRECHECK_CONDITIONS_H
#define BACKENDS_PRECHECK_CONDITIONS_H

#include "base/output.h"
#include "plan/plan.h"
#include "sql/statement.h"

enum condition {
    TABLE_IS_THERE, TABLE_IS_NOT_THERE, COLUMN_IS_THERE, COLUMN_IS_NOT_THERE, INDEX_IS_THERE,
    INDEX_IS_NOT_THERE, // up to here, whether something exists: what every engine is asked
    INDEXES_ARE_VALID, TABLE_IS_OWN, TABLE_IS_FREE, MAY_INSERT, MAY_UPDATE,
    MAY_DELETE, MAY_TRUNCATE, MAY_CREATE,
    CHANGED, // no condition: the phase itself has made, changed or dropped it
};

struct thing {
    enum condition condition;
    struct sql_name table; // or index; in MAY_CREATE the schema, as its name
    struct str column;     // empty: the table; on MySQL and MariaDB an index of it as well
};

// Of one phase on one store.
struct precheck {
    struct arena *arena;
    struct output *out;
    const struct store *store;
    enum sql_engine engine;
    bool is_postgresql, is_mysql; // MySQL or MariaDB; else SQLite
    bool is_blind;      // from here on the phase does what cannot be seen: nothing is asked
    long step;          // whose needs are written
    ARRAY_OF(struct thing) things;
    struct output own_indexes; // that the phase makes, for PostgreSQL
};

// Asks for it once, and not where the phase itself has changed it before. Names are as the
// engine stores them.
void precheck_need(struct precheck *precheck, enum condition condition, struct sql_name table,
                   struct str column);

// The phase makes, changes or drops the table, index or column.
void precheck_change(struct precheck *precheck, struct sql_name table, struct str column);

void precheck_own_index(struct precheck *precheck, struct sql_name index);

void precheck_end(struct precheck *precheck);

// ---- MySQL and MariaDB

// What the server must be; `needed` is what the plan is for, in words, and `version` its version:
// 1000 for each of the major part and 1 for each of the minor one; 0 where it says none.
void precheck_write_mysql_server(struct precheck *precheck, struct str needed, long version);

#endif
