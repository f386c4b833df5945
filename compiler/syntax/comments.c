// Suppressions in the comments of the plan language, and of YAML.

#include "syntax/comments.h"

// The first statement that starts at or behind an address, at any depth.
static const struct statement *statement_behind(const struct statement *statement, uint32_t address)
{
    for (; statement; statement = statement->next) {
        if (statement->span.start >= address)
            return statement;
        if (statement->block && span_covers(statement->block->span, address)) {
            const struct statement *inner =
                statement_behind(statement->block->statements.first, address);
            if (inner)
                return inner;
        }
    }
    return NULL;
}

static struct span line_of(const struct unit *unit, uint32_t address)
{
    struct source_place place = source_locate(unit->sources, address);
    uint32_t start = address - place.offset;
    return (struct span){ start, start + (uint32_t)place.line.length };
}

static struct span scope_of(const struct unit *unit, const struct document *document,
                            const struct comment *comment)
{
    struct span line = line_of(unit, comment->span.start);
    uint32_t from = comment->has_own_line ? comment->span.end : line.start;
    const struct statement *next = statement_behind(document->statements.first, from);
    if (!comment->has_own_line) {
        if (next && next->span.start < comment->span.start && next->span.end > line.end)
            line.end = next->span.end;
        if (comment->text_end > line.end)
            line.end = comment->text_end;
        return line;
    }
    if (!next)
        return comment->span;
    return span_join(next->span, next->block ? next->block->span : next->span);
}

void comments_read_suppressions(struct unit *unit, const struct document *document)
{
    list_each(comment, comment, document->comments) {
        struct text text = text_of_span(&unit->arena, unit->sources, comment->span);
        suppression_read(&unit->suppressions, &unit->diagnostics,
                         text_slice(text, strlen("#"), text.str.length), comment->span,
                         scope_of(unit, document, comment));
    }
}
