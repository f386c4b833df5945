//! rule        timeout-kills-online-op
//! code        LCK017
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H008 X55
//!
//! A timeout is in force while an index is built CONCURRENTLY.
//!
//! ## Why
//!
//! CREATE INDEX CONCURRENTLY waits for every transaction that is older, twice, and then for every
//! older snapshot. `lock_timeout` counts for these waits, and `statement_timeout` for the whole
//! build: either leaves an INVALID index behind, which costs every write, is never used, and makes
//! IF NOT EXISTS skip the next attempt. The build itself blocks nobody, so it needs no timeout.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Find by room" {
//!   step "Index" on main ```sql
//!     SET lock_timeout = '2s';
//!     CREATE INDEX CONCURRENTLY guests_room ON guests (room);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Find by room" {
//!   step "Index" on main ```sql
//!     SET lock_timeout = 0;
//!     SET statement_timeout = 0;
//!     CREATE INDEX CONCURRENTLY guests_room ON guests (room);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the city" {
//!   step "Add it" on main ```sql
//!     SET lock_timeout = '2s';
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! ````

#include "rules/support/edits.h"

// The last SET of each timeout in the step; NULL where it is off.
struct timeouts {
    const struct sql_statement *lock, *statement;
};

static bool is_off(const struct sql_token *value)
{
    struct str text = value->kind == SQL_TOKEN_STRING ? sql_token_string(value) : value->text;
    return sql_token_is(value, "DEFAULT") || (text.length > 0 && text.data[0] == '0');
}

static void take(struct timeouts *timeouts, const struct sql_statement *set)
{
    const struct sql_tokens *tokens = set->tokens;
    uint32_t at = set->range.from;
    bool is_reset = sql_token_is(sql_token_at(tokens, at), "RESET");
    at += 1 + sql_token_is(sql_token_at(tokens, at + 1), "SESSION");
    const struct sql_token *name = sql_token_at(tokens, at); // after SET LOCAL it is no name
    bool is_none = is_reset || is_off(sql_token_at(tokens, set->range.to - 1));
    if (sql_token_is(name, "lock_timeout"))
        timeouts->lock = is_none ? NULL : set;
    else if (sql_token_is(name, "statement_timeout"))
        timeouts->statement = is_none ? NULL : set;
}

static bool builds(const struct locking *locking)
{
    const struct ddl *change = locking->statement->changes;
    return change && change->is_concurrent
           && (change->kind == DDL_CREATE_INDEX || change->kind == DDL_REINDEX);
}

static void switch_off(const struct edits *edits, const struct sql_statement *set)
{
    if (set)
        edits_replace(edits, sql_tokens_span(set->tokens, set->range.to - 1, set->range.to),
                      STR("0"));
}

static bool is_plain(const struct sql_statement *set)
{
    if (!set)
        return true;
    enum sql_token_kind value = sql_token_at(set->tokens, set->range.to - 1)->kind;
    const struct sql_token *before = sql_token_at(set->tokens, set->range.to - 2);
    return (value == SQL_TOKEN_STRING || value == SQL_TOKEN_NUMBER)
           && (sql_token_is_operator(before, "=") || sql_token_is(before, "TO"));
}

static bool offer(struct unit *unit, const struct locking *locking,
                  const struct timeouts *timeouts, struct diagnostic *finding)
{
    struct step_text step;
    if (!is_plain(timeouts->lock) || !is_plain(timeouts->statement)
        || !step_text_of(&step, unit, locking->site))
        return false;
    struct edits edits = edits_begin(unit, finding, "switch it off for this step");
    switch_off(&edits, timeouts->lock);
    switch_off(&edits, timeouts->statement);
    return true;
}

static void report(struct unit *unit, const struct locking *locking,
                   const struct timeouts *timeouts)
{
    const struct sql_statement *set = timeouts->lock ? timeouts->lock : timeouts->statement;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_timeout_kills_online_op, locking->statement->span,
                 "a timeout ends this build and leaves an invalid index");
    diagnostic_also(finding, set->span, "it is set here");
    diagnostic_note(finding, timeouts->lock
                                 ? "lock_timeout counts while it waits for older transactions"
                                 : "statement_timeout counts for the whole build");
    if (!offer(unit, locking, timeouts, finding))
        diagnostic_help(finding, "SET lock_timeout = 0 and statement_timeout = 0 for this step");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(locking->site->phase->name));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    const struct site *site = NULL;
    struct timeouts timeouts = { NULL, NULL };
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL)
            continue;
        if (locking->site != site)
            timeouts = (struct timeouts){ NULL, NULL };
        site = locking->site;
        if (locking->statement->head == SQL_SET)
            take(&timeouts, locking->statement);
        else if (builds(locking) && (timeouts.lock || timeouts.statement))
            report(unit, locking, &timeouts);
    }
}

const struct rule rule_timeout_kills_online_op = { .check_plan = check_plan };
