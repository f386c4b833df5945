//! rule        plan-too-large
//! code        DOC007
//! level       warning
//! since       0.1
//!
//! A plan has more states than belay walks through.
//!
//! ## Why
//!
//! belay goes through all states of a plan: forward, back from each of them, and forward again.
//! That is quick for what people write: seven phases with sixty steps, twenty versions, ten moves
//! and three hundred tables have some eight thousand states. Past two hundred thousand states, or
//! ten million looks at what they hold, it stops, and says so: what was not looked at is not
//! judged, however quiet the report is.
//!
//! ## Fails
//!
//! A plan with thousands of moves, and hundreds of deploys that concern them all.
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   rollback auto
//! }
//! ````

#include "rules/rule.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    bool is_traffic_cut = plan->moves.first && !model->traffic;
    if (!model->exploration->is_cut && !is_traffic_cut)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_plan_too_large, plan->span,
                 "the plan is too large for all of its states to be looked at");
    diagnostic_note(finding, "what is not reported may be wrong all the same: it was not judged");
    diagnostic_help(finding, "split it in plans that follow each other");
    diagnostic_about(finding, "the plan");
}

const struct rule rule_plan_too_large = { .check_plan = check_plan };
