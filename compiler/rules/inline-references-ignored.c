//! rule        inline-references-ignored
//! code        SQL014
//! level       warning
//! since       0.1
//! source      H032
//!
//! A column says REFERENCES, and MySQL makes no foreign key of it.
//!
//! ## Why
//!
//! Up to version 8.4, MySQL reads REFERENCES in the definition of a column and forgets it: there is
//! no error, no warning, and no foreign key. Only FOREIGN KEY (…) REFERENCES … beside the columns
//! makes one. MariaDB heeds both.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine mysql 8.0 }
//! phase expand "Stays" {
//!   step "Make them" on main ```sql
//!     ALTER TABLE stays ADD COLUMN guest_id int REFERENCES guests (id);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine mysql 8.0 }
//! phase expand "Stays" {
//!   step "Make them" on main ```sql
//!     CREATE TABLE stays (
//!       id int PRIMARY KEY,
//!       guest_id int,
//!       FOREIGN KEY (guest_id) REFERENCES guests (id)
//!     );
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine mariadb 10.11 }
//! phase expand "Stays" {
//!   step "Make them" on main ```sql
//!     ALTER TABLE stays ADD COLUMN guest_id int REFERENCES guests (id);
//!   ```
//! }
//! ````

#include "rules/rule.h"

enum { HEEDED_SINCE = 90000 };

// True where the clause that the word stands in says FOREIGN KEY.
static bool is_of_key(const struct sql_tokens *tokens, uint32_t from, uint32_t at)
{
    uint32_t depth = tokens->items[at].depth;
    for (uint32_t i = at; i-- > from;) {
        const struct sql_token *token = &tokens->items[i];
        bool ends =
            token->depth < depth || (token->depth == depth && token->kind == SQL_TOKEN_COMMA);
        if (ends)
            return false;
        if (sql_token_is(token, "FOREIGN"))
            return true;
    }
    return false;
}

static void report(struct unit *unit, const struct locking *locking, uint32_t at)
{
    const struct sql_tokens *tokens = locking->statement->tokens;
    struct str other = sql_token_name(sql_token_at(tokens, at + 1));
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_inline_references_ignored,
                 sql_tokens_span(tokens, at, at + 1), "MySQL makes no foreign key of this");
    diagnostic_note(finding, "it reads REFERENCES in a column's definition, and forgets it");
    diagnostic_help(finding, "FOREIGN KEY (…) REFERENCES %.*s (…), beside the columns",
                    STR_ARGS(other));
    diagnostic_about(finding, "%.*s", STR_ARGS(other));
    site_cap(finding, locking->site);
}

static bool defines_columns(const struct sql_statement *statement)
{
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
        if (ddl->kind == DDL_CREATE_TABLE || ddl->kind == DDL_ADD_COLUMN
            || ddl->kind == DDL_CHANGE_COLUMN)
            return true;
    return false;
}

static void check_statement(struct unit *unit, const struct locking *locking)
{
    const struct sql_statement *statement = locking->statement;
    if (!defines_columns(statement))
        return;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), "REFERENCES")
            && !is_of_key(statement->tokens, statement->range.from, i))
            report(unit, locking, i);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(locking, locking, model_of(unit)->lockings)
        if (locking->setting.engine == SQL_ENGINE_MYSQL && locking->setting.version < HEEDED_SINCE)
            check_statement(unit, locking);
}

const struct rule rule_inline_references_ignored = { .check_plan = check_plan };
