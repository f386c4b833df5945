//! rule        view-or-function-frozen
//! code        CMP012
//! level       warning
//! since       0.1
//! source      X22
//!
//! A view or a function still names what is dropped or renamed.
//!
//! ## Why
//!
//! PostgreSQL and MySQL keep the code of a function as text, and look at it when it is called: a
//! column goes from under it without a word, and the next call fails. MySQL keeps views in the same
//! way, and so does SQLite when their table is dropped; PostgreSQL's are refused or follow. What
//! versions in service lack in a view is judged by `bridge-view-insufficient`; triggers by
//! `trigger-outlives-column`.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE FUNCTION oldest() RETURNS bigint LANGUAGE sql AS
//!       'SELECT id FROM guests ORDER BY born LIMIT 1';
//!   ```
//! }
//! phase contract "Drop the column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE VIEW adults AS SELECT * FROM guests;
//!   ```
//! }
//! phase contract "Drop the column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mariadb 10.6
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE FUNCTION oldest() RETURNS bigint READS SQL DATA
//!       RETURN (SELECT id FROM guests ORDER BY born LIMIT 1);
//!   ```
//! }
//! phase contract "Drop the column" {
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
//!     CREATE VIEW adults AS SELECT * FROM guests;
//!   ```
//! }
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
//!     CREATE FUNCTION oldest() RETURNS bigint LANGUAGE sql AS
//!       'SELECT id FROM guests ORDER BY born LIMIT 1';
//!   ```
//! }
//! phase contract "Drop the column" {
//!   step "Drop both" ```sql
//!     DROP FUNCTION oldest();
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE TABLE staff (id bigint PRIMARY KEY, born date);
//!     CREATE FUNCTION oldest() RETURNS bigint LANGUAGE sql AS
//!       'SELECT s.id FROM staff s JOIN guests g ON g.id = s.id ORDER BY s.born LIMIT 1';
//!   ```
//! }
//! phase contract "Drop the column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE VIEW adults AS SELECT id, born FROM guests;
//!   ```
//! }
//! phase contract "Drop the column" {
//!   step "Drop it, and make the view anew" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!     CREATE OR REPLACE VIEW adults AS SELECT id FROM guests;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!     CREATE VIEW adults AS SELECT id FROM guests;
//!   ```
//! }
//! phase contract "Away with the guests" {
//!   step "Drop both" ```sql
//!     DROP TABLE guests;
//!     DROP VIEW adults;
//!   ```
//! }
//! ````

#include "rules/support/gone.h"
#include "rules/support/trigger.h"

enum { CODE_MAX = 64 * 1024 }; // bytes of a function; what is longer is not looked at

// ---- functions

// Another table that the code names has the column too: then it may mean that one.
static bool may_mean_another(struct unit *unit, const struct catalog *catalog,
                             const struct sql_tokens *code, const struct ddl *ddl)
{
    for (uint32_t i = 0; i < code->count; i++) {
        struct str name = sql_token_name(&code->items[i]);
        if (name.length == 0 || str_equal_ignoring_case(name, ddl->table.name))
            continue;
        struct catalog_found found =
            catalog_find(&unit->arena, catalog, (struct sql_name){ STR_NONE, name });
        if (found.presence != CATALOG_PRESENT)
            continue;
        const struct catalog_column *column;
        if (found.object->kind != CATALOG_TABLE
            || catalog_find_column(&unit->arena, catalog, found.object->table, ddl->column,
                                   &column)
                   != CATALOG_ABSENT)
            return true;
    }
    return false;
}

// The name as a column, not as a variable or parameter of its own.
static bool names_column(const struct sql_tokens *code, const struct ddl *ddl)
{
    bool has_table = false, has_column = false;
    for (uint32_t i = 0; i < code->count; i++) {
        const struct sql_token *token = &code->items[i];
        struct str name = sql_token_name(token);
        has_table |= str_equal_ignoring_case(name, ddl->table.name);
        if (!str_equal_ignoring_case(name, ddl->column))
            continue;
        if (sql_token_is(sql_token_at(code, i ? i - 1 : code->count), "as")
            || sql_token_is_operator(sql_token_at(code, i + 1), ":=")
            || sql_token_is_call(code, i))
            return false;
        has_column = true;
    }
    return has_table && has_column;
}

