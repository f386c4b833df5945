// Templates: what is written, as named blocks of text with typed holes.
//
// tools/templates makes C of templates/*.tmpl when belay is built: for each block its data,
// and a function that takes the values of its holes. A value reaches the text through the
// escaper of its hole's type alone. When belay runs, a block of a Markdown template can be
// replaced by another text around the same holes (--templates).
#ifndef BACKENDS_TEMPLATE_H
#define BACKENDS_TEMPLATE_H

#include "base/output.h"

struct template_hole {
    struct str name, type;
    void (*write)(struct output *out, const void *value); // the escaper of its type
};

struct template_piece {
    struct str text;
    int hole; // -1: a text
};

struct template_block {
    struct str name;
    unsigned line; // on which it begins
    const struct template_hole *holes;
    size_t hole_count;
    const struct template_piece *pieces;
    size_t piece_count;
};

struct template {
    struct str name;     // of its file, without ".tmpl"
    struct str language; // whose escapers it uses
    const struct template_block *blocks;
    size_t block_count;
};

extern const struct template *const templates[]; // generated, NULL-terminated

// What is written in place of `block`, by the escapers of `block`.
struct template_replacement {
    struct template_replacement *next;
    const struct template_block *block, *by;
};

struct template_replacements {
    struct template_replacement *first, *last;
};

// Only documents can be: nothing but belay's own text may stand around what a shell or a
// database runs.
static inline bool template_is_replaceable(const struct template *template)
{
    return str_is(template->language, "markdown");
}

// `values` are the addresses of the values of the block's holes. `replacements` may be NULL.
void template_render(struct output *out, const struct template_block *block,
                     const struct template_replacements *replacements,
                     const void *const *values);

// For the generated files.
#define TEMPLATE_TEXT(literal) { literal, sizeof(literal) - 1 }
#define TEMPLATE_BLOCK(name, line)                                                            \
    { TEMPLATE_TEXT(#name), line, name##_holes, sizeof name##_holes / sizeof *name##_holes,   \
      name##_pieces, sizeof name##_pieces / sizeof *name##_pieces }

#endif
