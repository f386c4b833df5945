//! rule        same-transaction-across-phases
//! code        LCK023
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X74
//!
//! A step begins a transaction that it does not end, or ends one that it did not begin.
//!
//! ## Why
//!
//! Each step has a session of its own, so no transaction reaches from one step or phase into the
//! next. What is begun and not committed is undone when the session ends, and the step counts as
//! done. And where a runner does put several phases into one transaction, every lock of the first
//! is held to the end of the last, and a constraint is added and validated under one lock.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Require the room" {
//!   step "Add the check" on main ```sql
//!     BEGIN;
//!     ALTER TABLE guests ADD CONSTRAINT guests_room CHECK (room > 0) NOT VALID;
//!   ```
//! }
//! phase contract "Validate it" {
//!   step "Validate" on main ```sql
//!     ALTER TABLE guests VALIDATE CONSTRAINT guests_room;
//!     COMMIT;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Require the room" {
//!   step "Add the check" on main ```sql
//!     BEGIN;
//!     ALTER TABLE guests ADD CONSTRAINT guests_room CHECK (room > 0) NOT VALID;
//!     COMMIT;
//!   ```
//! }
//! phase contract "Validate it" {
//!   step "Validate" on main ```sql
//!     ALTER TABLE guests VALIDATE CONSTRAINT guests_room;
//!   ```
//! }
//! ````

#include "diagnostics/fix.h"
#include "rules/support/edits.h"
#include "sql/cursor.h"
#include "sql/transaction.h"

// COMMIT AND CHAIN leaves one open.
static bool ends(const struct sql_statement *statement)
{
    enum sql_ending ending = sql_ends_transaction(statement);
    return ending == SQL_COMMITS || ending == SQL_UNDOES;
}

// MySQL and MariaDB end a transaction at each change of a schema.
static bool ends_by_itself(const struct site *site, const struct sql_statement *statement)
{
    const struct store *store = site->action->store;
    enum sql_engine engine = store ? sql_engine_of(store->engine) : SQL_ENGINE_UNKNOWN;
    return (engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB)
           && (statement->changes || statement->head == SQL_TRUNCATE);
}

// The BEGIN that nothing ends; NULL where there is none.
static const struct sql_statement *find_open(const struct site *site)
{
    const struct sql_statement *open = NULL;
    list_each(sql_statement, statement, site->queries.first->script->statements) {
        if (sql_begins_transaction(statement))
            open = statement;
        else if (ends(statement) || ends_by_itself(site, statement))
            open = NULL;
    }
    return open;
}

// SET autocommit = 0: then every statement begins a transaction.
static bool turns_autocommit_off(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (statement->head == SQL_SET
            && sql_token_is_any(sql_token_at(statement->tokens, i), "autocommit @@autocommit"))
            return true;
    return false;
}

// The COMMIT before which nothing was begun; NULL where there is none.
static const struct sql_statement *find_ending(const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements) {
        if (sql_begins_transaction(statement) || turns_autocommit_off(statement))
            return NULL;
        if (ends(statement))
            return statement;
    }
    return NULL;
}

static bool is_run(const struct site *site)
{
    return (site->role == SITE_RUNS || site->role == SITE_UNDOES) && site->phase && site->action
           && !site->host && site->queries.first && !site->is_inferred
           && !site->phase->is_inferred;
}

// In the next step that runs SQL: what the author took for the end of it.
static const struct sql_statement *find_end_behind(const struct site *site)
{
    for (const struct site *next = site->next; next; next = next->next)
        if (is_run(next) && next->role == site->role)
            return find_ending(next->queries.first->script);
    return NULL;
}

// The statement with its semicolon.
static void take_out(const struct edits *edits, const struct sql_statement *statement)
{
    uint32_t end = statement->range.to;
    end += sql_token_at(statement->tokens, end)->kind == SQL_TOKEN_SEMICOLON;
    edits_delete(edits, sql_tokens_span(statement->tokens, statement->range.from, end));
}

static bool offer(struct unit *unit, const struct site *site, struct diagnostic *finding,
                  const struct sql_statement *first, const struct sql_statement *second)
{
    struct step_text text;
    if (!step_text_of(&text, unit, site))
        return false;
    struct edits edits =
        edits_begin(unit, finding, "leave it to the runbook, which puts a step into a transaction");
    take_out(&edits, first);
    if (second)
        take_out(&edits, second);
    return true;
}

static void report_open(struct unit *unit, const struct site *site,
                        const struct sql_statement *open)
{
    const struct sql_statement *end = find_end_behind(site);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_same_transaction_across_phases, open->span,
                 "a transaction is begun here and not ended in its step");
    if (end)
        diagnostic_also(finding, end->span, "this is another session, and has none to end");
    diagnostic_note(finding, "all of it is undone when the step ends, which then counts as done");
    if (!offer(unit, site, finding, open, end))
        diagnostic_help(finding, "COMMIT at the end of the step; or leave both out");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(site->phase->name));
}

static void check_site(struct unit *unit, const struct site *site, bool *is_told)
{
    const struct sql_statement *open = find_open(site);
    const struct sql_statement *ending = find_ending(site->queries.first->script);
    if (open) {
        report_open(unit, site, open);
        *is_told = true;
    } else if (ending && !*is_told) {
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_same_transaction_across_phases, ending->span,
                     "this ends a transaction that the step has not begun");
        diagnostic_note(finding, "each step has a session of its own: nothing is open before it");
        if (!offer(unit, site, finding, ending, NULL))
            diagnostic_help(finding, "leave it out: belay puts a step into one transaction");
        diagnostic_about(finding, "phase %.*s", STR_ARGS(site->phase->name));
    }
    if (ending)
        *is_told = false;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    bool is_told = false; // of a BEGIN whose COMMIT may come in a later step
    list_each(site, site, model_of(unit)->sites)
        if (is_run(site))
            check_site(unit, site, &is_told);
}

const struct rule rule_same_transaction_across_phases = { .check_plan = check_plan };
