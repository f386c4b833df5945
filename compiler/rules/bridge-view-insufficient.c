//! rule        bridge-view-insufficient
//! code        CMP008
//! level       error
//! since       0.1
//! source      X05 X22
//! breaks      reads writes
//!
//! A view does not give a version in service what it asks of the table that the view stands for.
//!
//! ## Why
//!
//! A view of the old name lets old versions go on, as long as it has every column that they name
//! and takes what they write. A view has the columns of the moment in which it was made: what
//! the table gets later is not in it, `SELECT *` or not, until the view is made anew. And it
//! takes writes only where the engine can tell to which row of which table they belong:
//! PostgreSQL and MySQL not through DISTINCT, GROUP BY, aggregates, UNION or LIMIT, PostgreSQL not
//! through a join either, SQLite never, but for what INSTEAD OF triggers do. MySQL and SQLite also
//! let go what a view reads: the view stays, and the next query through it fails.
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
//! app web { version v1 { reads guests(id, born); writes guests(id, born) }; live v1 }
//! phase expand "Rename the table" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!     CREATE VIEW guests AS SELECT DISTINCT id, born FROM visitors;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE VIEW adults AS SELECT * FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! app web {
//!   version v1 { reads adults(id, born) }
//!   version v2 { reads adults(id, born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! phase deploy "Read the city" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, city text);
//!     CREATE VIEW adults AS SELECT id, city FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! app web { version v1 { reads adults(id, city) }; live v1 }
//! phase contract "Ages are not asked for" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!     CREATE VIEW adults AS SELECT id FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! app web { version v1 { reads adults(id) }; live v1 }
//! phase contract "Away with the guests" {
//!   step "Drop them" ```sql
//!     DROP TABLE guests;
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
//! app web { version v1 { reads guests(id, born); writes guests(id, born) }; live v1 }
//! phase expand "Rename the table" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!     CREATE VIEW guests AS SELECT id, born FROM visitors;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE VIEW adults AS SELECT * FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! app web {
//!   version v1 { reads adults(id, born) }
//!   version v2 { reads adults(id, born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it, to the view as well" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!     CREATE OR REPLACE VIEW adults AS SELECT * FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! phase deploy "Read the city" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mariadb 10.6
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, city text);
//!     CREATE VIEW adults AS SELECT id, city FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! app web { version v1 { reads adults(id, city) }; live v1 }
//! phase contract "Ages are not asked for" {
//!   step "A view without it" ```sql
//!     CREATE OR REPLACE VIEW adults AS SELECT id, city FROM guests;
//!   ```
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!     CREATE VIEW adults AS SELECT id FROM guests WHERE born < '2000-01-01';
//!   ```
//! }
//! app web { version v1 { reads adults(id) }; live v1 }
//! phase expand "They are visitors" {
//!   step "SQLite's view follows" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/forward.h"

// ---- a column that the view has not

static bool is_mine(const struct breach *breach)
{
    return breach->lack.kind == LACK_IN_VIEW && breach->state->way == WAY_FORWARD;
}

static void report_column(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    bool is_view = breach->state->event && breach->state->event->first;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_bridge_view_insufficient,
                 is_view ? breach->lack.span : breach_place(breach),
                 "'%.*s' uses '%.*s', and the view has no such column", STR_ARGS(version),
                 STR_ARGS(subject));
    breach_add_versions(unit, finding, breach);
    if (!is_view && span_is_set(breach->lack.span))
        diagnostic_also(finding, breach->lack.span, "the view was made here");
    diagnostic_note(finding, "a view has the columns of the moment in which it was made");
    diagnostic_help(finding, "make the view anew with the column, in a step before");
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

// ---- what the view reads is gone

static bool is_behind(const struct breach *breach)
{
    return breach->lack.kind == LACK_BEHIND_VIEW && breach->state->way == WAY_FORWARD;
}

