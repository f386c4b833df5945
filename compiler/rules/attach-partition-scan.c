//! rule        attach-partition-scan
//! code        LCK011
//! level       warning
//! since       0.1
//! source      H118 H119
//!
//! A partition is attached or made, and rows are searched while nobody can read or write them.
//!
//! ## Why
//!
//! ATTACH PARTITION reads the table that becomes one under ACCESS EXCLUSIVE, unless a validated
//! CHECK says that every row belongs there. And whatever brings a partition, the default
//! partition is searched for rows that belong into it. Both are spared by a CHECK that is added
//! NOT VALID and validated before.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE visits (id bigint, day date) PARTITION BY RANGE (day);
//!     CREATE TABLE visits_2030 (id bigint, day date);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE visits ATTACH PARTITION visits_2030
//!       FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
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
//!     CREATE TABLE visits (id bigint, day date) PARTITION BY RANGE (day);
//!     CREATE TABLE visits_2030 (
//!       id bigint,
//!       day date,
//!       CHECK (day >= '2030-01-01' AND day < '2031-01-01')
//!     );
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE visits ATTACH PARTITION visits_2030
//!       FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_mine(const struct blocking *blocking)
{
    const struct ddl *change = blocking->change;
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && change
           && (change->kind == DDL_ATTACH_PARTITION
               || (change->kind == DDL_CREATE_TABLE && change->create_table
                   && sql_name_is_set(change->create_table->partition_of)));
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_attach_partition_scan, blocking,
                        "'%.*s' stands still while its rows are searched", STR_ARGS(table));
    diagnostic_help(finding,
                    "add a CHECK of its bounds NOT VALID and validate it, in steps before");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_attach_partition_scan = { .check_plan = check_plan };
