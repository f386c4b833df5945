//! rule        missing-risk
//! code        RSK001
//! level       warning
//! since       0.1
//!
//! A plan names nothing that may go wrong.
//!
//! ## Why
//!
//! What was thought of before has an answer ready: a limit, a smaller batch, a way back. A
//! plan without risks was written as if everything went well.
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
//! phase expand "Add the column" { }
//! risk "Long lock on users" { mitigation "lock_timeout and retries" }
//! ````

#include "rules/support/evidence.h"
#include "rules/support/words.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    if (plan->risks.first || (plan->is_inferred && plan_notes_say(plan, words_label_risk)))
        return;
    struct diagnostic *diagnostic =
        diagnose(&unit->diagnostics, &kind_missing_risk, plan->span, "the plan names no risk");
    diagnostic_note(diagnostic, "what nobody thought of before is decided in a hurry");
    diagnostic_help_in(diagnostic, plan,
                       "risk \"...\" { probability low; impact high; mitigation \"...\" }",
                       "a section 'Risks': a table of risk, probability, impact and mitigation");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_risk = { .check_plan = check_plan };
