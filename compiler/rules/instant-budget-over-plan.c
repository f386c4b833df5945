//! rule        instant-budget-over-plan
//! code        LCK018
//! level       error
//! since       0.1
//! source      X85 H040
//!
//! The plan changes a table instantly more often than MySQL keeps count of.
//!
//! ## Why
//!
//! MySQL from 8.0.29 on keeps a version of the row for each ADD or DROP COLUMN that it does
//! instantly, and it keeps 64 of a table. The next one is refused where the statement says
//! ALGORITHM=INSTANT, and rebuilds the table where it does not. A rebuild (OPTIMIZE TABLE, ALTER
//! TABLE ... FORCE) sets the count back to 0. How many a table has used before the plan is not
//! known: `SELECT name, total_row_versions FROM information_schema.innodb_tables`.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.36
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY);
//!   ```
//! }
//! phase expand "Many columns" {
//!   step "Columns from 1 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c1 int;
//!     ALTER TABLE guests ADD COLUMN c2 int;
//!     ALTER TABLE guests ADD COLUMN c3 int;
//!     ALTER TABLE guests ADD COLUMN c4 int;
//!     ALTER TABLE guests ADD COLUMN c5 int;
//!     ALTER TABLE guests ADD COLUMN c6 int;
//!     ALTER TABLE guests ADD COLUMN c7 int;
//!     ALTER TABLE guests ADD COLUMN c8 int;
//!   ```
//!   step "Columns from 9 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c9 int;
//!     ALTER TABLE guests ADD COLUMN c10 int;
//!     ALTER TABLE guests ADD COLUMN c11 int;
//!     ALTER TABLE guests ADD COLUMN c12 int;
//!     ALTER TABLE guests ADD COLUMN c13 int;
//!     ALTER TABLE guests ADD COLUMN c14 int;
//!     ALTER TABLE guests ADD COLUMN c15 int;
//!     ALTER TABLE guests ADD COLUMN c16 int;
//!   ```
//!   step "Columns from 17 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c17 int;
//!     ALTER TABLE guests ADD COLUMN c18 int;
//!     ALTER TABLE guests ADD COLUMN c19 int;
//!     ALTER TABLE guests ADD COLUMN c20 int;
//!     ALTER TABLE guests ADD COLUMN c21 int;
//!     ALTER TABLE guests ADD COLUMN c22 int;
//!     ALTER TABLE guests ADD COLUMN c23 int;
//!     ALTER TABLE guests ADD COLUMN c24 int;
//!   ```
//!   step "Columns from 25 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c25 int;
//!     ALTER TABLE guests ADD COLUMN c26 int;
//!     ALTER TABLE guests ADD COLUMN c27 int;
//!     ALTER TABLE guests ADD COLUMN c28 int;
//!     ALTER TABLE guests ADD COLUMN c29 int;
//!     ALTER TABLE guests ADD COLUMN c30 int;
//!     ALTER TABLE guests ADD COLUMN c31 int;
//!     ALTER TABLE guests ADD COLUMN c32 int;
//!   ```
//!   step "Columns from 33 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c33 int;
//!     ALTER TABLE guests ADD COLUMN c34 int;
//!     ALTER TABLE guests ADD COLUMN c35 int;
//!     ALTER TABLE guests ADD COLUMN c36 int;
//!     ALTER TABLE guests ADD COLUMN c37 int;
//!     ALTER TABLE guests ADD COLUMN c38 int;
//!     ALTER TABLE guests ADD COLUMN c39 int;
//!     ALTER TABLE guests ADD COLUMN c40 int;
//!   ```
//!   step "Columns from 41 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c41 int;
//!     ALTER TABLE guests ADD COLUMN c42 int;
//!     ALTER TABLE guests ADD COLUMN c43 int;
//!     ALTER TABLE guests ADD COLUMN c44 int;
//!     ALTER TABLE guests ADD COLUMN c45 int;
//!     ALTER TABLE guests ADD COLUMN c46 int;
//!     ALTER TABLE guests ADD COLUMN c47 int;
//!     ALTER TABLE guests ADD COLUMN c48 int;
//!   ```
//!   step "Columns from 49 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c49 int;
//!     ALTER TABLE guests ADD COLUMN c50 int;
//!     ALTER TABLE guests ADD COLUMN c51 int;
//!     ALTER TABLE guests ADD COLUMN c52 int;
//!     ALTER TABLE guests ADD COLUMN c53 int;
//!     ALTER TABLE guests ADD COLUMN c54 int;
//!     ALTER TABLE guests ADD COLUMN c55 int;
//!     ALTER TABLE guests ADD COLUMN c56 int;
//!   ```
//!   step "Columns from 57 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c57 int;
//!     ALTER TABLE guests ADD COLUMN c58 int;
//!     ALTER TABLE guests ADD COLUMN c59 int;
//!     ALTER TABLE guests ADD COLUMN c60 int;
//!     ALTER TABLE guests ADD COLUMN c61 int;
//!     ALTER TABLE guests ADD COLUMN c62 int;
//!     ALTER TABLE guests ADD COLUMN c63 int;
//!     ALTER TABLE guests ADD COLUMN c64 int;
//!   ```
//!   step "Columns from 65 on" ```sql
//!     ALTER TABLE guests ADD COLUMN c65 int;
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
//!     CREATE TABLE guests (id int PRIMARY KEY);
//!   ```
//! }
//! phase expand "One statement uses one" {
//!   step "Add them" ```sql
//!     ALTER TABLE guests ADD COLUMN a int, ADD COLUMN b int, ALGORITHM=INSTANT;
//!   ```
//! }
//! ````

