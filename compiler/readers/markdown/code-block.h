// Blocks of code as statements, by what their tag says.
#ifndef READERS_MARKDOWN_CODE_BLOCK_H
#define READERS_MARKDOWN_CODE_BLOCK_H

#include "readers/markdown/passage.h"
#include "readers/markdown/statements.h"

// Code in a phase that is done, or shown: `step`, `change`, `note` or `code`, or the
// statements of a belay fence. `title` may be none.
void code_block_write(struct unit *unit, struct writer *writer, const struct markdown_block *code,
                 struct text title);

// The statements of a belay fence, not inferred.
void code_block_splice(struct unit *unit, struct writer *writer, const struct markdown_block *code);

// Code that lost its fence: lines of text and indented code from `first` on, up to a label,
// a heading or an item. Returns the index behind it, or `first` where it does not look like
// code and `is_expected` is not set.
uint32_t code_block_find_lost(const struct passages *passages, uint32_t first, uint32_t end,
                         bool is_expected);

// What stands in the file from one passage to another, as code without a tag.
struct markdown_block *code_block_of_lost(struct unit *unit, const struct passages *passages,
                                     uint32_t first, uint32_t end);

// A table or a list as it stands in the file, as code.
struct text code_block_source(struct unit *unit, struct span span);

#endif
