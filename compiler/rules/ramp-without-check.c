//! rule        ramp-without-check
//! code        FLG003
//! level       warning
//! since       0.1
//! also        abort-mid-ramp-undefined
//! source      X57, model.md invariant 8
//! breaks      flags
//!
//! A ramp goes on, and nothing decides whether it should.
//!
//! ## Why
//!
//! One per cent first is worth something only if somebody looks at that one per cent before
//! the next step. After each percentage the runbook waits for the hold and asks the metric
//! checks and triggers of the phase. Without them the ramp is a slow switch.
//!
//! ## Fails
//!
//! ````belay plan
//! flag new_search
//! phase ramp "Open it" { ramp new_search 1% 10% 100% hold 1h }
//! ````
//!
//! ````belay plan
//! flag new_search
//! metric "failed searches"
//! phase ramp "Open it" {
//!   ramp new_search 1% 10% 100%
//!   verify metric "failed searches" < 1%
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! flag new_search
//! metric "failed searches"
//! phase ramp "Open it" {
//!   ramp new_search 1% 10% 100% hold 1h
//!   verify metric "failed searches" < 1%
//! }
//! ````

#include "rules/support/several.h"

#include "model/mention.h"

static bool is_measured(const struct plan *plan, const struct phase *phase)
{
    if (phase->triggers.first || plan->triggers.first)
        return true;
    list_each(verify, verify, phase->verifies)
        if (verify->kind == VERIFY_METRIC || verify->kind == VERIFY_CODE || phase->is_inferred)
            return true;
    list_each(verify, verify, plan->verifies)
        if (verify->kind == VERIFY_METRIC || phase->is_inferred)
            return true;
    return false;
}

// Prose says it in many ways, and not always in the phase.
static bool is_watched(const struct plan *plan, const struct phase *phase)
{
    return phase->is_inferred
           && (plan->dashboards.first || plan->metrics.first || phase->success.first
               || phase->go.first || phase->no_go.first || phase->checks.first
               || phase_mentions(phase,
                                 "monitor|watch|observ|metric|error|latenc|alert|check|verif|"
                                 "valid|test|healthy|stable|success"));
}

static bool goes_on(const struct action *action)
{
    double percent = action_percent(action);
    if (action->kind == ACTION_FLAG)
        return !action->is_removed && percent > 0 && percent < 100;
    return action->kind == ACTION_RAMP && (action->percents.count > 1 || percent < 100);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    list_each(phase, phase, plan->phases) {
        bool is_checked = is_measured(plan, phase) || is_watched(plan, phase);
        list_each(action, action, phase->actions) {
            bool lacks_hold = !action->is_inferred && action->kind == ACTION_RAMP
                              && action->percents.count > 1 && !quantity_is_set(action->hold);
            if (!goes_on(action) || (is_checked && !lacks_hold))
                continue;
            places_add(&places, action->span, "%s",
                       is_checked   ? "no hold: the next step follows at once"
                       : lacks_hold ? "no hold, no metric check and no trigger"
                                    : "no metric check and no trigger");
            break;
        }
    }
    struct diagnostic *finding = report_places(
        unit, &kind_ramp_without_check, &places, "nothing decides whether the ramp goes on",
        "ramps go on, and nothing decides whether they should");
    if (!finding)
        return;
    diagnostic_note(finding, "a small first step helps only if its effect is seen before the next");
    diagnostic_help(finding,
                    "hold DURATION behind the percentages, and verify metric ... in the phase");
    diagnostic_of_prose(finding, plan);
}

const struct rule rule_ramp_without_check = { .check_plan = check_plan };
