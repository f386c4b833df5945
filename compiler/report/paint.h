// Colours of text for people. They never carry meaning alone.
#ifndef REPORT_PAINT_H
#define REPORT_PAINT_H

#include "report/format.h"

enum paint { PAINT_NONE, PAINT_ERROR, PAINT_WARNING, PAINT_NOTE, PAINT_FRAME, PAINT_ADDED,
             PAINT_REMOVED, PAINT_LINK };

enum paint paint_of_level(enum level level);

// Both write nothing where the style has no colour, and for PAINT_NONE.
void paint_begin(struct output *out, const struct report_style *style, enum paint paint);
void paint_end(struct output *out, const struct report_style *style, enum paint paint);

// A text of belay's own between the two.
void paint_text(struct output *out, const struct report_style *style, enum paint paint,
                const char *text);

#endif
