//! rule        missing-goal
//! code        DOC002
//! level       note
//! since       0.1
//!
//! A phase does not say what is true when it is done.
//!
//! ## Why
//!
//! Whoever runs the plan decides by the goal whether a phase is done, and whoever is called
//! at night learns from it what the phase was for.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase expand "Add the column" {
//!   goal "Both shapes exist; nothing reads the new one"
//! }
//! ````

#include "rules/support/several.h"

static bool lacks_goal(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return !text_is_set(phase->goal);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct diagnostic *diagnostic = report_phases(unit, &kind_missing_goal, lacks_goal, "no goal");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "nobody can say when the phase is done");
    diagnostic_help_in(diagnostic, plan, "goal \"...\" says what is true at the end of the phase",
                       "a line '**Goal:** ...' in the phase says what is true at its end");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_goal = { .check_plan = check_plan };
