// Text that came out of a source file, and where each byte of it came from.
//
// Most text is a view of the source. Some is not: fences are dedented, escapes are
// resolved, mis-decoded characters are repaired, prose is joined over lines. Such text
// carries pieces, so that a place in it still leads to a place in the file.
#ifndef SOURCE_TEXT_H
#define SOURCE_TEXT_H

#include "base/output.h"
#include "source/source.h"

// From `offset` on, up to the next piece, the text stands for the source at `address`.
// Byte i of a verbatim piece is at address + i; any byte of another piece stands for
// all `length` bytes of the source.
struct piece {
    size_t offset;
    uint32_t address, length;
    bool is_verbatim;
};

struct text {
    struct str str; // str.data is NULL where there is no text
    const struct piece *pieces;
    uint32_t piece_count;
    size_t origin; // the offset of str.data[0], as the pieces count
};

#define TEXT_NONE ((struct text){ 0 })

static inline bool text_is_set(struct text text)
{
    return text.str.data != NULL;
}

// The text at a span, as it stands in the file.
struct text text_of_span(struct arena *arena, const struct source_map *map, struct span span);

// Text that stands nowhere as such but speaks for a place.
struct text text_for_span(struct arena *arena, struct str str, struct span span);

// The span of the bytes [from, to) of the text; of an empty range, the place before it.
struct span text_span(struct text text, size_t from, size_t to);

// The span of the whole text.
struct span text_place(struct text text);

// Views: they share bytes and pieces.
struct text text_slice(struct text text, size_t from, size_t to);
struct text text_trim(struct text text);

// Cuts the first line (without its LF) off `rest`; false when nothing is left.
bool text_next_line(struct text *rest, struct text *line);

// Builds text piece by piece.
struct text_builder {
    struct arena *arena;
    struct output written; // in the same arena
    ARRAY_OF(struct piece) pieces;
};

// Bytes as they stand in the source at `address`.
void text_builder_copy(struct text_builder *builder, struct str bytes, uint32_t address);

// Bytes that replace what stands in the source at `span`.
void text_builder_replace(struct text_builder *builder, struct str bytes, struct span span);

// Another text with its pieces.
void text_builder_append(struct text_builder *builder, struct text text);

struct text text_builder_finish(struct text_builder *builder);

#endif
