// The types of values that a statement's form may have.
#ifndef PLAN_TYPE_H
#define PLAN_TYPE_H

#include "syntax/document.h"

struct type {
    const char *name;     // "DURATION", as forms.def writes it
    const char *expected; // "a duration such as 30min"; NULL where the choices say it
    // The word behind the value that begins at `word`, or `word` itself where none does.
    const struct word *(*take)(const struct word *word);
    const char *choices; // a set: names that stand for the value, with blanks between them
};

extern const struct type types[];
extern const size_t type_count;

// By its name; a name that no type has is a mistake in forms.def.
const struct type *type_find(struct str name);

// The word behind the value of this type that begins at `word`, or `word` itself.
const struct word *type_take(const struct type *type, const struct word *word);

// Cuts the next choice off a list with blanks; false when nothing is left.
bool choice_next(const char **rest, struct str *choice);

#endif
