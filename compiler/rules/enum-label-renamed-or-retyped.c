//! rule        enum-label-renamed-or-retyped
//! code        CMP014
//! level       warning
//! since       0.1
//! source      X14
//! breaks      reads
//!
//! A label of an enum is renamed or taken away under a version that uses a column of the type.
//!
//! ## Why
//!
//! PostgreSQL renames a label in every row at once. A version that was written before knows the old
//! label: what it reads now it does not understand, and what it writes is refused. A new label
//! is added, versions come that know both, the rows are changed, and the old one is left unused.
//! A version that the plan deploys before the rename is taken to know both.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TYPE stay AS ENUM ('booked', 'gone');
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state stay);
//!   ```
//! }
//! app web { version v1 { reads guests(id, state); writes guests(id, state) }; live v1 }
//! phase expand "Say it better" {
//!   step "Rename it" ```sql
//!     ALTER TYPE stay RENAME VALUE 'gone' TO 'departed';
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state enum('booked', 'here', 'gone'));
//!   ```
//! }
//! app web { version v1 { reads guests(id, state); writes guests(id, state) }; live v1 }
//! phase contract "Two states are enough" {
//!   step "Take one away" ```sql
//!     ALTER TABLE guests MODIFY state enum('booked', 'gone');
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
//!     CREATE TYPE stay AS ENUM ('booked', 'gone');
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state stay);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(id, state); writes guests(id, state) }
//!   version v2 { reads guests(id, state); writes guests(id, state) }
//!   live v1
//! }
//! phase deploy "Know both labels" { deploy web v2 }
//! phase expand "Say it better" {
//!   step "Rename it" ```sql
//!     ALTER TYPE stay RENAME VALUE 'gone' TO 'departed';
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state enum('booked', 'gone'));
//!   ```
//! }
//! app web { version v1 { reads guests(id, state); writes guests(id, state) }; live v1 }
//! phase expand "A third state" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests MODIFY state enum('booked', 'gone', 'here');
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

static void report(struct unit *unit, const struct forward *forward, const struct locking *locking,
                   const struct ddl *ddl, struct str label, const struct need *need,
                   const struct state *before, struct sql_name table, struct str column)
{
    struct str version = need_version(unit, need);
    bool is_renamed = ddl->kind == DDL_RENAME_LABEL;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_enum_label_renamed_or_retyped, ddl->span,
        "the label '%.*s' is %s while '%.*s' uses '%.*s.%.*s'", STR_ARGS(label),
        is_renamed ? "renamed" : "taken away", STR_ARGS(version), STR_ARGS(table.name),
        STR_ARGS(column));
    diagnostic_add_need(unit, finding, need);
    const struct event *end = forward_end_of(forward, before, need->version);
    if (end)
        diagnostic_also(finding, end->span, "'%.*s' is in service until this ends",
                        STR_ARGS(version));
    diagnostic_note(finding, "'%.*s' was written for the old labels, and what it writes is refused",
                    STR_ARGS(version));
    diagnostic_help(finding, "%s",
                    is_renamed ? "add the new label, deploy versions that know both, then use it"
                               : "take it away when no version that knows it is in service");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(table.name), STR_ARGS(column));
    site_cap(finding, locking->site);
}

// ---- PostgreSQL: a type of its own

static void check_label(struct unit *unit, struct forward *forward, const struct locking *locking,
                        const struct ddl *ddl)
{
    const struct state *before = forward_before(forward, locking);
    const struct catalog *catalog = locking->setting.before;
    struct catalog_found type = catalog_find_type(&unit->arena, catalog, ddl->object);
    if (!before || type.presence != CATALOG_PRESENT)
        return;
    struct catalog_uses uses = catalog_uses_of(&unit->arena, catalog, type.object);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_use *use = &uses.items[i];
        if (use->kind != CATALOG_TABLE || use->part != CATALOG_USE_COLUMN)
            continue;
        const struct need *need =
            forward_old_use(forward, before, locking->store, use->by, use->name);
        if (!need)
            continue;
        report(unit, forward, locking, ddl, ddl->column, need, before, use->by, use->name);
        return;
    }
}

// ---- MySQL: part of the column's type

static bool next_label(struct str *rest, struct str *label)
{
    size_t from = str_find_char(*rest, '\'', 0);
    size_t to = from == STR_NOT_FOUND ? from : str_find_char(*rest, '\'', from + 1);
    if (to == STR_NOT_FOUND)
        return false;
    *label = str_slice(*rest, from, to + 1);
    *rest = str_from(*rest, to + 1);
    return true;
}

// The first label of the type, quotes and all, that the other one has not; no data for none.
static struct str missing_label(const struct sql_type *before, const struct sql_type *after)
{
    struct str rest = before->arguments, label;
    while (next_label(&rest, &label))
        if (str_find_ignoring_case(after->arguments, label, 0) == STR_NOT_FOUND)
            return str_slice(label, 1, label.length - 1);
    return STR_NONE;
}

static void check_retyped(struct unit *unit, struct forward *forward,
                          const struct locking *locking, const struct ddl *ddl)
{
    const struct catalog *catalog = locking->setting.before;
    const struct catalog_object *table = catalog_find_table(&unit->arena, catalog, ddl->table);
    const struct catalog_column *column;
    if (!table
        || catalog_find_column(&unit->arena, catalog, table->table, ddl->column, &column)
               != CATALOG_PRESENT)
        return;
    const struct sql_type *old = &column->definition.type, *new = &ddl->definition->type;
    if (!str_is(old->name, "enum") || !str_is(new->name, "enum"))
        return;
    struct str label = missing_label(old, new);
    const struct state *before = label.data ? forward_before(forward, locking) : NULL;
    const struct need *need =
        before ? forward_old_use(forward, before, locking->store, ddl->table, ddl->column) : NULL;
    if (need)
        report(unit, forward, locking, ddl, label, need, before, ddl->table, ddl->column);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    step_changes_each(change, &model_of(unit)->lockings) {
        if (change.ddl->kind == DDL_RENAME_LABEL)
            check_label(unit, &forward, change.locking, change.ddl);
        if (change.ddl->kind == DDL_CHANGE_COLUMN)
            check_retyped(unit, &forward, change.locking, change.ddl);
    }
}

const struct rule rule_enum_label_renamed_or_retyped = { .check_plan = check_plan };
