//! rule        statement-after-access-exclusive
//! code        LCK013
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H140 H147
//!
//! A table that nobody can read or write stays so while the same transaction does long work.
//!
//! ## Why
//!
//! ADD COLUMN, DROP COLUMN or SET DEFAULT take ACCESS EXCLUSIVE for a moment, but a transaction
//! holds every lock until it ends. What comes behind in the same step, an UPDATE of all rows or
//! the scan of another table, keeps the first table closed for all of its time.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add stars" {
//!   step "Add and fill" on main ```sql
//!     ALTER TABLE guests ADD COLUMN stars integer;
//!     UPDATE guests SET stars = 3;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Rename and check" {
//!   step "Do both" on main ```sql
//!     ALTER TABLE guests RENAME COLUMN name TO full_name;
//!     ALTER TABLE stays ADD CONSTRAINT nights CHECK (nights > 0);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add stars" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD COLUMN stars integer;
//!   ```
//!   step "Fill it" on main ```sql
//!     UPDATE guests SET stars = 3;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add stars" {
//!   step "Add and set one" on main ```sql
//!     ALTER TABLE guests ADD COLUMN stars integer;
//!     UPDATE guests SET stars = 3 WHERE id = 1;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

// What the transaction holds: the first table that is closed to all, and by what.
struct held {
    const struct locking *locking;
    const struct change_locks *change;
    const struct sql_table_lock *lock;
};

// Nobody waits for a table that goes.
static bool is_dropped(const struct change_locks *change, const struct sql_table_lock *lock)
{
    return change->change && change->change->kind == DDL_DROP_TABLE
           && sql_name_equal(change->change->table, lock->table);
}

static struct held find_held(const struct plan *plan, const struct locking *locking)
{
    list_each(change_locks, change, locking->changes)
        list_each(sql_table_lock, lock, change->locks->tables)
            if (lock->mode == SQL_LOCK_ACCESS_EXCLUSIVE && sql_name_is_set(lock->table)
                && !is_dropped(change, lock) && locking_is_felt(plan, locking, lock))
                return (struct held){ locking, change, lock };
    return (struct held){ NULL, NULL, NULL };
}

// Every row of a table is written by it, where nobody says that there are few.
static bool writes_all(const struct plan *plan, const struct locking *locking)
{
    const struct sql_statement *statement = locking->statement;
    struct sql_table_lock lock = {
        .table = statement->operations.first->table,
        .mode = SQL_LOCK_ACCESS_EXCLUSIVE,
        .work = SQL_REWRITES,
    };
    return (statement->head == SQL_UPDATE || statement->head == SQL_DELETE) && !statement->has_where
           && !statement->has_limit && blocking_is_felt(plan, locking, &lock);
}

// A table that is worked on for long; no name for none. What closes the same table for its own
// work has a rule of its own.
static struct sql_name long_work(const struct plan *plan, const struct locking *locking,
                                 const struct held *held)
{
    if (writes_all(plan, locking))
        return locking->statement->operations.first->table;
    list_each(sql_table_lock, lock, locking->locks->tables) {
        struct sql_table_lock closed = *lock;
        closed.mode = SQL_LOCK_ACCESS_EXCLUSIVE;
        bool closes_it_anyway = lock->mode == SQL_LOCK_ACCESS_EXCLUSIVE
                                && sql_name_equal(lock->table, held->lock->table);
        if (lock->work != 0 && !closes_it_anyway && blocking_is_felt(plan, locking, &closed))
            return sql_name_is_set(lock->table) ? lock->table : lock->index;
    }
    return (struct sql_name){ STR_NONE, STR_NONE };
}

static bool offer(struct unit *unit, const struct locking *locking, struct diagnostic *finding)
{
    struct step_text step;
    if (!step_text_of(&step, unit, locking->site)
        || !step_can_split(locking->site, locking->statement))
        return false;
    struct edits edits = edits_begin(unit, finding, "give the long statement a step of its own");
    edits_isolate(&edits, &step, locking->site, locking->statement, step_title(&step));
    return true;
}

static void report(struct unit *unit, const struct locking *locking, const struct held *held,
                   struct sql_name worked_on)
{
    struct str table = held->lock->table.name;
    bool is_same = str_equal(table, worked_on.name);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_statement_after_access_exclusive, locking->statement->span,
        "'%.*s' stays closed while this goes through all %s%.*s%s", STR_ARGS(table),
        is_same ? "its rows" : "of '", STR_ARGS(is_same ? STR_NONE : worked_on.name),
        is_same ? "" : "'");
    diagnostic_also(finding, held->locking->statement->span,
                    "this takes ACCESS EXCLUSIVE, and holds it to the end of the step");
    diagnostic_note(finding, "nobody reads or writes '%.*s' until the transaction ends",
                    STR_ARGS(table));
    if (!offer(unit, locking, finding))
        diagnostic_help(finding, "give the long statement a step of its own");
    diagnostic_about(finding, "%.*s", STR_ARGS(table));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct held held = { NULL, NULL, NULL };
    bool is_reported = false;
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL || locking->transaction == 0)
            continue;
        if (!held.locking || held.locking->transaction != locking->transaction) {
            held = find_held(plan, locking);
            is_reported = false;
            continue;
        }
        struct sql_name worked_on = long_work(plan, locking, &held);
        if (sql_name_is_set(worked_on) && !is_reported) {
            report(unit, locking, &held, worked_on);
            is_reported = true; // the next one has the same cure
        }
    }
}

const struct rule rule_statement_after_access_exclusive = { .check_plan = check_plan };
