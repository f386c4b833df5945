//! rule        risk-without-mitigation
//! code        RSK002
//! level       warning
//! since       0.1
//!
//! A risk is named, and nothing is done about it.
//!
//! ## Why
//!
//! A list of worries changes nothing. For each of them the plan says what makes it less
//! likely, or what is done when it happens; accepting it is an answer as well.
//!
//! ## Fails
//!
//! ````belay plan
//! risk "Long lock on users" { probability low; impact high }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! risk "Long lock on users" { impact high; mitigation "lock_timeout and retries" }
//! ````

#include "rules/support/several.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    list_each(risk, risk, plan->risks)
        if (!risk->mitigations.first)
            places_add(&places, risk->span, "no mitigation");
    struct diagnostic *diagnostic =
        report_places(unit, &kind_risk_without_mitigation, &places, "a risk has no mitigation",
                      "risks have no mitigation");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "a risk that is only named is neither less likely nor less bad");
    diagnostic_help_in(diagnostic, plan,
                       "mitigation \"...\" says what prevents it, or what is done then",
                       "a line '**Mitigation:** ...' below it, or a column of the table");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_risk_without_mitigation = { .check_plan = check_plan };
