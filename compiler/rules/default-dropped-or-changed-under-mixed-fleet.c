//! rule        default-dropped-or-changed-under-mixed-fleet
//! code        CMP015
//! level       warning
//! since       0.1
//! source      X12
//! breaks      writes
//!
//! A default changes while a version in service leaves the column out, and is to be replaced.
//!
//! ## Why
//!
//! A version that leaves a column out means its default, the one that it was written with. When
//! the default becomes another one, or none, before that version is gone, its new rows say what it
//! does not mean, and nothing tells them from those that do. First every version writes the
//! column; then its default is free to change. A default that goes where the column must have a
//! value is judged by `not-null-before-writers`.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state text DEFAULT 'here');
//!   ```
//! }
//! app web {
//!   version v1 { writes guests(id) }
//!   version v2 { writes guests(id, state) }
//!   live v1
//! }
//! phase expand "Guests are booked first" {
//!   step "Change the default" ```sql
//!     ALTER TABLE guests ALTER COLUMN state SET DEFAULT 'booked';
//!   ```
//! }
//! phase deploy "Say that they are here" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state varchar(20) DEFAULT 'here');
//!   ```
//! }
//! app web {
//!   version v1 { writes guests(id) }
//!   version v2 { writes guests(id, state) }
//!   live v1
//! }
//! phase expand "Guests are booked first" {
//!   step "Change the default" ```sql
//!     ALTER TABLE guests MODIFY state varchar(20) DEFAULT 'booked';
//!   ```
//! }
//! phase deploy "Say that they are here" { deploy web v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state text DEFAULT 'here');
//!   ```
//! }
//! app web {
//!   version v1 { writes guests(id) }
//!   version v2 { writes guests(id, state) }
//!   live v1
//! }
//! phase deploy "Say that they are here" { deploy web v2 }
//! phase contract "Guests are booked first" {
//!   step "Change the default" ```sql
//!     ALTER TABLE guests ALTER COLUMN state SET DEFAULT 'booked';
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, state varchar(20) DEFAULT 'here');
//!   ```
//! }
//! app web {
//!   version v1 { writes guests(id) }
//!   version v2 { writes guests(id, state) }
//!   live v1
//! }
//! phase expand "Longer states" {
//!   step "The default stays" ```sql
//!     ALTER TABLE guests MODIFY state varchar(40) DEFAULT 'here';
//!   ```
//! }
//! phase deploy "Say that they are here" { deploy web v2 }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

// The default of the column before the change; no data where it had none, or it is not known.
static struct str default_before(struct unit *unit, const struct locking *locking,
                                 const struct ddl *ddl, bool *is_not_null)
{
    const struct catalog *catalog = locking->setting.before;
    const struct catalog_object *table = catalog_find_table(&unit->arena, catalog, ddl->table);
    const struct catalog_column *column;
    if (!table
        || catalog_find_column(&unit->arena, catalog, table->table, ddl->column, &column)
               != CATALOG_PRESENT
        || column->definition.fallback.is_null)
        return STR_NONE;
    *is_not_null = column->definition.is_not_null;
    return column->definition.fallback.text;
}

// MODIFY without a default loses it: that is told by modify-drops-attributes.
static bool is_another(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                       struct str before)
{
    if (ddl->kind == DDL_DROP_DEFAULT)
        return true;
    enum sql_engine engine = locking->setting.engine;
    struct str after = ddl->kind == DDL_CHANGE_COLUMN ? ddl->definition->fallback.text
                                                      : ddl->expression.text;
    return after.data
           && !str_equal(catalog_expression(&unit->arena, engine, before),
                         catalog_expression(&unit->arena, engine, after));
}

static bool changes_default(const struct ddl *ddl)
{
    return ddl->kind == DDL_SET_DEFAULT || ddl->kind == DDL_DROP_DEFAULT
           || (ddl->kind == DDL_CHANGE_COLUMN && ddl->definition);
}

// A version that inserts, leaves the column out, and goes out of service later.
static const struct need *find_writer(const struct forward *forward, const struct state *before,
                                      const struct locking *locking, const struct ddl *ddl)
{
    struct needs_in_force needs = forward_needs(forward, before, locking->store, ddl->table);
    for (size_t i = 0; i < needs.list.count; i++) {
        const struct need *need = needs.list.items[i];
        if (need_inserts(need) && need->table->count > 0
            && !version_gives(forward, need, ddl->column)
            && forward_end_of(forward, before, need->version))
            return need;
    }
    return NULL;
}

static void report(struct unit *unit, const struct forward *forward, const struct locking *locking,
                   const struct ddl *ddl, const struct need *need, const struct state *before)
{
    struct str version = need_version(unit, need);
    bool is_dropped = ddl->kind == DDL_DROP_DEFAULT;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_default_dropped_or_changed_under_mixed_fleet, ddl->span,
        "'%.*s.%.*s' %s while '%.*s' relies on it", STR_ARGS(ddl->table.name),
        STR_ARGS(ddl->column), is_dropped ? "loses its default" : "gets another default",
        STR_ARGS(version));
    diagnostic_also(finding, need->use->span, "'%.*s' %s it, and leaves '%.*s' out",
                    STR_ARGS(version), need_verb(need), STR_ARGS(ddl->column));
    const struct event *end = forward_end_of(forward, before, need->version);
    if (end)
        diagnostic_also(finding, end->span, "'%.*s' is in service until this ends",
                        STR_ARGS(version));
    diagnostic_note(finding, "rows that it adds from here on say what it does not mean");
    diagnostic_help(finding, "change it in a phase behind the one that replaces '%.*s'",
                    STR_ARGS(version));
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(ddl->table.name), STR_ARGS(ddl->column));
    site_cap(finding, locking->site);
}

static void check_default(struct unit *unit, struct forward *forward,
                          const struct locking *locking, const struct ddl *ddl)
{
    bool is_not_null = false;
    struct str text = default_before(unit, locking, ddl, &is_not_null);
    bool is_refused = ddl->kind == DDL_DROP_DEFAULT && is_not_null; // another rule's
    if (!text.data || is_refused || !is_another(unit, locking, ddl, text))
        return;
    const struct state *before = forward_before(forward, locking);
    const struct need *need = before ? find_writer(forward, before, locking, ddl) : NULL;
    if (need)
        report(unit, forward, locking, ddl, need, before);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    step_changes_each(change, &model_of(unit)->lockings)
        if (changes_default(change.ddl))
            check_default(unit, &forward, change.locking, change.ddl);
}

const struct rule rule_default_dropped_or_changed_under_mixed_fleet = { .check_plan = check_plan };
