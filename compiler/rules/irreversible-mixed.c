//! rule        irreversible-mixed
//! code        RBK011
//! level       warning
//! since       0.1
//! source      model.md invariant 12
//! breaks      no-return
//!
//! One phase does what can be undone, and then what cannot.
//!
//! ## Why
//!
//! A phase is undone as a whole. When the deploy in front of a DROP shows an error, the answer
//! is to roll back, and the phase has no rollback to offer, because of the DROP that has not
//! even run. In a phase of its own the deploy has one.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app shop { version v2 { }; version v3 { }; live v2 }
//! phase contract "Deploy and drop" {
//!   approve "head of finance"
//!   backup last on main
//!   deploy shop v3
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback restore last
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app shop { version v2 { }; version v3 { }; live v2 }
//! phase deploy "Deploy" { deploy shop v3; rollback auto }
//! phase contract "Drop" {
//!   approve "head of finance"
//!   backup last on main
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback restore last
//! }
//! ````

#include "rules/rule.h"

// Constraints and helper objects of the old side are part of taking it down.
static bool expands(enum sql_head head)
{
    return head == SQL_CREATE_TABLE || head == SQL_CREATE_TABLE_AS || head == SQL_ADD_COLUMN
           || head == SQL_UPDATE || head == SQL_INSERT_SELECT || head == SQL_CREATE_INDEX;
}

static bool has_way_back(const struct action *action, const struct changes *changes,
                         const struct phase *phase)
{
    if (action->kind == ACTION_BACKUP || (action->kind == ACTION_FLAG && action->is_removed))
        return false;
    if (action->kind != ACTION_STEP)
        return true;
    changes_each(change, changes, phase)
        if (change->action == action && !change->destroys && expands(change->operation->head))
            return true;
    return false;
}

enum { STEP_MAX = 100 }; // actions of one phase that are looked at

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    const struct no_return *no_return = &model->no_return;
    const struct phase *phase = no_return->phase;
    unsigned count = 0;
    (void)plan;
    if (!phase || !no_return->change)
        return;
    list_each(action, action, phase->actions) {
        if (action == no_return->action || ++count > STEP_MAX)
            return;
        if (!has_way_back(action, &model->changes, phase))
            continue;
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_irreversible_mixed, action->span,
                     "phase %d does this and, behind it, what cannot be undone", phase->number);
        diagnostic_also(finding, no_return->change->operation->span, "this %s '%.*s'",
                        change_verb(no_return->change),
                        STR_ARGS(change_object(&unit->arena, no_return->change)));
        diagnostic_note(finding, "a phase is undone as a whole, and this one cannot be");
        diagnostic_help(finding, "give what can be undone a phase of its own, before this one");
        diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
        if (no_return->is_inferred)
            diagnostic_inferred(finding, "what belongs to the phase is read out of prose");
        return;
    }
}

const struct rule rule_irreversible_mixed = { .check_plan = check_plan };
