#include "backends/printable.h"

#include "base/utf8.h"

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028
           || c == 0x2029;
}

// Embeddings, overrides and isolates: with them, text is shown in another order than that
// in which it is read. (The plain marks U+200E and U+200F do no such thing.)
static bool turns_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD;
}

static struct str next(struct str *rest, bool keeps_lines)
{
    size_t length;
    uint32_t c = utf8_decode(*rest, &length);
    struct str character = str_slice(*rest, 0, length);
    *rest = str_from(*rest, length);
    if (keeps_lines && (c == '\n' || c == '\t'))
        return character;
    if (is_line_end(c) || c == '\t')
        return STR(" ");
    return is_control(c) || turns_direction(c) ? STR("\xEF\xBF\xBD") : character;
}

struct str printable_next(struct str *rest)
{
    return next(rest, false);
}

struct str printable_code_next(struct str *rest)
{
    return next(rest, true);
}

size_t longest_run(struct str text, char c)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.length; i++) {
        run = text.data[i] == c ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}
