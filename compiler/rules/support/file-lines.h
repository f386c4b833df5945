// The lines of a file's text, by offsets in it.
#ifndef RULES_SUPPORT_FILE_LINES_H
#define RULES_SUPPORT_FILE_LINES_H

#include "base/arena.h"

size_t line_start(struct str text, size_t at);

// Behind the line's LF, or at the end of the text.
size_t line_end(struct str text, size_t at);

// The first of the comments that stand directly above the line that begins at `line`; `line` where
// there are none.
size_t line_comments_start(struct str text, size_t line);

// The blanks that the line begins with, up to `at`.
struct str line_indent(struct str text, size_t at);

// Each line of the text but the empty ones behind `indent`, the last one ended.
struct str lines_indented(struct arena *arena, struct str text, struct str indent);

#endif
