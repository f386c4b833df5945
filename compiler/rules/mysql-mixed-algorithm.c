//! rule        mysql-mixed-algorithm
//! code        LCK019
//! level       warning
//! since       0.1
//! source      X86
//!
//! An ALTER TABLE takes a slower way than its clauses would take one by one, or one step earlier.
//!
//! ## Why
//!
//! MySQL does all clauses of an ALTER in one way, the best that suits all of them: a column that is
//! added in an instant and an index that is built in place make a rebuild of the whole table
//! together. And some things make all that comes later slow: behind a FULLTEXT index a new column
//! copies the table.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.36
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int);
//!   ```
//! }
//! phase expand "Stars" {
//!   step "Add and find" ```sql
//!     ALTER TABLE guests ADD COLUMN stars int, ADD INDEX guests_floor (floor);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.36
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, note text);
//!   ```
//! }
//! phase expand "Find in notes" {
//!   step "Search" ```sql
//!     ALTER TABLE guests ADD FULLTEXT INDEX guests_note (note);
//!   ```
//!   step "Stars" ```sql
//!     ALTER TABLE guests ADD COLUMN stars int;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.36
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int);
//!   ```
//! }
//! phase expand "Stars" {
//!   step "Add" ```sql
//!     ALTER TABLE guests ADD COLUMN stars int;
//!   ```
//!   step "Find" ```sql
//!     ALTER TABLE guests ADD INDEX guests_floor (floor);
//!   ```
//! }
//! ````

#include "rules/rule.h"

static bool is_rebuild(const struct sql_locks *locks)
{
    const struct sql_table_lock *lock = locks->tables.first;
    return locks->is_algorithm_known && lock && (lock->work & SQL_REWRITES);
}

// Certain to write no row anew.
static bool is_light(const struct sql_locks *locks)
{
    const struct sql_table_lock *lock = locks->tables.first;
    return locks->is_algorithm_known && lock && !((lock->work | lock->may_work) & SQL_REWRITES);
}

// ---- together

// No clause alone rebuilds the table, and together they do: what would be done in an instant, both
// engines do by a rebuild where something else keeps them from it.
static bool are_light_alone(const struct locking *locking)
{
    unsigned count = 0;
    list_each(change_locks, change, locking->changes) {
        if (!change->change || !is_light(change->locks))
            return false;
        count++;
    }
    return count > 1 && is_rebuild(locking->locks);
}

static void report_together(struct unit *unit, const struct locking *locking)
{
    const struct ddl *first = locking->statement->changes;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_mysql_mixed_algorithm, locking->statement->span,
                 "together these clauses rebuild '%.*s', and none of them would alone",
                 STR_ARGS(first->table.name));
    diagnostic_note(finding, "all of them are done in the way that suits the slowest");
    diagnostic_help(finding, "a step with an ALTER TABLE of its own for each");
    diagnostic_about(finding, "%.*s", STR_ARGS(first->table.name));
    site_cap(finding, locking->site);
}

// ---- later

// What made the added column slow: the first statement behind which it is.
static const struct locking *find_cause(struct unit *unit, const struct locking *locking,
                                        const struct ddl *ddl)
{
    const struct locking *cause = NULL;
    list_each(locking, each, model_of(unit)->lockings) {
        if (each == locking)
            return cause;
        const struct sql_table_lock *lock = sql_lock_on(each->locks, ddl->table);
        if (each->store != locking->store || each->site->role != SITE_RUNS || !lock)
            continue;
        struct sql_lock_setting setting = locking->setting;
        setting.before = each->setting.before;
        if (is_light(sql_locks_of_change(&unit->arena, &setting, locking->statement, ddl)))
            cause = each;
    }
    return NULL;
}

static void report_later(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                         const struct locking *cause)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_mysql_mixed_algorithm, ddl->span,
                 "this rebuilds '%.*s', and would not in a step before",
                 STR_ARGS(ddl->table.name));
    diagnostic_also(finding, cause->statement->span, "before this it is done in an instant");
    diagnostic_help(finding, "change the order of the two");
    diagnostic_about(finding, "%.*s", STR_ARGS(ddl->table.name));
    site_cap(finding, locking->site);
}

enum { CAUSES_MAX = 30 }; // looks for one, of one plan

static void check_plan(struct unit *unit, const struct plan *plan)
{
    unsigned causes = 0;
    list_each(locking, locking, model_of(unit)->lockings) {
        const struct ddl *first = locking->statement->changes;
        bool is_mysql = locking->setting.engine == SQL_ENGINE_MYSQL
                        || locking->setting.engine == SQL_ENGINE_MARIADB;
        if (!is_mysql || locking->site->role != SITE_RUNS || !first
            || locking->locks->is_refused || locking_is_made_by_plan(locking, first->table)
            || phase_is_down(plan, locking->site->phase))
            continue;
        if (are_light_alone(locking)) {
            report_together(unit, locking);
            continue;
        }
        if (!is_rebuild(locking->locks) || first->kind != DDL_ADD_COLUMN || first->next
            || ++causes > CAUSES_MAX)
            continue;
        const struct locking *cause = find_cause(unit, locking, first);
        if (cause)
            report_later(unit, locking, first, cause);
    }
}

const struct rule rule_mysql_mixed_algorithm = { .check_plan = check_plan };
