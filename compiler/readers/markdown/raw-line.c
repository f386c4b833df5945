// Lines of the repaired text: quote marks, indentation, markers.
#include "readers/markdown/lines.h"

enum { TAB_WIDTH = 4, LONGEST_NUMBER = 3, MAX_HEADING_LEVEL = 6 };

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static size_t column_behind(size_t column, char c)
{
    return c == '\t' ? (column / TAB_WIDTH + 1) * TAB_WIDTH : column + 1;
}

struct raw_line raw_line_at(struct str text, size_t start)
{
    struct raw_line line = { .start = start };
    line.end = str_find_char(text, '\n', start);
    if (line.end == STR_NOT_FOUND)
        line.end = text.length;
    line.next = line.end < text.length ? line.end + 1 : text.length;
    size_t at = start;
    while (at < line.end && (is_space(text.data[at]) || text.data[at] == '>')) {
        if (text.data[at] == '>') {
            line.quotes++;
            line.indent = 0;
            // The blank behind a quote mark belongs to the mark.
            at += at + 1 < line.end && text.data[at + 1] == ' ' ? 2 : 1;
            continue;
        }
        line.indent = column_behind(line.indent, text.data[at++]);
    }
    line.content = at;
    return line;
}

static size_t bullet_length(struct str text, size_t at, size_t end)
{
    static const struct str bullets[] = {
        STR("-"), STR("*"), STR("+"), STR("•"), STR("‣"), STR("◦"), STR("▪"),
    };
    struct str rest = str_slice(text, at, end);
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (str_starts_with(rest, bullets[i]))
            return bullets[i].length;
    return 0;
}

size_t list_marker_length(struct str text, size_t at, size_t end)
{
    size_t length = bullet_length(text, at, end);
    if (!length) {
        while (length <= LONGEST_NUMBER && at + length < end
               && char_is_digit(text.data[at + length]))
            length++;
        bool is_number = length && length <= LONGEST_NUMBER && at + length < end
                         && (text.data[at + length] == '.' || text.data[at + length] == ')');
        length = is_number ? length + 1 : 0;
    }
    bool is_alone = at + length >= end || is_space(text.data[at + length]);
    return is_alone ? length : 0;
}

unsigned heading_level(struct str text, size_t at, size_t end)
{
    unsigned level = 0;
    while (at + level < end && text.data[at + level] == '#' && level <= MAX_HEADING_LEVEL)
        level++;
    if (level == 0 || level > MAX_HEADING_LEVEL)
        return 0;
    return at + level == end || is_space(text.data[at + level]) ? level : 0;
}

void raw_line_dedent(struct raw_line *line, struct str text, size_t indent)
{
    size_t column = 0;
    while (line->start < line->end && is_space(text.data[line->start])) {
        size_t behind = column_behind(column, text.data[line->start]);
        if (behind > indent)
            break;
        column = behind;
        line->start++;
    }
    line->indent -= column < line->indent ? column : line->indent;
}

static void strip_quotes(struct raw_line *line, struct str text, unsigned quotes)
{
    for (; quotes && line->quotes; quotes--, line->quotes--) {
        while (text.data[line->start] != '>')
            line->start++;
        line->start++;
    }
    line->start += line->start < line->end && text.data[line->start] == ' ';
}

struct text markdown_dedent(struct arena *arena, struct text text, size_t from, size_t to,
                            unsigned quotes, size_t indent)
{
    if (to > from && text.str.data[to - 1] == '\n')
        to--;
    if (!quotes && !indent)
        return text_slice(text, from, to);
    struct text_builder builder = { .arena = arena };
    struct raw_line line;
    for (size_t at = from; at < to; at = line.next) {
        line = raw_line_at(text.str, at);
        if (quotes)
            strip_quotes(&line, text.str, quotes);
        raw_line_dedent(&line, text.str, indent);
        text_builder_append(&builder,
                            text_slice(text, line.start, line.next < to ? line.next : to));
    }
    return text_builder_finish(&builder);
}

struct text markdown_indented_code(struct arena *arena, struct text text, size_t from, size_t to)
{
    size_t start = from, column = 0;
    while (start > 0 && text.str.data[start - 1] != '\n')
        start--;
    struct raw_line first = raw_line_at(text.str, start);
    unsigned quotes = first.quotes;
    if (quotes)
        strip_quotes(&first, text.str, quotes);
    for (size_t at = first.start; at < from; at++)
        column = column_behind(column, text.str.data[at]);
    struct text_builder builder = { .arena = arena };
    size_t behind = first.next < to ? first.next : to;
    text_builder_append(&builder, text_slice(text, from, behind));
    if (behind < to)
        text_builder_append(&builder, markdown_dedent(arena, text, behind, to, quotes, column));
    return text_builder_finish(&builder);
}
