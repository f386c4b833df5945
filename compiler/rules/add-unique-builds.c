//! rule        add-unique-builds
//! code        LCK007
//! level       warning
//! since       0.1
//! source      H076 H077 H078 H079 H029 H030
//!
//! A key is added that builds its index while nobody can read or write its table.
//!
//! ## Why
//!
//! ADD PRIMARY KEY, ADD UNIQUE and ADD EXCLUDE hold ACCESS EXCLUSIVE until their index is whole;
//! a UNIQUE of a new column does as well. A unique index can be built by CREATE UNIQUE INDEX
//! CONCURRENTLY while everybody goes on, and then becomes the constraint in a moment: ADD
//! CONSTRAINT … UNIQUE USING INDEX. For a primary key its columns are NOT NULL before. An
//! exclusion constraint has no such way: it belongs into a window, or into a new table.
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
//!     ALTER TABLE guests ADD CONSTRAINT one_room UNIQUE (room);
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
//!     ALTER TABLE guests ADD COLUMN email text UNIQUE;
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
//!   step "Build it" on main ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY one_room ON guests (room);
//!   ```
//!   step "Take it over" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT one_room UNIQUE USING INDEX one_room;
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
//!     CREATE TABLE rooms (id bigint, floor integer);
//!     ALTER TABLE rooms ADD PRIMARY KEY (id);
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    if (blocking->locking->setting.engine != SQL_ENGINE_POSTGRESQL || !blocking->change
        || blocking->change->kind != DDL_ADD_CONSTRAINT)
        return false;
    enum sql_constraint kind = blocking->change->constraint->kind;
    return kind == SQL_CONSTRAINT_PRIMARY_KEY || kind == SQL_CONSTRAINT_UNIQUE
           || kind == SQL_CONSTRAINT_EXCLUDE;
}

static const char *help_of(const struct sql_constraint_definition *constraint)
{
    if (constraint->kind == SQL_CONSTRAINT_EXCLUDE)
        return "do it in a downtime, or in a new table that is filled and then swapped";
    if (constraint->index.length > 0)
        return "make its columns NOT NULL before, with the help of a validated CHECK";
    return "CREATE UNIQUE INDEX CONCURRENTLY, and take the index over: … USING INDEX";
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    bool builds = blocking->lock->work & SQL_BUILDS;
    struct diagnostic *finding = blocking_report(
        unit, &kind_add_unique_builds, blocking, "'%.*s' stands still while %s", STR_ARGS(table),
        builds ? "the index of its key is built" : "its key is searched for NULL");
    diagnostic_help(finding, "%s", help_of(blocking->change->constraint));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_add_unique_builds = { .check_plan = check_plan };
