// Characters as a terminal shows them: one after the other, each in its cells.
//
// What a terminal would obey or hide is shown instead: a control character as its picture
// (U+2400), a tab as four blanks, what turns the direction of writing and bytes that are not
// UTF-8 as U+FFFD; joiners and byte order marks are left out, and "##[" is pulled apart. So
// text from a plan can neither move the cursor, nor begin a line, nor command a CI.
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "base/output.h"

struct cells { // one character
    char bytes[12]; // as shown, `length` of them
    uint8_t length, width;
    uint8_t taken; // bytes of the text that it stands for
};

// The character at the head of `text`, which is not empty. Where `is_ascii`, what is not
// ASCII is written as <U+XXXX>.
struct cells cells_next(struct str text, bool is_ascii);

// The whole text, on one line.
void cells_write(struct output *out, struct str text, bool is_ascii);

// How wide the whole text is.
size_t cells_width(struct str text, bool is_ascii);

// How many of its bytes leave room for a mark of that width; all, where the whole text needs none.
size_t cells_fit(struct str text, size_t room, size_t mark, bool is_ascii);

// The text itself, or as much of it as leaves room for "..." within so many cells.
struct str cells_shorten(struct arena *arena, struct str text, size_t room, bool is_ascii);

#endif
