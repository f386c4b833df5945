//! rule        refresh-blocks-readers
//! code        LCK010
//! level       warning
//! since       0.1
//! source      H128
//!
//! A materialized view is filled anew while nobody can read it.
//!
//! ## Why
//!
//! REFRESH MATERIALIZED VIEW holds ACCESS EXCLUSIVE until the query is done. With CONCURRENTLY
//! readers go on with the old rows; it asks for a unique index over columns of the view.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!     CREATE MATERIALIZED VIEW floors AS
//!       SELECT floor, count(*) AS guests FROM guests GROUP BY floor;
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     REFRESH MATERIALIZED VIEW floors;
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
//!     CREATE MATERIALIZED VIEW floors AS
//!       SELECT floor, count(*) AS guests FROM guests GROUP BY floor;
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     REFRESH MATERIALIZED VIEW CONCURRENTLY floors;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_REFRESH_VIEW && !blocking->change->is_concurrent;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct diagnostic *finding = blocking_report(unit, &kind_refresh_blocks_readers, blocking,
                                                 "nobody can read '%.*s' while it is filled",
                                                 STR_ARGS(blocking->change->object.name));
    diagnostic_help(finding, "REFRESH MATERIALIZED VIEW CONCURRENTLY, over a unique index");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_refresh_blocks_readers = { .check_plan = check_plan };