#include "rules/rule.h"

enum { ROW_VERSIONS = 64, TABLES_MAX = 200 };

struct budget { // of one table
    struct budget *next;
    const struct store *store;
    struct sql_name table;
    unsigned used;
};

struct budgets {
    LIST_OF(budget) list;
    unsigned count;
};

static struct budget *find(struct unit *unit, struct budgets *budgets,
                           const struct locking *locking, struct sql_name table)
{
    list_each(budget, budget, budgets->list)
        if (budget->store == locking->store && sql_name_equal(budget->table, table))
            return budget;
    if (++budgets->count > TABLES_MAX)
        return NULL;
    struct budget *budget = arena_new(&unit->arena, struct budget);
    *budget = (struct budget){ .store = locking->store, .table = table };
    list_add(&budgets->list, budget);
    return budget;
}

static void report(struct unit *unit, const struct locking *locking, const struct budget *budget)
{
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_instant_budget_over_plan, locking->statement->span,
        "this is the %uth instant change of '%.*s' in the plan", budget->used,
        STR_ARGS(budget->table.name));
    diagnostic_note(finding, "MySQL keeps %d row versions of a table, and refuses the next one",
                    ROW_VERSIONS);
    diagnostic_help(finding, "OPTIMIZE TABLE %.*s in a step before, or several columns at once",
                    STR_ARGS(budget->table.name));
    diagnostic_about(finding, "%.*s", STR_ARGS(budget->table.name));
    site_cap(finding, locking->site);
}

static void follow(struct unit *unit, struct budgets *budgets, const struct locking *locking)
{
    const struct sql_table_lock *lock = locking->locks->tables.first;
    if (!lock || !sql_name_is_set(lock->table))
        return;
    bool is_rebuild = (lock->work & SQL_REWRITES) != 0;
    if (!is_rebuild && !locking->locks->uses_row_version)
        return;
    struct budget *budget = find(unit, budgets, locking, lock->table);
    if (!budget)
        return;
    budget->used = is_rebuild ? 0 : budget->used + 1;
    if (budget->used == ROW_VERSIONS + 1)
        report(unit, locking, budget);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct budgets budgets = { 0 };
    list_each(locking, locking, model_of(unit)->lockings)
        if (locking->site->role == SITE_RUNS && locking->setting.engine == SQL_ENGINE_MYSQL)
            follow(unit, &budgets, locking);
}

const struct rule rule_instant_budget_over_plan = { .check_plan = check_plan };
