//! rule        deploy-window-conflict
//! code        SCH004
//! level       warning
//! since       0.1
//! source      X71
//!
//! A phase that changes something is planned on days on which nothing is to change.
//!
//! ## Why
//!
//! In a freeze those who could help are away, and those who are there have agreed that nothing
//! moves. The days come from the calendars that `freeze` names in `.belay.yaml`, and from
//! milestones of the plan that speak of a change freeze, a moratorium or a blackout.
//!
//! A phase that is given in weeks or months is reported where all of it lies in a freeze.
//!
//! ## Fails
//!
//! ````belay plan
//! app web { version v1 { }; version v2 { }; live v1 }
//! milestone 2027-12-21 "Change freeze"
//! phase deploy "Write both" {
//!   when 2027-12-21
//!   deploy web v2
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! app web { version v1 { }; version v2 { }; live v1 }
//! milestone 2027-12-21 "Change freeze"
//! phase deploy "Write both" {
//!   when 2027-12-16
//!   deploy web v2
//! }
//! phase observe "Watch it" { when 2027-12-21 }
//! ````

#include "rules/support/evidence.h"

#include "model/mention.h"
#include "plan/calendar.h"
#include "plan/schedule.h"

static const char *const words = "change freeze|changes freeze|deploy freeze|deployment freeze|"
                                 "release freeze|production freeze|holiday freeze|year-end freeze|"
                                 "moratorium|blackout";

// Days on which nothing is to change.
struct closure {
    int32_t first, last;
    struct str title, calendar;
    struct span milestone; // not set: it is of a calendar
};

struct closures {
    ARRAY_OF(struct closure) list;
};

enum { CLOSURES_MAX = 1000, PHASES_MAX = 1000 }; // of each, that are looked at

static struct closures find_closures(struct unit *unit, const struct plan *plan)
{
    struct closures closures = { 0 };
    list_each(milestone, milestone, plan->milestones) {
        struct period period = when_period(plan, &milestone->when);
        if (closures.list.count == CLOSURES_MAX)
            break;
        if (period.is_dated && text_mentions(milestone->text.str, words))
            array_add(&unit->arena, &closures.list,
                      ((struct closure){ period.first, period.has_end ? period.last : period.first,
                                         milestone->text.str, STR_NONE, milestone->when.span }));
    }
    if (!unit->freezes)
        return closures;
    list_each(freeze, freeze, unit->freezes->list)
        array_add(&unit->arena, &closures.list,
                  ((struct closure){ freeze->first, freeze->last, freeze->title, freeze->calendar,
                                     { 0 } }));
    return closures;
}

// Of a phase that is given in weeks it is not known on which of their days it runs.
static bool meets(const struct period *period, const struct closure *closure)
{
    bool is_exact = period->grain == GRAIN_DAY || period->grain == GRAIN_MINUTE;
    int32_t end = period->has_end ? period->last : period->first;
    return is_exact ? period->first <= closure->last && closure->first <= end
                    : period->has_end && closure->first <= period->first
                          && period->last <= closure->last;
}

static void report(struct unit *unit, const struct phase *phase, const struct closure *closure)
{
    struct str first = schedule_day_format(&unit->arena, true, closure->first);
    struct str last = schedule_day_format(&unit->arena, true, closure->last);
    bool is_day = closure->first == closure->last;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_deploy_window_conflict, phase->when.span,
                 "phase %d is planned where nothing is to change", phase->number);
    if (phase_is_irreversible(model_of(unit), phase))
        diagnostic_label(finding, "and it cannot be undone");
    if (span_is_set(closure->milestone))
        diagnostic_also(finding, closure->milestone, "'%.*s'", STR_ARGS(closure->title));
    else
        diagnostic_note(finding, "'%.*s' in %.*s: %.*s%s%.*s", STR_ARGS(closure->title),
                        STR_ARGS(closure->calendar), STR_ARGS(first), is_day ? "" : " to ",
                        STR_ARGS(is_day ? STR_NONE : last));
    diagnostic_help(finding, "plan it before or behind these days");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    diagnostic_of_prose(finding, unit->plan);
}

static void check_phase(struct unit *unit, const struct closures *closures,
                        const struct phase *phase)
{
    struct period period = when_period(unit->plan, &phase->when);
    if (period.grain == GRAIN_NONE || !period.is_dated || !phase_changes_something(phase))
        return;
    for (size_t i = 0; i < closures->list.count; i++)
        if (meets(&period, &closures->list.items[i])) {
            report(unit, phase, &closures->list.items[i]);
            return;
        }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct closures closures = find_closures(unit, plan);
    if (closures.list.count == 0)
        return;
    list_each(phase, phase, plan->phases)
        if (phase->index < PHASES_MAX)
            check_phase(unit, &closures, phase);
}

const struct rule rule_deploy_window_conflict = { .check_plan = check_plan };
