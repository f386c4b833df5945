//! rule        add-column-not-null-no-default
//! code        SQL011
//! level       warning
//! since       0.1
//! source      H028
//! breaks      constraint
//!
//! A column that every row must have is added without a value for the rows that are there.
//!
//! ## Why
//!
//! PostgreSQL refuses ADD COLUMN … NOT NULL without a default as soon as the table has one row, so
//! the step that works on an empty copy stops in production. MySQL and MariaDB fill in a zero or
//! an empty text that nobody chose. Add the column with a constant default, or add it without NOT
//! NULL, fill it, and require it later. Where the plan says that the table has rows, the finding
//! is an error on PostgreSQL.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add stars" {
//!   step "Add them" on main ```sql
//!     ALTER TABLE guests ADD COLUMN stars integer NOT NULL;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add stars" {
//!   step "Add them" on main ```sql
//!     ALTER TABLE guests ADD COLUMN stars integer NOT NULL DEFAULT 3;
//!     ALTER TABLE guests ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Make rooms" {
//!   step "Make them" on main ```sql
//!     CREATE TABLE rooms (id bigint PRIMARY KEY);
//!     ALTER TABLE rooms ADD COLUMN floor integer NOT NULL;
//!   ```
//! }
//! ````

#include "rules/support/rests.h"
#include "sql/types.h"

// Whether the column gets a value in rows that are there.
static bool has_value(const struct sql_column *column)
{
    return (column->fallback.text.data && !column->fallback.is_null) || column->is_serial
           || column->identity != SQL_NO_IDENTITY || column->is_auto_increment
           || column->generated != SQL_NOT_GENERATED;
}

static bool is_filled_with_zeros(const struct locking *locking)
{
    return locking->setting.engine == SQL_ENGINE_MYSQL
           || locking->setting.engine == SQL_ENGINE_MARIADB;
}

static bool is_domain(const struct locking *locking, const struct ddl *ddl)
{
    return !sql_type_is_builtin(locking->setting.engine, &ddl->definition->type);
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct sql_table_lock *lock)
{
    struct str column = ddl->definition->name;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_add_column_not_null_no_default, ddl->span,
                 "'%.*s' is NOT NULL, and the rows of '%.*s' have no value for it",
                 STR_ARGS(column), STR_ARGS(ddl->table.name));
    if (is_filled_with_zeros(locking))
        diagnostic_note(finding, "%s fills in zeros and empty texts that nobody chose",
                        sql_engine_title(locking->setting.engine));
    else
        diagnostic_note(finding, "the statement fails as soon as there is one row");
    diagnostic_help(finding, "give it a constant DEFAULT, or fill it before it is NOT NULL");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(ddl->table.name), STR_ARGS(column));
    finding_concerns(unit, finding, ddl, 0);
    if (locking_has_rows(locking, lock) == SQL_KNOWN_YES && !is_filled_with_zeros(locking))
        diagnostic_level(finding, LEVEL_ERROR);
    site_cap(finding, locking->site);
}

static void check_change(struct unit *unit, const struct locking *locking, const struct ddl *ddl)
{
    struct sql_table_lock lock = { .table = ddl->table, .mode = SQL_LOCK_ACCESS_EXCLUSIVE };
    if (ddl->kind != DDL_ADD_COLUMN || !ddl->definition->is_not_null || has_value(ddl->definition)
        || is_domain(locking, ddl) || locking_is_made_by_plan(locking, ddl->table)
        || locking_has_rows(locking, &lock) == SQL_KNOWN_NO)
        return;
    report(unit, locking, ddl, &lock);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(locking, locking, model_of(unit)->lockings)
        list_each(change_locks, change, locking->changes)
            if (change->change && locking->setting.engine != SQL_ENGINE_SQLITE)
                check_change(unit, locking, change->change);
}

const struct rule rule_add_column_not_null_no_default = { .check_plan = check_plan };
