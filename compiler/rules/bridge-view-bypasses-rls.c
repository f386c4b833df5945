//! rule        bridge-view-bypasses-rls
//! code        CMP017
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X06
//! breaks      reads
//!
//! A view takes the place of a table with row level security, and lets everybody see all rows.
//!
//! ## Why
//!
//! A view reads its tables with the rights of its owner. Who owns it mostly owns the table as
//! well, and policies do not hold for the owner: what each user could see of the table alone,
//! everybody sees through the view. From PostgreSQL 15 on `security_invoker` makes it read as
//! the one who asks.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, hotel text);
//!     ALTER TABLE guests ENABLE ROW LEVEL SECURITY;
//!     CREATE POLICY own ON guests USING (hotel = current_user);
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
//!     ALTER TABLE guests ENABLE ROW LEVEL SECURITY;
//!     CREATE POLICY own ON guests USING (hotel = current_user);
//!   ```
//! }
//! phase expand "Rename the table" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!     CREATE VIEW guests WITH (security_invoker = true) AS SELECT id, hotel FROM visitors;
//!   ```
//! }
//! ````

#include "rules/support/edits.h"

static bool has_policies(const struct catalog_table *table)
{
    struct map_walk options = map_walk(table->options);
    for (const struct sql_option *option; (option = map_next(&options));)
        if (str_is(option->name, "row level security") && str_is(option->value, "enable"))
            return true;
    return false;
}

// A table with policies that the view reads; no name for none.
static struct sql_name protected_table(struct unit *unit, const struct locking *locking,
                                       const struct ddl *ddl)
{
    const struct sql_names *reads = ddl->view->reads;
    for (size_t i = 0; reads && i < reads->count; i++) {
        const struct catalog_object *table =
            catalog_find_table(&unit->arena, locking->setting.before, reads->items[i]);
        if (table && has_policies(table->table))
            return reads->items[i];
    }
    return (struct sql_name){ 0 };
}

// The place of AS, behind the view's name and columns; not set where options stand there.
static struct span find_as(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        if (sql_token_is(&tokens->items[i], "WITH"))
            break;
        if (tokens->items[i].depth == 0 && sql_token_is(&tokens->items[i], "AS"))
            return sql_tokens_span(tokens, i, i + 1);
    }
    return (struct span){ 0 };
}

static bool offer(struct unit *unit, const struct locking *locking, struct diagnostic *finding)
{
    struct step_text step;
    struct span as = find_as(locking->statement);
    if (locking->setting.version < 150000 || !span_is_set(as)
        || !step_text_of(&step, unit, locking->site))
        return false;
    struct edits edits = edits_begin(unit, finding, "let it read with the rights of its reader");
    edits_replace(&edits, as, STR("WITH (security_invoker = true) AS"));
    return true;
}

static void check_view(struct unit *unit, const struct locking *locking, const struct ddl *ddl)
{
    const struct sql_statement *statement = locking->statement;
    const struct catalog *start = model_of(unit)->schemas[locking->store->index];
    struct str text =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    if (!locking->setting.before || !catalog_find_table(&unit->arena, start, ddl->object)
        || str_has_word(text, STR("security_invoker")))
        return;
    struct sql_name table = protected_table(unit, locking, ddl);
    if (!sql_name_is_set(table))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_bridge_view_bypasses_rls, ddl->span,
                 "the view '%.*s' shows the rows of '%.*s' that its policies hide",
                 STR_ARGS(ddl->object.name), STR_ARGS(table.name));
    diagnostic_note(finding, "it reads with the rights of its owner, whom policies do not bind");
    if (!offer(unit, locking, finding))
        diagnostic_help(finding, locking->setting.version >= 150000
                                 ? "CREATE VIEW %.*s WITH (security_invoker = true) AS ..."
                                 : "let '%.*s' repeat what the policies ask for in its WHERE",
                    STR_ARGS(ddl->object.name));
    diagnostic_about(finding, "%.*s", STR_ARGS(ddl->object.name));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    step_changes_each(change, &model_of(unit)->lockings)
        if (change.locking->setting.engine == SQL_ENGINE_POSTGRESQL
            && change.ddl->kind == DDL_CREATE_VIEW && change.ddl->view
            && !change.ddl->view->is_materialized)
            check_view(unit, change.locking, change.ddl);
}

const struct rule rule_bridge_view_bypasses_rls = { .check_plan = check_plan };
