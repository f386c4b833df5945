// What happens to the flags of a plan, in order: each time one is set or removed, and each
// deploy after which nothing asks it any more.
#ifndef MODEL_FLAGS_H
#define MODEL_FLAGS_H

#include "plan/plan.h"

struct flag_event {
    struct flag_event *next;
    const struct flag *flag;
    const struct phase *phase;
    const struct action *action; // a ramp, a flag, or the deploy
    double before, after;        // percent; after a ramp, the last of its percentages
    bool is_before_known;        // the plan has set it before
    bool is_removed;
    bool is_deploy;              // the last version that asks it goes out of service
    const struct version *asker; // a live version that asks it then, or did before the deploy
};

struct flag_history {
    LIST_OF(flag_event) events;
};

// Empty where the plan is too large to be followed.
struct flag_history flags_read(struct arena *arena, const struct plan *plan);

#endif
