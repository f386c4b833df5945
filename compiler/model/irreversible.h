// What cannot be undone: what a phase destroys, and from where on there is no way back.
#ifndef MODEL_IRREVERSIBLE_H
#define MODEL_IRREVERSIBLE_H

#include "model/changes.h"

// The first statement of the phase that destroys rows or values which the plan did not bring;
// NULL where none does.
const struct change_step *phase_destroys(const struct changes *changes, const struct phase *phase);

// The event from which on every way back needs a backup, or there is none.
struct no_return {
    const struct phase *phase;        // NULL: the plan can be undone to its end
    const struct action *action;      // what destroys; NULL where the plan only says so
    const struct change_step *change; // its SQL, where it has any
    bool is_inferred;
};

struct no_return no_return_find(const struct plan *plan, const struct changes *changes);

// True where the phase itself cannot be undone, or from a backup only.
bool phase_is_irreversible(const struct changes *changes, const struct phase *phase);

#endif
