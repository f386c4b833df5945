#include "syntax/yaml-scalar.h"

#include "base/output.h"

// Characters that YAML takes for line breaks, or does not take at all.
static size_t special_length(struct str text, size_t at)
{
    struct str rest = str_from(text, at);
    if (str_starts_with(rest, STR("\xE2\x80\xA8")) || str_starts_with(rest, STR("\xE2\x80\xA9"))
        || str_starts_with(rest, STR("\xEF\xBB\xBF")) || str_starts_with(rest, STR("\xEF\xBF\xBE"))
        || str_starts_with(rest, STR("\xEF\xBF\xBF")))
        return 3;
    unsigned char c = (unsigned char)text.data[at];
    bool is_control = c == 0xC2 && at + 1 < text.length && (unsigned char)text.data[at + 1] < 0xA0;
    return is_control ? 2 : 0;
}

static bool is_plain_byte(struct str text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    if (c == ':')
        return at + 1 < text.length && text.data[at + 1] != ' ';
    if (c == '#')
        return at > 0 && text.data[at - 1] != ' ';
    return c >= ' ' && c != 0x7F && special_length(text, at) == 0;
}

// Strict: what is plain here is the same text for every reader of YAML, behind a key or a '-'.
static bool is_plain(struct str text)
{
    if (text.length == 0 || str_is(text, "null") || str_is(text, "true") || str_is(text, "false")
        || text.data[text.length - 1] == ' '
        || !(char_is_word(text.data[0]) || strchr("<=(/$", text.data[0])
             || (unsigned char)text.data[0] >= 0x80))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!is_plain_byte(text, i))
            return false;
    return true;
}

bool yaml_is_plain_word(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(" ,[]{}", text.data[i]))
            return false;
    return is_plain(text);
}

static void write_escaped(struct output *out, struct str text, size_t at, size_t length)
{
    uint32_t code_point = (unsigned char)text.data[at] & (length == 3 ? 0x0F : 0x1F);
    for (size_t i = 1; i < length; i++)
        code_point = code_point << 6 | ((unsigned char)text.data[at + i] & 0x3F);
    output_format(out, "\\u%04X", (unsigned)code_point);
}

struct str yaml_quote(struct arena *arena, struct str text)
{
    if (is_plain(text))
        return text;
    struct output out = { .arena = arena };
    output_char(&out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        size_t special = special_length(text, i);
        if (special > 0) {
            write_escaped(&out, text, i, special);
            i += special - 1;
        } else if (c == '\n')
            output_str(&out, STR("\\n"));
        else if (c < ' ' || c == 0x7F)
            output_format(&out, "\\x%02X", c);
        else
            output_format(&out, "%s%c", c == '"' || c == '\\' ? "\\" : "", c);
    }
    output_char(&out, '"');
    return output_get(&out);
}

bool yaml_can_be_literal(struct str code)
{
    bool has_text = false;
    for (size_t i = 0; i < code.length; i++) {
        unsigned char c = (unsigned char)code.data[i];
        if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F || special_length(code, i) > 0)
            return false;
        has_text |= c != ' ' && c != '\n' && c != '\t';
    }
    return has_text && code.data[0] != '\t';
}
