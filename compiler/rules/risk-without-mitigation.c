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
//! risk "Long lock on users" { probability low; impact high; mitigation "lock_timeout and retries" }
//! ````

#include "rules/several.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    const struct risk *first = NULL;
    list_each(risk, risk, plan->risks) {
        if (risk->mitigations.first)
            continue;
        first = first ? first : risk;
        places_add(&places, risk->span, "no mitigation");
    }
    size_t count = places.list.count;
    if (count == 0)
        return;
    struct diagnostic *diagnostic =
        count == 1 ? diagnose(&unit->diagnostics, &kind_risk_without_mitigation, first->span,
                              "a risk has no mitigation")
                   : diagnose(&unit->diagnostics, &kind_risk_without_mitigation, first->span,
                              "%zu risks have no mitigation", count);
    diagnostic_places(diagnostic, &places);
    diagnostic_about(diagnostic, "risk %.*s", STR_ARGS(first->title.str));
    diagnostic_note(diagnostic, "a risk that is only named is neither less likely nor less bad");
    diagnostic_help(diagnostic, "mitigation \"...\" says what prevents it, or what is done then");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_risk_without_mitigation = { .check_plan = check_plan };
