#include "drawing/mermaid.h"

#include "base/utf8.h"

// A dot behind a number and a dash at the start would begin a list, a "%%" a comment.
static bool is_harmless(struct str text, size_t at)
{
    char c = text.data[at];
    if (char_is_letter(c) || char_is_digit(c) || c == ' ' || c == ',' || c == '/')
        return true;
    if (at == 0)
        return false;
    return c == '-' || c == '_' || (c == '.' && !char_is_digit(text.data[at - 1]));
}

void mermaid_text(struct output *out, struct str text)
{
    for (size_t at = 0, length; at < text.length; at += length) {
        uint32_t code_point = utf8_decode(str_from(text, at), &length);
        if (length == 1 && is_harmless(text, at))
            output_char(out, text.data[at]);
        else if (code_point < ' ' || (code_point >= 0x7F && code_point < 0xA0))
            output_char(out, ' ');
        else if (length == 1 && code_point < 0x7F)
            output_format(out, "#%u;", code_point);
        else if (length == 1 || (code_point >= 0x2028 && code_point <= 0x202E)
                 || (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0xFEFF)
            output_str(out, STR("\xEF\xBF\xBD")); // no UTF-8, or it turns the line around
        else
            output_str(out, str_slice(text, at, at + length));
    }
}
