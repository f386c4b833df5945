// What a heading or a label announces.

#include "readers/markdown/sections.h"

#include "readers/markdown/words.h"

enum { MAX_LABEL_WORDS = 6 };

static bool announces(struct str text, const char *const *phrases)
{
    for (; *phrases; phrases++) {
        bool is_whole = **phrases == '=';
        if (is_whole ? words_match(text, 0, *phrases + 1) == text.length && text.length
                     : words_find(text, *phrases, NULL, NULL))
            return true;
    }
    return false;
}

static enum section look_up(const struct section_words *table, struct str text)
{
    for (; table->phrases; table++)
        if (announces(text, table->phrases) && !(table->except && announces(text, table->except)))
            return table->section;
    return SECTION_UNKNOWN;
}

// "3.1 ", "4) ", "B. ": where the title begins.
static size_t skip_number(struct str text, size_t at)
{
    size_t start = at;
    int number;
    for (size_t end; (end = words_number(text, at, &number)) > at;)
        at = end < text.length && strchr(".)", text.data[end]) ? end + 1 : end;
    bool is_letter = at == start && at + 1 < text.length && text.data[at] >= 'A'
                     && text.data[at] <= 'Z' && strchr(".)", text.data[at + 1]);
    if (is_letter)
        at += 2;
    bool is_number = at > start && at < text.length
                     && (char_is_blank(text.data[at]) || strchr(".)", text.data[at - 1]));
    return is_number ? words_skip_ornaments(text, at) : start;
}

struct text heading_core(struct text heading)
{
    struct str text = heading.str;
    size_t start = skip_number(text, words_skip_ornaments(text, 0)), end = start;
    for (; end < text.length; end++) {
        struct str rest = str_from(text, end);
        if (strchr(":(", rest.data[0]) || str_starts_with(rest, STR("："))
            || str_starts_with(rest, STR("（")))
            break;
        bool is_apart = end > start && char_is_blank(text.data[end - 1]);
        size_t dash = is_apart ? words_dash(text, end) : 0;
        if (dash && end + dash < text.length && char_is_blank(text.data[end + dash]))
            break;
    }
    struct text core = text_trim(text_slice(heading, start, end));
    return core.str.length ? core : text_trim(heading);
}

enum section section_of_heading(struct str heading)
{
    return look_up(section_words, heading_core((struct text){.str = heading}).str);
}

enum section section_of_label(struct str label)
{
    unsigned words = 1;
    for (size_t i = 0; i < label.length; i++)
        words += label.data[i] == ' ';
    if (words > MAX_LABEL_WORDS)
        return SECTION_UNKNOWN;
    return look_up(label_words, label);
}

bool heading_is_container(struct str heading)
{
    return section_of_heading(heading) == SECTION_PHASES;
}
