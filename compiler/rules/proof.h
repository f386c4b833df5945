// What the rules prove of a plan by what they find and do not find.
#ifndef RULES_PROOF_H
#define RULES_PROOF_H

#include "model/proof.h"
#include "rules/rule.h"

// Of unit->plan, judged; model_of() was asked for. In the arena.
const struct proof *proof_find(struct arena *arena, const struct unit *unit);

#endif
