//! rule        soak-missing-or-short
//! code        ORD007
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X59, model.md invariant 12
//! breaks      no-return
//!
//! The new side does not serve long enough before the old one goes.
//!
//! ## Why
//!
//! What is wrong with the new side shows when the month is closed, when the batch job of the
//! weekend runs, when a client comes back that was offline. Until then the old side is the way
//! back. A soak is the time in which nothing is changed, and it has to fit the schedule: where
//! it does not, one of the two is kept and nobody knows which.
//!
//! It is an error where a soak is stated and the schedule leaves no room for it, and a warning
//! where none is stated before the point of no return.
//!
//! ## Fails
//!
//! ````belay plan
//! start 2027-01-04
//! phase promote "Write the new column alone" { when day 1..5; rollback none "it is written" }
//! phase contract "Drop the old column" { when day 8; soak 2w; rollback impossible "gone" }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase promote "Write the new column alone" { writes total new; reads total new }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback impossible "the old values are gone"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! start 2027-01-04
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase promote "Write the new column alone" { when day 1..5; writes total new; reads total new }
//! phase contract "Drop the old column" {
//!   when day 22
//!   soak 2w
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback impossible "the old values are gone"
//! }
//! ````

#include "rules/support/edits.h"
#include "rules/support/rests.h"

#include "model/mention.h"
#include "plan/schedule.h"

enum { DAY_MILLISECONDS = 24 * 60 * 60 * 1000 };

// ---- stated, and no room for it

// A week or month may begin on any of its days, and end on any.
static int32_t slack(const struct period *period)
{
    return period->grain == GRAIN_MONTH ? 29 : period->grain == GRAIN_WEEK ? 6 : 0;
}

// The most days that can lie between the end of one phase and the begin of another; negative
// where the schedule does not say.
static int32_t room(const struct schedule *schedule, const struct phase *since,
                    const struct phase *phase)
{
    const struct period *from = &schedule->periods[since->index];
    const struct period *to = &schedule->periods[phase->index];
    if (from->grain == GRAIN_NONE || to->grain == GRAIN_NONE || !from->is_stated || !to->is_stated
        || !from->has_end || !periods_are_comparable(from, to))
        return -1;
    int32_t latest = to->first + slack(to), earliest = from->last - slack(from);
    return latest > earliest ? latest - earliest : 0;
}

static void check_stated(struct unit *unit, const struct schedule *schedule,
                         const struct phase *phase)
{
    if (!quantity_is_set(phase->soak) || !phase->soak_since)
        return;
    int32_t days = room(schedule, phase->soak_since, phase);
    if (days < 0 || phase->soak.amount <= (double)days * DAY_MILLISECONDS)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_soak_missing_or_short, phase->soak_span,
                 "the schedule leaves at most %d day%s for a soak of %.*s", days,
                 days == 1 ? "" : "s", STR_ARGS(duration_format(&unit->arena, phase->soak.amount)));
    diagnostic_also(finding, phase->soak_since->when.span, "it counts from the end of phase %d",
                    phase->soak_since->number);
    diagnostic_also(finding, phase->when.span, "and phase %d begins here", phase->number);
    diagnostic_note(finding, "the runbook keeps the soak, and the phase comes late");
    diagnostic_help(finding, "let the phase begin later, or shorten the soak");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    finding_concerns(unit, finding, phase, 1);
    if (phase->is_inferred)
        diagnostic_inferred(finding, "the schedule is read out of prose");
}

// ---- none before the point of no return

// The last event that changed who reads or writes a side, before the plan cannot be undone.
static const struct traffic_event *last_change(const struct model *model)
{
    const struct no_return *no_return = &model->no_return;
    uint32_t end =
        no_return->change ? no_return->change->operation->span.start : no_return->phase->span.start;
    const struct traffic_event *last = NULL;
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(traffic_event, event, traffic->events) {
            bool is_same = event->phase == no_return->phase;
            if (event->phase->index > no_return->phase->index
                || (is_same && (event->is_at_end || event->span.start >= end)))
                break;
            bool changes = event->before.writers != event->after.writers
                           || event->before.readers != event->after.readers;
            if (changes && (!last || last->span.start < event->span.start))
                last = event;
        }
    return last;
}

static bool soaks(const struct phase *phase, const struct phase *since)
{
    return quantity_is_set(phase->soak) && phase->soak_since
           && phase->soak_since->index >= since->index;
}

// Time that the plan leaves without calling it a soak.
static bool leaves_time(const struct schedule *schedule, const struct phase *from,
                        const struct phase *to)
{
    static const char *const words =
        "soak|monitor|observ|stabil|watch|bake|wait|week|day|hour|month|after|once|confirm|verif|"
        "grace|retention|period|until|successful";
    if (room(schedule, from, to) > 0)
        return true;
    for (const struct phase *each = to; to->is_inferred && each; each = each->previous) {
        if (phase_mentions(each, words) || each->when.kind != WHEN_NONE
            || quantity_is_set(each->estimate))
            return true;
        if (each == from)
            break;
    }
    return false;
}

// Two weeks, where no date says otherwise.
static bool offer(struct unit *unit, const struct phase *phase, struct diagnostic *finding)
{
    const struct action *first = phase->actions.first;
    if (!unit->takes_fixes || phase->when.kind != WHEN_NONE || quantity_is_set(phase->soak)
        || !first || first->is_inferred)
        return false;
    struct edits edits = edits_begin(unit, finding, "let it serve for two weeks first");
    edits_insert_before(&edits, first->statement, STR("soak 2w"));
    return true;
}

static void check_missing(struct unit *unit, const struct plan *plan,
                          const struct schedule *schedule)
{
    const struct model *model = model_of(unit);
    const struct phase *phase = model->no_return.phase;
    if (!phase || phase_is_down(plan, phase))
        return;
    const struct traffic_event *change = last_change(model);
    if (!change)
        return;
    for (const struct phase *each = phase; each && each != change->phase; each = each->previous)
        if (soaks(each, change->phase) || (each != phase && each->kind == KIND_OBSERVE))
            return;
    if (change->phase != phase && leaves_time(schedule, change->phase, phase))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_soak_missing_or_short, phase->span,
                 "phase %d cannot be undone, and nothing soaks before it", phase->number);
    diagnostic_also(finding, change->span, "the last change of who reads or writes what");
    diagnostic_note(finding, "what is wrong with the new side has had no time to show");
    if (phase->is_inferred)
        diagnostic_help(finding, "say in phase %d how long the new side has to serve first",
                        phase->number);
    else if (change->phase == phase || !offer(unit, phase, finding))
        diagnostic_help(finding, "soak 2w in phase %d, or as long as the slowest job takes",
                        phase->number);
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    diagnostic_level(finding, LEVEL_WARNING);
    if (phase->is_inferred)
        diagnostic_inferred(finding, "what the phases do is inferred from their text");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct schedule schedule = schedule_compute(&unit->arena, plan);
    list_each(phase, phase, plan->phases)
        check_stated(unit, &schedule, phase);
    check_missing(unit, plan, &schedule);
}

const struct rule rule_soak_missing_or_short = { .check_plan = check_plan };
