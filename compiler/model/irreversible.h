// What cannot be undone: what a phase destroys, and from where on there is no way back. Rules,
// the runbook and the documents all ask here.
#ifndef MODEL_IRREVERSIBLE_H
#define MODEL_IRREVERSIBLE_H

#include "model/changes.h"

struct model;

// The first statement of the phase that destroys rows or values which the plan did not bring;
// NULL where none does.
const struct change_step *phase_destroys(const struct changes *changes, const struct phase *phase);

// The event behind which a way back needs a backup, or there is none.
struct no_return {
    const struct phase *phase;        // NULL: there is none
    const struct action *action;      // the event; NULL where the phase has no action for it
    const struct change_step *change; // what its SQL destroys, where that is known
    bool is_inferred;
};

// That of each phase, by phase->index: the phase's own rollback counts, and what it brings back.
const struct no_return *no_returns_find(struct arena *arena, const struct plan *plan,
                                        const struct changes *changes);

// The plan's point of no return: the first of them, because a way back to the start leads
// through every phase before it.
struct no_return no_return_of(const struct plan *plan, const struct no_return *of_phase);

// True where the phase itself cannot be undone, or from a backup only.
bool phase_is_irreversible(const struct model *model, const struct phase *phase);

#endif
