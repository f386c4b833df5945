// Which lines of a text another one changes.
#ifndef BASE_DIFFERENCE_H
#define BASE_DIFFERENCE_H

#include "base/list.h"

struct text_lines { // each with its LF, where it has one
    struct str *items;
    size_t count, capacity;
};

// Lines of the old text that give way to lines of the new one; either may be none.
struct difference {
    size_t old_start, old_count; // from 0
    size_t new_start, new_count;
};

struct differences {
    struct text_lines old_lines, new_lines;
    ARRAY_OF(struct difference) list; // in order; lines in between are the same
};

// As few lines as can be; of texts that differ very much, all from the first difference to
// the last.
struct differences differences_find(struct arena *arena, struct str old_text, struct str new_text);

#endif
