// Suppressions in HTML comments.

#include "readers/markdown/html-comments.h"

static struct span line_of(const struct unit *unit, uint32_t address)
{
    struct source_place place = source_locate(unit->sources, address);
    uint32_t start = address - place.offset;
    return (struct span){start, start + (uint32_t)place.line.length};
}

// The end of what stands in the passages [from, to), or `otherwise`.
static uint32_t end_of(const struct passages *passages, uint32_t from, uint32_t to,
                       uint32_t otherwise)
{
    uint32_t end = otherwise;
    for (uint32_t i = from; i < to; i++)
        if (passages->list.items[i].block->span.end > end)
            end = passages->list.items[i].block->span.end;
    return end;
}

// The block, or the section of the heading, that begins behind a comment.
static struct span scope_behind(const struct passages *passages, struct span comment)
{
    uint32_t low = 0, high = (uint32_t)passages->list.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (passages->list.items[middle].block->span.start < comment.end)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < passages->list.count && passages->list.items[low].kind == PASSAGE_HTML)
        low++;
    if (low == passages->list.count)
        return comment;
    const struct passage *next = &passages->list.items[low];
    bool has_section = next->kind == PASSAGE_HEADING || next->kind == PASSAGE_ITEM;
    uint32_t end = end_of(passages, low, has_section ? next->end : low + 1, next->block->span.end);
    return (struct span){next->block->span.start, end};
}

static bool is_alone(struct str line, size_t from, size_t to)
{
    return str_trim(str_slice(line, 0, from)).length == 0
           && str_trim(str_from(line, to)).length == 0;
}

static void read_comment(struct unit *unit, const struct passages *passages, struct span span)
{
    struct span line = line_of(unit, span.start);
    struct span inside = {span.start + 4, span.end - 3};
    struct text text = text_trim(text_of_span(&unit->arena, unit->sources, inside));
    if (!str_starts_with(text.str, STR("belay:")))
        return;
    bool is_own = span.end > line.end
                  || is_alone(source_text(unit->sources, line), span.start - line.start,
                              span.end - line.start);
    suppression_read(&unit->suppressions, &unit->diagnostics, text, span,
                     is_own ? scope_behind(passages, span) : line);
}

// Where the walk over the document's code is; addresses only grow.
struct code_walk {
    const struct passages *passages;
    uint32_t passage;
    const struct markdown_mark *mark; // of the passage's block
};

static void enter_block(struct code_walk *walk)
{
    walk->mark = walk->passage < walk->passages->list.count
                     ? walk->passages->list.items[walk->passage].block->marks.first
                     : NULL;
}

// A comment that is shown as code is no comment.
static bool is_in_code(struct code_walk *walk, uint32_t address)
{
    const struct passages *passages = walk->passages;
    if (!passages->list.count)
        return false;
    while (walk->passage + 1 < passages->list.count
           && passages->list.items[walk->passage + 1].block->span.start <= address) {
        walk->passage++;
        enter_block(walk);
    }
    const struct markdown_block *block = passages->list.items[walk->passage].block;
    if (block->kind == MARKDOWN_CODE)
        return span_covers(block->span, address);
    for (; walk->mark; walk->mark = walk->mark->next) {
        struct span span = text_span(block->text, walk->mark->from, walk->mark->to);
        if (walk->mark->kind == MARK_CODE && span_covers(span, address))
            return true;
        if (span.end > address)
            return false;
    }
    return false;
}

void html_comments_read(struct unit *unit, const struct passages *passages)
{
    struct str text = unit->file->text;
    struct code_walk walk = {.passages = passages};
    enter_block(&walk);
    for (size_t at = 0; (at = str_find(text, STR("<!--"), at)) != STR_NOT_FOUND;) {
        size_t end = str_find(text, STR("-->"), at + 4);
        if (end == STR_NOT_FOUND)
            return;
        uint32_t base = unit->file->base;
        struct span span = {base + (uint32_t)at, base + (uint32_t)end + 3};
        if (!is_in_code(&walk, span.start))
            read_comment(unit, passages, span);
        at = end + 3;
    }
}
