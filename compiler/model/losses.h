// What a way back throws away: rows and values that versions have written, and that no move copies.
//
// A rollback that drops a table or column of the plan, or empties one, loses what is there alone.
// Both sides of a move are the business of its state (move-state.h), and what the plan itself has
// written comes with the plan again.
#ifndef MODEL_LOSSES_H
#define MODEL_LOSSES_H

#include "model/explore.h"

struct loss {
    struct loss *next;
    const struct phase *phase;     // whose rollback loses it
    struct sql_name table;
    struct str column;             // empty: whole rows
    const struct version *version; // that wrote it first
    const struct event *since;     // what let it write; NULL: it did so before the plan
    struct span span;              // of what drops or deletes it
    bool is_perhaps_kept;          // the rollback may copy it first, or a trigger has copied it
};

struct loss_list {
    struct loss *first, *last;
    bool is_cut; // the plan is too large to find all of them
};

struct model;

// By phase->index: what the phase's rollback loses, from whatever later phase the way back begins.
struct loss_list *losses_find(struct arena *arena, const struct plan *plan,
                              const struct model *model);

// The first phase from whose end the way back loses it.
const struct phase *loss_begins(const struct loss *loss);

// "rows of 'audit' written by web v2 since phase 3 began".
struct str loss_words(struct arena *arena, const struct loss *loss);

#endif
