//! rule        point-of-no-return-too-early
//! code        RBK009
//! level       error
//! since       0.1
//! also        point-of-no-return-unmarked
//! source      X50, X51, model.md invariant 12
//! breaks      no-return
//!
//! The plan passes its point of no return before the new side has proved itself.
//!
//! ## Why
//!
//! After the first event that nothing but a backup undoes, every later phase is done without
//! a net: what goes wrong in it can be mended, and not undone. So it comes last: everything is
//! copied, compared, read and written on the new side, and has been for a while.
//!
//! ## Fails
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new; rollback writes total old }
//! phase prepare as archive "Archive the log of old orders" {
//!   step "Delete what is older than a year"
//!   rollback impossible "the rows are gone"
//! }
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   rollback none "nobody reads it"
//! }
//! phase ramp "Read the new column" { reads total new; rollback reads total old }
//! ````
//!
//! A rollback that makes a column again, empty, brings nothing back:
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase expand "Tidy up first" {
//!   step "Drop what nobody needs" ```sql
//!     ALTER TABLE orders DROP COLUMN note;
//!   ```
//!   rollback "Add it again" ```sql
//!     ALTER TABLE orders ADD COLUMN note text;
//!   ```
//! }
//! phase dual-write "Write both" { writes total old, new; rollback writes total old }
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify sample total 1000
//!   rollback none "nobody reads it"
//! }
//! phase ramp "Read the new column" { reads total new; rollback reads total old }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase expand "Keep the notes elsewhere" {
//!   step "Keep them" ```sql
//!     CREATE TABLE notes AS SELECT id, note FROM orders;
//!     ALTER TABLE orders DROP COLUMN note;
//!   ```
//!   rollback "Bring them back" ```sql
//!     ALTER TABLE orders ADD COLUMN note text;
//!     UPDATE orders SET note = (SELECT note FROM notes WHERE notes.id = orders.id);
//!   ```
//! }
//! phase dual-write "Write both" { writes total old, new; rollback writes total old }
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify sample total 1000
//!   rollback none "nobody reads it"
//! }
//! phase ramp "Read the new column" { reads total new; rollback reads total old }
//! ````
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new; rollback writes total old }
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify sample total 1000
//!   rollback none "nobody reads it"
//! }
//! phase ramp "Read the new column" { reads total new; rollback reads total old }
//! phase contract "Archive the log of old orders" {
//!   step "Delete what is older than a year"
//!   rollback impossible "the rows are gone"
//! }
//! ````

#include "rules/rule.h"

// What is to be seen where the plan cannot be undone any more.
static struct diagnostic *report(struct unit *unit, const char *problem)
{
    const struct no_return *no_return = &unit->model->no_return;
    const struct phase *phase = no_return->phase;
    struct span span = no_return->change ? no_return->change->operation->span : phase->span;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_point_of_no_return_too_early, span,
                 "the point of no return, in phase %d, comes before %s", phase->number, problem);
    if (no_return->change)
        diagnostic_label(finding, "%s '%.*s'", change_verb(no_return->change),
                         STR_ARGS(change_object(&unit->arena, no_return->change)));
    if (phase->rollback.kind == ROLLBACK_IMPOSSIBLE || phase->rollback.kind == ROLLBACK_RESTORE)
        diagnostic_also(finding, phase->rollback.span,
                        phase->rollback.kind == ROLLBACK_RESTORE ? "a backup alone brings it back"
                                                                 : "nothing brings it back");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    return finding;
}

static void finish(struct diagnostic *finding, const struct no_return *no_return)
{
    diagnostic_note(finding, "what goes wrong behind it can be mended, and not undone");
    diagnostic_help(finding, "move what cannot be undone into the last phase");
    if (no_return->is_inferred)
        diagnostic_inferred(finding, "which phase cannot be undone is read out of prose");
}

static bool moves_something(const struct traffic_event *event)
{
    return event_begins_fill(event) || event_reads_new(event)
           || (event->after.readers == SIDE_NEW && event->before.readers == SIDE_BOTH)
           || (event->after.writers == SIDE_NEW && event->before.writers == SIDE_BOTH);
}

static bool is_behind(const struct no_return *no_return, const struct traffic_event *event)
{
    return event->phase->index > no_return->phase->index;
}

static void check_traffic(struct unit *unit, const struct traffic *traffic)
{
    const struct no_return *no_return = &unit->model->no_return;
    const struct traffic_state *state = traffic_at_end(traffic, no_return->phase);
    if (state->is_old_gone)
        return; // of that the rule contract-before-migrate speaks
    list_each(traffic_event, event, traffic->events) {
        if (!is_behind(no_return, event) || !moves_something(event))
            continue;
        struct str name = traffic_name(&unit->arena, traffic);
        struct diagnostic *finding =
            report(unit, arena_format(&unit->arena, "phase %d", event->phase->number).data);
        diagnostic_also(finding, event->span, "%.*s %s only here", STR_ARGS(name),
                        event_begins_fill(event) ? "is filled" : "moves to its new side");
        finish(finding, no_return);
        fact_cap(finding, &event->after.read);
        return;
    }
}

// A comparison that is missing at the first read is reported there.
static void check_verified(struct unit *unit, const struct traffic *traffic)
{
    const struct no_return *no_return = &unit->model->no_return;
    const struct traffic_state *state = &traffic->start;
    list_each(traffic_event, event, traffic->events) {
        if (event_reads_new(event))
            return;
        if (event->phase->index >= no_return->phase->index)
            break;
        state = &event->after;
    }
    if (state->readers == SIDE_OLD) // of that the rule contract-before-migrate speaks
        return;
    if (state->fill != FILL_FULL || state->compared != COMPARED_NO
        || !traffic_at_end(traffic, no_return->phase)->is_old_gone)
        return;
    struct diagnostic *finding = report(unit, "any comparison");
    diagnostic_also(finding, state->filled.span, "filled here, and not compared since");
    finish(finding, no_return);
    fact_cap(finding, &state->filled);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    const struct model *model = model_of(unit);
    if (!model->no_return.phase)
        return;
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next) {
        check_traffic(unit, traffic);
        check_verified(unit, traffic);
    }
}

const struct rule rule_point_of_no_return_too_early = { .check_plan = check_plan };
