//! rule        irreversible-at-weekend
//! code        SCH003
//! level       warning
//! since       0.1
//!
//! A phase that cannot be undone is given a date that is a Friday, a Saturday or a Sunday.
//!
//! ## Why
//!
//! What goes wrong after it is mended by people, and takes them hours. On a Friday they are
//! about to leave; at the weekend they are few. Phases given in weeks are not judged.
//!
//! ## Fails
//!
//! ````belay plan
//! phase contract "Drop the old column" {
//!   when 2027-03-05
//!   rollback impossible "the column's values are gone"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase contract "Drop the old column" {
//!   when 2027-03-02
//!   rollback impossible "the column's values are gone"
//! }
//! ````
//!
//! ````belay plan
//! phase cutover "Read the new column" {
//!   when 2027-03-05
//!   rollback "flip the flag back"
//! }
//! ````

#include "plan/schedule.h"
#include "rules/support/several.h"

// The one day that the plan gives to the phase; false where it gives none, or several.
static bool only_day(const struct plan *plan, const struct phase *phase, struct date *date)
{
    struct period period = when_period(plan, &phase->when);
    bool is_exact = period.grain == GRAIN_DAY || period.grain == GRAIN_MINUTE;
    if (!is_exact || !period.is_dated || period.first != period.last)
        return false;
    *date = date_from_days(period.first);
    return true;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    const struct model *model = model_of(unit);
    list_each(phase, phase, plan->phases) {
        struct date date;
        if (phase_is_irreversible(model, phase) && only_day(plan, phase, &date)
            && date_weekday(date) >= FRIDAY)
            places_add(&places, phase->when.span, "phase %d: a %s", phase->number,
                       weekday_name(date_weekday(date)));
    }
    struct diagnostic *diagnostic =
        report_places(unit, &kind_irreversible_at_weekend, &places,
                      "a phase that cannot be undone is planned at or before a weekend",
                      "phases that cannot be undone are planned at or before a weekend");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "those who could mend what it breaks are about to leave, or away");
    diagnostic_help(diagnostic, "plan it from Monday to Thursday");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_irreversible_at_weekend = { .check_plan = check_plan };
