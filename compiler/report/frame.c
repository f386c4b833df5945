// The frame in which the excerpt, the notes and the fixes of one finding stand.

#include "report/frame.h"

#include "report/cells.h"

enum { ROOM_WITHOUT_WIDTH = 140, LEAST_ROOM = 12 };

static unsigned count_digits(uint32_t number)
{
    unsigned count = 1;
    for (; number >= 10; number /= 10)
        count++;
    return count;
}

static uint32_t largest_line(const struct report *report, const struct diagnostic *finding,
                             const struct marks *marks)
{
    uint32_t largest = 0;
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].place.line_number > largest)
            largest = marks->items[i].place.line_number;
    list_each(diagnostic_fix, fix, finding->fixes)
        list_each(diagnostic_edit, edit, fix->edits) {
            uint32_t number = source_locate(report->sources, edit->span.end).line_number;
            if (number > largest)
                largest = number;
        }
    return largest;
}

struct frame frame_new(struct output *out, const struct report *report,
                       const struct diagnostic *finding, const struct report_style *style)
{
    struct frame frame = {
        .out = out,
        .report = report,
        .style = style,
        .marks = marks_of(report, finding),
        .paint = paint_of_level(finding->level),
    };
    frame.gutter = count_digits(largest_line(report, finding, &frame.marks));
    size_t width = style->width > 0 ? style->width : ROOM_WITHOUT_WIDTH;
    size_t beside = frame.gutter + strlen(" | ");
    frame.room = width > beside + LEAST_ROOM ? width - beside : LEAST_ROOM;
    return frame;
}

void frame_row(const struct frame *frame)
{
    output_repeat(frame->out, ' ', frame->gutter);
    paint_text(frame->out, frame->style, PAINT_FRAME, " |");
}

void frame_line(const struct frame *frame, uint32_t number, char separator, enum paint paint,
                const struct window *window)
{
    paint_begin(frame->out, frame->style, paint);
    output_format(frame->out, "%*u %c", (int)frame->gutter, number, separator);
    if (separator == '|')
        paint_end(frame->out, frame->style, paint);
    if (window->to > window->from)
        output_char(frame->out, ' ');
    window_write(frame->out, window);
    if (separator != '|')
        paint_end(frame->out, frame->style, paint);
    output_char(frame->out, '\n');
}

void frame_path(const struct frame *frame, const char *arrow, struct source_place place)
{
    output_repeat(frame->out, ' ', frame->gutter);
    paint_text(frame->out, frame->style, PAINT_FRAME, arrow);
    output_char(frame->out, ' ');
    cells_write(frame->out, place.file->path, frame->style->is_ascii);
    output_format(frame->out, ":%u:%u\n", place.line_number,
                  source_column(place, COLUMN_CODE_POINT));
}
