// Finds headings that are written as HTML.
#include "readers/markdown/html.h"

static bool is_name_end(struct str html, size_t at)
{
    return at < html.length && (html.data[at] == '>' || char_is_blank(html.data[at]));
}

// The length of "h2" or "summary" at `at`; 0 where there is neither.
static size_t heading_name_length(struct str html, size_t at, int *level)
{
    struct str rest = str_slice(html, at, at + strlen("summary"));
    if (str_equal_ignoring_case(rest, STR("summary")) && is_name_end(html, at + rest.length)) {
        *level = HTML_SUMMARY;
        return rest.length;
    }
    if (rest.length < 2 || char_lower(rest.data[0]) != 'h' || rest.data[1] < '1'
        || rest.data[1] > '6' || !is_name_end(html, at + 2))
        return 0;
    *level = rest.data[1] - '0';
    return 2;
}

static struct text without_tags(struct arena *arena, struct text text)
{
    struct text_builder builder = { .arena = arena };
    for (size_t at = 0; at < text.str.length;) {
        size_t tag = str_find_char(text.str, '<', at);
        size_t end = tag == STR_NOT_FOUND ? text.str.length : tag;
        text_builder_append(&builder, text_slice(text, at, end));
        size_t close = str_find_char(text.str, '>', end);
        at = close == STR_NOT_FOUND ? text.str.length : close + 1;
    }
    return text_trim(text_builder_finish(&builder));
}

bool html_next_heading(struct arena *arena, struct text *html, struct html_heading *heading)
{
    struct str str = html->str;
    for (size_t at = 0; (at = str_find_char(str, '<', at)) != STR_NOT_FOUND; at++) {
        if (str_starts_with(str_from(str, at), STR("<!--")))
            break;
        size_t name = heading_name_length(str, at + 1, &heading->level);
        if (name == 0)
            continue;
        size_t from = str_find_char(str, '>', at);
        struct str closing = arena_format(arena, "</%.*s", (int)name, str.data + at + 1);
        size_t to = from == STR_NOT_FOUND ? from : str_find_ignoring_case(str, closing, from);
        if (to == STR_NOT_FOUND)
            break;
        heading->title = without_tags(arena, text_slice(*html, from + 1, to));
        *html = text_slice(*html, to, str.length);
        return true;
    }
    *html = text_slice(*html, str.length, str.length);
    return false;
}
