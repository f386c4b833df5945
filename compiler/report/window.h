// The part of a line that is shown: all of it where there is room, else what lies around
// the bytes that matter. The work depends on the room, not on the length of the line.
#ifndef REPORT_WINDOW_H
#define REPORT_WINDOW_H

#include "base/output.h"

struct window {
    struct str line;
    size_t from, to; // the bytes of the line that are shown
    bool is_cut_before, is_cut_after; // "..." stands there, of three cells
    bool is_ascii;
};

// The window of at most `room` cells that shows the bytes [from, to), or their head where
// they are wider.
struct window window_around(struct str line, size_t from, size_t to, size_t room, bool is_ascii);

// As much of the head of the line as has room, with nothing said about the rest.
struct window window_at_head(struct str line, size_t room, bool is_ascii);

// The cell, from 0, at which the byte at `offset` is shown; what lies outside the window
// is at the "..." on its side.
size_t window_cell(const struct window *window, size_t offset);

void window_write(struct output *out, const struct window *window);

#endif
