//! rule        retry-not-safe
//! code        RBK014
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X58
//!
//! What may run a second time counts, adds or inserts a second time.
//!
//! ## Why
//!
//! Steps are run again after a failure, and a fill is run again to mend what differs. `SET visits =
//! visits + 1` gives another value each time; an INSERT brings the rows again, or is refused. It
//! is safe where the engine undoes all of the step, which it does not behind a COMMIT that the step
//! writes itself.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Count from one" {
//!   step "Shift and index" on main ```sql
//!     BEGIN;
//!     UPDATE guests SET position = position + 1;
//!     COMMIT;
//!     CREATE INDEX CONCURRENTLY guests_position ON guests (position);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Known rooms" {
//!   step "Fill and index" on main ```sql
//!     BEGIN;
//!     INSERT INTO rooms (floor) SELECT DISTINCT floor FROM guests;
//!     COMMIT;
//!     CREATE INDEX CONCURRENTLY rooms_floor ON rooms (floor);
//!   ```
//! }
//! ````
//!
//! A fill takes the new value from the old side alone:
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.net to orders.total { forward "total + net" }
//! phase backfill "Fill it" { backfill total { batch 1000 } }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Count from one" {
//!   step "Shift them" on main ```sql
//!     UPDATE guests SET position = position + 1;
//!     ALTER TABLE guests ALTER COLUMN position SET DEFAULT 1;
//!   ```
//!   step "Index it" on main ```sql
//!     CREATE INDEX CONCURRENTLY guests_position ON guests (position);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Count from one" {
//!   step "Shift and index" on main ```sql
//!     BEGIN;
//!     UPDATE guests SET position = position + 1, is_shifted = true WHERE NOT is_shifted;
//!     INSERT INTO rooms (id, floor) SELECT id, floor FROM old_rooms ON CONFLICT DO NOTHING;
//!     COMMIT;
//!     CREATE INDEX CONCURRENTLY guests_position ON guests (position);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.net to orders.total { forward "net * 1.19" }
//! phase backfill "Fill it" { backfill total { batch 1000 } }
//! ````

#include "rules/support/halves.h"

#include "model/fill.h"
#include "sql/cursor.h"
#include "sql/effect.h"

// ---- values that are made of themselves

static bool is_arithmetic(const struct sql_token *token)
{
    return sql_token_is_operator(token, "+") || sql_token_is_operator(token, "-")
           || sql_token_is_operator(token, "*") || sql_token_is_operator(token, "/")
           || sql_token_is_operator(token, "||");
}

static bool is_name(const struct sql_token *token, struct str name)
{
    struct str own = sql_token_name(token);
    return own.data && str_equal_ignoring_case(own, name);
}

// The column stands beside an operator in the range; of another table it is another column.
static bool is_computed_from(const struct sql_tokens *tokens, struct sql_range range,
                             struct str table, struct str column)
{
    for (uint32_t i = range.from; i < range.to; i++) {
        if (!is_name(&tokens->items[i], column))
            continue;
        uint32_t first = i;
        if (i >= range.from + 2 && tokens->items[i - 1].kind == SQL_TOKEN_DOT) {
            first = i - 2;
            if (!is_name(&tokens->items[first], table))
                continue;
        }
        bool has_before = first > range.from && is_arithmetic(&tokens->items[first - 1]);
        bool has_behind = i + 1 < range.to && is_arithmetic(&tokens->items[i + 1]);
        if (has_before || has_behind)
            return true;
    }
    return false;
}

static bool is_named(const struct sql_tokens *tokens, struct sql_range range, struct str column)
{
    for (uint32_t i = range.from; i < range.to; i++)
        if (is_name(&tokens->items[i], column))
            return true;
    return false;
}

enum { COLUMNS_MAX = 20 }; // of one UPDATE that are looked at

static bool is_counting(const struct sql_statement *statement)
{
    struct arena scratch = { 0 };
    struct sql_columns columns = sql_columns_set(&scratch, statement);
    struct sql_range values = {
        statement->range.from,
        statement->has_where ? statement->where.from : statement->range.to,
    };
    bool is_guarded = false, counts = false;
    for (size_t i = 0; i < columns.count && i < COLUMNS_MAX; i++) {
        is_guarded |= statement->has_where
                      && is_named(statement->tokens, statement->where, columns.items[i]);
        counts |= is_computed_from(statement->tokens, values,
                                   statement->operations.first->table.name, columns.items[i]);
    }
    arena_release(&scratch);
    return counts && !is_guarded && columns.count <= COLUMNS_MAX;
}

