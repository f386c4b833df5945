// The way back that belay derives for a phase with `rollback auto`.
//
// The phase's actions are undone from the last to the first: a deploy by the version before it,
// a flag or ramp by the value before it, `reads` and `writes` by what was stated before, SQL by
// sql/inverse.h. A backup needs nothing, and a backfill neither: what it wrote stands on the
// side that nobody reads yet. All else is refused.
#ifndef MODEL_UNDO_H
#define MODEL_UNDO_H

#include "diagnostics/diagnostic.h"
#include "plan/plan.h"

struct model;
struct unit;

struct undo_refusal {
    struct undo_refusal *next;
    const struct action *action; // that cannot be undone
    struct span span;            // the operation in its SQL, else the action
    struct str reason;           // "what 'users.born' held is not known to belay"
    const char *help;            // what to write instead
};

struct undo {
    // In the order in which they run. Each names what it undoes (action->undoes). A step holds
    // SQL that may run in one transaction, or a single statement that stands alone, as
    // a step of a plan has to. Empty where anything is refused.
    struct action_list actions;
    LIST_OF(undo_refusal) refusals;
};

// NULL where the phase does not say `rollback auto`.
const struct undo *undo_of(const struct model *model, const struct phase *phase);

struct possible_undos {
    const struct undo **undos; // NULL until somebody asks
};

// What would be derived of every phase if it said so: by phase->index.
const struct undo **undos_possible(struct unit *unit);

// For model_of(): by phase->index. The other parts of the model are there already.
const struct undo **undos_derive(struct arena *arena, const struct plan *plan,
                                 const struct model *model);

// Reports what cannot be derived, a finding for each phase: no plan is built then.
void undos_report(struct unit *unit);

#endif
