//! rule        missing-communication
//! code        COM001
//! level       warning
//! since       0.1
//!
//! A plan tells nobody that it runs.
//!
//! ## Why
//!
//! The people who see the first symptom are not those who run the plan. Support, the owners
//! of other services and whoever is on call can only help when they know what is happening.
//!
//! It is silent where any message, audience, or step that tells somebody is planned.
//!
//! ## Fails
//!
//! ````belay plan
//! phase cutover "Read the new column" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase cutover "Read the new column" {
//!   notify start "Sign-in begins to read the new column" to "support" by email
//! }
//! ````

#include "rules/support/evidence.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places messages = { .arena = &unit->arena };
    find_messages(&messages, plan);
    if (messages.list.count > 0)
        return;
    struct diagnostic *diagnostic = diagnose(&unit->diagnostics, &kind_missing_communication,
                                             plan->span, "the plan tells nobody that it runs");
    diagnostic_note(diagnostic, "whoever sees the first symptom does not know its cause");
    diagnostic_help_in(diagnostic, plan, "notify week 1 \"...\" to \"support\" by email",
                       "a section 'Communication' says who is told, what and when");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_communication = { .check_plan = check_plan };
