// What the rules ask about the plan as a whole. It is made when it is first asked for, and
// kept with the unit.
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "model/changes.h"
#include "model/explore.h"
#include "model/flags.h"
#include "model/irreversible.h"
#include "model/locking.h"
#include "model/moved.h"
#include "model/losses.h"
#include "model/price.h"
#include "model/schema.h"
#include "model/site.h"
#include "model/traffic.h"
#include "model/undo.h"

struct model {
    const struct catalog *const *schemas; // by store->index: schemas_read()
    const struct moved *moved;            // by move->index: moved_read()
    struct changes changes;
    const struct traffic *traffic; // one for each move; NULL where nothing is judged
    const struct no_return *no_returns; // by phase->index
    struct no_return no_return;         // of the plan
    struct flag_history flags;
    struct sites sites;
    struct lockings lockings;
    const struct undo **undos; // undo_of()
    struct possible_undos *possible; // undos_possible()
    struct world *world;
    struct line line;
    const struct exploration *exploration;
    const struct loss_list *losses; // losses_find()
    struct prices prices; // price_of()
};

const struct model *model_of(struct unit *unit);

#endif
