//! rule        backfill-before-dual-write
//! code        ORD003
//! level       error
//! since       0.1
//! fix         unsafe
//! also        dual-write-from-old-version-missing
//! source      X24, X25, X33, model.md invariant 5
//! breaks      gap
//!
//! The backfill begins while something still writes the old side alone.
//!
//! ## Why
//!
//! A backfill passes each row once. What an application writes to the old side behind it never
//! reaches the new one: the two differ in the rows that changed last, which are the rows that
//! people look at first. Every writer writes both sides before the first row is copied, by
//! its code or by a trigger.
//!
//! ## Fails
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" { backfill total { batch 1000 } }
//! phase dual-write "Write both" { writes total old, new }
//! ````
//!
//! ````belay plan
//! app shop {
//!   version v1 { writes orders(sum) }
//!   version v2 { writes orders(sum, total) }
//!   live v1
//! }
//! app billing {
//!   version v7 { writes orders(sum) }
//!   live v7
//! }
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { deploy shop v2 }
//! phase backfill "Fill the new column" { backfill total { batch 1000 } }
//! phase cutover "Read the new column" { reads total new }
//! ````
//!
//! Nothing ever writes both sides, but for those that read the new one already:
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app shop {
//!   version v1 { reads orders(sum); writes orders(sum) }
//!   version v2 { reads orders(total); writes orders(sum, total) }
//!   live v1
//! }
//! move total from orders.sum to orders.total
//! phase backfill "Fill the new column" {
//!   backfill total { batch 1000 }
//!   verify sample total 1000
//! }
//! phase cutover "Read the new column" { deploy shop v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new }
//! phase backfill "Fill the new column" { backfill total { batch 1000 } }
//! ````

#include "rules/rule.h"

#include "model/mention.h"
#include "rules/support/edits.h"
#include "rules/support/order.h"
#include "rules/support/rests.h"

// A copy that follows a log may begin before or after it: the log holds what it missed.
static bool follows_log(const struct phase *phase)
{
    return phase && phase->is_inferred
           && phase_mentions(phase, "replic|cdc|change data|change-data|binlog|wal|debezium|stream|"
                                    "sync|catch|delta|increment|trigger|read-only|readonly|freeze|"
                                    "maintenance|stop");
}

// A trigger that writes both sides, before the backfill, where belay makes triggers: within one
// store. It would stand in the way of a step that drops the old side.
static bool offer_trigger(struct unit *unit, const struct traffic *traffic,
                          const struct traffic_event *fill, struct diagnostic *finding)
{
    const struct move *move = traffic->move;
    enum sql_engine engine = move ? store_engine(move->to.store) : SQL_ENGINE_UNKNOWN;
    bool has_triggers = engine == SQL_ENGINE_POSTGRESQL || engine == SQL_ENGINE_SQLITE;
    if (!unit->takes_fixes || !has_triggers || move->from.store != move->to.store || !fill->action
        || fill->action->kind != ACTION_BACKFILL || fill->before.written.is_supposed)
        return false;
    for (const struct traffic_event *event = fill; event; event = event->next)
        if (event->after.is_old_gone)
            return false;
    struct edits edits = edits_begin(unit, finding, "let a trigger write both sides");
    edits_insert_before(&edits, fill->action->statement,
                        arena_format(&unit->arena, "writes %.*s old, new by trigger",
                                     STR_ARGS(move->name)));
    return true;
}

static void report(struct unit *unit, const struct traffic *traffic,
                   const struct traffic_event *event)
{
    const struct traffic_state *state = &event->before;
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_backfill_before_dual_write, event->span,
                 "the backfill of %.*s begins before both sides are written", STR_ARGS(name));
    const struct version *version = state->written.version;
    if (state->written.is_supposed)
        diagnostic_also(finding, state->written.span, "both sides are written only from here");
    else if (version)
        diagnostic_also(finding, state->declared_written.span,
                        "'%.*s %.*s', live by then, writes the old side alone",
                        STR_ARGS(version->app->name), STR_ARGS(version->name));
    else
        diagnostic_also(finding, state->written.span, "from here the old side alone is written");
    const struct traffic_event *read = next_read_of_new(event);
    if (read)
        diagnostic_also(finding, read->span, "from here on the new side is read, without them");
    diagnostic_note(finding, "what is written behind the backfill never reaches the new side");
    struct moment late = { state->written.is_supposed ? state->written.phase : NULL, NULL };
    if (!order_offer(unit, finding, (struct moment){ event->phase, event->action }, late)
        && !offer_trigger(unit, traffic, event, finding))
        diagnostic_help(finding, "let every writer write both sides first, or use a trigger");
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    finding_concerns(unit, finding, traffic->move, 0);
    fact_cap(finding, &state->written);
    fact_cap(finding, &event->after.filled);
}

// The fill that has to be right: the last one before the old side is read no more. A plan that
// neither writes nor reads the new side later leaves it to others.
static const struct traffic_event *decisive_fill(const struct traffic *traffic)
{
    const struct traffic_event *fill = NULL;
    list_each(traffic_event, event, traffic->events) {
        if (event_begins_fill(event))
            fill = event;
        else if (fill && event->after.readers == SIDE_NEW)
            return fill;
    }
    const struct traffic_event *last = traffic->events.last;
    bool is_used = last
                   && (last->after.writers == SIDE_BOTH || last->after.writers == SIDE_NEW
                       || last->after.readers == SIDE_BOTH);
    return is_used ? fill : NULL;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next) {
        const struct traffic_event *fill = decisive_fill(traffic);
        if (!fill || fill->before.writers != SIDE_OLD || phase_is_down(plan, fill->phase)
            || follows_log(fill->phase) || follows_log(fill->before.written.phase))
            continue;
        report(unit, traffic, fill);
    }
}

const struct rule rule_backfill_before_dual_write = { .check_plan = check_plan };
