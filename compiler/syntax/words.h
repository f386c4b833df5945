// The words of the plan language in a text of another notation: "week 1..2", "< 0.1%".
#ifndef SYNTAX_WORDS_H
#define SYNTAX_WORDS_H

#include "syntax/document.h"

struct word_list {
    struct word *first, *last;
};

// False where the text holds anything but words, or none: then `words` means nothing.
bool words_read(struct arena *arena, struct text text, struct word_list *words);

#endif
