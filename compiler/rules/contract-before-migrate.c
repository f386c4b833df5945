//! rule        contract-before-migrate
//! code        ORD002
//! level       error
//! since       0.1
//! fix         unsafe
//! also        expand-and-contract-one-deploy orphan-contract
//! source      X41, X68, model.md invariant 7
//! breaks      contract
//!
//! The old side is dropped before the new one has taken its place.
//!
//! ## Why
//!
//! Expand first, contract last: what the old side holds must have been copied, and nobody may
//! read it any more, before it goes. In the same phase there is no moment at which both
//! versions of the application find what they use; whichever of them runs when the
//! statement does begins to fail, and there is nothing to go back to.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//! }
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify sample total 1000
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify sample total 1000
//! }
//!
//! # The old column is not needed.
//! phase contract "Drop the old column" {
//!   soak 2w
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//! }
//!
//! phase cutover "Read the new column" { reads total new }
//! ````
//!
//! ````belay phase
//! step "Replace the column" ```sql
//!   ALTER TABLE orders ADD COLUMN total numeric;
//!   UPDATE orders SET total = sum;
//!   ALTER TABLE orders DROP COLUMN sum;
//! ```
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//! }
//! phase cutover "Read the new column" { reads total new }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "model/mention.h"
#include "rules/support/order.h"
#include "rules/support/rests.h"

// ---- in the order of the phases

// A version that declares what it reads lacks it then.
static void rest_on_drop(struct unit *unit, struct diagnostic *finding,
                         const struct traffic *traffic, const struct traffic_event *event)
{
    if (!traffic->move)
        return;
    const struct object *gone = &traffic->move->from;
    const struct catalog_absence absence = {
        gone->column.length > 0 ? CATALOG_NO_COLUMN : CATALOG_NO_OBJECT,
        { gone->schema, gone->table },
        gone->column,
    };
    drop_rests(unit, finding, event->phase, gone->store, &absence);
}

static void report_read(struct unit *unit, const struct traffic *traffic,
                        const struct traffic_event *event)
{
    const struct traffic_state *state = &event->before;
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_contract_before_migrate, event->after.gone.span,
                 "the old side of %.*s goes while it is still read", STR_ARGS(name));
    const struct version *version = state->read.version;
    const struct traffic_event *later = next_read_of_new(event);
    if (version)
        diagnostic_also(finding, state->declared_read.span,
                        "'%.*s %.*s', live until then, reads it", STR_ARGS(version->app->name),
                        STR_ARGS(version->name));
    else
        diagnostic_also(finding, later ? later->span : state->read.span,
                        later ? "reads leave the old side only here" : "since here it is read");
    diagnostic_note(finding, "whoever reads it fails from that moment on");
    struct moment late = { later ? later->phase : NULL, later ? later->action : NULL };
    if (!order_offer(unit, finding, (struct moment){ event->phase, event->action }, late))
        diagnostic_help(finding, "move all reads to the new side and let that soak first");
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    rest_on_drop(unit, finding, traffic, event);
    fact_cap(finding, &state->read);
    fact_cap(finding, &event->after.gone);
}

static void report_unfilled(struct unit *unit, const struct traffic *traffic,
                            const struct traffic_event *event)
{
    const struct traffic_state *state = &event->before;
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_contract_before_migrate, event->after.gone.span,
                 "the old side of %.*s goes before the new one is filled", STR_ARGS(name));
    diagnostic_also(finding, state->filled.span, "it is filled here");
    diagnostic_note(finding, "what has not been copied by then is lost");
    const struct phase *filled = state->filled.phase;
    struct moment late = { filled && filled->verifies.first ? filled : NULL, NULL };
    if (!order_offer(unit, finding, (struct moment){ event->phase, event->action }, late))
        diagnostic_help(finding, "copy and compare first, and let the contract phase come last");
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    fact_cap(finding, &state->filled);
    fact_cap(finding, &event->after.gone);
}

// In prose a phase that removes code comes early for good reasons; one that removes data does not.
static bool removes_data(const struct model *model, const struct traffic_event *event)
{
    return !event->after.gone.is_inferred || event->phase->kind == KIND_DECOMMISSION
           || phase_destroys(&model->changes, event->phase)
           || text_mentions(event->phase->title.str, "column|table|database|schema|data");
}

