//! rule        add-check-validates
//! code        LCK003
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H073 H033 X48
//!
//! A CHECK is added that looks at every row while nobody can read or write its table.
//!
//! ## Why
//!
//! ADD CONSTRAINT … CHECK holds ACCESS EXCLUSIVE while it reads every row; a CHECK that a new
//! column brings along does so too, even where the column has no default. With NOT VALID it
//! takes a moment, and new rows are checked from then on; VALIDATE CONSTRAINT, in a transaction
//! of its own, reads the old ones while everybody goes on.
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
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0);
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
//!     ALTER TABLE guests ADD COLUMN beds integer CHECK (beds > 0);
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
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0) NOT VALID;
//!   ```
//!   step "Read the rows" on main ```sql
//!     ALTER TABLE guests VALIDATE CONSTRAINT guests_floor;
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
//!   table guests { rows 20_000 }
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0);
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_ADD_CONSTRAINT
           && blocking->change->constraint->kind == SQL_CONSTRAINT_CHECK;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_add_check_validates, blocking,
                        "'%.*s' stands still while this CHECK reads it", STR_ARGS(table));
    if (!constraint_offer_not_valid(unit, blocking, finding))
        diagnostic_help(finding, "add it NOT VALID, and VALIDATE CONSTRAINT in a step behind");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_add_check_validates = { .check_plan = check_plan };
