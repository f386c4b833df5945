//! rule        backfill-unordered
//! code        BKF004
//! level       error
//! since       0.1
//! source      X34
//!
//! A backfill reads its batches in no order, or by counting rows.
//!
//! ## Why
//!
//! `WHERE id > last LIMIT n` means to go on behind the last row of a batch. Without ORDER BY a
//! batch holds any n rows, so the last one need not have the highest key: what lies between is
//! never read. In a test on one million rows whose heap was not in the order of the key, 97 % of
//! the rows were missed. LIMIT with OFFSET counts rows: each one that is deleted moves the
//! others, and every batch costs as much as all those before it together.
//!
//! Batches that take rows which are not right yet (`WHERE new IS NULL LIMIT n`) need no order
//! and are not reported.
//!
//! ## Fails
//!
//! ````belay phase
//! }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     while True:
//!         rows = db.query("SELECT * FROM parcels WHERE id > %s LIMIT 500", [last])
//!         last = rows[-1].id
//!   ```
//! ````
//!
//! ````belay phase
//! }
//! phase backfill "Copy what is there" {
//!   code ```go
//!     for {
//!       rows, err := db.Query("SELECT id FROM parcels ORDER BY id LIMIT $1 OFFSET $2", size,
//!       offset) offset += size
//!     }
//!   ```
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     while True:
//!         rows = db.query("SELECT * FROM parcels WHERE id > %s ORDER BY id LIMIT 500", [last])
//!         last = rows[-1].id
//!   ```
//! ````
//!
//! ````belay phase
//! }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     while db.execute("UPDATE parcels SET weight_g = weight * 1000 WHERE id IN "
//!                      "(SELECT id FROM parcels WHERE weight_g IS NULL LIMIT 500)"):
//!         time.sleep(0.1)
//!   ```
//! ````

#include "rules/rule.h"

#include "model/batch.h"

// LIMIT n OFFSET m, LIMIT m, n: where m is no number, the batches go on by counting rows.
static bool counts_rows(const struct sql_statement *statement, const struct sql_select *select)
{
    const struct sql_tokens *tokens = statement->tokens;
    for (uint32_t i = select->range.from; i < select->range.to; i++) {
        const struct sql_token *token = &tokens->items[i], *next = sql_token_at(tokens, i + 1);
        bool is_changing = next->kind == SQL_TOKEN_PLACEHOLDER || next->kind == SQL_TOKEN_WORD;
        if (sql_token_is(token, "OFFSET") && is_changing)
            return true;
        if (sql_token_is(token, "LIMIT") && is_changing
            && sql_token_at(tokens, i + 2)->kind == SQL_TOKEN_COMMA)
            return true;
    }
    return false;
}

// "id" of `id > $1`; no data where it is no plain name.
static struct str cursor_column(const struct sql_statement *statement,
                                const struct sql_select *select)
{
    for (uint32_t i = select->where.from + 1; i < select->where.to; i++)
        if (sql_token_is_operator(sql_token_at(statement->tokens, i), ">"))
            return sql_token_name(sql_token_at(statement->tokens, i - 1));
    return STR_NONE;
}

static void report(struct unit *unit, const struct site *site,
                   const struct sql_statement *statement, const struct sql_select *select,
                   bool is_counted)
{
    struct span span = sql_tokens_span(statement->tokens, select->range.from, select->range.to);
    struct str column = cursor_column(statement, select);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_backfill_unordered, span,
        is_counted ? "the batches are found by counting rows: rows are left out, or read twice"
                   : "the batches are read in no order: rows between them are left out");
    if (!select->has_order_by)
        diagnostic_label(finding, "LIMIT without ORDER BY: any rows");
    if (is_counted) {
        diagnostic_note(finding, "a row that is deleted or inserted meanwhile moves all behind it");
        diagnostic_help(finding, "go on behind the last key: WHERE id > last ORDER BY id LIMIT n");
    } else {
        diagnostic_note(finding, "the last row of a batch need not have its highest key");
        diagnostic_help(finding, "write ORDER BY %.*s in front of LIMIT",
                        STR_ARGS(column.data ? column : STR("the key")));
    }
    diagnostic_about(finding, "phase %.*s", STR_ARGS(site->phase->name));
    site_cap(finding, site);
}

static void check_statement(struct unit *unit, const struct plan *plan, const struct site *site,
                            const struct sql_statement *statement)
{
    if (statement_is_elided(statement))
        return;
    list_each(sql_select, select, statement->selects) {
        if (!select->has_limit || !select->has_from || select->has_aggregate)
            continue;
        bool is_counted = counts_rows(statement, select);
        bool is_harmless =
            select->has_order_by && (!is_counted || phase_is_down(plan, site->phase));
        if (is_harmless || (!is_counted && !select_has_cursor(statement, select)))
            continue;
        report(unit, site, statement, select, is_counted);
        return;
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(site, site, model_of(unit)->sites)
        if (site_is_backfill(site))
            list_each(site_query, query, site->queries)
                list_each(sql_statement, statement, query->script->statements)
                    check_statement(unit, plan, site, statement);
}

const struct rule rule_backfill_unordered = { .check_plan = check_plan };
