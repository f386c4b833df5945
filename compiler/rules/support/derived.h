// Fixes that let belay derive a rollback.
#ifndef RULES_SUPPORT_DERIVED_H
#define RULES_SUPPORT_DERIVED_H

#include "rules/rule.h"

// Whether `rollback auto` could be derived for the phase, and would do something.
bool rollback_is_derivable(struct unit *unit, const struct phase *phase);

// Offers `rollback auto` in the place of the actions that the phase says. False where that cannot
// be derived, or the author claims something about these.
bool rollback_offer_auto(struct unit *unit, struct diagnostic *finding, const struct phase *phase);

#endif
