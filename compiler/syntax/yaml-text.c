// libyaml says what a scalar stands for, not where each byte of it comes from: lines are
// folded, escapes resolved, indentation is gone. This file folds once more, as libyaml does,
// and notes the places on the way. libyaml's value stays the measure: where the two differ,
// the whole scalar is the place of each byte.

#include "syntax/yaml-text.h"

#include "base/utf8.h"

struct decoding {
    struct text_builder builder;
    struct str source;
    uint32_t address; // of source.data[0]
    size_t at;
};

// ---- characters

static char char_at(const struct decoding *decoding, size_t at)
{
    return at < decoding->source.length ? decoding->source.data[at] : '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

// The bytes of the line break at an offset, 0 where none is. YAML 1.1 has six.
static size_t break_length(const struct decoding *decoding, size_t at)
{
    char c = char_at(decoding, at), next = char_at(decoding, at + 1);
    if (c == '\r')
        return next == '\n' ? 2 : 1;
    if (c == '\n')
        return 1;
    if (c == '\xC2' && next == '\x85')
        return 2;
    char third = char_at(decoding, at + 2);
    return c == '\xE2' && next == '\x80' && (third == '\xA8' || third == '\xA9') ? 3 : 0;
}

// What a line break stands for: LF, but for the separators of Unicode.
static struct str break_text(const struct decoding *decoding, size_t at)
{
    size_t length = break_length(decoding, at);
    return length == 3 ? str_slice(decoding->source, at, at + 3) : STR("\n");
}

static struct span span_at(const struct decoding *decoding, size_t from, size_t to)
{
    return (struct span){ decoding->address + (uint32_t)from, decoding->address + (uint32_t)to };
}

static void copy(struct decoding *decoding, size_t from, size_t to)
{
    text_builder_copy(&decoding->builder, str_slice(decoding->source, from, to),
                      decoding->address + (uint32_t)from);
}

static void replace(struct decoding *decoding, struct str bytes, size_t from, size_t to)
{
    text_builder_replace(&decoding->builder, bytes, span_at(decoding, from, to));
}

// The line breaks in [from, to), each for itself.
static void copy_breaks(struct decoding *decoding, size_t from, size_t to)
{
    for (size_t at = from, length; at < to; at += length ? length : 1) {
        length = break_length(decoding, at);
        if (char_at(decoding, at) == '\n')
            copy(decoding, at, at + 1); // it stands for itself: no piece of its own
        else if (length > 0)
            replace(decoding, break_text(decoding, at), at, at + length);
    }
}

// ---- plain and quoted scalars

static unsigned hexadecimal_value(char c)
{
    return char_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(char_lower(c) - 'a' + 10);
}

static size_t digits_of_escape(char c)
{
    return c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
}

// The escape at the cursor, a backslash.
static void decode_escape(struct decoding *decoding)
{
    static const struct { char name; const char *text; } escapes[] = {
        { 'a', "\a" }, { 'b', "\b" }, { 't', "\t" }, { '\t', "\t" }, { 'n', "\n" },
        { 'v', "\v" }, { 'f', "\f" }, { 'r', "\r" }, { 'e', "\x1B" }, { ' ', " " },
        { '"', "\"" }, { '/', "/" },  { '\\', "\\" }, { 'N', "\xC2\x85" }, { '_', "\xC2\xA0" },
        { 'L', "\xE2\x80\xA8" }, { 'P', "\xE2\x80\xA9" }, { '\'', "'" },
    };
    size_t start = decoding->at;
    char name = char_at(decoding, start + 1);
    size_t digits = digits_of_escape(name);
    decoding->at += 2 + digits;
    if (name == '0' || digits > 0) {
        uint32_t code_point = 0;
        char bytes[4] = { 0 };
        for (size_t i = 0; i < digits; i++)
            code_point = code_point * 16 + hexadecimal_value(char_at(decoding, start + 2 + i));
        size_t length = code_point > 0 && code_point <= 0x10FFFF ? utf8_encode(code_point, bytes)
                                                                 : 1;
        replace(decoding, (struct str){ bytes, length }, start, decoding->at);
        return;
    }
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].name == name)
            replace(decoding, str_of(escapes[i].text), start, decoding->at);
}

// Blanks and line breaks between words: blanks stay, one break is a blank, more are one less.
// `is_escaped`: the first break was taken away by a backslash.
static void decode_space(struct decoding *decoding, size_t end, bool is_escaped)
{
    size_t start = decoding->at, first_break = STR_NOT_FOUND, behind_first = 0;
    while (decoding->at < end) {
        size_t length = break_length(decoding, decoding->at);
        if (length == 0 && !is_blank(char_at(decoding, decoding->at)))
            break;
        if (length > 0 && first_break == STR_NOT_FOUND) {
            first_break = decoding->at;
            behind_first = first_break + length;
        }
        decoding->at += length > 0 ? length : 1;
    }
    if (is_escaped)
        copy_breaks(decoding, start, decoding->at);
    else if (first_break == STR_NOT_FOUND)
        copy(decoding, start, decoding->at);
    else if (break_length(decoding, first_break) == 3)
        copy_breaks(decoding, start, decoding->at);
    else {
        size_t before = decoding->builder.written.bytes.count;
        copy_breaks(decoding, behind_first, decoding->at);
        if (decoding->builder.written.bytes.count == before)
            replace(decoding, STR(" "), start, decoding->at);
    }
}

static bool is_space(const struct decoding *decoding, size_t at)
{
    return is_blank(char_at(decoding, at)) || break_length(decoding, at) > 0;
}

