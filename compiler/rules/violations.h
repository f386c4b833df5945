// The cells of a proof that findings refute.
#ifndef RULES_VIOLATIONS_H
#define RULES_VIOLATIONS_H

#include "model/proof.h"
#include "rules/rule.h"

// True where a finding of this kind means that the invariant does not hold.
bool rule_breaks(const struct diagnostic_kind *kind, enum invariant invariant);

// Marks each cell with the first finding of unit->plan that refutes it.
void violations_mark(struct proof *proof, const struct unit *unit);

#endif