// ---- rows that come twice

static bool has_guard(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_is_any(sql_token_at(statement->tokens, i), "NOT EXCEPT NULL IGNORE REPLACE"))
            return true;
    return false;
}

enum { LOOK_MAX = 200 }; // statements before it that are looked at

static bool is_emptied_before(const struct site *site, const struct sql_statement *statement)
{
    unsigned looks = 0;
    list_each(sql_statement, before, site->queries.first->script->statements) {
        if (before == statement || ++looks > LOOK_MAX)
            return before != statement;
        enum sql_head head = before->head;
        bool empties = head == SQL_TRUNCATE || head == SQL_DELETE || head == SQL_DROP_TABLE;
        list_each(sql_operation, operation, before->operations)
            if (empties && sql_name_equal(operation->table, statement->operations.first->table))
                return true;
    }
    return false;
}

static bool is_mine(const struct site *site, const struct sql_statement *statement)
{
    if (statement->head == SQL_UPDATE)
        return is_counting(statement);
    return (statement->head == SQL_INSERT || statement->head == SQL_INSERT_SELECT)
           && statement->conflict == SQL_CONFLICT_NONE && !has_guard(statement)
           && !is_emptied_before(site, statement);
}

// Then nothing of the rest runs again either.
static bool is_refused_before(const struct half *half)
{
    unsigned looks = 0;
    list_each(sql_statement, statement, half->site->queries.first->script->statements) {
        if (statement == half->done || ++looks > LOOK_MAX)
            return false;
        if (statement_is_refused_again(half->site, statement))
            return true;
    }
    return false;
}

static void report(struct unit *unit, const struct half *half)
{
    if (is_refused_before(half))
        return;
    bool counts = half->done->head == SQL_UPDATE;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_retry_not_safe, half->done->span,
        "a second run %s", counts ? "computes the values of this again, from what it made of them"
                                  : "inserts these rows again");
    diagnostic_also(finding, half->failed->span, "where this fails, all of it runs again");
    diagnostic_note(finding, "it is committed before the statement that fails begins");
    if (!half_offer_split(unit, half, finding))
        diagnostic_help(finding, counts ? "a step of its own, or a condition that holds only once"
                                        : "a step of its own, or ON CONFLICT");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(half->site->phase->name),
                     STR_ARGS(half->done->operations.first->table.name));
}

// ---- fills

static bool fills_from_itself(struct arena *arena, const struct move *move)
{
    if (move->to.column.length == 0 || !text_is_set(move->forward)
        || !str_equal_ignoring_case(move->from.table, move->to.table))
        return false;
    const struct store *store = move->to.store;
    const struct sql_tokens *tokens = sql_scan(
        arena, store ? sql_engine_of(store->engine) : SQL_ENGINE_UNKNOWN, move->forward);
    return is_computed_from(tokens, (struct sql_range){ 0, tokens->count }, move->to.table,
                            move->to.column);
}

static void check_backfill(struct unit *unit, const struct phase *phase,
                           const struct action *action)
{
    const struct move *move = action->move;
    if (!move || backfill_reach(&unit->arena, action) == FILL_REACHES_EMPTY
        || !fills_from_itself(&unit->arena, move))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_retry_not_safe, text_place(move->forward),
                 "each run of the backfill computes '%.*s' from what the last one made of it",
                 STR_ARGS(move->to.column));
    diagnostic_also(finding, action->span, "run here, and again where it is begun anew");
    diagnostic_help(finding, "take the value from the old side alone");
    diagnostic_about(finding, "phase %.*s, '%.*s'", STR_ARGS(phase->name), STR_ARGS(move->name));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    halves_each(unit, is_mine, report);
}

static void check_action(struct unit *unit, const struct plan *plan, const struct phase *phase,
                         const struct action *action)
{
    (void)plan;
    if (action->kind == ACTION_BACKFILL && !action->is_inferred)
        check_backfill(unit, phase, action);
}

const struct rule rule_retry_not_safe = { .check_plan = check_plan, .check_action = check_action };
