// Which lines of a text another one changes.
#ifndef BASE_DIFFERENCE_H
#define BASE_DIFFERENCE_H

#include "base/list.h"

struct text_lines {
    struct str *items;
    size_t count, capacity;
};

// Takes what both begin with and end with off; gives the number of lines at the head.
size_t text_lines_trim(struct text_lines *old_lines, struct text_lines *new_lines);

// Lines of the old text that give way to lines of the new one; either may be none.
struct difference {
    size_t old_start, old_count; // from 0
    size_t new_start, new_count;
};

struct differences {
    struct text_lines old_lines, new_lines; // each with its LF, where it has one
    ARRAY_OF(struct difference) list; // in order; lines in between are the same
};

// As few lines as can be; of texts that differ very much, all from the first difference to
// the last.
struct differences differences_find(struct arena *arena, struct str old_text, struct str new_text);

#endif
