// HTML inside Markdown's text.
#include "readers/markdown/html.h"

static const char *const names[] = {
    "a",     "abbr",  "b",    "big",   "br",    "center", "cite",   "code", "del",     "details",
    "dfn",   "div",   "em",   "font",  "h1",    "h2",     "h3",     "h4",   "h5",      "h6",
    "hr",    "i",     "img",  "ins",   "kbd",   "li",     "mark",   "ol",   "p",       "pre",
    "q",     "s",     "samp", "small", "span",  "strike", "strong", "sub",  "summary", "sup",
    "table", "tbody", "td",   "th",    "thead", "tr",     "tt",     "u",    "ul",      "var",
};

static struct str tag_name(struct str tag)
{
    size_t from = 1 + (tag.length > 1 && tag.data[1] == '/'), to = from;
    while (to < tag.length && (char_is_letter(tag.data[to]) || char_is_digit(tag.data[to])))
        to++;
    return str_slice(tag, from, to);
}

bool tag_is_left_out(struct str tag)
{
    if (str_starts_with(tag, STR("<!")) || str_starts_with(tag, STR("<?")))
        return true;
    struct str name = tag_name(tag);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return true;
    return false;
}

bool tag_is_line_break(struct str tag)
{
    return str_equal_ignoring_case(tag_name(tag), STR("br"));
}
