//! rule        missing-owner
//! code        DOC003
//! level       note
//! since       0.1
//! source      X75
//!
//! Nobody answers for a phase: neither the phase nor the plan names an owner.
//!
//! ## Why
//!
//! When a phase goes wrong, somebody decides whether to go on or to roll back. Where nobody
//! is named, that is found out during the outage. It is a warning where the whole plan names
//! nobody. The owner of the plan answers for all phases that name no other.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! owner "identity team"
//! phase expand "Add the column" { }
//! ````
//!
//! ````belay plan
//! phase expand "Add the column" { owner "identity team" }
//! ````

#include "rules/support/evidence.h"
#include "rules/support/words.h"

static bool lacks_owner(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return !text_is_set(phase->owner);
}

static bool has_owned_phase(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (text_is_set(phase->owner))
            return true;
    return false;
}

// In a document, where no statement does: "authors" in its head, "Migration lead: ..." below.
static bool is_owned_in_prose(const struct plan *plan)
{
    list_each(meta, meta, plan->metas)
        if (words_label_owner(meta->name))
            return true;
    list_each(notify, notify, plan->notifies)
        if (words_label_owner(notify->text.str))
            return true;
    return plan_notes_say(plan, words_label_owner);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct diagnostic *diagnostic;
    if (text_is_set(plan->owner) || (plan->is_inferred && is_owned_in_prose(plan)))
        return;
    if (has_owned_phase(plan)) {
        diagnostic = report_phases(unit, &kind_missing_owner, lacks_owner, "no owner");
        if (!diagnostic)
            return;
    } else {
        diagnostic = diagnose(&unit->diagnostics, &kind_missing_owner, plan->span,
                              "neither the plan nor any phase names an owner");
        diagnostic_level(diagnostic, LEVEL_WARNING);
    }
    diagnostic_note(diagnostic, "when it goes wrong, nobody decides whether to roll back");
    diagnostic_help_in(diagnostic, plan, "owner \"...\" in the plan answers for all of its phases",
                       "a line '**Owner:** ...' at the top answers for all phases");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_owner = { .check_plan = check_plan };
