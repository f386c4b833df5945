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

// What the phase meets; no title: nothing.
struct meeting {
    int32_t first, last;
    struct str title, calendar;
    struct span milestone;
};

// Of a phase that is given in weeks it is not known on which of their days it runs.
static bool meets(const struct period *period, int32_t first, int32_t last)
{
    bool is_exact = period->grain == GRAIN_DAY || period->grain == GRAIN_MINUTE;
    int32_t end = period->has_end ? period->last : period->first;
    return is_exact ? period->first <= last && first <= end
                    : period->has_end && first <= period->first && period->last <= last;
}

static bool find_in_calendars(const struct unit *unit, const struct period *period,
                              struct meeting *meeting)
{
    if (!unit->freezes)
        return false;
    list_each(freeze, freeze, unit->freezes->list)
        if (meets(period, freeze->first, freeze->last)) {
            *meeting = (struct meeting){ freeze->first, freeze->last, freeze->title,
                                         freeze->calendar, { 0 } };
            return true;
        }
    return false;
}

static bool find_in_plan(const struct plan *plan, const struct period *period,
                         struct meeting *meeting)
{
    list_each(milestone, milestone, plan->milestones) {
        struct period frozen = when_period(plan, &milestone->when);
        if (!frozen.is_dated || !text_mentions(milestone->text.str, words))
            continue;
        int32_t last = frozen.has_end ? frozen.last : frozen.first;
        if (!meets(period, frozen.first, last))
            continue;
        *meeting = (struct meeting){ frozen.first, last, milestone->text.str, STR_NONE,
                                     milestone->when.span };
        return true;
    }
    return false;
}

static void report(struct unit *unit, const struct phase *phase, const struct meeting *meeting)
{
    struct str first = schedule_day_format(&unit->arena, true, meeting->first);
    struct str last = schedule_day_format(&unit->arena, true, meeting->last);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_deploy_window_conflict, phase->when.span,
                 "phase %d is planned where nothing is to change", phase->number);
    if (phase_is_irreversible(model_of(unit), phase))
        diagnostic_label(finding, "and it cannot be undone");
    if (span_is_set(meeting->milestone))
        diagnostic_also(finding, meeting->milestone, "'%.*s'", STR_ARGS(meeting->title));
    else
        diagnostic_note(finding, "'%.*s' in %.*s: %.*s%s%.*s", STR_ARGS(meeting->title),
                        STR_ARGS(meeting->calendar), STR_ARGS(first),
                        meeting->first == meeting->last ? "" : " to ",
                        meeting->first == meeting->last ? 0 : (int)last.length, last.data);
    diagnostic_help(finding, "plan it before or behind these days");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    diagnostic_of_prose(finding, unit->plan);
}

enum { LOOKS_MAX = 1000 }; // phases that are held against every freeze

static void check_plan(struct unit *unit, const struct plan *plan)
{
    unsigned looks = 0;
    list_each(phase, phase, plan->phases) {
        struct period period = when_period(plan, &phase->when);
        struct meeting meeting;
        if (period.grain == GRAIN_NONE || !period.is_dated || ++looks > LOOKS_MAX
            || !phase_changes_something(phase))
            continue;
        if (find_in_calendars(unit, &period, &meeting) || find_in_plan(plan, &period, &meeting))
            report(unit, phase, &meeting);
    }
}

const struct rule rule_deploy_window_conflict = { .check_plan = check_plan };
