//! rule        view-or-function-frozen
//! code        CMP012
//! level       warning
//! since       0.1
//! source      X22
//!
//! A function's code still names a column that is dropped or renamed.
//!
//! ## Why
//!
//! PostgreSQL keeps the code of a function as text, and looks at it when it is called: a column
//! goes from under it without a word, and the next call fails. Views are refused or follow, and
//! their columns are judged by `bridge-view-insufficient`; triggers by `trigger-outlives-column`.
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

#include "rules/rule.h"

#include "rules/support/forward.h"
#include "rules/support/trigger.h"

enum { CODE_MAX = 64 * 1024 }; // bytes of a function; what is longer is not looked at

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
    for (uint32_t i = made->range.from; i < made->range.to; i++)
        if (str_equal_ignoring_case(sql_token_name(&made->tokens->items[i]), name))
            return true;
    return false;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct catalog_object *object)
{
    bool is_renamed = ddl->kind == DDL_RENAME_COLUMN;
    struct str name = str_slice(object->name.name, 0, str_find_char(object->name.name, '(', 0));
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_view_or_function_frozen, ddl->span,
                 "'%.*s.%.*s' is %s, and the function '%.*s' still names it",
                 STR_ARGS(ddl->table.name), STR_ARGS(ddl->column),
                 is_renamed ? "renamed" : "dropped", STR_ARGS(name));
    if (span_is_set(object->span))
        diagnostic_also(finding, object->span, "the function was made here");
    diagnostic_note(finding, "its next call fails");
    diagnostic_help(finding, "drop it or give it new code in the same step");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(ddl->table.name), STR_ARGS(ddl->column));
    site_cap(finding, locking->site);
}

static void check_column(struct unit *unit, struct forward *forward, const struct locking *locking,
                         const struct ddl *ddl)
{
    const struct state *after = forward_after(forward, locking);
    if (!after)
        return;
    const struct catalog *catalog = state_catalog(unit->model->world, after, locking->store);
    struct map_walk routines = map_walk(catalog->routines);
    for (const struct catalog_object *object; (object = map_next(&routines));)
        if (object->kind == CATALOG_ROUTINE && forward_afford(forward, 1)
            && is_frozen(forward, catalog, object->routine, ddl)
            && !has_parameter(object, ddl->column)) {
            report(unit, locking, ddl, object);
            return;
        }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->site->role != SITE_RUNS
            || locking->setting.engine != SQL_ENGINE_POSTGRESQL)
            continue;
        for (const struct ddl *ddl = locking->statement->changes; ddl; ddl = ddl->next)
            if (ddl->kind == DDL_DROP_COLUMN || ddl->kind == DDL_RENAME_COLUMN)
                check_column(unit, &forward, locking, ddl);
    }
}

const struct rule rule_view_or_function_frozen = { .check_plan = check_plan };
