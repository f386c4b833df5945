//! rule        flag-order
//! code        FLG002
//! level       error
//! since       0.1
//! source      X63, model.md invariant 8
//! breaks      lost flags
//!
//! A flag moves before its time, or backwards.
//!
//! ## Why
//!
//! A flag goes up in steps because each step limits what a mistake costs. A step back inside
//! the plan sends people to and fro between two versions of the truth; a flag that is up before
//! the version that asks it arrives does nothing until that deploy, and then everything at
//! once; a flag that sends reads to a side which nobody writes shows them the past.
//!
//! ## Fails
//!
//! ````belay plan
//! flag read_total
//! phase ramp "Read the new column" { ramp read_total 10% 50% hold 1h }
//! phase ramp as rest "And the rest" { ramp read_total 25% 100% hold 1h }
//! ````
//!
//! ````belay plan
//! flag read_total
//! app shop {
//!   version v1 { reads orders(sum) }
//!   version v2 {
//!     reads orders(sum) unless read_total
//!     reads orders(total) if read_total
//!   }
//!   live v1
//! }
//! phase ramp "Read the new column" { flag read_total 10% }
//! phase deploy "Deploy it" { deploy shop v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! flag read_total
//! app shop {
//!   version v1 { reads orders(sum) }
//!   version v2 {
//!     reads orders(sum) unless read_total
//!     reads orders(total) if read_total
//!   }
//!   live v1
//! }
//! phase deploy "Deploy it" { deploy shop v2 }
//! phase ramp "Read the new column" { ramp read_total 10% 50% 100% hold 1h }
//! ````

#include "rules/rule.h"

// ---- backwards

static void report_fall(struct unit *unit, const struct action *action, const struct flag *flag,
                        double from, double to)
{
    struct diagnostic *finding =
        flag ? diagnose(&unit->diagnostics, &kind_flag_order, action->span,
                        "flag '%.*s' goes back from %g%% to %g%%", STR_ARGS(flag->name), from, to)
             : diagnose(&unit->diagnostics, &kind_flag_order, action->span,
                        "the ramp goes back from %g%% to %g%%", from, to);
    diagnostic_note(finding, "whoever lies between the two has been moved, and is moved back");
    diagnostic_help(finding, "let percentages rise; going back belongs into the rollback");
    if (flag)
        diagnostic_about(finding, "flag %.*s", STR_ARGS(flag->name));
    if (action->is_inferred)
        diagnostic_inferred(finding, "the percentages are read out of prose");
}

static bool falls_inside(struct unit *unit, const struct action *action)
{
    const struct percent_list *list = &action->percents;
    for (unsigned i = 1; i < list->count; i++)
        if (list->percents[i] < list->percents[i - 1]) {
            report_fall(unit, action, action->flag, list->percents[i - 1], list->percents[i]);
            return true;
        }
    return false;
}

static void check_action(struct unit *unit, const struct plan *plan, const struct phase *phase,
                         const struct action *action)
{
    (void)plan;
    (void)phase;
    if (action->kind == ACTION_RAMP)
        falls_inside(unit, action);
}

// ---- between actions

enum { LOOK_MAX = 1000 * 1000 }; // uses that are looked at, in all

// The deploy of a version that asks the flag, behind the event.
static const struct action *first_asker(const struct plan *plan, const struct flag_event *event,
                                        size_t *looks)
{
    bool is_behind = false;
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions) {
            is_behind |= action == event->action;
            if (++*looks > LOOK_MAX)
                return NULL;
            if (!is_behind || action->kind != ACTION_DEPLOY || !action->version)
                continue;
            list_each(use, use, action->version->uses)
                if (++*looks > LOOK_MAX || use->flag == event->flag)
                    return *looks > LOOK_MAX ? NULL : action;
        }
    return NULL;
}

static void check_asker(struct unit *unit, const struct plan *plan, const struct flag_event *event,
                        size_t *looks)
{
    const struct action *deploy = first_asker(plan, event, looks);
    if (!deploy)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_flag_order, event->action->span,
                 "flag '%.*s' is raised before a version asks it", STR_ARGS(event->flag->name));
    diagnostic_also(finding, deploy->span, "the first that asks it is deployed here");
    diagnostic_note(finding, "it takes effect with that deploy, all at once");
    diagnostic_help(finding, "deploy first, with the flag off");
    diagnostic_about(finding, "flag %.*s", STR_ARGS(event->flag->name));
}

static double first_percent(const struct flag_event *event)
{
    return event->action->percents.count ? event->action->percents.percents[0] : event->after;
}

static void check_traffic(struct unit *unit, const struct traffic *traffic,
                          const struct traffic_event *event)
{
    const struct traffic_state *state = &event->before;
    bool is_flag =
        event->action && (event->action->kind == ACTION_RAMP || event->action->kind == ACTION_FLAG);
    if (!is_flag || !event_reads_new(event) || state->writers != SIDE_OLD
        || state->fill != FILL_UNKNOWN)
        return; // with a fill it is the order of fill and dual write that is wrong
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_flag_order, event->span,
                 "the new side of %.*s is read and not written", STR_ARGS(name));
    const struct version *version = state->written.version;
    if (version)
        diagnostic_also(finding, state->declared_written.span,
                        "'%.*s %.*s' writes the old side alone", STR_ARGS(version->app->name),
                        STR_ARGS(version->name));
    else
        diagnostic_also(finding, state->written.span,
                        state->written.is_supposed ? "both are written only from here"
                                                   : "the old side alone is written");
    diagnostic_note(finding, "its readers do not see what is written");
    diagnostic_help(finding, "write both sides everywhere before the first percentage");
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    fact_cap(finding, &state->written);
    fact_cap(finding, &event->after.read);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    size_t looks = 0;
    list_each(flag_event, event, model->flags.events) {
        if (event->is_removed || event->is_deploy)
            continue;
        if (event->is_before_known && first_percent(event) < event->before)
            report_fall(unit, event->action, event->flag, event->before, first_percent(event));
        else if (event->after > 0 && !event->asker)
            check_asker(unit, plan, event, &looks);
    }
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(traffic_event, event, traffic->events)
            check_traffic(unit, traffic, event);
}

const struct rule rule_flag_order = { .check_plan = check_plan, .check_action = check_action };
