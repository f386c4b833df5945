#include "rules/support/placeholder.h"

enum { LONGEST_BRACKET = 80, FEWEST_UNDERSCORES = 3 };

// What stands in the brackets of a template, as its last word; the second list only where
// the brackets are the whole value: "[database] Add the column" is a label.
static const char *const heads[] = { "name", "names", "date", "time", "person", "number",
                                     "duration", "email", "phone", "url", "tbd", "todo",
                                     "placeholder", "hh:mm", "yyyy-mm-dd" };
static const char *const whole_heads[] = {
    "team", "owner", "lead", "contact", "role", "version", "table", "database", "service",
    "system", "description", "title", "link", "reason", "value", "details", "goal", "level",
};
static const char *const requests[] = { "your", "insert", "enter", "specify", "describe", "fill",
                                        "list", "add" };
static const char *const whole_values[] = {
    "tbd", "tba", "tbc", "todo", "fixme", "to be determined", "to be decided", "to be defined",
    "to be confirmed", "to be announced", "yyyy-mm-dd", "yyyy/mm/dd", "dd/mm/yyyy", "mm/dd/yyyy",
    "dd.mm.yyyy", "hh:mm", "...", "…", "your name",
};

static bool is_listed(struct str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ignoring_case(word, str_of(list[i])))
            return true;
    return false;
}

#define IS_LISTED(word, list) is_listed((word), (list), sizeof(list) / sizeof *(list))

static bool has_letter(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (char_is_letter(text.data[i]))
            return true;
    return false;
}

// Begins with a capital letter, as labels in brackets do not.
static bool is_capital(struct str text)
{
    return text.length > 0 && text.data[0] >= 'A' && text.data[0] <= 'Z';
}

static struct str first_word(struct str text)
{
    size_t end = str_find_char(text, ' ', 0);
    return str_slice(text, 0, end);
}

static struct str last_word(struct str text)
{
    size_t start = text.length;
    while (start > 0 && text.data[start - 1] != ' ')
        start--;
    return str_from(text, start);
}

static bool is_choice(struct str inside)
{
    size_t bar = str_find_char(inside, '|', 0);
    return bar != STR_NOT_FOUND && has_letter(str_slice(inside, 0, bar))
           && has_letter(str_from(inside, bar));
}

// "Name", "X hours", "Low | Medium | High".
static bool is_template_text(struct str inside, bool is_whole)
{
    inside = str_trim(inside);
    if (!has_letter(inside) || inside.length > LONGEST_BRACKET)
        return false;
    struct str first = first_word(inside), last = last_word(inside);
    if (is_choice(inside) || IS_LISTED(last, heads))
        return true;
    bool counts = str_is(first, "X") || str_is(first, "N") || str_is(first, "XX");
    if (counts && (is_whole || inside.length > first.length))
        return true;
    return is_whole && (IS_LISTED(last, whole_heads) || IS_LISTED(first, requests));
}

static bool is_whole_placeholder(struct str text, enum placeholder_care care)
{
    if (IS_LISTED(text, whole_values))
        return true;
    if (text.length < 3)
        return str_is(text, "?") || str_is(text, "??");
    char open = text.data[0], close = text.data[text.length - 1];
    struct str inside = str_slice(text, 1, text.length - 1);
    if (open == '<' && close == '>')
        return has_letter(inside) && str_find_char(inside, '<', 0) == STR_NOT_FOUND;
    if (open != '[' || close != ']' || str_find_char(inside, ']', 0) != STR_NOT_FOUND)
        return false;
    bool is_title = care == PLACEHOLDER_IN_VALUE && has_letter(inside)
                    && (is_capital(inside) || str_find_char(inside, ' ', 0) != STR_NOT_FOUND);
    return is_title || is_template_text(inside, care != PLACEHOLDER_IN_METADATA);
}

static bool is_between_words(struct str text, size_t from, size_t to)
{
    return (from == 0 || !char_is_word(text.data[from - 1]))
           && (to == text.length || !char_is_word(text.data[to]));
}

// TBD and TBA as words, TODO where it is followed by a colon.
static bool find_mark(struct str text, size_t *from, size_t *to)
{
    static const char *const marks[] = { "TBD", "TBA", "TODO", "FIXME" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct str mark = str_of(marks[i]);
        for (size_t at = 0; (at = str_find(text, mark, at)) != STR_NOT_FOUND; at = *to) {
            *from = at;
            *to = at + mark.length;
            bool has_colon = *to < text.length && text.data[*to] == ':';
            if (is_between_words(text, *from, *to) && (mark.length == 3 || has_colon))
                return true;
        }
    }
    return false;
}

static bool find_bracket(struct str text, size_t *from, size_t *to)
{
    for (size_t at = 0; (at = str_find_char(text, '[', at)) != STR_NOT_FOUND; at++) {
        size_t close = str_find_char(str_slice(text, 0, at + LONGEST_BRACKET), ']', at);
        if (close == STR_NOT_FOUND || !is_template_text(str_slice(text, at + 1, close), false))
            continue;
        *from = at;
        *to = close + 1;
        return true;
    }
    return false;
}

// The placeholder that is all of the text, or all behind its first colon.
static bool find_whole(struct str text, enum placeholder_care care, size_t *from, size_t *to)
{
    size_t colon = str_find(text, STR(": "), 0);
    size_t starts[] = { 0, colon == STR_NOT_FOUND ? 0 : colon + 2 };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct str value = str_trim(str_from(text, starts[i]));
        if (value.length == 0 || !is_whole_placeholder(value, care))
            continue;
        *from = (size_t)(value.data - text.data);
        *to = *from + value.length;
        return true;
    }
    return false;
}

// A run of `c`, at least `fewest` long, that is no part of a word.
static bool find_run(struct str text, char c, size_t fewest, size_t *from, size_t *to)
{
    for (size_t at = 0; (at = str_find_char(text, c, at)) != STR_NOT_FOUND; at = *to) {
        *from = *to = at;
        while (*to < text.length && text.data[*to] == c)
            (*to)++;
        if (*to - at >= fewest && is_between_words(text, *from, *to))
            return true;
    }
    return false;
}

bool placeholder_find(struct str text, enum placeholder_care care, size_t *from, size_t *to)
{
    if (find_whole(text, care, from, to))
        return true;
    if (find_mark(text, from, to) || find_bracket(text, from, to))
        return true;
    return care != PLACEHOLDER_IN_PROSE
           && (find_run(text, '_', FEWEST_UNDERSCORES, from, to)
               || find_run(text, 'X', 2, from, to));
}
