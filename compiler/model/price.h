// What going back costs: for each phase alone, and from its end to the start of the plan.
//
// The classes and their words are those of model.md, in the order from cheap to dear.
#ifndef MODEL_PRICE_H
#define MODEL_PRICE_H

#include "model/traffic.h"

enum price_class {
    PRICE_UNKNOWN,    // what the rollback does, or who writes what, is not known
    PRICE_NOTHING,    // there is nothing to undo
    PRICE_CLEAN,      // everything is as it was
    PRICE_LOSSY,      // the side that is used afterwards lacks writes
    PRICE_RESTORE,    // from a backup only: what was written since is lost
    PRICE_IMPOSSIBLE, // nothing brings it back
};

struct price {
    enum price_class class;
    bool is_noticed;             // somebody reads the new side, and notices for a moment
    const struct phase *since;   // lossy: the phase since whose begin writes are lost; restore: …
    struct str backup;           // … and the backup
    const struct move *move;     // lossy: of which; NULL where prose names none
    struct span because;         // what makes it so
    bool is_inferred;            // something that it rests on was read out of prose
};

struct prices {
    struct price *single; // by phase->index
    struct price *chain;  // by phase->index: from the end of the phase to the start of the plan
};

struct model;

struct prices prices_find(struct arena *arena, const struct plan *plan, const struct model *model);

const struct price *price_of(const struct model *model, const struct phase *phase);
const struct price *price_of_chain(const struct model *model, const struct phase *phase);

// "easy", "medium", "hard", "restore", "not available"; "" where it is not known.
const char *price_difficulty(const struct price *price);

// "nothing", "what was written since phase 5 began"; no data where it is not known.
struct str price_loss(struct arena *arena, const struct price *price);

#endif
