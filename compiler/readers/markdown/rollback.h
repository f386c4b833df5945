// The rollback of a phase, put together from the phase itself and from what the document
// says of it elsewhere.
#ifndef READERS_MARKDOWN_ROLLBACK_H
#define READERS_MARKDOWN_ROLLBACK_H

#include "readers/markdown/duration.h"
#include "readers/markdown/rollback-words.h"
#include "readers/markdown/statements.h"

struct rollback_step {
    struct rollback_step *next;
    struct text text;    // of a person's step, or a title; may be none with code
    struct text code;    // may be none
    struct str language;
};

struct rollback_draft {
    bool is_set; // something was said
    enum rollback_value value;
    struct text reason; // of ROLLBACK_UNAVAILABLE and ROLLBACK_NOT_NEEDED
    LIST_OF(rollback_step) steps;
    unsigned step_count; // of steps and notes
    LIST_OF(rollback_step) notes; // what fits nowhere in it
    const char *difficulty;
    struct text difficulty_place;
    bool loses_nothing;
    struct text loses; // the place of "nothing" where loses_nothing
    struct text impact;
    struct prose_time takes;
};

// What stands in the phase itself: the first line is the rollback.
void rollback_add_own(struct rollback_draft *draft, struct arena *arena, struct text text);
void rollback_add_own_code(struct rollback_draft *draft, struct arena *arena, struct text title,
                           struct text code, struct str language);

// True where nothing more is taken from outside the phase.
bool rollback_is_full(const struct rollback_draft *draft);

// A line under a range of phases or a cell of a rollback table: a step that the phase does
// not name itself, or a claim. False where the rollback is full.
bool rollback_add_line(struct rollback_draft *draft, struct arena *arena, struct text text);

void rollback_claim_difficulty(struct rollback_draft *draft, const char *difficulty,
                               struct text place);
// `loss` is no text where nothing is lost.
void rollback_claim_loss(struct rollback_draft *draft, struct text cell, struct text loss);

// Writes the rollback, and notes for what fits nowhere. Nothing where nothing was said.
void rollback_write(const struct rollback_draft *draft, struct writer *writer);

#endif
