// Text as a scalar of YAML.
#ifndef SYNTAX_YAML_SCALAR_H
#define SYNTAX_YAML_SCALAR_H

#include "base/arena.h"

// On one line: plain where it can be, else in double quotes.
struct str yaml_quote(struct arena *arena, struct str text);

// Whether it is a word that can stand plain, in [ ] as well.
bool yaml_is_plain_word(struct str text);

// Whether its lines can stand behind `|` as they are.
bool yaml_can_be_literal(struct str text);

#endif
