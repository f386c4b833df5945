// The frame in which the excerpt, the notes and the fixes of one finding stand.
#ifndef REPORT_FRAME_H
#define REPORT_FRAME_H

#include "report/mark.h"
#include "report/paint.h"
#include "report/window.h"

struct frame {
    struct output *out;
    const struct report *report;
    const struct report_style *style;
    struct marks marks; // the places of the finding
    unsigned gutter;  // cells of the widest line number
    size_t room;      // cells for source text beside the gutter
    enum paint paint; // of the finding's level
};

struct frame frame_new(struct output *out, const struct report *report,
                       const struct diagnostic *finding, const struct report_style *style);

// The gutter of a row without a number, "   |", without a line end.
void frame_row(const struct frame *frame);

// A line of source behind its number and `separator`: " 6 | text".
void frame_line(const struct frame *frame, uint32_t number, char separator, enum paint paint,
                const struct window *window);

// "  --> PATH:LINE:COLUMN".
void frame_path(const struct frame *frame, const char *arrow, struct source_place place);

#endif
