#include "base/output.h"

#include <stdio.h>

void output_text(struct output *out, const char *text, size_t length)
{
    while (out->bytes.capacity - out->bytes.count <= length) { // a NUL stays behind it
        size_t before = out->bytes.capacity, capacity = before ? before * 2 : 64;
        if (arena_extend(out->arena, out->bytes.items, before, capacity)) {
            out->bytes.capacity = capacity;
            continue;
        }
        char *wider = arena_alloc(out->arena, capacity);
        if (out->bytes.count)
            memcpy(wider, out->bytes.items, out->bytes.count);
        out->bytes.items = wider;
        out->bytes.capacity = capacity;
    }
    if (length)
        memcpy(out->bytes.items + out->bytes.count, text, length);
    out->bytes.count += length;
}

void output_str(struct output *out, struct str text)
{
    output_text(out, text.data, text.length);
}

void output_char(struct output *out, char c)
{
    output_text(out, &c, 1);
}

void output_repeat(struct output *out, char c, size_t times)
{
    while (times--)
        output_char(out, c);
}

void output_format(struct output *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    output_str(out, arena_vformat(out->arena, format, arguments));
    va_end(arguments);
}
