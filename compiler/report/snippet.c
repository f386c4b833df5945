// The lines of a plan that a finding speaks of, with its places underlined.

#include "report/snippet.h"

#include "report/underline.h"

// What the window of a line must show: all its marks where there is room for them, else
// the finding's own, else the first.
static struct window window_of(const struct frame *frame, const struct mark *marks, size_t count)
{
    struct str line = marks[0].place.line;
    const struct mark *main = &marks[0];
    size_t from = marks[0].from, to = marks[0].to;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].to > to)
            to = marks[i].to;
        if (marks[i].is_primary)
            main = &marks[i];
    }
    bool is_ascii = frame->style->is_ascii;
    struct window window = window_around(line, from, to, frame->room, is_ascii);
    bool shows_all = to <= window.to || !window.is_cut_after;
    return shows_all ? window : window_around(line, main->from, main->to, frame->room, is_ascii);
}

// The lines between two that are shown: one is shown too, more are "...".
static void write_between(const struct frame *frame, const struct source_place *last,
                          const struct source_place *next)
{
    if (next->line_number <= last->line_number + 1)
        return;
    if (next->line_number > last->line_number + 2) {
        output_str(frame->out, STR("...\n"));
        return;
    }
    uint32_t address = last->file->base + last->file->line_starts[last->line_number];
    struct source_place between = source_locate(frame->report->sources, address);
    struct window window = window_around(between.line, 0, 0, frame->room, frame->style->is_ascii);
    frame_line(frame, between.line_number, '|', PAINT_FRAME, &window);
}

// The marks of one file.
static void write_file(const struct frame *frame, const struct mark *marks, size_t count)
{
    frame_row(frame);
    output_char(frame->out, '\n');
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count; end++)
            if (marks[end].place.line_number != marks[i].place.line_number)
                break;
        struct window window = window_of(frame, &marks[i], end - i);
        frame_line(frame, marks[i].place.line_number, '|', PAINT_FRAME, &window);
        underline_write(frame, &window, &marks[i], end - i);
        if (end < count)
            write_between(frame, &marks[i].place, &marks[end].place);
    }
}

static const struct mark *find_primary(const struct marks *marks)
{
    const struct mark *mark = marks->items;
    while (!mark->is_primary)
        mark++;
    return mark;
}

void snippet_write(const struct frame *frame)
{
    const struct mark *marks = frame->marks.items;
    if (frame->marks.count == 0)
        return;
    frame_path(frame, "-->", find_primary(&frame->marks)->place);
    for (size_t i = 0, end; i < frame->marks.count; i = end) {
        const struct source_file *file = marks[i].place.file;
        for (end = i + 1; end < frame->marks.count; end++)
            if (marks[end].place.file != file)
                break;
        if (i > 0) {
            frame_row(frame);
            output_char(frame->out, '\n');
            frame_path(frame, ":::", marks[i].place);
        }
        if (file->text.length > 0)
            write_file(frame, &marks[i], end - i);
    }
}
