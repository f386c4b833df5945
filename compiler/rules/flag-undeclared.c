//! rule        flag-undeclared
//! code        FLG001
//! level       error
//! since       0.1
//! fix         unsafe
//! source      model.md invariant 8
//! breaks      flags
//!
//! A flag is used that the plan does not declare.
//!
//! ## Why
//!
//! A flag that nobody declared is a flag that the runbook cannot set, and one letter too many
//! makes a second flag: the ramp turns one of them on, and the application asks the other.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move total from orders.sum to orders.total
//! phase ramp "Read the new total" {
//!   ramp total 1% 10% 100% hold 1h flag read_total
//!   rollback flag read_total 0%
//! }
//! phase cleanup "Forget the flag" { flag read_total removed }
//! ````
//!
//! ````belay plan
//! flag read_total
//! metric "wrong totals"
//! phase ramp "Read the new total" {
//!   ramp read_total 1% 10% 100% hold 1h
//!   verify metric "wrong totals" < 1%
//!   rollback flag read_totl 0%
//! }
//! phase cleanup "Forget the flag" { flag read_total removed }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! flag read_total
//! move total from orders.sum to orders.total
//! phase ramp "Read the new total" {
//!   ramp total 1% 10% 100% hold 1h flag read_total
//!   rollback flag read_total 0%
//! }
//! ````

#include "rules/support/edits.h"

#include "diagnostics/suggest.h"

// The findings so far: one for each name, with every place of it.
struct missing_flag {
    struct missing_flag *next;
    struct str name;
    struct diagnostic *finding;
    struct edits edits; // that write the nearest name; no fix where none is near
    struct str nearest;
};

enum { MISSING_MAX = 100 }; // more names than this are no slips of the pen

struct search {
    struct unit *unit;
    const struct plan *plan;
    LIST_OF(missing_flag) missing;
    unsigned count;
};

static struct suggestion nearest_flag(const struct plan *plan, struct str name)
{
    struct suggestion suggestion = suggestion_start(name);
    list_each(flag, flag, plan->flags)
        suggestion_offer(&suggestion, flag->name);
    return suggestion;
}

static bool is_plain(struct str name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!char_is_word(name.data[i]))
            return false;
    return true;
}

static bool is_removed(const struct plan *plan, struct str name)
{
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions)
            if (action->is_removed && str_equal(action->flag_name.str, name))
                return true;
    return false;
}

// The nearest name; or where none is near a declaration before the first phase, of a flag that
// the plan takes down again.
static void offer(struct search *search, struct missing_flag *missing, struct text name)
{
    struct unit *unit = search->unit;
    const struct phase *first = search->plan->phases.first;
    if (!unit->takes_fixes || !first || !is_plain(name.str) || !is_plain(missing->nearest))
        return;
    if (missing->nearest.data) {
        missing->edits =
            edits_begin(unit, missing->finding, "write '%.*s'", STR_ARGS(missing->nearest));
        edits_replace(&missing->edits, text_place(name), missing->nearest);
        return;
    }
    if (!is_removed(search->plan, name.str))
        return;
    struct edits edits = edits_begin(unit, missing->finding, "declare it");
    edits_insert_before(&edits, first->statement,
                        arena_format(&unit->arena, "flag %.*s", STR_ARGS(name.str)));
}

static void report(struct search *search, struct text text, struct span span)
{
    struct str name = text.str;
    list_each(missing_flag, known, search->missing)
        if (str_equal(known->name, name)) {
            diagnostic_also(known->finding, span, "and used here");
            if (known->edits.fix)
                edits_replace(&known->edits, text_place(text), known->nearest);
            return;
        }
    if (search->count++ >= MISSING_MAX)
        return;
    struct missing_flag *missing = arena_new(&search->unit->arena, struct missing_flag);
    const struct suggestion nearest = nearest_flag(search->plan, name);
    missing->name = name;
    missing->nearest = nearest.best;
    missing->finding = diagnose(&search->unit->diagnostics, &kind_flag_undeclared, span,
                                "no flag is called '%.*s'%.*s", STR_ARGS(name),
                                STR_ARGS(suggestion_text(&search->unit->arena, &nearest)));
    diagnostic_about(missing->finding, "flag %.*s", STR_ARGS(name));
    diagnostic_note(missing->finding, "the runbook has no way to set a flag that is not declared");
    offer(search, missing, text);
    if (!nearest.best.data && !missing->finding->fixes.first)
        diagnostic_help(missing->finding, "declare it in the plan: flag %.*s", STR_ARGS(name));
    list_add(&search->missing, missing);
}

static void look(struct search *search, const struct flag *flag, struct text name, struct span span)
{
    if (!flag && text_is_set(name) && name.str.length > 0)
        report(search, name, span);
}

// What prose calls a flag is declared nowhere, and need not be.
static void look_at_actions(struct search *search, const struct action_list *actions)
{
    list_each(action, action, *actions)
        if (!action->is_inferred)
            look(search, action->flag, action->flag_name, action->span);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct search search = { .unit = unit, .plan = plan };
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses)
                look(&search, use->flag, use->flag_name, use->span);
    list_each(phase, phase, plan->phases) {
        look_at_actions(&search, &phase->actions);
        look_at_actions(&search, &phase->rollback.actions);
    }
}

const struct rule rule_flag_undeclared = { .check_plan = check_plan };
