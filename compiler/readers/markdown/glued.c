// Text of scraped pages, where a line break was lost before a heading or a phase.
#include "readers/markdown/feed.h"

enum { DEEPEST_GLUED_HEADING = 3, CHECKBOX_LENGTH = 3 };

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

// "Phase 2: " and its like.
static bool is_phase(struct str rest)
{
    static const char *const words[] = { "Phase ", "Step ", "Stage " };
    size_t at = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words && !at; i++)
        at = str_starts_with(rest, str_of(words[i])) ? strlen(words[i]) : 0;
    size_t digits = at;
    while (at && digits < rest.length && char_is_digit(rest.data[digits]))
        digits++;
    return digits > at && str_starts_with(str_from(rest, digits), STR(": "));
}

// The level of "# Title"; 0 where the marks are something else.
static unsigned glued_heading_level(struct str rest)
{
    unsigned level = 0;
    while (level <= DEEPEST_GLUED_HEADING && level < rest.length && rest.data[level] == '#')
        level++;
    bool is_heading = level && level <= DEEPEST_GLUED_HEADING && level + 1 < rest.length
                      && rest.data[level] == ' ' && rest.data[level + 1] >= 'A'
                      && rest.data[level + 1] <= 'Z';
    return is_heading ? level : 0;
}

// True where the word that ends at `at` may be the last one of lost line: not part of a
// compound as in "SubPhase 1: ", and not the first word.
static bool ends_line(struct str text, size_t from, size_t at)
{
    size_t start = at;
    while (start > from && char_is_letter(text.data[start - 1]))
        start--;
    struct str word = str_slice(text, start, at);
    if (word.length < 2 || !is_lower(word.data[0]) || str_is(word, "sub") || str_is(word, "pre")
        || str_is(word, "post"))
        return false;
    return start > from;
}

static bool is_glued_phase(struct str text, size_t from, size_t at)
{
    char before = text.data[at - 1];
    if (before == ']')
        return at < from + CHECKBOX_LENGTH || text.data[at - CHECKBOX_LENGTH] != '[';
    return before == ')' || before == '`' || ends_line(text, from, at);
}

// A single "#" stands for a number elsewhere, so it takes a page without blank lines.
static bool is_glued_heading(struct str text, size_t from, size_t at, bool is_flattened)
{
    if (text.data[from] == '|' || !(is_lower(text.data[at - 1]) || text.data[at - 1] == ')'))
        return false;
    return is_flattened || text.data[at + 1] == '#';
}

size_t feed_find_glued(struct str text, size_t from, size_t to, bool is_flattened)
{
    bool is_code = false;
    struct str line = str_slice(text, 0, to);
    for (size_t at = from; at < to; at++) {
        char c = text.data[at];
        if (at > from && !is_code) {
            struct str rest = str_from(line, at);
            if ((c == 'P' || c == 'S') && is_phase(rest) && is_glued_phase(text, from, at))
                return at;
            if (c == '#' && glued_heading_level(rest)
                && is_glued_heading(text, from, at, is_flattened))
                return at;
        }
        if (c == '`')
            is_code = !is_code;
    }
    return to;
}
