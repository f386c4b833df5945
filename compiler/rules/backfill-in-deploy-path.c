//! rule        backfill-in-deploy-path
//! code        BKF007
//! level       warning
//! since       0.1
//! source      X37
//!
//! A deploy waits in one phase for a backfill of which nobody says how long it takes.
//!
//! ## Why
//!
//! A release that waits for a backfill waits for hours when the table is large, and so does the
//! fix that comes behind it. A backfill has a phase of its own, which can be paused and taken up
//! again, and the deploy comes in the next one, when it is verified. Where both belong together,
//! the phase says how long it takes (`estimate`), the store how large the table is, or a `trigger`
//! when it is given up.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web { version v1 { reads guests(born) }; version v2 { reads guests(birthday) }; live v1 }
//! move age from guests.born to guests.birthday
//! phase cutover "Fill it and read it" {
//!   backfill age { batch 1000 }
//!   deploy web v2
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web { version v1 { reads guests(born) }; version v2 { reads guests(birthday) }; live v1 }
//! move age from guests.born to guests.birthday
//! phase backfill "Fill it" { backfill age { batch 1000 } }
//! phase cutover "Read it" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { rows 4_000 } }
//! app web { version v1 { reads guests(born) }; version v2 { reads guests(birthday) }; live v1 }
//! move age from guests.born to guests.birthday
//! phase cutover "Fill it and read it" {
//!   backfill age { batch 1000 }
//!   deploy web v2
//! }
//! ````

#include "rules/rule.h"

// The plan says how large the table is.
static bool is_sized(const struct object *object)
{
    if (!object->store)
        return false;
    list_each(table, table, object->store->tables) {
        const struct name *name = &table->name;
        if (name->count > 0
            && str_equal_ignoring_case(name->parts[name->count - 1], object->table)
            && (quantity_is_set(table->rows) || quantity_is_set(table->size)))
            return true;
    }
    return false;
}

// Somebody says how long the phase takes, or when it is given up.
static bool is_bounded(const struct plan *plan, const struct phase *phase)
{
    return quantity_is_set(phase->estimate) || phase->triggers.first || plan->triggers.first
           || phase->when.kind != WHEN_NONE || phase_is_down(plan, phase);
}

static void check_phase(struct unit *unit, const struct plan *plan, const struct phase *phase)
{
    const struct action *fill = NULL;
    list_each(action, action, phase->actions) {
        if (!fill && action->kind == ACTION_BACKFILL && action->move)
            fill = action;
        if (!fill || action->kind != ACTION_DEPLOY)
            continue;
        if (is_bounded(plan, phase) || is_sized(&fill->move->from))
            return;
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_backfill_in_deploy_path, action->span,
                     "this deploy waits for a backfill of unknown length");
        diagnostic_also(finding, fill->span, "the backfill of '%.*s'",
                        STR_ARGS(fill->move->name));
        diagnostic_note(finding, "nothing says how many rows it writes, or when it is given up");
        diagnostic_help(finding, "give the backfill a phase of its own, or the table its rows");
        diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
        if (action->is_inferred || fill->is_inferred || phase->is_inferred)
            diagnostic_inferred(finding, "what the phase does is read out of prose");
        return;
    }
}

const struct rule rule_backfill_in_deploy_path = { .check_phase = check_phase };
