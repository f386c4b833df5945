//! rule        missing-verification
//! code        VER001
//! level       warning
//! since       0.1
//!
//! A phase changes something, and nothing looks whether it worked.
//!
//! ## Why
//!
//! The next phase rests on this one. A backfill that stopped half way, a deploy that reached
//! some of the servers or a constraint that was never validated is found out by users, after
//! the way back has become longer.
//!
//! A step or a checklist item that is itself a check ("Compare the row counts") counts, and
//! so does a success criterion. A phase that only takes a backup needs none: belay looks
//! whether it can be read.
//!
//! ## Fails
//!
//! ````belay plan
//! phase decommission "Remove the old servers" {
//!   step "Archive the data"
//!   step "Shut the servers down"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase decommission "Remove the old servers" {
//!   step "Archive the data"
//!   step "Shut the servers down"
//!   verify manual "Nothing has connected to the old servers for a day" by "database team"
//! }
//! ````
//!
//! ````belay plan
//! phase observe "Watch it for a week" {
//!   step "Read the dashboard every morning"
//! }
//! ````

#include "rules/support/evidence.h"

static bool lacks_verification(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return phase_changes_something(phase) && !phase_is_verified(phase)
           && !phase_is_way_back(phase);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct diagnostic *diagnostic =
        report_phases(unit, &kind_missing_verification, lacks_verification, "no verification");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "what went wrong there is found by the next phase, or by users");
    diagnostic_help_in(diagnostic, plan,
                       "verify \"...\" = 0 with a query, verify metric, or verify manual \"...\"",
                       "a list '**Validation:**' in the phase says what must hold, with values");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_verification = { .check_plan = check_plan };
