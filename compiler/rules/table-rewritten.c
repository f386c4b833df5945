//! rule        table-rewritten
//! code        LCK008
//! level       warning
//! since       0.1
//! source      H125 H126 H127
//!
//! A table is written anew as a whole while nobody can read or write it.
//!
//! ## Why
//!
//! VACUUM FULL and CLUSTER copy a table and all its indexes under ACCESS EXCLUSIVE, and so do
//! SET LOGGED and SET UNLOGGED. What they are meant for can be had without: VACUUM makes room
//! for new rows, and pg_repack moves a table while it is used.
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
//!     VACUUM FULL guests;
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
//!     ALTER TABLE guests SET UNLOGGED;
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
//!     VACUUM guests;
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
//!   downtime 2h
//!   step "Run it" on main ```sql
//!     VACUUM FULL guests;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    const struct ddl *change = blocking->change;
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL
           && (blocking->lock->work & SQL_REWRITES)
           && (!change || change->kind == DDL_TABLE_OPTION || change->kind == DDL_OTHER);
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_table_rewritten, blocking,
                        "'%.*s' stands still while it is written anew", STR_ARGS(table));
    diagnostic_help(finding, "do it in a downtime, or with pg_repack while the table is used");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_table_rewritten = { .check_plan = check_plan };
