// Recognises what a template left to be filled in: TBD, [Name], YYYY-MM-DD, ____.
#ifndef RULES_SUPPORT_PLACEHOLDER_H
#define RULES_SUPPORT_PLACEHOLDER_H

#include "base/str.h"

enum placeholder_care {
    PLACEHOLDER_IN_VALUE,    // an owner, a title, a time
    PLACEHOLDER_IN_METADATA, // any key's value, where `[a, b]` may be a list
    PLACEHOLDER_IN_PROSE,    // a step or a check, where `____` may be a line to sign on
};

// The place of the first placeholder in a text: [*from, *to). False where there is none.
bool placeholder_find(struct str text, enum placeholder_care care, size_t *from, size_t *to);

#endif
