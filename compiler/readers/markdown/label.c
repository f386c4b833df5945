// Labels: "**Goal:** Copy the rows", "Rollback: switch back".

#include "readers/markdown/passage.h"
#include "readers/markdown/words.h"

enum { MAX_PLAIN_LABEL_BYTES = 60, MAX_PLAIN_LABEL_WORDS = 5 };

static size_t colon_at(struct str text, size_t at)
{
    if (at < text.length && text.data[at] == ':')
        return 1;
    return str_starts_with(str_from(text, at), STR("：")) ? strlen("：") : 0;
}

static struct text without_colon(struct text text)
{
    text = text_trim(text);
    if (str_ends_with(text.str, STR(":")))
        text = text_slice(text, 0, text.str.length - 1);
    else if (str_ends_with(text.str, STR("：")))
        text = text_slice(text, 0, text.str.length - strlen("："));
    return text_trim(text);
}

// The offset in the passage's text behind the bold text at its head, or 0.
static size_t bold_end(const struct passage *passage, size_t start)
{
    size_t length = passage->text.str.length;
    for (const struct markdown_mark *mark = passage->marks;
         mark && mark->from <= passage->from + start; mark = mark->next)
        if (mark->kind == MARK_STRONG && mark->from == passage->from + start
            && mark->to > mark->from && mark->to <= passage->from + length)
            return mark->to - passage->from;
    return 0;
}

struct text passage_lead(const struct passage *passage)
{
    size_t start = words_skip_ornaments(passage->text.str, 0), end = bold_end(passage, start);
    return end ? without_colon(text_slice(passage->text, start, end)) : TEXT_NONE;
}

static struct label make(const struct passage *passage, size_t from, size_t to, size_t tail,
                         bool is_bold)
{
    struct text text = passage->text;
    struct label label = {
        .text = without_colon(text_slice(text, from, to)),
        .tail = text_trim(text_slice(text, tail, text.str.length)),
        .is_bold = is_bold,
    };
    label.section = section_of_label(heading_core(label.text).str);
    return label;
}

static struct label read_bold(const struct passage *passage, size_t start, size_t end)
{
    struct str text = passage->text.str;
    bool ends_with_colon = str_ends_with(str_slice(text, 0, end), STR(":"))
                           || str_ends_with(str_slice(text, 0, end), STR("："));
    size_t behind = words_skip_blanks(text, end), colon = colon_at(text, behind);
    size_t dash = colon ? 0 : words_dash(text, behind);
    struct label label = make(passage, start, end, behind + (colon ? colon : dash), true);
    bool is_whole = words_skip_ornaments(text, end) >= text.length;
    bool is_label = ends_with_colon || colon || is_whole || (dash && behind > end)
                    || (label.section != SECTION_UNKNOWN
                        && (behind >= text.length || text.data[behind] == '('));
    return is_label && label.text.str.length ? label : (struct label){0};
}

static struct label read_plain(const struct passage *passage, size_t start)
{
    struct str text = passage->text.str;
    unsigned words = 1;
    for (size_t at = start; at < text.length && at - start < MAX_PLAIN_LABEL_BYTES; at++) {
        size_t colon = colon_at(text, at);
        if (colon) {
            struct label label = make(passage, start, at, at + colon, false);
            bool is_apart =
                at + colon >= text.length || char_is_blank(text.data[at + colon]) || colon > 1;
            bool is_label = is_apart && label.text.str.length && words <= MAX_PLAIN_LABEL_WORDS
                            && (label.section != SECTION_UNKNOWN || !label.tail.str.length);
            return is_label ? label : (struct label){0};
        }
        if (strchr(".?!;,\n`=<>", text.data[at]))
            break;
        words += text.data[at] == ' ';
    }
    return (struct label){0};
}

struct label label_read(const struct passage *passage)
{
    size_t start = words_skip_ornaments(passage->text.str, 0);
    size_t end = bold_end(passage, start);
    return end ? read_bold(passage, start, end) : read_plain(passage, start);
}
