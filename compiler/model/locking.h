// What the statements of a plan lock when they run: those of steps in their order, and those of
// a rollback as if it ran at the end of its phase.
#ifndef MODEL_LOCKING_H
#define MODEL_LOCKING_H

#include "model/site.h"
#include "sql/locks.h"

// One change of a statement; of a statement that changes no catalog, the statement itself.
struct change_locks {
    struct change_locks *next;
    const struct ddl *change; // NULL: the statement changes no catalog
    const struct sql_locks *locks;
};

struct locking {
    struct locking *next;
    const struct site *site; // of a step or a rollback
    const struct store *store;
    const struct sql_statement *statement;
    struct sql_lock_setting setting;
    struct map made;               // tables that the plan made or emptied before it, by their names
    const struct sql_locks *locks; // of the whole statement
    LIST_OF(change_locks) changes;
    unsigned transaction; // those with the same number run in one; 0: in one of its own
};

struct lockings {
    struct locking *first, *last;
};

// One change that a step makes.
struct step_change {
    const struct locking *locking;
    const struct ddl *ddl; // NULL behind the last one
};

// Those of all steps, in the order of the plan.
struct step_change step_change_first(const struct lockings *lockings);
struct step_change step_change_next(struct step_change change);

#define step_changes_each(name, lockings)                                                \
    for (struct step_change name = step_change_first(lockings); name.ddl;                \
         name = step_change_next(name))

// `schemas` are those of the start: schemas_read().
struct lockings lockings_read(struct arena *arena, const struct plan *plan,
                              const struct sites *sites, const struct catalog *const *schemas);

// Whether anybody can be kept waiting by a lock on the table, as far as the plan says: not where
// the plan made the table, nor while nobody is served.
bool locking_is_felt(const struct plan *plan, const struct locking *locking,
                     const struct sql_table_lock *lock);

// True where a step made the table, so that only this plan knows it, or emptied it.
bool locking_is_made_by_plan(const struct locking *locking, struct sql_name table);

// Whether the plan says that the table has rows.
enum sql_known locking_has_rows(const struct locking *locking, const struct sql_table_lock *lock);

// How long the work takes, in words (sql_work_time()); NULL where the plan does not state the
// size of the table.
const char *locking_time(const struct locking *locking, const struct sql_table_lock *lock);

// The same as a number, right to a factor of ten; 0 where the plan does not state the size.
double locking_seconds(const struct locking *locking, const struct sql_table_lock *lock);

// "40,000,000 rows", "40 GB", both, as the plan writes them; no data where it does not.
struct str locking_size(struct arena *arena, const struct locking *locking,
                        const struct sql_table_lock *lock);

#endif
