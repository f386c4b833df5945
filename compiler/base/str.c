#include "base/str.h"

int str_compare(struct str a, struct str b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    if (order != 0)
        return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

bool str_equal_ignoring_case(struct str a, struct str b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++)
        if (char_lower(a.data[i]) != char_lower(b.data[i]))
            return false;
    return true;
}

bool str_starts_with(struct str str, struct str prefix)
{
    return str.length >= prefix.length && str_equal(str_slice(str, 0, prefix.length), prefix);
}

bool str_ends_with(struct str str, struct str suffix)
{
    return str.length >= suffix.length
           && str_equal(str_from(str, str.length - suffix.length), suffix);
}

size_t str_find(struct str str, struct str needle, size_t from)
{
    if (needle.length == 0)
        return from <= str.length ? from : STR_NOT_FOUND;
    while (from + needle.length <= str.length) {
        const char *found = memchr(str.data + from, needle.data[0], str.length - from);
        if (!found)
            return STR_NOT_FOUND;
        from = (size_t)(found - str.data);
        if (from + needle.length > str.length)
            return STR_NOT_FOUND;
        if (memcmp(found, needle.data, needle.length) == 0)
            return from;
        from++;
    }
    return STR_NOT_FOUND;
}

size_t str_find_char(struct str str, char c, size_t from)
{
    if (from >= str.length)
        return STR_NOT_FOUND;
    const char *found = memchr(str.data + from, c, str.length - from);
    return found ? (size_t)(found - str.data) : STR_NOT_FOUND;
}

size_t str_find_ignoring_case(struct str str, struct str needle, size_t from)
{
    const char first = needle.length ? char_lower(needle.data[0]) : '\0';
    for (; from + needle.length <= str.length; from++) {
        bool may_be = needle.length == 0 || char_lower(str.data[from]) == first;
        if (may_be && str_equal_ignoring_case(str_slice(str, from, from + needle.length), needle))
            return from;
    }
    return STR_NOT_FOUND;
}

bool str_has_word(struct str str, struct str word)
{
    for (size_t at = 0; (at = str_find_ignoring_case(str, word, at)) != STR_NOT_FOUND; at++) {
        size_t end = at + word.length;
        bool opens = at == 0 || !char_is_word(str.data[at - 1]);
        bool closes = end == str.length || !char_is_word(str.data[end]);
        if (opens && closes)
            return true;
    }
    return false;
}

struct str str_trim(struct str str)
{
    size_t from = 0, to = str.length;
    while (from < to && char_is_blank(str.data[from]))
        from++;
    while (to > from && char_is_blank(str.data[to - 1]))
        to--;
    return str_slice(str, from, to);
}

bool str_next_line(struct str *rest, struct str *line)
{
    if (rest->length == 0)
        return false;
    size_t end = str_find_char(*rest, '\n', 0);
    if (end == STR_NOT_FOUND)
        end = rest->length;
    *line = str_slice(*rest, 0, end);
    *rest = str_from(*rest, end + 1);
    return true;
}
