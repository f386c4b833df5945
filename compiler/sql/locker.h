// What locks.c and the engines' parts of it share.
#ifndef SQL_LOCKER_H
#define SQL_LOCKER_H

#include "sql/locks.h"

struct locker {
    struct arena *arena;
    const struct sql_lock_setting *setting;
    const struct sql_statement *statement;
    const struct ddl *only; // of its changes; NULL: all of them
    struct sql_locks *locks;
};

// The lock on a table, added where there is none yet: names that mean the same table have one.
// A name that is not set is that of a table that is not known.
struct sql_table_lock *locker_touch(struct locker *locker, struct sql_name table,
                                    enum sql_lock mode);

// No more tables are taken: the locks are not known to their end.
bool locker_is_full(const struct locker *locker);

void locker_postgresql(struct locker *locker);
void locker_mysql(struct locker *locker);
void locker_sqlite(struct locker *locker);

// ---- what the catalog before the statement knows (locks-facts.c); NULL where it does not

const struct catalog_object *locker_relation(const struct locker *locker, struct sql_name name);
const struct catalog_table *locker_table(const struct locker *locker, struct sql_name name);
const struct catalog_column *locker_column(const struct locker *locker, struct sql_name table,
                                           struct str column);
const struct catalog_constraint *locker_constraint(const struct locker *locker,
                                                   struct sql_name table, struct str name);

// The table of an index; no name where that is not known.
struct sql_name locker_index_owner(const struct locker *locker, struct sql_name index);

// Everything that uses a relation or type: views, foreign keys that refer to it, partitions.
struct catalog_uses locker_uses(const struct locker *locker, const struct catalog_object *object);

// True where the column is one of the key's.
bool locker_key_has(const struct locker *locker, const struct sql_key_parts *parts,
                    struct str column);

// True where the names of the expression have the column among them.
bool locker_mentions(const struct locker *locker, const struct sql_expression *expression,
                     struct str column);

// Whether a CHECK that holds for all rows says that the column is not NULL.
enum sql_known locker_not_null_is_proved(const struct locker *locker, struct sql_name table,
                                         struct str column);

// Whether an expression gives another value for each row, its functions looked up in the
// catalog; `*is_inlined` is set where all that do are written in SQL.
enum sql_volatility locker_volatility(const struct locker *locker,
                                      const struct sql_expression *expression, bool *is_inlined);

// A type of one's own.
const struct catalog_object *locker_type(const struct locker *locker, const struct sql_type *type);
const struct catalog_domain *locker_domain(const struct locker *locker,
                                           const struct sql_type *type);

// It has a CHECK or NOT NULL.
bool locker_is_constrained(const struct catalog_domain *domain);

// A setting for sql_type_change().
struct sql_type_setting locker_type_setting(const struct locker *locker, struct sql_name table);

#endif
