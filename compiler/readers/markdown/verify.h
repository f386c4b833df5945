// Checks in prose and in code as `verify` statements.
#ifndef READERS_MARKDOWN_VERIFY_H
#define READERS_MARKDOWN_VERIFY_H

#include "readers/markdown/passage.h"
#include "readers/markdown/statements.h"

// One item or line: a query with what it shall give, a metric with its bound, a trigger
// ("alert if …"), or a check by a person. `title` names a query that has no name of its own.
// `from` is the offset in the passage's text where the check begins.
void verify_write_text(struct writer *writer, const struct passage *passage, size_t from,
                       struct text title);

// A block of code. SQL whose statements say what they shall give is one check for each
// statement, other code is one check.
void verify_write_code(struct writer *writer, const struct markdown_block *code, struct text title);

// `verify manual "text"`.
void verify_write_manual(struct writer *writer, struct text text);

#endif
