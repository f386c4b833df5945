// Where a plan does what is asked of its phases: verifies them, tells people.
#ifndef RULES_EVIDENCE_H
#define RULES_EVIDENCE_H

#include "rules/several.h"

// Has actions that change something, or code changes. A backup changes nothing.
bool phase_changes_something(const struct phase *phase);

// Has a verification, a success criterion, or a step or check that is itself one.
bool phase_is_verified(const struct phase *phase);

// Adds what tells somebody: messages, audiences, steps, checks and milestones.
void find_messages(struct places *places, const struct plan *plan);

// Whether the phase itself holds any of them.
bool phase_tells_somebody(const struct phase *phase);

#endif
