// What a scalar of YAML stands for, and where each byte of that stands in the file.
#ifndef SYNTAX_YAML_TEXT_H
#define SYNTAX_YAML_TEXT_H

#include "source/text.h"

enum yaml_style { YAML_PLAIN, YAML_SINGLE_QUOTED, YAML_DOUBLE_QUOTED, YAML_LITERAL, YAML_FOLDED };

// The text of a scalar that stands for `value` (copied). `source` is the file from its first
// byte, with quotes or `|`, to its last one at least, and begins at `address`. `*end` is the
// offset behind the scalar's last character in `source`.
struct text yaml_text(struct arena *arena, enum yaml_style style, struct str value,
                      struct str source, uint32_t address, size_t *end);

#endif
