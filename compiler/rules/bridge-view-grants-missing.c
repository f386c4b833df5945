//! rule        bridge-view-grants-missing
//! code        CMP018
//! level       error
//! since       0.1
//! source      X07
//!
//! A view or table takes the name of one on which roles have rights, and they get none on it.
//!
//! ## Why
//!
//! Rights belong to the table, not to its name. Where a table is renamed and something else takes
//! its name, the rights stay with the old table; on the new one nobody but its owner has any, and
//! every query of the other roles is refused.
//!
//! It is judged where the schema of the store, or the plan, holds the GRANT.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, hotel text);
//!     GRANT SELECT, INSERT ON guests TO desk;
//!   ```
//! }
//! phase expand "Rename the table" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!     CREATE VIEW guests AS SELECT id, hotel FROM visitors;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, hotel text);
//!     GRANT SELECT, INSERT ON guests TO desk;
//!   ```
//! }
//! phase expand "Rename the table" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!     CREATE VIEW guests AS SELECT id, hotel FROM visitors;
//!     GRANT SELECT, INSERT ON guests TO desk;
//!   ```
//! }
//! ````

#include "rules/rule.h"

// ---- GRANT

static bool begins_with(const struct sql_statement *statement, const char *word)
{
    return sql_token_is(sql_token_at(statement->tokens, statement->range.from), word);
}

// The table of `GRANT … ON [TABLE] t …` of one table, as it is written; no data for other grants.
static struct str granted_table(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    uint32_t at = statement->range.from;
    while (at < statement->range.to
           && !(tokens->items[at].depth == 0 && sql_token_is(&tokens->items[at], "on")))
        at++;
    at += sql_token_is(sql_token_at(tokens, at + 1), "table") ? 2 : 1;
    if (at + 2 < statement->range.to && tokens->items[at + 1].kind == SQL_TOKEN_DOT)
        at += 2;
    bool is_one = at + 1 < statement->range.to && sql_token_is(&tokens->items[at + 1], "to");
    return is_one ? sql_token_name(&tokens->items[at]) : STR_NONE;
}

// The first role that gets the rights.
static struct str granted_role(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    for (uint32_t i = statement->range.from; i + 1 < statement->range.to; i++)
        if (tokens->items[i].depth == 0 && sql_token_is(&tokens->items[i], "to"))
            return sql_token_name(&tokens->items[i + 1]);
    return STR_NONE;
}

// ---- tables whose name is taken by something else

struct granted {
    struct granted *next;
    const struct store *store;
    struct str table, role;
    struct span span;
    bool is_moved; // the table has another name now, and took the rights along
};

struct grants {
    struct unit *unit;
    LIST_OF(granted) list;
    bool is_general; // rights on all tables, or on those to come: nothing is told
};

enum { GRANTS_MAX = 300 }; // of one plan, each with a look at every statement

// Owns what the schema makes, and so what takes its place.
static bool is_owner(const struct grants *grants, const struct store *store, struct str role)
{
    struct str said =
        arena_format(&grants->unit->arena, "owner to %.*s", STR_ARGS(role));
    return str_find_ignoring_case(store->schema.text.str, said, 0) != STR_NOT_FOUND;
}

static void add_grant(struct grants *grants, const struct store *store,
                      const struct sql_statement *statement, unsigned *count)
{
    struct str text =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    bool is_default = begins_with(statement, "alter")
                      && str_find_ignoring_case(text, STR("default privileges"), 0)
                             != STR_NOT_FOUND;
    bool is_of_all = begins_with(statement, "grant")
                     && str_find_ignoring_case(text, STR("all tables"), 0) != STR_NOT_FOUND;
    grants->is_general |= is_default || is_of_all || begins_with(statement, "do");
    if (!begins_with(statement, "grant") || ++*count > GRANTS_MAX)
        return;
    struct str table = granted_table(statement), role = granted_role(statement);
    if (!table.data || role.length == 0 || is_owner(grants, store, role))
        return;
    struct granted *granted = arena_new(&grants->unit->arena, struct granted);
    *granted = (struct granted){
        .store = store,
        .table = table,
        .role = role,
        .span = statement->span,
    };
    list_add(&grants->list, granted);
}

static void read_schemas(struct grants *grants, const struct plan *plan, unsigned *count)
{
    list_each(store, store, plan->stores) {
        if (store_engine(store) != SQL_ENGINE_POSTGRESQL
            || str_find_ignoring_case(store->schema.text.str, STR("grant"), 0) == STR_NOT_FOUND)
            continue;
        const struct sql_script *script =
            sql_read(&grants->unit->arena, store->schema.text);
        list_each(sql_statement, statement, script->statements)
            add_grant(grants, store, statement, count);
    }
}

// ---- the plan

// Something gets the name: a view, a table that is made, or one that is renamed to it.
static struct str name_taken(const struct ddl *ddl)
{
    if (ddl->kind == DDL_CREATE_VIEW)
        return ddl->object.name;
    if (ddl->kind == DDL_CREATE_TABLE || ddl->kind == DDL_CREATE_TABLE_AS)
        return ddl->table.name;
    return ddl->kind == DDL_RENAME_TABLE ? ddl->new_name.name : STR_NONE;
}

// The rights are given on what has the name now, in this statement's step or later.
static bool is_given_later(const struct locking *locking, const struct granted *granted)
{
    for (const struct locking *each = locking->next; each; each = each->next)
        if (each->store == granted->store && begins_with(each->statement, "grant")
            && str_equal_ignoring_case(granted_table(each->statement), granted->table))
            return true;
    return false;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct granted *granted)
{
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_bridge_view_grants_missing, ddl->span,
        "'%.*s' is another one from here on, and '%.*s' has no rights on it",
        STR_ARGS(granted->table), STR_ARGS(granted->role));
    diagnostic_also(finding, granted->span, "these rights went along with the old table");
    diagnostic_note(finding, "every query of the role is refused from here on");
    diagnostic_help(finding, "GRANT ... ON %.*s TO %.*s, in the same step",
                    STR_ARGS(granted->table), STR_ARGS(granted->role));
    diagnostic_about(finding, "%.*s", STR_ARGS(granted->table));
    site_cap(finding, locking->site);
}

static void follow(struct grants *grants, const struct locking *locking, const struct ddl *ddl)
{
    struct str taken = name_taken(ddl);
    list_each(granted, granted, grants->list) {
        if (granted->store != locking->store)
            continue;
        if (granted->is_moved && taken.data && str_equal_ignoring_case(taken, granted->table)) {
            granted->is_moved = false;
            if (!is_given_later(locking, granted)) {
                report(grants->unit, locking, ddl, granted);
                return;
            }
        }
        if (ddl->kind == DDL_RENAME_TABLE
            && str_equal_ignoring_case(ddl->table.name, granted->table))
            granted->is_moved = true;
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct grants grants = { .unit = unit };
    unsigned count = 0;
    read_schemas(&grants, plan, &count);
    list_each(locking, locking, model_of(unit)->lockings)
        if (locking->setting.engine == SQL_ENGINE_POSTGRESQL && locking->site->role == SITE_RUNS)
            add_grant(&grants, locking->store, locking->statement, &count);
    if (grants.is_general || !grants.list.first)
        return;
    step_changes_each(change, &model_of(unit)->lockings)
        follow(&grants, change.locking, change.ddl);
}

const struct rule rule_bridge_view_grants_missing = { .check_plan = check_plan };