static void report_behind(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_bridge_view_insufficient, breach_place(breach),
                 "'%.*s' uses the view '%.*s', which reads '%.*s', and that is gone",
                 STR_ARGS(version), STR_ARGS(subject), STR_ARGS(breach->lack.column));
    breach_add_versions(unit, finding, breach);
    if (span_is_set(breach->lack.span))
        diagnostic_also(finding, breach->lack.span, "the view was made here");
    diagnostic_note(finding, "the engine keeps the view, and refuses each query through it");
    diagnostic_help(finding, "make the view anew without it, in a step before");
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

// ---- a view that takes no writes

// Why the engine cannot tell to which row a write belongs; NULL where it can, or may.
static const char *why_read_only(const struct sql_statement *statement, enum sql_engine engine)
{
    const struct sql_select *main = NULL;
    list_each(sql_select, select, statement->selects) {
        if (select->depth == 0 && main)
            return "has a UNION";
        if (select->depth == 0)
            main = select;
    }
    if (engine == SQL_ENGINE_SQLITE)
        return "is of SQLite, and has no INSTEAD OF trigger";
    if (!main)
        return NULL;
    if (main->is_distinct)
        return "has DISTINCT";
    bool is_alone = main == statement->selects.first && !main->next;
    if (main->has_group_by || main->has_having || (main->has_aggregate && is_alone))
        return "has groups or aggregates";
    if (main->has_limit || main->has_offset)
        return "has LIMIT or OFFSET";
    bool is_join = main->sources.first && main->sources.first->next;
    return is_join && engine == SQL_ENGINE_POSTGRESQL ? "joins tables" : NULL;
}

// A trigger or a rule may say what a write of the view does.
static bool has_instead(const struct forward *forward, const struct state *after,
                        const struct locking *locking, struct sql_name view)
{
    const struct catalog *catalog =
        state_catalog(forward->unit->model->world, after, locking->store);
    struct catalog_found found = catalog_find(&forward->unit->arena, catalog, view);
    return found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_VIEW
           || map_count(found.object->view->triggers) > 0
           || str_has_word(locking->site->code->text.str, STR("rule"));
}

static bool writes(const struct need *need)
{
    return need->use->access != ACCESS_READ;
}

static void report_write(struct unit *unit, const struct forward *forward,
                         const struct locking *locking, const struct ddl *ddl,
                         const struct state *after, const struct need *need, const char *why)
{
    struct str version = need_version(unit, need), view = ddl->object.name;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_bridge_view_insufficient, ddl->span,
                 "'%.*s' writes '%.*s', and this view takes no writes", STR_ARGS(version),
                 STR_ARGS(view));
    diagnostic_label(finding, "it %s", why);
    diagnostic_add_need(unit, finding, need);
    const struct event *end = forward_end_of(forward, after, need->version);
    if (end)
        diagnostic_also(finding, end->span, "'%.*s' is in service until this ends",
                        STR_ARGS(version));
    diagnostic_note(finding, "the engine refuses its writes from here on");
    diagnostic_help(finding, "a view of one table without them, or INSTEAD OF triggers");
    diagnostic_about(finding, "%.*s", STR_ARGS(view));
    site_cap(finding, locking->site);
}

static void check_view(struct unit *unit, struct forward *forward, const struct locking *locking,
                       const struct ddl *ddl)
{
    const char *why = why_read_only(locking->statement, locking->setting.engine);
    const struct state *after = why ? forward_after(forward, locking) : NULL;
    if (!after || ddl->view->is_materialized || has_instead(forward, after, locking, ddl->object))
        return;
    struct needs_in_force needs = forward_needs(forward, after, locking->store, ddl->object);
    for (size_t i = 0; i < needs.list.count; i++)
        if (writes(needs.list.items[i])) {
            report_write(unit, forward, locking, ddl, after, needs.list.items[i], why);
            return;
        }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report_column);
    lacks_each(unit, is_behind, report_behind);
    struct forward forward = forward_begin(unit);
    step_changes_each(change, &model_of(unit)->lockings)
        if (change.ddl->kind == DDL_CREATE_VIEW && change.ddl->view)
            check_view(unit, &forward, change.locking, change.ddl);
}

const struct rule rule_bridge_view_insufficient = { .check_plan = check_plan };
