//! rule        schedule-gap
//! code        SCH002
//! level       note
//! since       0.1
//!
//! Nothing is planned between two phases, and no soak says why.
//!
//! ## Why
//!
//! Time between phases is either a soak, which is there to show problems and which the
//! runbook must wait for, or it was left over by moving phases about. Only the plan can say
//! which of both.
//!
//! A gap counts from one whole week on where phases are given in weeks, and from one working
//! day on where they are given in days. A phase of which only the begin is known (`T-3d`, a
//! date without `estimate`) is not judged.
//!
//! ## Fails
//!
//! ````belay plan
//! phase cutover "Read the new column" { when week 4 }
//! phase contract "Drop the old column" { when week 7 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase cutover "Read the new column" { when week 4 }
//! phase contract "Drop the old column" { when week 7; soak 2w }
//! ````

#include "plan/schedule.h"
#include "rules/support/several.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct schedule schedule = schedule_compute(&unit->arena, plan);
    struct places places = { .arena = &unit->arena };
    for (size_t i = 0; i < schedule.gaps.count; i++) {
        const struct schedule_gap *gap = &schedule.gaps.items[i];
        struct str first = schedule_day_format(&unit->arena, gap->is_dated, gap->first);
        struct str last = schedule_day_format(&unit->arena, gap->is_dated, gap->last);
        struct str days = gap->first == gap->last
                              ? arena_format(&unit->arena, "on %.*s", STR_ARGS(first))
                              : arena_format(&unit->arena, "from %.*s to %.*s", STR_ARGS(first),
                                             STR_ARGS(last));
        places_add(&places, gap->phase->when.span, "nothing %.*s, after phase %d",
                   STR_ARGS(days), gap->before->number);
    }
    struct diagnostic *diagnostic =
        report_places(unit, &kind_schedule_gap, &places, "nothing is planned before this phase",
                      "gaps are in the schedule");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "nobody can tell a soak, which must be kept, from time left over");
    diagnostic_help(diagnostic, "soak 1w says that the phase waits, and the runbook waits as well");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_schedule_gap = { .check_plan = check_plan };
