// What a document says about itself: front matter, "**Owner:** …", a table of keys.
#ifndef READERS_MARKDOWN_METADATA_H
#define READERS_MARKDOWN_METADATA_H

#include "readers/markdown/passage.h"
#include "readers/markdown/statements.h"

// Writes the statement that a key stands for, or `meta`.
void metadata_write(struct writer *writer, struct text key, struct text value);

// Splits "Key: value" and "**Key:** value"; false where the passage is neither.
bool metadata_split(const struct passage *passage, struct text *key, struct text *value);

// True for keys by which documents usually describe themselves.
bool metadata_is_key(struct str key);

// Writes the front matter's keys. `*title` and `*name` are set to its values of these names.
void metadata_write_front_matter(struct writer *writer, const struct markdown_block *block,
                                 struct text *title, struct text *name);

#endif
