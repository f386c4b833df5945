// Colours of text for people, as ECMA-48 sequences.

#include "report/paint.h"

static const char *const sequences[] = {
    [PAINT_NONE] = "",
    [PAINT_ERROR] = "\x1b[1;31m",
    [PAINT_WARNING] = "\x1b[1;33m",
    [PAINT_NOTE] = "\x1b[1;36m",
    [PAINT_FRAME] = "\x1b[1;34m",
    [PAINT_ADDED] = "\x1b[32m",
    [PAINT_REMOVED] = "\x1b[31m",
    [PAINT_LINK] = "\x1b[4m",
};

enum paint paint_of_level(enum level level)
{
    switch (level) {
    case LEVEL_ERROR: return PAINT_ERROR;
    case LEVEL_WARNING: return PAINT_WARNING;
    case LEVEL_NOTE:
    case LEVEL_OFF: break;
    }
    return PAINT_NOTE;
}

void paint_begin(struct output *out, const struct report_style *style, enum paint paint)
{
    if (style->has_colour)
        output_str(out, str_of(sequences[paint]));
}

void paint_end(struct output *out, const struct report_style *style, enum paint paint)
{
    if (style->has_colour && paint != PAINT_NONE)
        output_str(out, STR("\x1b[0m"));
}

void paint_text(struct output *out, const struct report_style *style, enum paint paint,
                const char *text)
{
    paint_begin(out, style, paint);
    output_str(out, str_of(text));
    paint_end(out, style, paint);
}
