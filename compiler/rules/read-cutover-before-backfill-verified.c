//! rule        read-cutover-before-backfill-verified
//! code        ORD004
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X26 X60 X61, model.md invariant 3
//! breaks      stale
//!
//! The new side answers before its backfill is done and compared with the old one.
//!
//! ## Why
//!
//! Until every row is there, people read nothing where there was something. And a backfill that
//! ended is not a backfill that is right: it may have skipped rows, cut values, overwritten
//! newer ones. Only a comparison of both sides shows that, and it costs nothing as long as
//! nobody reads the new one. Counting empty rows shows that the new side is full, not that it
//! is right.
//!
//! ## Fails
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" { backfill total { batch 1000 } }
//! phase cutover "Read the new column" { ramp total 1% 10% 100% hold 1h }
//! ````
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase cutover "Read the new column" { ramp total 1% 10% 100% hold 1h }
//! phase backfill "Fill the new column" { backfill total { batch 1000 } }
//! ````
//!
//! A comparison that is older than the last fill says nothing about it:
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify "Both say the same" = 0 ```sql
//!     SELECT count(*) FROM orders WHERE total IS DISTINCT FROM sum
//!   ```
//! }
//! phase backfill as again "Fill it again" { backfill total { batch 1000 } }
//! phase cutover "Read the new column" { ramp total 1% 10% 100% hold 1h }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify "Both say the same" = 0 ```sql
//!     SELECT count(*) FROM orders WHERE total IS DISTINCT FROM sum
//!   ```
//! }
//! phase cutover "Read the new column" { ramp total 1% 10% 100% hold 1h }
//! ````

#include "rules/rule.h"

#include "model/mention.h"
#include "rules/support/breach.h"
#include "rules/support/edits.h"
#include "rules/support/order.h"
#include "rules/support/rests.h"

// The phase that fills it, where it is compared at its end, or can be by another fix.
static struct moment moment_of_fill(const struct traffic *traffic,
                                    const struct traffic_event *event)
{
    const struct phase *filled = event->before.filled.phase;
    bool is_compared = filled && (traffic->move || filled->verifies.first);
    return (struct moment){ is_compared ? filled : NULL, NULL };
}

static struct diagnostic *report_unfilled(struct unit *unit, const struct traffic *traffic,
                                          const struct traffic_event *event, struct str name)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_read_cutover_before_backfill_verified, event->span,
                 "the new side of %.*s is read before it is filled", STR_ARGS(name));
    diagnostic_also(finding, event->before.filled.span, "it is filled here");
    diagnostic_note(finding, "rows that are not there yet read as if they had never been");
    if (!order_offer(unit, finding, (struct moment){ event->phase, event->action },
                     moment_of_fill(traffic, event)))
        diagnostic_help(finding, "fill the new side and compare it before anybody reads it");
    return finding;
}

// A comparison at the end of the phase that fills it, where that comes before the readers.
static bool offer(struct unit *unit, struct diagnostic *finding, const struct move *move,
                  const struct phase *fill, const struct phase *reader)
{
    if (!unit->takes_fixes || !move || !fill || fill->index >= reader->index
        || !fill->actions.last || fill->actions.last->is_inferred)
        return false;
    struct edits edits = edits_begin(unit, finding, "compare 1000 rows when it is filled");
    edits_insert_behind(&edits, fill->actions.last->statement,
                        arena_format(&unit->arena, "verify sample %.*s 1000",
                                     STR_ARGS(move->name)));
    return true;
}

static struct diagnostic *report_unchecked(struct unit *unit, const struct traffic *traffic,
                                           const struct traffic_event *event, struct str name)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_read_cutover_before_backfill_verified, event->span,
                 "the new side of %.*s is read before it is compared", STR_ARGS(name));
    diagnostic_also(finding, event->before.filled.span, "filled here, and not compared since");
    if (event->before.is_full_checked)
        diagnostic_note(finding,
                        "a check over the new side alone shows that it is full, not right");
    else
        diagnostic_note(finding, "a row that was copied wrongly is noticed by whoever reads it");
    if (!offer(unit, finding, traffic->move, event->before.filled.phase, event->phase))
        diagnostic_help(finding, "verify both sides after the backfill: a query, checksum or "
                                 "sample that names both");
    return finding;
}

// A prose phase that is said to enable, pilot or release something need not mean reads of data.
static bool is_about_reads(const struct traffic_event *event)
{
    const struct phase *phase = event->phase;
    return !event->after.read.is_inferred || text_mentions(phase->title.str, "read")
           || text_mentions(phase->goal.str, "read");
}

static void check_event(struct unit *unit, const struct traffic *traffic,
                        const struct traffic_event *event)
{
    // In a downtime nobody reads before the phase ends.
    const struct traffic_state *state = phase_is_down(unit->plan, event->phase)
                                            ? traffic_at_end(traffic, event->phase)
                                            : &event->before;
    struct diagnostic *finding = NULL;
    if (!event_reads_new(event) || !is_about_reads(event))
        return;
    struct str name = traffic_name(&unit->arena, traffic);
    if (state->fill == FILL_EMPTY || state->fill == FILL_PARTIAL)
        finding = report_unfilled(unit, traffic, event, name);
    else if (state->fill == FILL_FULL && state->compared == COMPARED_NO)
        finding = report_unchecked(unit, traffic, event, name);
    if (!finding)
        return;
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    finding_concerns(unit, finding, traffic->move, 0);
    fact_cap(finding, &event->after.read);
    fact_cap(finding, &state->filled);
}

static const char *stale_message(const struct breach *breach)
{
    switch (breach->cause) {
    case STALE_EMPTY: return "is read before it is filled";
    case STALE_GAP: return "is read, and lacks later writes";
    case STALE_UNVERIFIED: return "is read before it is compared";
    }
    return "";
}

static const char *stale_help(const struct breach *breach)
{
    switch (breach->cause) {
    case STALE_EMPTY: return "fill it and compare both sides before anybody reads it";
    case STALE_GAP:
        return breach->side == SIDE_NEW
                   ? "fill again every row that differs, when all writers write both sides"
                   : "write both sides as long as anybody reads the old one";
    case STALE_UNVERIFIED: return "verify both sides after the last fill, and before this";
    }
    return "";
}

static void report_stale(struct unit *unit, const struct breach *breach)
{
    const struct move_state *now = breach->state->moves[breach->move->index];
    const struct event *gap = breach->side == SIDE_OLD ? now->gap_old : now->gap_new;
    struct str name = breach_move(unit, breach);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_read_cutover_before_backfill_verified,
        breach->state->event->span, "the %s side of %.*s %s",
        breach->side == SIDE_OLD ? "old" : "new", STR_ARGS(name), stale_message(breach));
    if (breach->cause == STALE_GAP && gap)
        diagnostic_also(finding, gap->span, "since this some writes reach the other side alone");
    if (now->filled && breach->side == SIDE_NEW)
        diagnostic_also(finding, now->filled->span, "filled here");
    breach_add_reader(unit, finding, breach);
    if (breach->cause != STALE_UNVERIFIED || !now->filled
        || !offer(unit, finding, breach->move, now->filled->phase, breach->state->event->phase))
        diagnostic_help(finding, "%s", stale_help(breach));
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    finding_concerns(unit, finding, breach->move, 0);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    const struct model *model = model_of(unit);
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(traffic_event, event, traffic->events)
            check_event(unit, traffic, event);
    move_breaches_each(unit, BREACH_STALE_READ, WAY_FORWARD, report_stale);
}

const struct rule rule_read_cutover_before_backfill_verified = { .check_plan = check_plan };
