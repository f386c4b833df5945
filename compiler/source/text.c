#include "source/text.h"

struct text text_of_span(struct arena *arena, const struct source_map *map, struct span span)
{
    struct piece *piece = arena_new(arena, struct piece);
    *piece = (struct piece){
        .address = span.start, .length = span.end - span.start, .is_verbatim = true
    };
    return (struct text){ .str = source_text(map, span), .pieces = piece, .piece_count = 1 };
}

struct text text_for_span(struct arena *arena, struct str str, struct span span)
{
    struct piece *piece = arena_new(arena, struct piece);
    *piece = (struct piece){ .address = span.start, .length = span.end - span.start };
    return (struct text){
        .str = str.data ? str : STR(""), .pieces = piece, .piece_count = 1
    };
}

// The last piece that begins at or before `offset`, as the pieces count.
static const struct piece *piece_at(const struct piece *pieces, uint32_t count, size_t offset)
{
    uint32_t low = 0, high = count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (pieces[middle].offset <= offset)
            low = middle;
        else
            high = middle;
    }
    return &pieces[low];
}

struct span text_span(struct text text, size_t from, size_t to)
{
    if (text.piece_count == 0)
        return (struct span){ 0 };
    const struct piece *first = piece_at(text.pieces, text.piece_count, text.origin + from);
    uint32_t start = first->address
                     + (first->is_verbatim ? (uint32_t)(text.origin + from - first->offset) : 0);
    if (to <= from)
        return (struct span){ start, start };
    const struct piece *last = piece_at(text.pieces, text.piece_count, text.origin + to - 1);
    uint32_t end = last->is_verbatim ? last->address + (uint32_t)(text.origin + to - last->offset)
                                     : last->address + last->length;
    return (struct span){ start, end };
}

struct span text_place(struct text text)
{
    return text_span(text, 0, text.str.length);
}

struct text text_slice(struct text text, size_t from, size_t to)
{
    struct str part = str_slice(text.str, from, to);
    text.origin += part.data ? (size_t)(part.data - text.str.data) : 0;
    text.str = part;
    return text;
}

struct text text_trim(struct text text)
{
    struct str trimmed = str_trim(text.str);
    size_t from = text.str.data ? (size_t)(trimmed.data - text.str.data) : 0;
    return text_slice(text, from, from + trimmed.length);
}

bool text_next_line(struct text *rest, struct text *line)
{
    if (rest->str.length == 0)
        return false;
    size_t end = str_find_char(rest->str, '\n', 0);
    if (end == STR_NOT_FOUND)
        end = rest->str.length;
    *line = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end + 1, rest->str.length);
    return true;
}

static void add_bytes(struct text_builder *builder, struct str bytes)
{
    builder->written.arena = builder->arena;
    output_str(&builder->written, bytes);
}

static void add_piece(struct text_builder *builder, uint32_t address, uint32_t length,
                      bool is_verbatim)
{
    *array_grow(builder->arena, &builder->pieces) = (struct piece){
        .offset = builder->written.bytes.count,
        .address = address,
        .length = length,
        .is_verbatim = is_verbatim,
    };
}

void text_builder_copy(struct text_builder *builder, struct str bytes, uint32_t address)
{
    struct piece *last =
        builder->pieces.count ? &builder->pieces.items[builder->pieces.count - 1] : NULL;
    if (last && last->is_verbatim && last->address + last->length == address)
        last->length += (uint32_t)bytes.length;
    else if (bytes.length)
        add_piece(builder, address, (uint32_t)bytes.length, true);
    add_bytes(builder, bytes);
}

void text_builder_replace(struct text_builder *builder, struct str bytes, struct span span)
{
    add_piece(builder, span.start, span.end - span.start, false);
    add_bytes(builder, bytes);
}

void text_builder_append(struct text_builder *builder, struct text text)
{
    size_t offset = 0;
    while (offset < text.str.length) {
        const struct piece *piece =
            piece_at(text.pieces, text.piece_count, text.origin + offset);
        bool is_last = piece == &text.pieces[text.piece_count - 1];
        size_t end = is_last ? text.str.length : (piece + 1)->offset - text.origin;
        if (end > text.str.length)
            end = text.str.length;
        struct str bytes = str_slice(text.str, offset, end);
        if (piece->is_verbatim)
            text_builder_copy(builder, bytes, text_span(text, offset, offset).start);
        else
            text_builder_replace(builder, bytes,
                                 (struct span){ piece->address, piece->address + piece->length });
        offset = end;
    }
}

struct text text_builder_finish(struct text_builder *builder)
{
    return (struct text){
        .str = output_get(&builder->written),
        .pieces = builder->pieces.items,
        .piece_count = (uint32_t)builder->pieces.count,
    };
}
