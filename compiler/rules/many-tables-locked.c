//! rule        many-tables-locked
//! code        LCK014
//! level       note
//! since       0.1
//! fix         unsafe
//! source      H080 H142
//!
//! One transaction takes strong locks on three tables or more, one after the other.
//!
//! ## Why
//!
//! Each table is closed from its own statement to the end of the transaction. An application that
//! uses the same tables in another order waits for this transaction while it waits for the
//! application: a deadlock, which costs one of both its work. One table in each step cannot
//! deadlock.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add notes" {
//!   step "Everywhere" on main ```sql
//!     ALTER TABLE guests ADD COLUMN note text;
//!     ALTER TABLE stays ADD COLUMN note text;
//!     ALTER TABLE rooms ADD COLUMN note text;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add notes" {
//!   step "Guests" on main ```sql
//!     ALTER TABLE guests ADD COLUMN note text;
//!   ```
//!   step "Stays" on main ```sql
//!     ALTER TABLE stays ADD COLUMN note text;
//!   ```
//!   step "Rooms" on main ```sql
//!     ALTER TABLE rooms ADD COLUMN note text;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Make tables" {
//!   step "Three" on main ```sql
//!     CREATE TABLE guests (id bigint);
//!     CREATE TABLE stays (id bigint);
//!     CREATE TABLE rooms (id bigint);
//!     ALTER TABLE guests ADD COLUMN note text;
//!     ALTER TABLE stays ADD COLUMN note text;
//!     ALTER TABLE rooms ADD COLUMN note text;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

enum { TOO_MANY = 3 };

// The tables that the transaction has locked strongly so far, and where.
struct locked {
    unsigned transaction;
    unsigned count;
    struct sql_name tables[TOO_MANY];
    struct span spans[TOO_MANY];
};

static bool has_table(const struct locked *locked, struct sql_name table)
{
    for (unsigned i = 0; i < locked->count; i++)
        if (sql_name_equal(locked->tables[i], table))
            return true;
    return false;
}

static bool offer(struct unit *unit, const struct locking *locking, struct diagnostic *finding)
{
    struct step_text step;
    if (!step_text_of(&step, unit, locking->site)
        || !step_can_split(locking->site, locking->statement))
        return false;
    struct edits edits = edits_begin(unit, finding, "lock it in a step of its own");
    edits_split_before(&edits, &step, locking->site, locking->statement, step_title(&step));
    return true;
}

static void report(struct unit *unit, const struct locking *locking, const struct locked *locked)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_many_tables_locked, locked->spans[TOO_MANY - 1],
                 "this transaction locks a third table while it holds two");
    for (unsigned i = 0; i + 1 < TOO_MANY; i++)
        diagnostic_also(finding, locked->spans[i], "locks '%.*s' to the end of the step",
                        STR_ARGS(locked->tables[i].name));
    diagnostic_note(finding, "who uses them in another order can deadlock with it");
    if (!offer(unit, locking, finding))
        diagnostic_help(finding, "one table in each step");
    diagnostic_about(finding, "%.*s", STR_ARGS(locked->tables[TOO_MANY - 1].name));
    site_cap(finding, locking->site);
}

// Nobody waits for a table that goes.
static bool is_dropped(const struct sql_statement *statement, struct sql_name table)
{
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
        if (ddl->kind == DDL_DROP_TABLE && sql_name_equal(ddl->table, table))
            return true;
    return false;
}

// At most one table of a statement counts: what one statement takes, it takes at once.
static void add_table(struct unit *unit, const struct plan *plan, const struct locking *locking,
                      struct locked *locked)
{
    list_each(sql_table_lock, lock, locking->locks->tables) {
        if (lock->mode < SQL_LOCK_SHARE_ROW_EXCLUSIVE || !sql_name_is_set(lock->table)
            || is_dropped(locking->statement, lock->table) || !locking_is_felt(plan, locking, lock)
            || has_table(locked, lock->table))
            continue;
        locked->tables[locked->count] = lock->table;
        locked->spans[locked->count] = locking->statement->span;
        if (++locked->count == TOO_MANY)
            report(unit, locking, locked);
        return;
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct locked locked = { 0 };
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL || locking->transaction == 0)
            continue;
        if (locked.transaction != locking->transaction)
            locked = (struct locked){ .transaction = locking->transaction };
        if (locked.count < TOO_MANY)
            add_table(unit, plan, locking, &locked);
    }
}

const struct rule rule_many_tables_locked = { .check_plan = check_plan };
