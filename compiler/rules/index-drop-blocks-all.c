//! rule        index-drop-blocks-all
//! code        LCK021
//! level       note
//! since       0.1
//! source      H002
//!
//! An index is dropped in a way that waits in front of all queries of its table.
//!
//! ## Why
//!
//! DROP INDEX asks for ACCESS EXCLUSIVE on the table. That is short when it gets it, but it waits
//! for every query that runs, and every later query waits behind it: one report that takes an hour
//! makes an outage of it. DROP INDEX CONCURRENTLY lets them pass.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text);
//!     CREATE INDEX guests_name ON guests (name);
//!   ```
//! }
//! phase contract "Nobody looks by name" {
//!   step "Drop the index" ```sql
//!     DROP INDEX guests_name;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text);
//!     CREATE INDEX guests_name ON guests (name);
//!   ```
//! }
//! phase contract "Nobody looks by name" {
//!   step "Drop the index" ```sql
//!     DROP INDEX CONCURRENTLY guests_name;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static void report(struct unit *unit, const struct locking *locking,
                   const struct sql_table_lock *lock, const struct ddl *ddl)
{
    struct str name = ddl->object.name;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_index_drop_blocks_all, ddl->span,
                 "every query of '%.*s' waits behind the drop of '%.*s'",
                 STR_ARGS(lock->table.name), STR_ARGS(name));
    diagnostic_note(finding, "it waits for each query that runs, and the later ones wait for it");
    diagnostic_help(finding, "DROP INDEX CONCURRENTLY %.*s, alone in its step", STR_ARGS(name));
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(locking, locking, model_of(unit)->lockings) {
        const struct ddl *ddl = locking->statement->changes;
        const struct sql_table_lock *lock = locking->locks->tables.first;
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL || !ddl || !lock
            || ddl->kind != DDL_DROP_INDEX || ddl->is_concurrent || locking->locks->is_refused)
            continue;
        if (sql_name_is_set(lock->table) && blocking_is_felt(plan, locking, lock))
            report(unit, locking, lock, ddl);
    }
}

const struct rule rule_index_drop_blocks_all = { .check_plan = check_plan };
