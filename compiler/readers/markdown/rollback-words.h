// What the lines of a rollback say: that there is none, what it costs, what is to be done.
#ifndef READERS_MARKDOWN_ROLLBACK_WORDS_H
#define READERS_MARKDOWN_ROLLBACK_WORDS_H

#include "source/text.h"

enum rollback_value {
    ROLLBACK_PROSE,
    ROLLBACK_UNAVAILABLE, // "not available (point of no return)"
    ROLLBACK_NOT_NEEDED,  // "no rollback needed", "n/a (read-only)"
    ROLLBACK_RESTORE,     // "requires backup restore"
};

enum rollback_value rollback_value(struct str text);

enum rollback_line {
    ROLLBACK_LINE_STEP,
    ROLLBACK_LINE_LOSES_NOTHING, // "no data loss", "data stays valid"
    ROLLBACK_LINE_LOSES,         // "writes since phase 5 are lost"
    ROLLBACK_LINE_IMPACT,        // "users see errors for a minute"
    ROLLBACK_LINE_TAKES,         // "takes 5 minutes"
};

enum rollback_line rollback_line(struct str text);

// "easy", "medium", "hard", "trivial" or "restore" where the text has the word in
// parentheses or is the word; NULL where it has not. `*place` is its place.
const char *rollback_difficulty(struct text text, struct text *place);

// A cell of a column about lost data: "No", "Yes (writes since the switch)". False where it
// says nothing; `*loss` is no text where nothing is lost.
bool rollback_loss_cell(struct text cell, struct text *loss);

#endif
