//! rule        missing-phase-update
//! code        COM002
//! level       note
//! since       0.1
//!
//! A phase that changes what users or other teams meet is announced to nobody.
//!
//! ## Why
//!
//! A deploy, a switch of the readers or the removal of the old side is what people notice. An
//! update says what changed, so that their first question is not whether anything did.
//!
//! An update is a `notify` in the phase, or one of the plan that falls into the days of the
//! phase, that names its number, its kind or its title, or that stands at the plan's start
//! or end for the first or last phase. A plan without any message is the business of
//! `missing-communication`.
//!
//! ## Fails
//!
//! ````belay plan
//! notify week 1 "Migration announced" to "all engineers" by email
//! phase expand "Add the column" { when week 1 }
//! phase cutover "Read the new column" { when week 4 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! notify week 1 "Migration announced" to "all engineers" by email
//! notify week 4 "Sign-in reads the new column" to "all engineers" by email
//! phase expand "Add the column" { when week 1 }
//! phase cutover "Read the new column" { when week 4 }
//! ````

#include "base/check.h"
#include "plan/schedule.h"
#include "rules/support/evidence.h"
#include "rules/support/words.h"

static bool is_met_by_others(enum phase_kind kind)
{
    switch (kind) {
    case KIND_DEPLOY:
    case KIND_ENABLE:
    case KIND_RAMP:
    case KIND_CUTOVER:
    case KIND_PROMOTE:
    case KIND_CONTRACT:
    case KIND_DECOMMISSION: return true;
    case KIND_PREPARE:
    case KIND_EXPAND:
    case KIND_DUAL_WRITE:
    case KIND_BACKFILL:
    case KIND_SHADOW_READ:
    case KIND_VERIFY:
    case KIND_OBSERVE:
    case KIND_CLEANUP:
    case KIND_OTHER: return false;
    }
    BUG("a phase of no kind");
}

static bool names_phase(struct str text, const struct phase *phase)
{
    return words_name_phase(text, phase->number)
           || str_has_word(text, str_of(phase_kind_name(phase->kind)))
           || (phase->title.str.length > 0
               && str_find_ignoring_case(text, phase->title.str, 0) != STR_NOT_FOUND);
}

static bool is_within(const struct period *moment, const struct period *period)
{
    return periods_are_comparable(moment, period) && moment->first <= period->last
           && period->first <= moment->last;
}

// In prose, a message without a time is a habit of the whole plan.
static bool speaks_of(const struct plan *plan, const struct notify *notify,
                      const struct phase *phase)
{
    if (names_phase(notify->text.str, phase))
        return true;
    struct period moment, period;
    switch (notify->moment) {
    case NOTIFY_START: return notify->is_inferred || phase == plan->phases.first;
    case NOTIFY_END: return notify->is_inferred || phase == plan->phases.last;
    case NOTIFY_WHEN:
        moment = when_period(plan, &notify->when);
        period = when_period(plan, &phase->when);
        return is_within(&moment, &period);
    }
    BUG("a message at no moment");
}

static bool lacks_update(const struct plan *plan, const struct phase *phase)
{
    if (!is_met_by_others(phase->kind) || phase_tells_somebody(phase))
        return false;
    list_each(notify, notify, plan->notifies)
        if (speaks_of(plan, notify, phase))
            return false;
    return true;
}

// Every phase is held against every message of the plan: where both are many, no plan that
// people wrote, nothing is said.
static bool is_too_large(const struct plan *plan)
{
    static const size_t most_bytes = 50000000;
    size_t bytes = 0;
    list_each(notify, notify, plan->notifies)
        bytes += notify->text.str.length + 100;
    return plan->phase_count > 0 && bytes > most_bytes / plan->phase_count;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    if (!plan_has_messages(plan) || is_too_large(plan))
        return;
    struct diagnostic *diagnostic = report_phases(unit, &kind_missing_phase_update, lacks_update,
                                                  "no update for those affected");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "users and other teams notice the change, and nobody told them");
    diagnostic_help_in(diagnostic, plan,
                       "notify end \"...\" to \"...\" in the phase says what changed",
                       "a dated line of the communication plan says what changed");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_phase_update = { .check_plan = check_plan };
