//! rule        deploy-window-conflict
//! code        SCH004
//! level       warning
//! since       0.1
//! source      X71
//!
//! What a phase is said to take does not fit into its window.
//!
//! ## Why
//!
//! A window ends when people come back, whether the work is done or not. A phase that is estimated
//! longer than its window begins with the certainty that it overruns; and where the way back has no
//! room in it either, a failure near the end is mended in front of everybody.
//!
//! ## Fails
//!
//! ````belay plan
//! phase cutover "Move everybody" {
//!   downtime window 1h
//!   estimate 90min
//! }
//! ````
//!
//! ````belay plan
//! app web { version v1 { }; version v2 { }; live v1 }
//! phase cutover "Move everybody" {
//!   downtime window 1h
//!   estimate 45min
//!   deploy web v2
//!   rollback deploy web v1 { takes 30min }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! app web { version v1 { }; version v2 { }; live v1 }
//! phase cutover "Move everybody" {
//!   downtime window 2h
//!   estimate 45min
//!   deploy web v2
//!   rollback deploy web v1 { takes 30min }
//! }
//! ````

#include "rules/support/several.h"

static void look_at(struct places *places, const struct phase *phase)
{
    const struct quantity *takes = &phase->rollback.takes;
    double window = phase->downtime.duration.amount, work = phase->estimate.amount;
    if (phase->downtime.kind != DOWNTIME_WINDOW || !quantity_is_set(phase->estimate))
        return;
    if (work > window)
        places_add(places, phase->downtime.span, "phase %d is estimated to take %.*s",
                   phase->number, STR_ARGS(phase->estimate.text.str));
    else if (quantity_is_set(*takes) && work + takes->amount > window)
        places_add(places, phase->downtime.span, "phase %d takes %.*s, and %.*s more to go back",
                   phase->number, STR_ARGS(phase->estimate.text.str),
                   STR_ARGS(takes->text.str));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    list_each(phase, phase, plan->phases)
        look_at(&places, phase);
    struct diagnostic *finding =
        report_places(unit, &kind_deploy_window_conflict, &places,
                      "the window is shorter than what the phase takes",
                      "windows are shorter than what their phases take");
    if (!finding)
        return;
    diagnostic_note(finding, "the window ends, and people are still kept waiting");
    diagnostic_help(finding, "a longer window, or a phase that does less");
    diagnostic_of_prose(finding, plan);
}

const struct rule rule_deploy_window_conflict = { .check_plan = check_plan };
