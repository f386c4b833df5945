//! rule        set-not-null-scan
//! code        LCK004
//! level       warning
//! since       0.1
//! source      H048 H049
//!
//! A column is made NOT NULL by reading every row while nobody can read or write its table.
//!
//! ## Why
//!
//! SET NOT NULL holds ACCESS EXCLUSIVE while it looks for a NULL. From PostgreSQL 12 on it does
//! not look where a CHECK proves that there is none: `CHECK (c IS NOT NULL)`, of this very
//! column, alone or joined by AND, and validated. So: add the CHECK NOT VALID, validate it in
//! another step, SET NOT NULL, and drop the CHECK. What the column was like must be in the
//! plan's schema: else belay does not know.
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
//!     ALTER TABLE guests ALTER COLUMN name SET NOT NULL;
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
//!   step "Add the proof" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
//!   ```
//!   step "Require it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN name SET NOT NULL;
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
//!   step "Add the proof" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
//!   ```
//!   step "Read the rows" on main ```sql
//!     ALTER TABLE guests VALIDATE CONSTRAINT named;
//!   ```
//!   step "Require it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN name SET NOT NULL;
//!     ALTER TABLE guests DROP CONSTRAINT named;
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
//!     ALTER TABLE guests ALTER COLUMN id SET NOT NULL;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_SET_NOT_NULL;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str column = blocking->change->column;
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_set_not_null_scan, blocking,
                        "'%.*s' stands still while it is searched for a NULL", STR_ARGS(table));
    diagnostic_note(finding, "no validated CHECK (%.*s IS NOT NULL) proves that there is none",
                    STR_ARGS(column));
    diagnostic_help(finding,
                    "add that CHECK NOT VALID, validate it in another step, then SET NOT NULL");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_set_not_null_scan = { .check_plan = check_plan };
