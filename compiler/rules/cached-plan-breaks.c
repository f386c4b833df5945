//! rule        cached-plan-breaks
//! code        CMP016
//! level       note
//! since       0.1
//! source      X16
//!
//! The columns of a table change while a version in service reads all of them with `*`.
//!
//! ## Why
//!
//! PostgreSQL keeps the plan of a prepared statement, and with it what columns come back. When
//! `SELECT *` would return others than before, the next execution fails: "cached plan must not
//! change result type". A driver that prepares statements, or a pooler that keeps sessions, meets
//! this until each session is new. A query that names its columns never does.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! app web { version v1 { reads guests(*) }; live v1 }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! app web { version v1 { reads guests(id, born) }; live v1 }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

static bool changes_columns(const struct ddl *ddl)
{
    return ddl->kind == DDL_ADD_COLUMN || ddl->kind == DDL_DROP_COLUMN
           || ddl->kind == DDL_SET_TYPE || ddl->kind == DDL_RENAME_COLUMN;
}

static const struct need *find_reader(const struct forward *forward, const struct state *before,
                                      const struct locking *locking, struct sql_name table)
{
    struct needs_in_force needs = forward_needs(forward, before, locking->store, table);
    for (size_t i = 0; i < needs.list.count; i++)
        if (needs.list.items[i]->use->access == ACCESS_READ && needs.list.items[i]->table->is_all)
            return needs.list.items[i];
    return NULL;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct need *need)
{
    struct str version = need_version(unit, need), table = ddl->table.name;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_cached_plan_breaks, ddl->span,
                 "the columns of '%.*s' change while '%.*s' reads all of them", STR_ARGS(table),
                 STR_ARGS(version));
    diagnostic_also(finding, need->use->span, "'%.*s' reads '*' here", STR_ARGS(version));
    diagnostic_note(finding, "a statement that it prepared before fails: \"cached plan must not "
                             "change result type\"");
    diagnostic_help(finding, "let it name its columns, or renew its sessions behind this step");
    diagnostic_about(finding, "%.*s", STR_ARGS(table));
    site_cap(finding, locking->site);
}

// One finding for each table.
static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    struct map reported = { 0 };
    step_changes_each(change, &model_of(unit)->lockings) {
        const struct locking *locking = change.locking;
        struct sql_name table = change.ddl->table;
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL || !changes_columns(change.ddl)
            || locking_is_made_by_plan(locking, table) || map_find(reported, table.name))
            continue;
        const struct state *before = forward_before(&forward, locking);
        const struct need *need = before ? find_reader(&forward, before, locking, table) : NULL;
        if (!need)
            continue;
        report(unit, locking, change.ddl, need);
        reported = map_put(&unit->arena, reported, table.name, need);
    }
}

const struct rule rule_cached_plan_breaks = { .check_plan = check_plan };