static bool is_frozen(const struct forward *forward, const struct catalog *catalog,
                      const struct sql_routine *routine, const struct ddl *ddl)
{
    struct unit *unit = forward->unit;
    bool is_text = str_is(routine->language, "sql") || str_is(routine->language, "plpgsql");
    if (!is_text || str_equal_ignoring_case(routine->returns, STR("trigger"))
        || routine->body.length == 0 || routine->body.length > CODE_MAX
        || str_has_word(routine->arguments, ddl->column)
        || !forward_afford(forward, routine->body.length))
        return false;
    const struct sql_tokens *code =
        sql_scan(&unit->arena, catalog->engine, (struct text){ .str = routine->body });
    return names_column(code, ddl) && !code_has_name(code, STR("execute"))
           && !code_has_name(code, STR("declare"))
           && !may_mean_another(unit, catalog, code, ddl);
}

// A parameter of the same name hides the column.
static bool has_parameter(const struct catalog_object *object, struct str name)
{
    const struct sql_statement *made = object->made;
    if (!made)
        return true; // what its parameters are called is not known
    uint32_t body = object->routine->body_span.start;
    for (uint32_t i = made->range.from; i < made->range.to; i++) {
        if (body && sql_tokens_span(made->tokens, i, i + 1).start >= body)
            return false;
        if (str_equal_ignoring_case(sql_token_name(&made->tokens->items[i]), name))
            return true;
    }
    return false;
}

static void report_function(struct unit *unit, const struct gone *gone,
                            const struct catalog_object *object)
{
    struct str name = str_slice(object->name.name, 0, str_find_char(object->name.name, '(', 0));
    struct diagnostic *finding = gone_report(unit, &kind_view_or_function_frozen, gone, "function",
                                             name, object->span);
    diagnostic_note(finding, "its next call fails");
    diagnostic_help(finding, "drop it or give it new code in the same step");
}

static void check_functions(struct unit *unit, const struct gone *gone)
{
    const struct catalog *catalog = gone->catalog;
    if (!gone->ddl->column.data || catalog->engine == SQL_ENGINE_SQLITE)
        return;
    struct map_walk routines = map_walk(catalog->routines);
    for (const struct catalog_object *object; (object = map_next(&routines));)
        if (object->kind == CATALOG_ROUTINE && forward_afford(gone->forward, 1)
            && is_frozen(gone->forward, catalog, object->routine, gone->ddl)
            && !has_parameter(object, gone->ddl->column)) {
            report_function(unit, gone, object);
            return;
        }
}

// ---- views

static bool is_gone(const struct gone *gone, const struct catalog_read *gap)
{
    const struct ddl *ddl = gone->ddl;
    return str_equal_ignoring_case(gap->table.name, ddl->table.name)
           && (ddl->column.data ? str_equal_ignoring_case(gap->column, ddl->column)
                                : !gap->column.data);
}

static void check_views(struct unit *unit, const struct gone *gone)
{
    const struct catalog *catalog = gone->catalog;
    struct map_walk relations = map_walk(catalog->relations);
    size_t count = catalog->view_count;
    for (const struct catalog_object *object; count > 0 && (object = map_next(&relations));) {
        struct catalog_read gap;
        if (object->kind != CATALOG_VIEW || !object->view->means)
            continue;
        if (!forward_afford(gone->forward, object->view->means->count + 1))
            return;
        count--;
        if (catalog_view_gap(&unit->arena, catalog, object->view, &gap) && is_gone(gone, &gap)) {
            struct diagnostic *finding = gone_report(unit, &kind_view_or_function_frozen, gone,
                                                     "view", object->name.name, object->span);
            diagnostic_note(finding, "the engine keeps it, and refuses each query through it");
            diagnostic_help(finding, "drop it or make it anew in the same step");
            return;
        }
    }
}

static void check_gone(struct unit *unit, const struct gone *gone)
{
    check_functions(unit, gone);
    check_views(unit, gone);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    gone_each(unit, GONE_BEHIND_STEP, check_gone);
}

const struct rule rule_view_or_function_frozen = { .check_plan = check_plan };
