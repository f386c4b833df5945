// HTML inside Markdown's text.
#include "readers/markdown/prose.h"

// Those that are left out of the text. Other words in angle brackets are placeholders.
static const char *const names[] = {
    "a",     "abbr", "b",    "big",  "br",   "center", "cite",  "code", "del",    "details",
    "dfn",   "div",  "em",   "font", "h1",   "h2",     "h3",    "h4",   "h5",     "h6",
    "hr",    "i",    "img",  "ins",  "kbd",  "li",     "mark",  "ol",   "p",      "pre",
    "q",     "s",    "samp", "small", "span", "strike", "strong", "sub", "summary", "sup",
    "table", "tbody", "td",  "th",   "thead", "tr",    "tt",    "u",    "ul",     "var",
};

static struct str tag_name(struct str tag)
{
    size_t from = 1 + (tag.length > 1 && tag.data[1] == '/'), to = from;
    while (to < tag.length && (char_is_letter(tag.data[to]) || char_is_digit(tag.data[to])))
        to++;
    return str_slice(tag, from, to);
}

static bool is_left_out(struct str tag)
{
    if (str_starts_with(tag, STR("<!")) || str_starts_with(tag, STR("<?")))
        return true;
    struct str name = tag_name(tag);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return true;
    return false;
}

void prose_tag(struct prose *prose, struct str literal)
{
    if (!is_left_out(literal)) {
        prose_text(prose, literal);
        return;
    }
    size_t found = prose->at;
    prose->at = found + literal.length < prose->end ? found + literal.length : prose->end;
    if (str_equal_ignoring_case(tag_name(literal), STR("br")))
        text_builder_replace(&prose->builder, STR("\n"),
                             text_span(prose->source, found, prose->at));
}
