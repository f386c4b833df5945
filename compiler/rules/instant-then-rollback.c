//! rule        instant-then-rollback
//! code        LCK020
//! level       note
//! since       0.1
//! source      X87
//!
//! A column is added in an instant, and the rollback rebuilds the table to drop it.
//!
//! ## Why
//!
//! MySQL 8.0.12 to 8.0.28 adds a column without touching a row, and writes every row anew to drop
//! it: the way back takes hours where the way forward took none. Before 8.0.12 both rebuild, from
//! 8.0.29 on neither does. Mostly the column can stay until the plan is done.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.20
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY);
//!   ```
//! }
//! phase expand "Stars" {
//!   step "Add them" ```sql
//!     ALTER TABLE guests ADD COLUMN stars int;
//!   ```
//!   rollback ```sql
//!     ALTER TABLE guests DROP COLUMN stars;
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
//! phase expand "Stars" {
//!   step "Add them" ```sql
//!     ALTER TABLE guests ADD COLUMN stars int;
//!   ```
//!   rollback ```sql
//!     ALTER TABLE guests DROP COLUMN stars;
//!   ```
//! }
//! ````

#include "rules/rule.h"

// The change that added the column in the phase, without touching a row; NULL for none.
static const struct ddl *find_instant(const struct model *model, const struct locking *back,
                                      const struct ddl *drop)
{
    list_each(locking, locking, model->lockings) {
        if (locking->site->phase != back->site->phase || locking->site->role != SITE_RUNS
            || locking->store != back->store)
            continue;
        const struct ddl *ddl = locking->statement->changes;
        bool is_instant = locking->locks->is_algorithm_known
                          && locking->locks->algorithm == SQL_ALGORITHM_INSTANT;
        for (; is_instant && ddl; ddl = ddl->next)
            if (ddl->kind == DDL_ADD_COLUMN && sql_name_equal(ddl->table, drop->table)
                && str_equal_ignoring_case(ddl->definition->name, drop->column))
                return ddl;
    }
    return NULL;
}

static void report(struct unit *unit, const struct locking *back, const struct ddl *drop,
                   const struct ddl *added)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_instant_then_rollback, drop->span,
                 "going back rebuilds '%.*s', which going forward did not",
                 STR_ARGS(drop->table.name));
    diagnostic_also(finding, added->span, "added here, in an instant");
    diagnostic_note(finding, "MySQL %.*s writes every row anew to drop a column",
                    STR_ARGS(back->store->version.str));
    diagnostic_help(finding, "leave the column where it is: an old version does not see it");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(drop->table.name), STR_ARGS(drop->column));
    site_cap(finding, back->site);
}

enum { DROPS_MAX = 200 }; // of one plan, each with a look at its statements

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    const struct model *model = model_of(unit);
    unsigned drops = 0;
    list_each(locking, locking, model->lockings) {
        const struct sql_table_lock *lock = locking->locks->tables.first;
        if (locking->site->role != SITE_UNDOES || locking->setting.engine != SQL_ENGINE_MYSQL
            || !lock || !(lock->work & SQL_REWRITES))
            continue;
        for (const struct ddl *ddl = locking->statement->changes; ddl; ddl = ddl->next) {
            if (ddl->kind != DDL_DROP_COLUMN || ++drops > DROPS_MAX)
                continue;
            const struct ddl *added = find_instant(model, locking, ddl);
            if (added)
                report(unit, locking, ddl, added);
        }
    }
}

const struct rule rule_instant_then_rollback = { .check_plan = check_plan };
