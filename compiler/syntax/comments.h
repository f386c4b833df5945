// Suppressions in the comments of the plan language, and of YAML.
#ifndef SYNTAX_COMMENTS_H
#define SYNTAX_COMMENTS_H

#include "syntax/unit.h"

// Reads the suppressions among the document's comments. A comment behind a statement governs
// its line and every statement that begins on it, to its end; one on a line of its own the
// next statement with its block.
void comments_read_suppressions(struct unit *unit, const struct document *document);

#endif
