//! rule        order-of-phases
//! code        SCH001
//! level       warning
//! since       0.1
//!
//! A phase is to begin before one that stands before it, or while one that it needs still runs.
//!
//! ## Why
//!
//! Phases run in the order in which they stand. Where the schedule says otherwise, one of the
//! two is wrong, and those who work by the calendar do the later phase first.
//!
//! Weeks are compared as weeks: two phases in one week are in order. Phases may share the day
//! on which one ends and the next begins.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" { when week 3 }
//! phase backfill "Fill it" { when week 2 }
//! ````
//!
//! ````belay plan
//! phase expand "Add the column" { when day 1..5 }
//! phase backfill "Fill it" { when day 4..8 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase prepare "Backup" { when week 1 }
//! phase expand "Add the column" { when week 1..2 }
//! phase backfill "Fill it" { when week 2..3 }
//! ````
//!
//! ````belay plan
//! phase prepare as backup "Backup" { when day 1 }
//! phase expand "Add the column" { when day 1..5 }
//! phase prepare as training "Train the support" { when day 3..4; needs backup }
//! ````

#include "plan/schedule.h"
#include "rules/support/several.h"

// Whether `phase` must wait until `earlier` is done: it says so, or says nothing and comes next.
static bool waits_for(const struct phase *phase, const struct phase *earlier)
{
    if (!phase->needs)
        return phase->previous == earlier;
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase == earlier)
            return true;
    return false;
}

// Both run on the same days, and more than where one ends and the other begins.
static bool share_days(const struct period *earlier, const struct period *later)
{
    return earlier->grain == GRAIN_DAY && later->grain == GRAIN_DAY && earlier->has_end
           && periods_are_comparable(earlier, later) && later->first < earlier->last;
}

static void look_at_phase(struct places *places, const struct schedule *schedule,
                          const struct phase *phase, const struct phase *latest)
{
    const struct period *period = &schedule->periods[phase->index];
    if (!period->is_stated)
        return;
    if (latest && period_begins_before(period, &schedule->periods[latest->index])) {
        places_add(places, phase->when.span, "phase %d begins before phase %d does", phase->number,
                   latest->number);
        return;
    }
    const struct phase *before = phase->previous;
    if (before && schedule->periods[before->index].is_stated && waits_for(phase, before)
        && share_days(&schedule->periods[before->index], period))
        places_add(places, phase->when.span, "phase %d begins while phase %d still runs",
                   phase->number, before->number);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct schedule schedule = schedule_compute(&unit->arena, plan);
    struct places places = { .arena = &unit->arena };
    const struct phase *latest = NULL; // of those before, the one that begins last
    list_each(phase, phase, plan->phases) {
        const struct period *period = &schedule.periods[phase->index];
        look_at_phase(&places, &schedule, phase, latest);
        if (period->is_stated
            && (!latest || !periods_are_comparable(&schedule.periods[latest->index], period)
                || schedule.periods[latest->index].first <= period->first))
            latest = phase;
    }
    struct diagnostic *diagnostic = report_places(
        unit, &kind_order_of_phases, &places, "the schedule contradicts the order of the phases",
        "phases are scheduled against the order of the phases");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic,
                    "phases run in the order in which they stand, whatever the calendar says");
    diagnostic_help(diagnostic, "move the phase, or give it a time after the phases that it needs");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_order_of_phases = { .check_plan = check_plan };
