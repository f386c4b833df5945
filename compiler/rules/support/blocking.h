// What the rules about long locks share: a change that keeps others waiting while it reads or
// writes all of a table.
#ifndef RULES_SUPPORT_BLOCKING_H
#define RULES_SUPPORT_BLOCKING_H

#include "rules/rule.h"

struct blocking {
    const struct locking *locking;
    const struct ddl *change; // NULL: the statement changes no catalog
    const struct sql_locks *locks;
    const struct sql_table_lock *lock; // of the table that is worked on
    struct span span;
};

// Calls `report` for each change for which `is_mine` says yes and that blocks writers, or all,
// for work of which belay is certain; not where the plan says that it takes less than a second,
// or that nobody is there to wait. The other tables of a change have no call of their own.
void blocking_each(struct unit *unit, const struct plan *plan,
                   bool (*is_mine)(const struct blocking *blocking),
                   void (*report)(struct unit *unit, const struct blocking *blocking));

// A finding "WHAT …" with what is locked for how long: an error where the plan says that it
// takes minutes, else at most a warning.
struct diagnostic *blocking_report(struct unit *unit, const struct diagnostic_kind *kind,
                                   const struct blocking *blocking, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Somebody waits for it, and not for less than a second, as far as the plan says.
bool blocking_is_felt(const struct plan *plan, const struct locking *locking,
                      const struct sql_table_lock *lock);

// A fix of a constraint that is added: NOT VALID, and validated in a step behind. False where its
// text cannot be edited, or where only the server will know its name.
bool constraint_offer_not_valid(struct unit *unit, const struct blocking *blocking,
                                struct diagnostic *finding);

// "ALTER TABLE users VALIDATE CONSTRAINT name;"
struct str constraint_validation(struct unit *unit, const struct ddl *added);

// "users"
struct str blocking_table(struct unit *unit, const struct blocking *blocking);

#endif
