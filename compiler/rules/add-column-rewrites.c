//! rule        add-column-rewrites
//! code        LCK006
//! level       warning
//! since       0.1
//! source      H022 H023 H024 H025 H026 H034
//!
//! A column is added with a value of its own for each row, and the table is written anew.
//!
//! ## Why
//!
//! PostgreSQL adds a column in a moment where all rows get the same value: no default, a
//! constant, or now(), from version 11 on. Where each row gets a value of its own, it writes
//! every row and every index anew under ACCESS EXCLUSIVE: a volatile default such as random() or
//! gen_random_uuid(), serial and identity, a stored generated column, a domain with a
//! constraint.
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
//!     ALTER TABLE guests ADD COLUMN token uuid DEFAULT gen_random_uuid();
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
//!     ALTER TABLE guests ADD COLUMN number bigserial;
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
//!     ALTER TABLE guests ADD COLUMN twice integer GENERATED ALWAYS AS (floor * 2) STORED;
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
//!     ALTER TABLE guests ADD COLUMN token uuid;
//!     ALTER TABLE guests ALTER COLUMN token SET DEFAULT gen_random_uuid();
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
//!     ALTER TABLE guests ADD COLUMN seen timestamptz NOT NULL DEFAULT now();
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
//!     ALTER TABLE guests ADD COLUMN stars integer NOT NULL DEFAULT 3;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_ADD_COLUMN;
}

static const char *reason_of(const struct sql_column *column)
{
    if (column->is_serial || column->identity != SQL_NO_IDENTITY)
        return "each row gets a number of its own";
    if (column->generated == SQL_GENERATED_STORED)
        return "its value is computed and stored for each row";
    return column->fallback.text.data ? "its default is computed for each row"
                                      : "its type has a constraint that each row is held against";
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    struct str column = blocking->change->definition->name;
    struct diagnostic *finding =
        blocking_report(unit, &kind_add_column_rewrites, blocking,
                        "'%.*s' stands still while its rows are written anew with '%.*s'",
                        STR_ARGS(table), STR_ARGS(column));
    diagnostic_note(finding, "%s", reason_of(blocking->change->definition));
    diagnostic_help(finding, "add it empty, set its default for new rows, and fill it in batches");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_add_column_rewrites = { .check_plan = check_plan };
