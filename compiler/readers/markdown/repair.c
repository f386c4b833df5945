// Repairs the text of a Markdown file before its structure is looked for.
#include "readers/markdown/repair.h"

#include "base/utf8.h"

enum {
    NO_BREAK_SPACE = 0xA0,
    NO_BREAK_HYPHEN = 0x2011,
    VARIATION_SELECTOR_16 = 0xFE0F,
};

struct repairer {
    struct unit *unit;
    struct markdown_repairs *repairs;
    struct text_builder builder;
    struct str raw;
};

static struct span span_at(const struct repairer *repairer, size_t from, size_t to)
{
    uint32_t base = repairer->unit->file->base;
    return (struct span){ base + (uint32_t)from, base + (uint32_t)to };
}

static void copy(struct repairer *repairer, size_t from, size_t to)
{
    text_builder_copy(&repairer->builder, str_slice(repairer->raw, from, to),
                      span_at(repairer, from, to).start);
}

static void replace(struct repairer *repairer, struct str bytes, size_t from, size_t to)
{
    text_builder_replace(&repairer->builder, bytes, span_at(repairer, from, to));
}

// What is written instead of a character; STR_NONE where it stays.
static struct str plain_form(int32_t code_point)
{
    if (code_point < 0)
        return STR("\xEF\xBF\xBD");
    if (code_point == NO_BREAK_SPACE)
        return STR(" ");
    if (code_point == NO_BREAK_HYPHEN)
        return STR("-");
    if (code_point == VARIATION_SELECTOR_16)
        return STR("");
    return STR_NONE;
}

// The length of the run of bytes at `at` that are no text: NUL and what is not UTF-8.
static size_t garbage_length(struct str raw, size_t at)
{
    size_t from = at, length;
    while (at < raw.length
           && (raw.data[at] == '\0' || utf8_decode_strictly(str_from(raw, at), &length) < 0))
        at++;
    return at - from;
}

static void add_run(struct repairer *repairer, size_t from, size_t to)
{
    size_t length;
    for (size_t at = from; at < to; at += length) {
        struct str rest = str_slice(repairer->raw, at, to);
        int32_t code_point = utf8_decode_strictly(rest, &length);
        struct str plain = plain_form(code_point);
        if (code_point < 0)
            length = garbage_length(rest, 0);
        if (!plain.data)
            copy(repairer, at, at + length);
        else if (plain.length)
            replace(repairer, plain, at, at + length);
    }
}

// Each character that was undone stands for as many characters of the run as it has bytes.
static void add_undone(struct repairer *repairer, struct str undone, size_t from, size_t to)
{
    if (repairer->repairs->mojibake_count++ == 0)
        repairer->repairs->first_mojibake = span_at(repairer, from, to);
    size_t taken = from;
    for (size_t at = 0, length; at < undone.length; at += length) {
        struct str rest = str_from(undone, at);
        struct str plain = plain_form(utf8_decode_strictly(rest, &length));
        size_t start = taken;
        for (size_t i = 0; i < length; i++) {
            size_t bytes;
            utf8_decode(str_slice(repairer->raw, taken, to), &bytes);
            taken += bytes;
        }
        struct str bytes = plain.data ? plain : str_slice(rest, 0, length);
        if (bytes.length)
            replace(repairer, bytes, start, taken);
    }
}

static bool is_plain(char c)
{
    return (unsigned char)c < 0x80 && c != '\r' && c != '\0';
}

// Adds what begins at `at` and says where the next begins.
static size_t add_next(struct repairer *repairer, size_t at)
{
    struct str raw = repairer->raw;
    size_t end = at;
    while (end < raw.length && is_plain(raw.data[end]))
        end++;
    if (end > at) {
        copy(repairer, at, end);
        return end;
    }
    if (raw.data[at] == '\r') {
        if (at + 1 == raw.length || raw.data[at + 1] != '\n')
            replace(repairer, STR("\n"), at, at + 1);
        return at + 1;
    }
    if (raw.data[at] == '\0') {
        end = at + garbage_length(raw, at);
        replace(repairer, plain_form(-1), at, end);
        return end;
    }
    while (end < raw.length && (unsigned char)raw.data[end] >= 0x80)
        end++;
    struct str run = str_slice(raw, at, end);
    struct str undone = markdown_undo_mojibake(&repairer->unit->arena, run);
    if (undone.data)
        add_undone(repairer, undone, at, end);
    else
        add_run(repairer, at, end);
    return end;
}

struct text markdown_repair(struct unit *unit, struct markdown_repairs *repairs)
{
    struct repairer repairer = {
        .unit = unit,
        .repairs = repairs,
        .builder = { .arena = &unit->arena },
        .raw = unit->file->text,
    };
    size_t at = str_starts_with(repairer.raw, STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < repairer.raw.length)
        at = add_next(&repairer, at);
    return text_builder_finish(&repairer.builder);
}