// What stands between the quotes, up to `end`.
static void decode_flow(struct decoding *decoding, enum yaml_style style, size_t end)
{
    while (decoding->at < end) {
        size_t start = decoding->at;
        char c = char_at(decoding, start);
        if (is_space(decoding, start))
            decode_space(decoding, end, false);
        else if (style == YAML_DOUBLE_QUOTED && c == '\\') {
            size_t length = break_length(decoding, start + 1);
            decoding->at += 1 + length;
            if (length > 0)
                decode_space(decoding, end, true);
            else {
                decoding->at = start;
                decode_escape(decoding);
            }
        } else if (style == YAML_SINGLE_QUOTED && c == '\'') {
            decoding->at += 2;
            replace(decoding, STR("'"), start, decoding->at);
        } else {
            while (decoding->at < end && !is_space(decoding, decoding->at)
                   && !(style == YAML_DOUBLE_QUOTED && char_at(decoding, decoding->at) == '\\')
                   && !(style == YAML_SINGLE_QUOTED && char_at(decoding, decoding->at) == '\''))
                decoding->at++;
            copy(decoding, start, decoding->at);
        }
    }
}

// ---- block scalars

struct block_lines {
    size_t indent;
    char chomping; // '+', '-', or 0: one line break at the end
};

// Goes behind `|`, its indicators, a comment and the line break.
static char read_header(struct decoding *decoding)
{
    char chomping = 0;
    while (decoding->at < decoding->source.length && break_length(decoding, decoding->at) == 0) {
        char c = char_at(decoding, decoding->at++);
        if (c == '#')
            while (decoding->at < decoding->source.length
                   && break_length(decoding, decoding->at) == 0)
                decoding->at++;
        if (c == '+' || c == '-')
            chomping = c;
    }
    decoding->at += break_length(decoding, decoding->at);
    return chomping;
}

static size_t count_spaces(const struct decoding *decoding, size_t at)
{
    size_t count = 0;
    while (char_at(decoding, at + count) == ' ')
        count++;
    return count;
}

// The spaces before the first text that is not blank, from an offset on.
static size_t first_spaces(const struct decoding *decoding, size_t at)
{
    for (size_t spaces, length; at < decoding->source.length; at += spaces + length) {
        spaces = count_spaces(decoding, at);
        length = break_length(decoding, at + spaces);
        if (length == 0)
            return spaces;
    }
    return 0;
}

// The indentation that was taken off: what the first line with text has more than its value.
static size_t find_indent(const struct decoding *decoding, struct str value)
{
    struct decoding there = { .source = value };
    size_t spaces = first_spaces(decoding, decoding->at), kept = first_spaces(&there, 0);
    return spaces > kept ? spaces - kept : 0;
}

// Goes behind indentation and empty lines; returns whether a line of the scalar follows.
static bool skip_breaks(struct decoding *decoding, size_t indent)
{
    for (;;) {
        size_t spaces = count_spaces(decoding, decoding->at);
        size_t taken = spaces < indent ? spaces : indent;
        size_t length = break_length(decoding, decoding->at + taken);
        if (length == 0) {
            decoding->at += taken;
            return taken == indent && decoding->at < decoding->source.length;
        }
        decoding->at += taken + length;
    }
}

static void skip_line(struct decoding *decoding)
{
    while (decoding->at < decoding->source.length && break_length(decoding, decoding->at) == 0)
        decoding->at++;
}

// Returns the offset behind the last line's text.
static size_t decode_block(struct decoding *decoding, enum yaml_style style, struct str value)
{
    char chomping = read_header(decoding);
    size_t last_end = decoding->at;
    size_t indent = find_indent(decoding, value);
    size_t line_break = 0, breaks = decoding->at; // the break behind the last line, the next ones
    bool has_break = false, was_blank = false;
    while (skip_breaks(decoding, indent) && indent > 0) {
        bool is_more = is_blank(char_at(decoding, decoding->at));
        size_t start = decoding->at;
        bool is_folded = style == YAML_FOLDED && has_break && !was_blank && !is_more
                         && break_length(decoding, line_break) != 3;
        size_t before = decoding->builder.written.bytes.count;
        if (has_break && !is_folded)
            copy_breaks(decoding, line_break, breaks);
        copy_breaks(decoding, breaks, start);
        if (is_folded && decoding->builder.written.bytes.count == before)
            replace(decoding, STR(" "), line_break, start);
        skip_line(decoding);
        copy(decoding, start, decoding->at);
        last_end = decoding->at;
        was_blank = is_more;
        has_break = break_length(decoding, decoding->at) > 0;
        line_break = decoding->at;
        decoding->at += break_length(decoding, decoding->at);
        breaks = decoding->at;
    }
    if (chomping != '-' && has_break)
        copy_breaks(decoding, line_break, breaks);
    if (chomping == '+')
        copy_breaks(decoding, breaks, decoding->at);
    return last_end;
}

// ---- all

static size_t decode(struct decoding *decoding, enum yaml_style style, struct str value)
{
    size_t end = decoding->source.length;
    switch (style) {
    case YAML_PLAIN:
        decode_flow(decoding, style, end);
        return end;
    case YAML_SINGLE_QUOTED:
    case YAML_DOUBLE_QUOTED:
        decoding->at = 1;
        decode_flow(decoding, style, end > 1 ? end - 1 : end);
        return end;
    case YAML_LITERAL:
    case YAML_FOLDED: return decode_block(decoding, style, value);
    }
    return end;
}

struct text yaml_text(struct arena *arena, enum yaml_style style, struct str value,
                      struct str source, uint32_t address, size_t *end)
{
    struct decoding decoding = {
        .builder = { .arena = arena }, .source = source, .address = address
    };
    *end = decode(&decoding, style, value);
    struct text text = text_builder_finish(&decoding.builder);
    if (str_equal(text.str, value) && value.length > 0)
        return text;
    return text_for_span(arena, arena_copy(arena, value), span_at(&decoding, 0, *end));
}