static void check_end(struct unit *unit, const struct traffic *traffic,
                      const struct traffic_event *event)
{
    const struct traffic_state *state = &event->before;
    bool is_half_read = state->readers == SIDE_BOTH && !state->read.is_inferred;
    if (!removes_data(unit->model, event))
        return;
    if (state->fill == FILL_EMPTY || state->fill == FILL_PARTIAL)
        report_unfilled(unit, traffic, event);
    else if (state->readers == SIDE_OLD || is_half_read)
        report_read(unit, traffic, event);
}

// ---- in one phase

static bool is_column_of(const struct change_step *a, const struct change_step *b)
{
    return a->action->store == b->action->store
           && sql_name_equal(a->operation->table, b->operation->table);
}

// True where the phase fills the column from the other one.
static bool is_copied(const struct changes *changes, const struct change_step *added,
                      const struct change_step *dropped)
{
    changes_each(change, changes, added->phase) {
        struct str sql = sql_tokens_text(change->statement->tokens, change->statement->range.from,
                                         change->statement->range.to);
        if (change->operation->head == SQL_UPDATE && is_column_of(change, added)
            && str_has_word(sql, added->operation->column)
            && str_has_word(sql, dropped->operation->column))
            return true;
    }
    return false;
}

static bool is_move(const struct plan *plan, const struct change_step *added,
                    const struct change_step *dropped)
{
    list_each(move, move, plan->moves)
        if (change_is_on(added, &move->to) && change_is_on(dropped, &move->from))
            return true;
    return false;
}

static void report_replacement(struct unit *unit, const struct change_step *added,
                               const struct change_step *dropped)
{
    struct str new_name = change_object(&unit->arena, added);
    struct str old_name = change_object(&unit->arena, dropped);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_contract_before_migrate, dropped->operation->span,
        "'%.*s' is dropped in the phase that adds '%.*s'", STR_ARGS(old_name), STR_ARGS(new_name));
    diagnostic_also(finding, added->operation->span, "added here, with no deploy in between");
    diagnostic_note(
        finding, "what uses the old column fails from here on, and nothing uses the new one yet");
    diagnostic_help(finding, "drop it in a contract phase, after a deploy that no longer uses it");
    diagnostic_about(finding, "%.*s", STR_ARGS(old_name));
    const struct catalog_absence absence = { CATALOG_NO_COLUMN, dropped->operation->table,
                                             dropped->operation->column };
    drop_rests(unit, finding, dropped->phase, dropped->action->store, &absence);
    if (dropped->phase->is_inferred)
        diagnostic_inferred(finding, "what belongs to phase %d is inferred from prose",
                            dropped->phase->number);
}

// Bounds on what is compared in one phase: operations with each other, and columns that might
// be one change.
enum { LOOK_MAX = 100 * 1000, PAIR_MAX = 64 };

static void check_replacements(struct unit *unit, const struct plan *plan,
                               const struct phase *phase)
{
    const struct changes *changes = &unit->model->changes;
    unsigned looks = 0, pairs = 0;
    changes_each(dropped, changes, phase) {
        if (dropped->operation->head != SQL_DROP_COLUMN || !dropped->destroys)
            continue;
        changes_each(added, changes, phase) {
            if (++looks > LOOK_MAX || pairs > PAIR_MAX)
                return;
            if (added->operation->head != SQL_ADD_COLUMN || !is_column_of(added, dropped))
                continue;
            pairs++;
            if (!is_move(plan, added, dropped) && !is_copied(changes, added, dropped))
                continue;
            report_replacement(unit, added, dropped);
            break;
        }
    }
}

static bool deploys(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_DEPLOY || action->kind == ACTION_RETIRE)
            return true;
    return false;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    list_each(phase, phase, plan->phases)
        if (!phase_is_down(plan, phase) && !deploys(phase))
            check_replacements(unit, plan, phase);
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(traffic_event, event, traffic->events)
            if (event->after.is_old_gone && !event->before.is_old_gone)
                check_end(unit, traffic, event);
}

const struct rule rule_contract_before_migrate = { .check_plan = check_plan };
