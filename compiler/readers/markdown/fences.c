// Code fences: what opens one, what closes it, and which hold plan text.
#include "readers/markdown/fences.h"

enum { SHORTEST_FENCE = 3, CLOSING_INDENT = 3, LEAST_HIDDEN_LINES = 40 };

// Reads the run of fence characters at `at`, which may be written \`\`\`.
static size_t read_run(struct str text, size_t at, size_t end, struct fence *fence)
{
    fence->is_escaped = at + 1 < end && text.data[at] == '\\' && text.data[at + 1] == '`';
    size_t step = fence->is_escaped ? 2 : 1;
    fence->start = at;
    fence->length = 0;
    fence->character = at + step <= end ? text.data[at + step - 1] : '\0';
    if (fence->character != '`' && fence->character != '~')
        return at;
    while (at + step <= end && text.data[at + step - 1] == fence->character
           && (step == 1 || text.data[at] == '\\')) {
        fence->length++;
        at += step;
    }
    return at;
}

bool fence_read(struct str text, const struct raw_line *line, struct fence *fence)
{
    *fence = (struct fence){ .quotes = line->quotes, .indent = line->indent };
    size_t at = line->content, marker = list_marker_length(text, at, line->end);
    fence->has_marker = marker > 0;
    if (fence->has_marker) {
        size_t behind = at + marker;
        while (behind < line->end && char_is_blank(text.data[behind]))
            behind++;
        fence->indent += behind - at;
        at = behind;
    }
    size_t info = read_run(text, at, line->end, fence);
    if (fence->length < SHORTEST_FENCE)
        return false;
    fence->info = str_trim(str_slice(text, info, line->end));
    return fence->character == '~' || str_find_char(fence->info, '`', 0) == STR_NOT_FOUND;
}

struct str fence_language(const struct fence *fence)
{
    struct str info = fence->info;
    while (info.length && (info.data[0] == '{' || info.data[0] == '.'))
        info = str_from(info, 1);
    size_t end = 0;
    while (end < info.length && !char_is_blank(info.data[end]) && info.data[end] != '}'
           && info.data[end] != ',')
        end++;
    return str_slice(info, 0, end);
}

static bool is_text(struct str language)
{
    return str_equal_ignoring_case(language, STR("text"))
           || str_equal_ignoring_case(language, STR("plaintext"));
}

// A fence that should be bare: its info string repeats the opener's or names plain text, and
// a blank line, a heading or nothing follows.
static bool closes_badly(struct str text, const struct fence *opener, const struct fence *fence,
                         size_t next)
{
    struct str opened = fence_language(opener), language = fence_language(fence);
    bool repeats = opened.length && str_equal_ignoring_case(opened, language);
    if (!repeats && !(is_text(language) && opened.length && !is_text(opened)))
        return false;
    if (next >= text.length)
        return true;
    struct raw_line line = raw_line_at(text, next);
    return raw_line_is_blank(&line) || heading_level(text, line.content, line.end);
}

// Could the line's fence close the block, or open one on its level?
static bool is_on_level(const struct fence *opener, const struct raw_line *line,
                        const struct fence *fence)
{
    return line->quotes == opener->quotes && line->indent <= opener->indent + CLOSING_INDENT
           && !fence->has_marker && fence->character == opener->character
           && fence->length >= opener->length && fence->is_escaped == opener->is_escaped;
}

// The start of a section that stands behind a blank line, where code has no such lines.
static bool begins_section(struct str text, const struct fence *opener,
                           const struct raw_line *line, bool is_behind_blank)
{
    return is_behind_blank && line->indent <= opener->indent
           && heading_level(text, line->content, line->end) >= 2;
}

static struct fence_end end_before(struct str text, size_t from, size_t section)
{
    size_t end = section;
    while (end > from && char_is_blank(text.data[end - 1]))
        end--;
    return (struct fence_end){ end, end, section, .is_closed = true, .is_missing = true };
}

struct fence_end fence_find_end(struct str text, const struct fence *opener, size_t from)
{
    struct raw_line line;
    struct fence fence;
    size_t section = 0; // the first section behind the opener
    bool is_behind_blank = false;
    for (size_t at = from; at < text.length; at = line.next) {
        line = raw_line_at(text, at);
        if (line.quotes < opener->quotes)
            return (struct fence_end){ at, at, at, .is_closed = true };
        if (!section && begins_section(text, opener, &line, is_behind_blank))
            section = at;
        is_behind_blank = raw_line_is_blank(&line);
        if (!fence_read(text, &line, &fence) || !is_on_level(opener, &line, &fence))
            continue;
        bool is_bare = fence.info.length == 0;
        if (is_bare || closes_badly(text, opener, &fence, line.next))
            return (struct fence_end){ at, line.end, line.next, true, .is_bad = !is_bare };
        if (section)
            return end_before(text, from, section);
    }
    return (struct fence_end){ text.length, text.length, text.length, .is_closed = false };
}

static bool is_bold_label(struct str rest)
{
    return str_starts_with(rest, STR("**")) || str_starts_with(rest, STR("__"));
}

static bool is_checkbox(struct str text, const struct raw_line *line)
{
    size_t marker = list_marker_length(text, line->content, line->end);
    struct str rest = str_trim(str_slice(text, line->content + marker, line->end));
    return marker && rest.length > 2 && rest.data[0] == '[' && rest.data[2] == ']'
           && strchr(" xX", rest.data[1]);
}

static bool is_markdown(struct str language)
{
    return str_equal_ignoring_case(language, STR("markdown"))
           || str_equal_ignoring_case(language, STR("md"))
           || str_equal_ignoring_case(language, STR("mdx"));
}

bool fence_is_transparent(struct str text, const struct fence *opener, size_t from)
{
    bool is_tagged = is_markdown(fence_language(opener));
    if (!is_tagged && opener->info.length)
        return false;
    unsigned sections = 0, headings = 0, labels = 0, boxes = 0;
    struct raw_line line;
    struct fence fence;
    for (size_t at = from; at < text.length; at = line.next) {
        line = raw_line_at(text, at);
        if (fence_read(text, &line, &fence) && !fence.info.length && !fence.has_marker
            && fence.character == opener->character && fence.length >= opener->length)
            break;
        unsigned level = heading_level(text, line.content, line.end);
        sections += level >= 2;
        headings += level >= 1;
        labels += is_bold_label(str_slice(text, line.content, line.end));
        boxes += is_checkbox(text, &line);
    }
    if (is_tagged)
        return headings + labels + boxes > 0;
    return sections > 0 && headings + labels >= 2;
}

bool fence_hides_plan(struct str text, size_t from)
{
    size_t lines = 0, sections = 0;
    struct raw_line line;
    for (size_t at = from; at < text.length; at = line.next) {
        line = raw_line_at(text, at);
        sections += heading_level(text, line.content, line.end) >= 2;
        lines++;
    }
    return lines > LEAST_HIDDEN_LINES && sections >= 2;
}
