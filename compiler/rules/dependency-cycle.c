//! rule        dependency-cycle
//! code        ORD012
//! level       error
//! since       0.1
//! source      X69
//!
//! A phase waits for itself, or for one that comes after it.
//!
//! ## Why
//!
//! Phases run in the order in which they stand, and `needs` and `soak … since` make one wait for
//! others. What it waits for has to stand before it: a phase that waits for a later one never
//! begins, and neither does anything behind it. Where two phases need each other, no order helps.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! phase contract "Drop the old column" { needs cutover }
//! phase cutover "Read the new column" { }
//! ````
//!
//! ````belay plan
//! phase expand "Add the column" { needs backfill }
//! phase backfill "Fill it" { needs expand }
//! ````
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! phase contract "Drop the old column" { soak 1w since cutover }
//! phase cutover "Read the new column" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! phase cutover "Read the new column" { }
//! phase contract "Drop the old column" { needs expand, cutover; soak 1w since cutover }
//! ````

#include "rules/support/rests.h"
#include "rules/support/several.h"

static bool is_too_late(const struct phase *phase, const struct phase *waited_for)
{
    return waited_for && waited_for->index >= phase->index;
}

static bool needs(const struct phase *phase, const struct phase *other)
{
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase == other)
            return true;
    return false;
}

static void look_at(struct places *places, const struct phase *phase,
                    const struct phase *waited_for, struct span span)
{
    if (waited_for == phase)
        places_add(places, span, "phase %d waits for itself", phase->number);
    else if (needs(waited_for, phase))
        places_add(places, span, "phases %d and %d wait for each other", phase->number,
                   waited_for->number);
    else
        places_add(places, span, "phase %d waits for phase %d, which comes later", phase->number,
                   waited_for->number);
}

enum { PLACES_MAX = 100 };

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    const struct phase *first = NULL;
    list_each(phase, phase, plan->phases) {
        size_t count = places.list.count;
        if (count > PLACES_MAX)
            break;
        for (const struct phase_reference *need = phase->needs;
             need && places.list.count <= PLACES_MAX; need = need->next)
            if (is_too_late(phase, need->phase))
                look_at(&places, phase, need->phase, text_place(need->name));
        if (quantity_is_set(phase->soak) && is_too_late(phase, phase->soak_since))
            look_at(&places, phase, phase->soak_since, phase->soak_span);
        first = !first && places.list.count > count ? phase : first;
    }
    struct diagnostic *finding =
        report_places(unit, &kind_dependency_cycle, &places,
                      "a phase waits for one that is never done before it",
                      "phases wait for what is never done before them");
    if (!finding)
        return;
    diagnostic_note(finding, "phases run in the order in which they stand: this one never begins");
    diagnostic_help(finding, "move the phase behind what it waits for, or drop the wait");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(first->name));
    finding_concerns(unit, finding, first, 0);
    diagnostic_of_prose(finding, plan);
}

const struct rule rule_dependency_cycle = { .check_plan = check_plan };
