// What is proved of plans, as text for people and as JSON.
#ifndef REPORT_PROOF_H
#define REPORT_PROOF_H

#include "report/report.h"
#include "model/proof.h"

// Writes a line that counts, a table of invariants and phases, what is violated and where, what is
// not judged for want of what, and what going back costs from each phase.
void proof_write(struct output *out, struct unit *unit, const struct proof *proof,
                 const struct report_style *style);

// The same as a JSON object; put those of a run into an array.
struct json;
struct json *proof_to_json(struct unit *unit, const struct proof *proof);

#endif
