//! rule        missing-schedule
//! code        DOC004
//! level       warning
//! since       0.1
//!
//! A phase has neither a time nor a length.
//!
//! ## Why
//!
//! Without them nobody knows who must be there and when, whether a soak was long enough, or
//! whether the irreversible phase falls on a holiday. A relative time is enough (`week 2`,
//! `T-3d`), and so is a length (`estimate 2h`) or a soak. It is a note where the plan has a
//! timeline of its own (`milestone`).
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" { when week 1 }
//! phase contract "Drop the old column" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase expand "Add the column" { when week 1 }
//! phase contract "Drop the old column" { soak 2w }
//! ````

#include "rules/support/evidence.h"
#include "rules/support/words.h"

static bool has_offset(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (action->has_offset)
            return true;
    list_each(check, check, phase->checks)
        if (check->has_offset)
            return true;
    return false;
}

static bool lacks_schedule(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return phase->when.kind == WHEN_NONE && !quantity_is_set(phase->estimate)
           && !quantity_is_set(phase->soak) && !has_offset(phase)
           && !(phase->is_inferred && phase_notes_say(phase, words_say_when));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct diagnostic *diagnostic =
        report_phases(unit, &kind_missing_schedule, lacks_schedule, "no time and no length");
    if (!diagnostic)
        return;
    if (plan->milestones.first) {
        diagnostic_level(diagnostic, LEVEL_NOTE);
        diagnostic_note(diagnostic, "the plan's timeline does not say which days are theirs");
    } else
        diagnostic_note(diagnostic, "nobody knows when to be there, or how long it takes");
    diagnostic_help_in(diagnostic, plan, "when week 2, when 2027-01-04, when T-3d, or estimate 2h",
                       "'(Week 2)' in its heading, or a line '**Duration:** 2 hours' below it");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_schedule = { .check_plan = check_plan };
