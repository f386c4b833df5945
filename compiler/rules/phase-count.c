//! rule        phase-count
//! code        DOC001
//! level       warning
//! since       0.1
//!
//! A plan has fewer than five phases, or more than seven.
//!
//! ## Why
//!
//! With fewer phases, one of them does several things that should be undone one by one: the
//! change of the schema, the copy of the data, the switch of the readers, the removal of the
//! old side. With more, nobody keeps in mind where the migration stands, and each phase is
//! one more state to support.
//!
//! A plan that names a pattern may have as few phases as the pattern needs; in profile
//! `expand-contract` it may have three, one for each stage.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! phase contract "Drop the old column" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase expand "Add the column" { }
//! phase dual-write "Write both columns" { }
//! phase backfill "Fill the old rows" { }
//! phase cutover "Read the new column" { }
//! phase contract "Drop the old column" { }
//! ````
//!
//! ````belay plan
//! pattern expand-contract
//! phase expand "Add the column" { }
//! phase backfill "Fill it" { }
//! phase contract "Drop the old column" { }
//! ````

#include "rules/support/several.h"

// A document that holds a part of the plan alone has too few of them for that.
static void concern_fragment(const struct unit *unit, struct diagnostic *diagnostic)
{
    list_each(diagnostic, other, unit->diagnostics.list)
        if (other->kind == &kind_phases_incomplete && other->subject)
            diagnostic_concerns(diagnostic, other->subject, 1);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct phase_bounds bounds = phase_bounds(unit);
    unsigned count = plan->phase_count;
    if (count >= bounds.fewest && count <= bounds.most)
        return;
    bool is_short = count < bounds.fewest;
    struct diagnostic *diagnostic =
        diagnose(&unit->diagnostics, &kind_phase_count, plan->span,
                 "the plan has %u phase%s, %s than %u", count, count == 1 ? "" : "s",
                 is_short ? "fewer" : "more", is_short ? bounds.fewest : bounds.most);
    if (is_short) {
        diagnostic_note(diagnostic, "a phase that does several things is undone as a whole");
        diagnostic_help(diagnostic, "give each change that can be undone alone its own phase");
        concern_fragment(unit, diagnostic);
    } else {
        diagnostic_note(diagnostic, "each phase is a state that must work and be supported");
        diagnostic_help(diagnostic, "join phases that go live and are undone together");
    }
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_phase_count = { .check_plan = check_plan };
