//! rule        placeholder-left
//! code        DOC005
//! level       warning
//! since       0.1
//!
//! A value is still what the template put there: `TBD`, `[Name]`, `YYYY-MM-DD`, `____`.
//!
//! ## Why
//!
//! A plan is copied from the last one, or from a template. What was never filled in looks
//! like an answer until somebody needs it.
//!
//! ## Fails
//!
//! ````belay plan
//! owner "TBD"
//! phase expand "Add the column" { goal "[describe the goal]" }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! owner "identity team"
//! phase expand "[database] Add the column to the TODO application" { }
//! ````

#include "rules/support/placeholder.h"
#include "rules/support/several.h"

enum { LONGEST_LABEL = 40 };

static void look_at(struct places *places, struct text text, enum placeholder_care care)
{
    size_t from, to;
    if (!text_is_set(text) || !placeholder_find(text.str, care, &from, &to))
        return;
    struct str found = str_slice(text.str, from, to);
    if (found.length <= LONGEST_LABEL)
        places_add(places, text_span(text, from, to), "'%.*s'", STR_ARGS(found));
    else
        places_add(places, text_span(text, from, to), "a placeholder");
}

static void look_at_list(struct places *places, const struct text_list *list,
                         enum placeholder_care care)
{
    list_each(text_item, item, *list)
        look_at(places, item->text, care);
}

static void look_at_notify(struct places *places, const struct notify *notify)
{
    look_at(places, notify->text, PLACEHOLDER_IN_VALUE);
    look_at(places, notify->to, PLACEHOLDER_IN_VALUE);
    look_at(places, notify->by, PLACEHOLDER_IN_VALUE);
}

static void look_at_phase(struct places *places, const struct phase *phase)
{
    look_at(places, phase->title, PLACEHOLDER_IN_VALUE);
    look_at(places, phase->goal, PLACEHOLDER_IN_VALUE);
    look_at(places, phase->owner, PLACEHOLDER_IN_VALUE);
    look_at(places, phase->estimate_basis, PLACEHOLDER_IN_VALUE);
    look_at_list(places, &phase->approvals, PLACEHOLDER_IN_VALUE);
    list_each(action, action, phase->actions) {
        look_at(places, action->title, PLACEHOLDER_IN_PROSE);
        look_at_list(places, &action->parts, PLACEHOLDER_IN_PROSE);
    }
    list_each(verify, verify, phase->verifies)
        look_at(places, verify->title, PLACEHOLDER_IN_PROSE);
    look_at(places, phase->rollback.text, PLACEHOLDER_IN_PROSE);
    list_each(notify, notify, phase->notifies)
        look_at_notify(places, notify);
    list_each(check, check, phase->checks)
        look_at(places, check->text, PLACEHOLDER_IN_PROSE);
}

static void look_at_head(struct places *places, const struct plan *plan)
{
    const struct text values[] = { plan->title, plan->what, plan->why, plan->owner, plan->budget,
                                   plan->estimate_basis };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        look_at(places, values[i], PLACEHOLDER_IN_VALUE);
    if (plan->start.kind == WHEN_TEXT)
        look_at(places, plan->start.text, PLACEHOLDER_IN_VALUE);
    list_each(meta, meta, plan->metas)
        look_at(places, meta->text, PLACEHOLDER_IN_METADATA);
    look_at_list(places, &plan->current, PLACEHOLDER_IN_PROSE);
    look_at_list(places, &plan->target, PLACEHOLDER_IN_PROSE);
    list_each(named_text, constraint, plan->constraints)
        look_at(places, constraint->text, PLACEHOLDER_IN_PROSE);
}

static void look_at_rest(struct places *places, const struct plan *plan)
{
    list_each(milestone, milestone, plan->milestones)
        look_at(places, milestone->text, PLACEHOLDER_IN_VALUE);
    list_each(risk, risk, plan->risks) {
        look_at(places, risk->title, PLACEHOLDER_IN_VALUE);
        look_at_list(places, &risk->mitigations, PLACEHOLDER_IN_VALUE);
    }
    list_each(audience, audience, plan->audiences) {
        look_at(places, audience->by, PLACEHOLDER_IN_VALUE);
        look_at(places, audience->tell, PLACEHOLDER_IN_VALUE);
    }
    list_each(notify, notify, plan->notifies)
        look_at_notify(places, notify);
    list_each(check, check, plan->checks)
        look_at(places, check->text, PLACEHOLDER_IN_PROSE);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    look_at_head(&places, plan);
    list_each(phase, phase, plan->phases)
        look_at_phase(&places, phase);
    look_at_rest(&places, plan);
    struct diagnostic *diagnostic =
        report_places(unit, &kind_placeholder_left, &places, "a value is still a placeholder",
                      "values are still placeholders");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "whoever runs the plan finds a blank where an answer belongs");
    diagnostic_help(diagnostic, "fill it in, or leave the value out until it is known");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_placeholder_left = { .check_plan = check_plan };
