// Characters as a terminal shows them.

#include "report/cells.h"

#include "base/utf8.h"

#include <stdio.h>

enum { REPLACEMENT = 0xFFFD, PICTURE_OF_NUL = 0x2400, PICTURE_OF_DELETE = 0x2421 };

static bool is_left_out(uint32_t code_point)
{
    return code_point == 0x200D || code_point == 0xFEFF;
}

// Turns the direction of writing, ends a line in some readers, or is obeyed by a terminal.
static bool is_unsafe(uint32_t code_point)
{
    return (code_point >= 0x80 && code_point <= 0x9F) || code_point == 0x061C
           || code_point == 0x200E || code_point == 0x200F
           || (code_point >= 0x2028 && code_point <= 0x202E)
           || (code_point >= 0x2066 && code_point <= 0x2069);
}

static uint32_t shown_as(uint32_t code_point)
{
    if (code_point < 0x20)
        return PICTURE_OF_NUL + code_point;
    if (code_point == 0x7F)
        return PICTURE_OF_DELETE;
    return is_unsafe(code_point) ? REPLACEMENT : code_point;
}

// "##[" and its kin are commands to some CIs wherever they stand in a line of a log.
static bool begins_command(struct str text)
{
    return str_starts_with(text, STR("##[")) || str_starts_with(text, STR("##vso["))
           || str_starts_with(text, STR("##teamcity["));
}

struct cells cells_next(struct str text, bool is_ascii)
{
    if (begins_command(text))
        return (struct cells){ .bytes = "# ", .length = 2, .width = 2, .taken = 1 };
    size_t taken;
    uint32_t code_point = utf8_decode(text, &taken);
    struct cells cells = { .taken = (uint8_t)taken };
    if (code_point >= 0x20 && code_point < 0x7F) {
        cells.bytes[0] = (char)code_point;
        cells.length = cells.width = 1;
    } else if (code_point == '\t') {
        memset(cells.bytes, ' ', 4);
        cells.length = cells.width = 4;
    } else if (is_ascii) {
        int length = snprintf(cells.bytes, sizeof cells.bytes, "<U+%04X>", code_point);
        cells.length = cells.width = (uint8_t)length;
    } else if (!is_left_out(code_point)) {
        cells.length = (uint8_t)utf8_encode(shown_as(code_point), cells.bytes);
        cells.width = (uint8_t)utf8_width(shown_as(code_point));
    }
    return cells;
}

void cells_write(struct output *out, struct str text, bool is_ascii)
{
    for (size_t at = 0; at < text.length;) {
        struct cells cells = cells_next(str_from(text, at), is_ascii);
        output_text(out, cells.bytes, cells.length);
        at += cells.taken;
    }
}

size_t cells_width(struct str text, bool is_ascii)
{
    size_t width = 0;
    for (size_t at = 0; at < text.length;) {
        struct cells cells = cells_next(str_from(text, at), is_ascii);
        width += cells.width;
        at += cells.taken;
    }
    return width;
}

size_t cells_fit(struct str text, size_t room, size_t mark, bool is_ascii)
{
    size_t width = 0, fitting = 0;
    for (size_t at = 0; at < text.length;) {
        struct cells cells = cells_next(str_from(text, at), is_ascii);
        width += cells.width;
        at += cells.taken;
        if (width + mark <= room)
            fitting = at;
    }
    return width <= room ? text.length : fitting;
}

struct str cells_shorten(struct arena *arena, struct str text, size_t room, bool is_ascii)
{
    size_t fitting = cells_fit(text, room, strlen("..."), is_ascii);
    if (fitting == text.length)
        return text;
    return arena_format(arena, "%.*s...", STR_ARGS(str_slice(text, 0, fitting)));
}
