// Splits SQL at its semicolons.

#include "readers/markdown/sql-split.h"

static bool starts_with(struct text text, size_t at, const char *literal)
{
    return str_starts_with(str_from(text.str, at), str_of(literal));
}

static size_t line_end(struct text text, size_t at)
{
    size_t end = str_find_char(text.str, '\n', at);
    return end == STR_NOT_FOUND ? text.str.length : end;
}

// The offset behind the comment or quoted text at `at`, or `at`.
static size_t skip_opaque(struct text text, size_t at)
{
    if (starts_with(text, at, "--"))
        return line_end(text, at);
    size_t end;
    char c = text.str.data[at];
    if (starts_with(text, at, "/*"))
        end = str_find(text.str, STR("*/"), at + 2);
    else if (starts_with(text, at, "$$"))
        end = str_find(text.str, STR("$$"), at + 2);
    else if (c == '\'' || c == '"')
        end = str_find_char(text.str, c, at + 1);
    else
        return at;
    if (end == STR_NOT_FOUND)
        return text.str.length;
    return end + (c == '\'' || c == '"' ? 1 : 2);
}

static struct text comment_text(struct text text, size_t from, size_t to)
{
    return text_trim(text_slice(text, from + 2, to));
}

// Skips blanks and comments before a statement; the last comment is its title.
static size_t skip_head(struct text text, struct text *title)
{
    size_t at = 0;
    while (at < text.str.length) {
        if (char_is_blank(text.str.data[at]) || text.str.data[at] == ';') {
            at++;
        } else if (starts_with(text, at, "--")) {
            size_t end = line_end(text, at);
            *title = comment_text(text, at, end);
            at = end;
        } else if (starts_with(text, at, "/*")) {
            at = skip_opaque(text, at);
        } else {
            return at;
        }
    }
    return at;
}

bool sql_next(struct text *rest, struct sql_piece *piece)
{
    *piece = (struct sql_piece){0};
    struct text text = *rest;
    size_t start = skip_head(text, &piece->title), at = start;
    while (at < text.str.length && text.str.data[at] != ';') {
        size_t behind = skip_opaque(text, at);
        if (starts_with(text, at, "--") && !text_is_set(piece->comment))
            piece->comment = comment_text(text, at, behind);
        at = behind > at ? behind : at + 1;
    }
    bool has_end = at < text.str.length;
    piece->code = text_trim(text_slice(text, start, at + has_end));
    at += has_end;
    size_t end = line_end(text, at);
    struct text behind = text_trim(text_slice(text, at, end));
    if (starts_with(behind, 0, "--")) {
        piece->comment = comment_text(behind, 0, behind.str.length);
        at = end;
    }
    *rest = text_slice(text, at, text.str.length);
    return piece->code.str.length > 0;
}
