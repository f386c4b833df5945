// What going back costs: for each phase alone, and from its end to the start of the plan.
//
// The classes and their words are those of model.md, in the order from cheap to dear.
#ifndef MODEL_PRICE_H
#define MODEL_PRICE_H

#include "model/losses.h"
#include "model/traffic.h"

enum price_class {
    PRICE_UNKNOWN,    // what the rollback does, or who writes what, is not known
    PRICE_NOTHING,    // there is nothing to undo
    PRICE_CLEAN,      // everything is as it was
    PRICE_LOSSY,      // what was written is missing afterwards
    PRICE_RESTORE,    // from a backup only: what was written since is lost
    PRICE_IMPOSSIBLE, // nothing brings it back
};

enum { DROPPED_SHOWN_MAX = 4 };

// What was written without a move, and goes.
struct dropped {
    const struct loss *shown[DROPPED_SHOWN_MAX]; // as many as there are, …
    unsigned count;                              // … of so many
    const struct loss *first;                    // that begins first; NULL for none
    bool is_unsure;                              // whether some of it is lost is not known
    const struct loss *perhaps; // the first of that; NULL where it cannot be named
};

struct price {
    enum price_class class;
    bool is_noticed;             // somebody reads the new side, and notices for a moment
    // Lossy: the phase since whose begin the side that is used lacks writes, NULL where none does;
    // restore: the phase, and the backup.
    const struct phase *since;
    struct str backup;
    const struct move *move;     // lossy: of which; NULL where prose names none
    const struct move *folded;   // its new side does not tell all that the old one held; else NULL
    bool is_overwritten;         // … and the fill backward writes over what the old side held
    const struct move *unsure;   // not known: whether its fill backward brings back all
    struct dropped dropped;
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

const char *price_class_name(enum price_class class); // "clean"

// "easy", "medium", "hard", "restore", "not available"; "" where it is not known.
const char *price_difficulty(const struct price *price);

// "nothing", "what was written since phase 5 began"; no data where it is not known.
struct str price_loss(struct arena *arena, const struct price *price);

struct str dropped_words(struct arena *arena, const struct dropped *dropped);

// What the rollback of the phase loses besides where the way back begins at a later phase; no data
// where it is the same from everywhere.
struct str price_later_loss(struct arena *arena, const struct model *model,
                            const struct phase *phase);

// The first loss that the rollback of the phase has only then; NULL for none.
const struct loss *price_find_later(const struct model *model, const struct phase *phase);

#endif
