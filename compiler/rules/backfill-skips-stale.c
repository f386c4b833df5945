//! rule        backfill-skips-stale
//! code        BKF002
//! level       error
//! since       0.1
//! fix         unsafe
//! source      model.md (gap of a side), X35
//! breaks      stale
//!
//! A backfill fills empty rows only, and leaves rows alone that hold an old value.
//!
//! ## Why
//!
//! While the version that writes both columns is rolled out, the one before still serves. The
//! new version writes a row on both sides, then the old version changes it on the old side
//! alone: the new column is not empty, and it is wrong. `WHERE new IS NULL` passes it by, and
//! a check that counts NULLs passes too. In a test with both versions writing, 141 of 1000 rows
//! were left wrong. The same happens where the second write may fail (`best-effort`).
//!
//! A backfill that sets every row that differs mends them. Where a trigger has written the new
//! side from its first row on, no such row can be, and nothing is reported.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app shop {
//!   version v1 { writes parcels(weight) }
//!   version v2 { writes parcels(weight, weight_g) }
//!   live v1
//! }
//! move grams from parcels.weight to parcels.weight_g { forward "weight * 1000" }
//! phase dual-write "Write both" { deploy shop v2 }
//! phase backfill "Fill the new column" {
//!   backfill grams {
//!     where ```sql
//!       weight_g IS NULL
//!     ```
//!   }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app shop {
//!   version v1 { writes parcels(weight) }
//!   version v2 { writes parcels(weight, weight_g) }
//!   live v1
//! }
//! move grams from parcels.weight to parcels.weight_g { forward "weight * 1000" }
//! phase dual-write "Write both" { deploy shop v2 }
//! phase backfill "Fill the new column" {
//!   backfill grams {
//!     where ```sql
//!       weight_g IS DISTINCT FROM weight * 1000
//!     ```
//!   }
//! }
//! ````
//!
//! ````belay plan
//! move grams from parcels.weight to parcels.weight_g { forward "weight * 1000" }
//! phase dual-write "Write both" { writes grams old, new by trigger }
//! phase backfill "Fill the new column" {
//!   backfill grams {
//!     where ```sql
//!       weight_g IS NULL
//!     ```
//!   }
//! }
//! ````

#include "rules/support/edits.h"
#include "rules/support/rests.h"

#include "model/batch.h"
#include "model/fill.h"
#include "model/mention.h"

// Fills that ask for empty rows: after so many the rest is not judged.
enum { MOST_FILLS = 200 };

struct search {
    struct unit *unit;
    unsigned fills;
};

// ---- what wrote the new side before

// The event from which on both sides are written, if rows may have been written by one version
// on both sides and by another on the old side alone; else NULL.
static const struct traffic_event *
find_mixed_start(const struct plan *plan, const struct traffic *traffic, const struct phase *fill)
{
    const struct traffic_event *start = NULL;
    list_each(traffic_event, event, traffic->events) {
        if (event->phase->index >= fill->index)
            break;
        if (event->after.writers == SIDE_BOTH && event->before.writers != SIDE_BOTH)
            start = event;
    }
    if (!start || phase_mentions(start->phase, "trigger"))
        return NULL;
    const struct action *action = start->action;
    if (action && action->kind == ACTION_WRITES)
        return action->is_best_effort || phase_has_action(start->phase, ACTION_DEPLOY) ? start
                                                                                       : NULL;
    if (action)
        return action->kind == ACTION_DEPLOY ? start : NULL;
    if (plan->moves.first != plan->moves.last)
        return NULL; // of several moves the kind of the phase does not say which it is about
    bool is_by_code =
        phase_has_action(start->phase, ACTION_DEPLOY)
        || (start->phase->is_inferred && phase_mentions(start->phase, "deploy|release|roll"));
    return is_by_code ? start : NULL;
}

// ---- what the backfill asks for

