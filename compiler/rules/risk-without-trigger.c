//! rule        risk-without-trigger
//! code        RSK003
//! level       note
//! since       0.1
//!
//! A plan has a high or critical risk, and no trigger that would show it happening.
//!
//! ## Why
//!
//! Under pressure everybody waits for one more reading. A trigger says beforehand at which
//! value of which metric the phase stops or is rolled back.
//!
//! A risk is high when its impact is critical, when its impact is high and its probability is
//! not low, or when its impact is medium and its probability at least high. A plan may say so of
//! itself: `risk high`.
//!
//! ## Fails
//!
//! ````belay plan
//! risk "Lost writes" { impact critical; mitigation "comparison of both sides" }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! risk "Lost writes" { impact critical; mitigation "comparison of both sides" }
//! trigger "rows that differ" > 0 then rollback
//! ````
//!
//! ````belay plan
//! risk "Long lock on users" { probability low; impact high; mitigation "lock_timeout" }
//! ````

#include "rules/support/several.h"

static bool is_high(const struct risk *risk)
{
    if (str_is(risk->impact, "critical"))
        return true;
    if (str_is(risk->impact, "high"))
        return !str_is(risk->probability, "low");
    bool is_likely = str_is(risk->probability, "high") || str_is(risk->probability, "critical");
    return str_is(risk->impact, "medium") && is_likely;
}

static bool has_trigger(const struct plan *plan)
{
    if (plan->triggers.first)
        return true;
    list_each(phase, phase, plan->phases)
        if (phase->triggers.first)
            return true;
    return false;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    if (has_trigger(plan))
        return;
    bool is_high_at_all = str_is(plan->risk_level, "high") || str_is(plan->risk_level, "critical");
    if (!plan->is_inferred && is_high_at_all)
        places_add(&places, plan->risk_span, "its risk is %.*s", STR_ARGS(plan->risk_level));
    list_each(risk, risk, plan->risks)
        if (is_high(risk))
            places_add(&places, risk->span, "probability %.*s, impact %.*s",
                       STR_ARGS(risk->probability.length ? risk->probability : STR("not said")),
                       STR_ARGS(risk->impact));
    struct diagnostic *diagnostic = report_places(
        unit, &kind_risk_without_trigger, &places, "the plan has a high risk, and no trigger",
        "risks are high, and the plan has no trigger");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "nothing says at which value of which metric the phase stops");
    diagnostic_help_in(diagnostic, plan, "trigger \"error rate\" > 5% over 10min then rollback",
                       "a section 'Rollback triggers': a table of metric, threshold and action");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_risk_without_trigger = { .check_plan = check_plan };
