// What the rules prove of a plan by what they find and do not find.
#ifndef RULES_PROOF_H
#define RULES_PROOF_H

#include "model/proof.h"
#include "rules/rule.h"

// Of unit->plan, judged; model_of() was asked for. In the arena.
const struct proof *proof_find(struct arena *arena, const struct unit *unit);

// True where a finding of this kind means that the invariant does not hold.
bool rule_breaks(const struct diagnostic_kind *kind, enum invariant invariant);

#endif