// Asks for every row that differs. False where what the move makes of a row is not said on one
// line, or in words of an engine that belay does not know.
static bool offer(struct search *search, const struct traffic *traffic, struct span span,
                  struct diagnostic *finding)
{
    const struct move *move = traffic->move;
    struct str forward = move ? str_trim(move->forward.str) : STR_NONE;
    struct str column = source_text(search->unit->sources, span);
    column = str_slice(column, 0, str_find_char(column, ' ', 0));
    enum sql_engine engine = move ? store_engine(move->to.store) : SQL_ENGINE_UNKNOWN;
    if (!search->unit->takes_fixes || forward.length == 0 || engine == SQL_ENGINE_UNKNOWN
        || str_find_char(forward, '\n', 0) != STR_NOT_FOUND)
        return false;
    bool is_mysql = engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB;
    struct edits edits = edits_begin(search->unit, finding, "fill every row that differs");
    edits_replace(&edits, span,
                  arena_format(&search->unit->arena,
                               is_mysql ? "NOT (%.*s <=> (%.*s))" : "%.*s IS DISTINCT FROM (%.*s)",
                               STR_ARGS(column), STR_ARGS(forward)));
    return true;
}

static void report(struct search *search, const struct traffic *traffic, const struct phase *phase,
                   struct span span, struct str column, const struct site *site)
{
    if (++search->fills > MOST_FILLS)
        return;
    const struct traffic_event *start = find_mixed_start(search->unit->plan, traffic, phase);
    if (!start || phase_is_down(search->unit->plan, phase))
        return;
    struct diagnostic *finding = diagnose(
        &search->unit->diagnostics, &kind_backfill_skips_stale, span,
        "the backfill leaves rows alone whose '%.*s' holds an old value", STR_ARGS(column));
    diagnostic_label(finding, "empty rows only");
    bool is_best_effort = start->action && start->action->is_best_effort;
    diagnostic_also(finding, start->after.written.span,
                    is_best_effort
                        ? "a write to the new side may have failed since this"
                        : "while this is rolled out, some writers write the old side alone");
    diagnostic_note(finding, "a row that both wrote is not empty, and may be wrong");
    if (site || !offer(search, traffic, span, finding))
        diagnostic_help(finding,
                        "fill every row that differs: WHERE %.*s IS DISTINCT FROM its new value",
                    STR_ARGS(column));
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(phase->name), STR_ARGS(column));
    finding_concerns(search->unit, finding, traffic->move, 0);
    if (site)
        site_cap(finding, site);
    fact_cap(finding, &start->after.written);
}

static void check_backfill(struct search *search, const struct traffic *traffic,
                           const struct phase *phase, const struct action *action)
{
    struct str column = traffic->move->to.column;
    uint32_t at = 0;
    if (!code_is_set(&action->backfill.where) || column.length == 0)
        return;
    const struct sql_tokens *tokens = sql_scan(&search->unit->arena, SQL_ENGINE_UNKNOWN,
                                               action->backfill.where.text);
    if (fill_asks_for_empty(tokens, (struct sql_range){ 0, tokens->count }, column, &at))
        report(search, traffic, phase, sql_tokens_span(tokens, at, at + 3), column, NULL);
}

static const struct traffic *find_traffic(const struct model *model,
                                          const struct sql_operation *operation)
{
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next) {
        const struct object *to = traffic->move ? &traffic->move->to : NULL;
        const struct sql_name table = { to ? to->schema : STR_NONE, to ? to->table : STR_NONE };
        if (!to
            || (sql_name_equal(operation->table, table)
                && str_equal_ignoring_case(operation->column, to->column)))
            return traffic;
    }
    return NULL;
}

static void check_statement(struct search *search, const struct site *site,
                            const struct sql_statement *statement)
{
    const struct sql_operation *operation = statement->operations.first;
    uint32_t at = 0;
    if (statement->head != SQL_UPDATE || search->fills > MOST_FILLS
        || !fill_asks_for_empty(statement->tokens, statement->where, operation->column, &at))
        return;
    const struct traffic *traffic = find_traffic(model_of(search->unit), operation);
    if (traffic)
        report(search, traffic, site->phase, sql_tokens_span(statement->tokens, at, at + 3),
               operation->column, site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct search search = { .unit = unit };
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(phase, phase, plan->phases)
            list_each(action, action, phase->actions)
                if (action->kind == ACTION_BACKFILL && action->move
                    && action->move == traffic->move)
                    check_backfill(&search, traffic, phase, action);
    list_each(site, site, model->sites)
        if (site_is_backfill(site))
            list_each(site_query, query, site->queries)
                list_each(sql_statement, statement, query->script->statements)
                    check_statement(&search, site, statement);
}

const struct rule rule_backfill_skips_stale = { .check_plan = check_plan };
