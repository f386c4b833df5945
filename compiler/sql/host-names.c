// Names in host code: their parts, and where they are mentioned.
#include "sql/host.h"

// Cuts the first part off a name: at underscores, hyphens, and where a capital begins a word.
static bool next_part(struct str *name, struct str *part)
{
    size_t from = 0;
    while (from < name->length && !char_is_letter(name->data[from])
           && !char_is_digit(name->data[from]))
        from++;
    if (from == name->length)
        return false;
    size_t to = from + 1;
    for (; to < name->length; to++) {
        char before = name->data[to - 1], c = name->data[to];
        bool begins_word = c >= 'A' && c <= 'Z' && !(before >= 'A' && before <= 'Z');
        if (begins_word || !(char_is_letter(c) || char_is_digit(c)))
            break;
    }
    *part = str_slice(*name, from, to);
    *name = str_from(*name, to);
    return true;
}

static bool is_one_of(struct str part, const char *words)
{
    struct str rest = str_of(words);
    while (rest.length > 0) {
        size_t end = str_find_char(rest, ' ', 0);
        if (str_equal_ignoring_case(str_slice(rest, 0, end), part))
            return true;
        rest = end == STR_NOT_FOUND ? STR_NONE : str_from(rest, end + 1);
    }
    return false;
}

bool name_has_part(struct str name, const char *words)
{
    struct str part;
    if (is_one_of(name, words))
        return true;
    while (next_part(&name, &part))
        if (is_one_of(part, words))
            return true;
    return false;
}

bool host_range_mentions(const struct host_code *code, struct host_range range, const char *words)
{
    for (uint32_t i = range.from; i < range.to && i < code->count; i++)
        if (code->tokens[i].kind == HOST_WORD && name_has_part(code->tokens[i].text, words))
            return true;
    return false;
}
