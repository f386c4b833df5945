//! rule        add-fk-validates
//! code        LCK002
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H072 X48
//!
//! A foreign key is added that looks at every row while nobody can write to either table.
//!
//! ## Why
//!
//! ADD CONSTRAINT … FOREIGN KEY holds SHARE ROW EXCLUSIVE on both tables while it compares every
//! row. With NOT VALID it takes the same locks for a moment, and new rows are checked from then
//! on. VALIDATE CONSTRAINT, in a transaction of its own, compares the old rows while everybody
//! reads and writes.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!     CREATE TABLE stays (id bigint PRIMARY KEY, guest_id bigint);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE stays ADD CONSTRAINT stays_guest
//!       FOREIGN KEY (guest_id) REFERENCES guests (id);
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
//!     CREATE TABLE stays (id bigint PRIMARY KEY, guest_id bigint);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE stays ADD CONSTRAINT stays_guest
//!       FOREIGN KEY (guest_id) REFERENCES guests (id) NOT VALID;
//!   ```
//!   step "Compare" on main ```sql
//!     ALTER TABLE stays VALIDATE CONSTRAINT stays_guest;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!     CREATE TABLE stays (id bigint PRIMARY KEY, guest_id bigint);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE stays ADD COLUMN room_id bigint REFERENCES guests (id);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!     CREATE TABLE stays (id bigint PRIMARY KEY, guest_id bigint);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     CREATE TABLE bills (id bigint PRIMARY KEY, stay_id bigint REFERENCES stays (id));
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Bills" {
//!   step "Run it" on main ```sql
//!     CREATE TABLE bills (id bigint PRIMARY KEY, stay_id bigint);
//!     ALTER TABLE bills ADD FOREIGN KEY (stay_id) REFERENCES stays (id);
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_ADD_CONSTRAINT
           && blocking->change->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY
           && sql_name_equal(blocking->lock->table, blocking->change->table);
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct sql_name other = blocking->change->constraint->other;
    struct diagnostic *finding =
        blocking_report(unit, &kind_add_fk_validates, blocking,
                        "nobody can write to '%.*s' or '%.*s' while this foreign key is checked",
                        STR_ARGS(blocking->change->table.name), STR_ARGS(other.name));
    if (!constraint_offer_not_valid(unit, blocking, finding))
        diagnostic_help(finding, "add it NOT VALID, and VALIDATE CONSTRAINT in a step behind");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_add_fk_validates = { .check_plan = check_plan };
