// Fixes of an order: what comes too early is moved behind what it has to wait for.
#ifndef RULES_SUPPORT_ORDER_H
#define RULES_SUPPORT_ORDER_H

#include "rules/rule.h"

struct moment { // of a plan
    const struct phase *phase;
    const struct action *action; // NULL: the phase as a whole
};

// Offers to move what happens at `early` behind `late`: the action within its phase; the phase,
// where it does nothing else; or a step into a later phase that takes things down. False where
// none of them is possible without dates, numbers or a hand-written rollback that would be wrong
// then.
bool order_offer(struct unit *unit, struct diagnostic *finding, struct moment early,
                 struct moment late);

#endif
