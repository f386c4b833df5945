//! rule        type-change-rewrites
//! code        LCK005
//! level       warning
//! since       0.1
//! source      H057 H059 H061 H063
//!
//! A column gets another type, and every row or index is written anew while nobody can read or
//! write.
//!
//! ## Why
//!
//! PostgreSQL keeps the rows where the new type stores the same bytes: a longer varchar, varchar
//! to text, more digits of a numeric with the same scale, finer times. Any other type rewrites
//! the table and all its indexes under ACCESS EXCLUSIVE. And a CHECK over the column, or an
//! index with a condition, is read or built anew even where the rows stay. What the column was
//! like must be in the plan's schema: else belay does not know.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN floor TYPE bigint;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN room TYPE varchar(5);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN room TYPE varchar(40);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN room TYPE text;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN floor TYPE bigint;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && (blocking->change->kind == DDL_SET_TYPE
               || blocking->change->kind == DDL_SET_EXPRESSION);
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    bool is_rewritten = blocking->lock->work & SQL_REWRITES;
    struct diagnostic *finding = blocking_report(
        unit, &kind_type_change_rewrites, blocking,
        is_rewritten ? "'%.*s' stands still while its rows are rewritten for this type"
                     : "'%.*s' stands still while what depends on this column is checked",
        STR_ARGS(table));
    diagnostic_help(finding, is_rewritten
                                 ? "add a column of the new type, keep both, fill it, and swap"
                                 : "drop the CHECK or index first, and make it anew behind");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_type_change_rewrites = { .check_plan = check_plan };
