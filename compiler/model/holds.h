// When the verifications of the whole plan can hold: at the end of each phase through which
// the tables and columns that they name are there, and before the point of no return.
#ifndef MODEL_HOLDS_H
#define MODEL_HOLDS_H

#include "plan/plan.h"

struct plan_verify {
    struct plan_verify *next;
    const struct verify *verify;
    bool is_seen;         // it can be seen what it names; else it is made behind the last phase
    bool *after;          // by phase->index: at the end of the phase
    bool is_before_return; // before the phase behind which there is no way back
};

struct plan_verifies {
    LIST_OF(plan_verify) all; // in the order of the plan
    const struct phase *return_phase; // of the point of no return; NULL where there is none
};

struct plan_verifies plan_verifies_read(struct arena *arena, const struct unit *unit);

#endif
