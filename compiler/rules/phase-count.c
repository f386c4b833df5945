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

#include "rules/several.h"

enum { FEWEST = 5, MOST = 7, STAGES_OF_EXPAND_CONTRACT = 3 };

// The kinds that the pattern cannot do without.
static unsigned kinds_needed(enum pattern pattern)
{
    struct str rest = str_of(pattern_kinds(pattern));
    unsigned count = 0;
    while (rest.length) {
        size_t end = str_find(rest, STR(" > "), 0);
        struct str kind = end == STR_NOT_FOUND ? rest : str_slice(rest, 0, end);
        count += kind.data[0] != '[';
        rest = end == STR_NOT_FOUND ? STR("") : str_from(rest, end + 3);
    }
    return count;
}

static unsigned fewest_phases(const struct unit *unit, const struct plan *plan)
{
    unsigned needed = kinds_needed(plan->pattern);
    if (unit->profile == PROFILE_EXPAND_CONTRACT && plan->phase_count == STAGES_OF_EXPAND_CONTRACT)
        return STAGES_OF_EXPAND_CONTRACT;
    return plan->pattern != PATTERN_NONE && needed < FEWEST ? needed : FEWEST;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    unsigned fewest = fewest_phases(unit, plan), count = plan->phase_count;
    if (count >= fewest && count <= MOST)
        return;
    bool is_short = count < fewest;
    struct diagnostic *diagnostic =
        diagnose(&unit->diagnostics, &kind_phase_count, plan->span,
                 "the plan has %u phase%s, %s than %u", count, count == 1 ? "" : "s",
                 is_short ? "fewer" : "more", is_short ? fewest : (unsigned)MOST);
    if (is_short) {
        diagnostic_note(diagnostic, "a phase that does several things is undone as a whole");
        diagnostic_help(diagnostic, "give each change that can be undone alone its own phase");
    } else {
        diagnostic_note(diagnostic, "each phase is a state that must work and be supported");
        diagnostic_help(diagnostic, "join phases that go live and are undone together");
    }
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_phase_count = { .check_plan = check_plan };
