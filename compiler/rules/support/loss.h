// What findings say of a price that is a loss: where it comes from, and what would mend it.
#ifndef RULES_SUPPORT_LOSS_H
#define RULES_SUPPORT_LOSS_H

#include "rules/rule.h"

#include "model/price.h"

// Both places of a loss of what no move copies: what began to write it, and what drops it.
void loss_add_dropped(struct diagnostic *finding, const struct loss *loss);

// All places of the price: what falls behind, and what is dropped.
void loss_add_places(struct diagnostic *finding, const struct price *price);

// What would bring the lost writes back, or keep them from being lost.
void loss_propose(struct diagnostic *finding, const struct price *price);

#endif
