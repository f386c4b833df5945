//! rule        backfill-overwrites-newer
//! code        BKF001
//! level       error
//! since       0.1
//! source      X35, model.md invariant 5
//! breaks      gap
//!
//! A backfill can put an old value over one that a dual write has brought in the meantime.
//!
//! ## Why
//!
//! While both sides are written, a copy reads a batch, an application changes one of its rows
//! on both sides, and then the copy writes the batch: the row has its old value again, and a
//! row that was deleted comes back. Nothing fails, and the two sides differ in the rows that
//! people have just changed. The copy holds a lock on the rows it has read (`FOR SHARE`),
//! compares a version, or leaves rows alone that are there already; a row that was deleted
//! comes back all the same where neither a lock nor a version says so.
//!
//! ## Fails
//!
//! ````belay plan
//! store old { engine mysql 8 }
//! store new { engine postgresql 15 }
//! move parcels from old.parcels to new.parcels
//! phase dual-write "Write both" { writes parcels old, new }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     while True:
//!         rows = old.query("SELECT * FROM parcels WHERE id > %s ORDER BY id LIMIT 500", [last])
//!         new.bulk_insert("parcels", rows)
//!         last = rows[-1].id
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store old { engine mysql 8 }
//! store new { engine postgresql 15 }
//! move parcels from old.parcels to new.parcels
//! phase dual-write "Write both" { writes parcels old, new }
//! phase backfill "Copy what is there" { backfill parcels { batch 1000 } }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store old { engine mysql 8 }
//! store new { engine postgresql 15 }
//! move parcels from old.parcels to new.parcels
//! phase dual-write "Write both" { writes parcels old, new }
//! phase backfill "Copy what is there" { backfill parcels { guard lock } }
//! ````
//!
//! ````belay plan
//! store old { engine mysql 8 }
//! store new { engine postgresql 15 }
//! move parcels from old.parcels to new.parcels
//! phase dual-write "Write both" { writes parcels old, new }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     while True:
//!         rows = old.query("SELECT * FROM parcels WHERE id > %s ORDER BY id LIMIT 500 FOR SHARE",
//!         [last]) new.bulk_insert("parcels", rows) last = rows[-1].id
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "model/batch.h"
#include "model/mention.h"

// ---- what keeps a newer row

static bool has_guard_word(const struct sql_statement *statement, struct sql_range range)
{
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct sql_token *token = sql_token_at(statement->tokens, i);
        if (token->kind == SQL_TOKEN_WORD
            && name_has_part(token->text,
                             "version updated modified changed lock lsn xmin timestamp rowversion"))
            return true;
    }
    return false;
}

// An upsert that decides row by row: IF(…), GREATEST(…), CASE, a WHERE.
static bool decides(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = sql_token_at(statement->tokens, i);
        if (sql_token_is(token, "CASE") || sql_token_is(token, "IF")
            || sql_token_is(token, "GREATEST") || sql_token_is(token, "LEAST"))
            return true;
    }
    return statement->has_conflict_where;
}

static bool keeps_newer(const struct sql_statement *write)
{
    if (write->head == SQL_MERGE || write->conflict == SQL_CONFLICT_NOTHING || decides(write))
        return true;
    return write->head == SQL_UPDATE && has_guard_word(write, write->where);
}

static bool locks_rows(const struct sql_statement *read)
{
    list_each(sql_select, select, read->selects)
        if (select->locks_rows || has_guard_word(read, select->where))
            return true;
    return false;
}

// Something in the loop speaks of a lock, a version, or rows that are there already.
static bool is_guarded(const struct batch_copy *copy)
{
    list_each(site_query, query, copy->site->queries) {
        const struct sql_statement *statement = query->script->statements.first;
        if (query->literal && host_range_covers(copy->loop->range, query->literal->range.from)
            && statement->head == SQL_SELECT && locks_rows(statement))
            return true;
    }
    list_each(host_literal, literal, copy->site->host->literals)
        if (host_range_covers(copy->loop->range, literal->range.from)
            && text_mentions(literal->text.str, "attribute_not_exists|version|condition|newer"))
            return true;
    if (copy->read && locks_rows(copy->read->script->statements.first))
        return true;
    if (copy->write && keeps_newer(copy->write->script->statements.first))
        return true;
    return host_range_mentions(
        copy->site->host, copy->loop->range,
        "lock locks locked version versions updated modified newer stale conflict "
        "conflicts condition ordered duplicates ignore exists missing tombstone "
        "deleted merge dedupe lsn");
}

// ---- code

static void report_copy(struct unit *unit, const struct batch_copy *copy,
                        const struct traffic_state *state)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_backfill_overwrites_newer, copy->writing->span,
                 "the copy puts back old values of rows that dual writes have changed");
    diagnostic_label(finding, "the rows are written as they were when they were read");
    diagnostic_also(finding, copy->read ? copy->read->span : copy->reading->span,
                    "read here, without a lock");
    diagnostic_also(finding, state->written.span, "both sides are written from here on");
    diagnostic_note(finding, "a row that changes in between is set back, a deleted one comes back");
    if (copy->write && copy->write->script->statements.first->head == SQL_INSERT
        && copy->write->script->statements.first->conflict == SQL_CONFLICT_NONE)
        diagnostic_note(finding,
                        "an INSERT that says nothing of conflicts stops at the first such row");
    diagnostic_help(finding, "lock the rows where they are read (FOR SHARE), or compare a version");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(copy->site->phase->name));
    site_cap(finding, copy->site);
    fact_cap(finding, &state->written);
}

static void check_copies(struct unit *unit, const struct plan *plan, const struct model *model)
{
    const struct batch_copies copies = batch_copies_read(&unit->arena, &model->sites);
    list_each(batch_copy, copy, copies) {
        const struct traffic_state *state = batch_traffic(model, copy);
        if (state && state->writers == SIDE_BOTH && !phase_is_down(plan, copy->site->phase)
            && !is_guarded(copy))
            report_copy(unit, copy, state);
    }
}

// ---- the plan's own backfills

static void check_backfill(struct unit *unit, const struct traffic *traffic,
                           const struct phase *phase, const struct action *action)
{
    const struct store *from = action->move->from.store, *to = action->move->to.store;
    const struct traffic_state *state = traffic_before(traffic, phase, action->span.start);
    if (!from || !to || from == to || action->backfill.guard.length > 0
        || state->writers != SIDE_BOTH)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_backfill_overwrites_newer, action->span,
                 "the backfill of '%.*s' goes from store to store and names no guard",
                 STR_ARGS(action->move->name));
    diagnostic_also(finding, state->written.span, "both sides are written from here on");
    diagnostic_note(finding, "a row that changes in between is set back, a deleted one comes back");
    diagnostic_help(finding, "write guard lock, guard version COLUMN or guard deletes-deferred");
    diagnostic_about(finding, "%.*s", STR_ARGS(action->move->name));
    fact_cap(finding, &state->written);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    check_copies(unit, plan, model);
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(phase, phase, plan->phases)
            list_each(action, action, phase->actions)
                if (action->kind == ACTION_BACKFILL && action->move && action->move == traffic->move
                    && !phase_is_down(plan, phase))
                    check_backfill(unit, traffic, phase, action);
}

const struct rule rule_backfill_overwrites_newer = { .check_plan = check_plan };
