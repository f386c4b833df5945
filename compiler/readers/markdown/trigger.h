// What makes a team look, stop or go back: "Alert if drift > 0.1%", a row of a trigger table.
#ifndef READERS_MARKDOWN_TRIGGER_H
#define READERS_MARKDOWN_TRIGGER_H

#include "readers/markdown/expectation.h"

struct prose_trigger {
    struct text metric;
    struct expectation bound; // EXPECTS_NOTHING: any
    struct text over;         // "10 minutes", or none
    const char *reaction;     // "investigate", "rollback", "stop"
    struct text reaction_place;
};

// The reaction that the words name; "investigate" where they name none.
const char *trigger_reaction(struct str action);

// Reads a whole line: a condition that a reaction follows from. False where it is none.
// `reaction` is what the line's section implies, or NULL where the line itself must say it.
bool trigger_read(struct arena *arena, struct text line, const char *reaction,
                  struct prose_trigger *trigger);

// Reads the cells of a table: metric, threshold, action.
bool trigger_read_cells(struct arena *arena, struct text metric, struct text threshold,
                        struct text action, struct prose_trigger *trigger);

struct statement *trigger_statement(struct arena *arena, const struct prose_trigger *trigger);

#endif
