// Where a plan does what is asked of its phases: verifies them, tells people.
#ifndef RULES_SUPPORT_EVIDENCE_H
#define RULES_SUPPORT_EVIDENCE_H

#include "rules/support/several.h"

// Has actions that change something, or code changes. A backup changes nothing.
bool phase_changes_something(const struct phase *phase);

// Has a verification, a success criterion, a step or check that is itself one, or is followed
// by a phase of checks.
bool phase_is_verified(const struct phase *phase);

// A phase of prose that is itself the way back of those before it: "Step 4: Roll back".
bool phase_is_way_back(const struct phase *phase);

// Adds what tells somebody: messages, audiences, steps, checks and milestones.
void find_messages(struct places *places, const struct plan *plan);

// Whether the phase itself holds any of them.
bool phase_tells_somebody(const struct phase *phase);

// Whether a note of the plan or of a phase says so: what stood in a document and has no
// statement of its own.
bool plan_notes_say(const struct plan *plan, bool (*says)(struct str text));
bool phase_notes_say(const struct phase *phase, bool (*says)(struct str text));

#endif
