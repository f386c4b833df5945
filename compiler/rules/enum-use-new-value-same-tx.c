//! rule        enum-use-new-value-same-tx
//! code        SQL016
//! level       error
//! since       0.1
//! source      H115
//!
//! A label is added to an enum and used in the same transaction.
//!
//! ## Why
//!
//! PostgreSQL takes ALTER TYPE ... ADD VALUE in a transaction from version 12 on, and refuses
//! every use of the new label before it is committed: "unsafe use of new value". A step is one
//! transaction: the label is added in one, and used in the next.
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
//! phase expand "Say who is here" {
//!   step "Add it and use it" ```sql
//!     ALTER TYPE stay ADD VALUE 'here';
//!     UPDATE guests SET state = 'here' WHERE state IS NULL;
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
//! phase expand "Say who is here" {
//!   step "Add it" ```sql
//!     ALTER TYPE stay ADD VALUE 'here';
//!   ```
//!   step "Use it" ```sql
//!     UPDATE guests SET state = 'here' WHERE state IS NULL;
//!   ```
//! }
//! ````

#include "rules/rule.h"

// The label as a string of the statement; NULL for none.
static const struct sql_token *find_label(const struct sql_statement *statement, struct str label)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &statement->tokens->items[i];
        if (token->kind == SQL_TOKEN_STRING && str_equal(sql_token_string(token), label))
            return token;
    }
    return NULL;
}

// Uses rows or columns of tables, so that the label is taken for one of the type's. A comment or a
// function's body only names it.
static bool can_use(const struct sql_statement *statement)
{
    enum sql_head head = statement->head;
    return head == SQL_UPDATE || head == SQL_SET_DEFAULT || head == SQL_ADD_COLUMN;
}

// The type is made in this transaction: then its labels are free to be used.
static bool is_type_new(const struct locking *adding, const struct ddl *ddl)
{
    const struct site_query *query = adding->site->queries.first;
    list_each(sql_statement, statement, query->script->statements) {
        for (const struct ddl *each = statement->changes; each; each = each->next)
            if (each->kind == DDL_CREATE_ENUM && sql_name_equal(each->object, ddl->object))
                return true;
        if (statement == adding->statement)
            break;
    }
    return false;
}

static bool names(const struct sql_statement *statement, struct str column)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (str_equal_ignoring_case(sql_token_name(&statement->tokens->items[i]), column))
            return true;
    return false;
}

// A column of the type, of the table that the statement is about, which it names.
static bool is_of_table(struct unit *unit, const struct locking *use, const struct ddl *ddl)
{
    const struct catalog *catalog = use->setting.before;
    struct catalog_found type = catalog_find_type(&unit->arena, catalog, ddl->object);
    if (type.presence != CATALOG_PRESENT)
        return false;
    struct catalog_uses uses = catalog_uses_of(&unit->arena, catalog, type.object);
    struct sql_name table = use->statement->operations.first->table;
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].part == CATALOG_USE_COLUMN && sql_name_equal(uses.items[i].by, table)
            && names(use->statement, uses.items[i].name))
            return true;
    return false;
}

static void check_label(struct unit *unit, const struct locking *adding, const struct ddl *ddl)
{
    struct str label = ddl->labels->items[0].name;
    for (const struct locking *use = adding->next; use; use = use->next) {
        if (use->transaction != adding->transaction)
            return;
        if (!can_use(use->statement) || !find_label(use->statement, label)
            || !is_of_table(unit, use, ddl))
            continue;
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_enum_use_new_value_same_tx, use->statement->span,
                     "'%.*s' is used in the transaction that adds it", STR_ARGS(label));
        diagnostic_also(finding, ddl->span, "added here");
        diagnostic_note(finding, "PostgreSQL refuses it: \"unsafe use of new value\"");
        diagnostic_help(finding, "use it in a step of its own");
        diagnostic_about(finding, "%.*s", STR_ARGS(label));
        site_cap(finding, use->site);
        return;
    }
}

enum { LABELS_MAX = 200 }; // of one plan, each with a look at its transaction

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    unsigned labels = 0;
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL || locking->transaction == 0)
            continue;
        for (const struct ddl *ddl = locking->statement->changes; ddl; ddl = ddl->next)
            if (ddl->kind == DDL_ADD_LABEL && ddl->labels && ddl->labels->count > 0
                && ++labels < LABELS_MAX && !is_type_new(locking, ddl))
                check_label(unit, locking, ddl);
    }
}

const struct rule rule_enum_use_new_value_same_tx = { .check_plan = check_plan };
