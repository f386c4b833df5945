// The template language, whole:
//
//   %% language LANGUAGE              once, first: whose escapers to use
//   %% block BLOCK(HOLE: TYPE, ...)   the text up to `%% end` is a block
//   %% ...                            any other such line is a comment
//   @HOLE@                            the value of a hole, by the escaper of its type; @@ is one @
//
// There are no loops, no conditions and no unescaped holes. Loops and conditions are the
// backend's, in C; how a value is escaped is its type's, in backends/escape-LANGUAGE.c.
//
// It is read here alone: by tools/templates when belay is built, and by --templates.
#ifndef BACKENDS_TEMPLATE_READ_H
#define BACKENDS_TEMPLATE_READ_H

#include "backends/template.h"

struct template_mistake {
    unsigned line;
    struct str message;
};

// Reads a file's text. Names and texts are views of it; escapers and the name are not set.
bool template_read(struct arena *arena, struct str text, struct template *template,
                   struct template_mistake *mistake);

#endif
