// The rows under a line of source: what is underlined, and what is said about it.

#include "report/underline.h"

#include "report/cells.h"
#include "report/wrap.h"

enum {
    NARROW = 60,      // in a narrower terminal no label stands beside its underline
    LEAST_LABEL = 24, // a label that has less room than this starts at the gutter
    MOST_STROKES = 8, // of one line
};

struct stroke { // a mark, in cells of the window
    size_t start, end; // at least one cell
    struct str label;
    char c;
    enum paint paint;
};

struct strokes { // of one line, by start
    const struct frame *frame;
    struct stroke items[MOST_STROKES];
    size_t count;
    size_t width;    // the greatest end
    size_t left_out; // marks beyond MOST_STROKES
};

struct row { // cells, and their colours
    char *cells;
    enum paint *paints;
    size_t width;
};

static struct stroke stroke_of(const struct frame *frame, const struct window *window,
                               const struct mark *mark)
{
    struct stroke stroke = {
        .start = window_cell(window, mark->from),
        .end = window_cell(window, mark->to),
        .label = mark->label,
        .c = mark->is_primary ? '^' : '-',
        .paint = mark->is_primary ? frame->paint : PAINT_FRAME,
    };
    if (stroke.end > frame->room)
        stroke.end = frame->room;
    if (stroke.end <= stroke.start)
        stroke.end = stroke.start + 1;
    return stroke;
}

// The first marks, and the finding's own in any case.
static struct strokes strokes_of(const struct frame *frame, const struct window *window,
                                 const struct mark *marks, size_t count)
{
    struct strokes strokes = { .frame = frame };
    bool owes_primary = false;
    for (size_t i = 0; i < count; i++)
        owes_primary |= marks[i].is_primary;
    for (size_t i = 0; i < count; i++) {
        owes_primary &= !marks[i].is_primary;
        if (strokes.count + owes_primary >= MOST_STROKES) {
            strokes.left_out++;
            continue;
        }
        struct stroke stroke = stroke_of(frame, window, &marks[i]);
        strokes.items[strokes.count++] = stroke;
        if (stroke.end > strokes.width)
            strokes.width = stroke.end;
    }
    return strokes;
}

static struct row row_new(const struct strokes *strokes)
{
    struct arena *arena = strokes->frame->report->arena;
    struct row row = {
        .cells = arena_new_many(arena, char, strokes->width),
        .paints = arena_new_many(arena, enum paint, strokes->width),
        .width = strokes->width,
    };
    memset(row.cells, ' ', row.width);
    return row;
}

static void row_draw(struct row *row, size_t start, size_t end, char c, enum paint paint)
{
    for (size_t at = start; at < end; at++) {
        row->cells[at] = c;
        row->paints[at] = paint;
    }
}

// Writes the row, and `label` at a cell behind the last one that is drawn.
static void row_write(const struct frame *frame, const struct row *row, struct str label,
                      size_t label_start, enum paint label_paint)
{
    struct output *out = frame->out;
    frame_row(frame);
    output_char(out, ' ');
    size_t end = row->width;
    while (end > 0 && row->cells[end - 1] == ' ')
        end--;
    for (size_t at = 0, stop; at < end; at = stop) {
        for (stop = at + 1; stop < end && row->paints[stop] == row->paints[at];)
            stop++;
        paint_begin(out, frame->style, row->paints[at]);
        output_text(out, row->cells + at, stop - at);
        paint_end(out, frame->style, row->paints[at]);
    }
    if (label.length > 0) {
        output_repeat(out, ' ', label_start - end);
        paint_begin(out, frame->style, label_paint);
        cells_write(out, label, frame->style->is_ascii);
        paint_end(out, frame->style, label_paint);
    }
    output_char(out, '\n');
}

// The label of the last stroke stands beside it where nothing lies behind it and there is room.
static bool last_is_inline(const struct strokes *strokes)
{
    const struct frame *frame = strokes->frame;
    const struct stroke *last = &strokes->items[strokes->count - 1];
    if (last->label.length == 0 || last->end < strokes->width)
        return false;
    if (frame->style->width == 0)
        return true;
    size_t width = cells_width(last->label, frame->style->is_ascii);
    return frame->style->width >= NARROW && last->end + 1 + width <= frame->room;
}

// Connectors for those of the first `count` strokes that have a label.
static struct row row_of_connectors(const struct strokes *strokes, size_t count)
{
    struct row row = row_new(strokes);
    for (size_t i = 0; i < count; i++) {
        const struct stroke *stroke = &strokes->items[i];
        if (stroke->label.length > 0)
            row_draw(&row, stroke->start, stroke->start + 1, '|', stroke->paint);
    }
    return row;
}

static void write_label(const struct strokes *strokes, size_t index)
{
    const struct frame *frame = strokes->frame;
    const struct stroke *stroke = &strokes->items[index];
    bool wraps = frame->style->width > 0;
    bool is_at_gutter = wraps && stroke->start + LEAST_LABEL > frame->room;
    size_t start = is_at_gutter ? 0 : stroke->start;
    size_t room = wraps ? frame->room - start : SIZE_MAX;
    struct row row = row_of_connectors(strokes, index);
    row_draw(&row, start, row.width, ' ', PAINT_NONE);
    for (struct str rest = stroke->label; rest.length > 0;) {
        struct str part = wrap_cut(&rest, room, frame->style->is_ascii);
        row_write(frame, &row, part, start, stroke->paint);
    }
}

// The finding's own underline lies over the others.
static struct row row_of_underlines(const struct strokes *strokes)
{
    struct row row = row_new(strokes);
    for (size_t i = 0; i < strokes->count; i++) {
        const struct stroke *stroke = &strokes->items[i];
        for (size_t at = stroke->start; at < stroke->end; at++)
            if (row.cells[at] != '^')
                row_draw(&row, at, at + 1, stroke->c, stroke->paint);
    }
    return row;
}

static size_t count_labels(const struct strokes *strokes)
{
    size_t count = 0;
    for (size_t i = 0; i < strokes->count; i++)
        count += strokes->items[i].label.length > 0;
    return count;
}

void underline_write(const struct frame *frame, const struct window *window,
                     const struct mark *marks, size_t count)
{
    struct strokes strokes = strokes_of(frame, window, marks, count);
    struct row row = row_of_underlines(&strokes);
    const struct stroke *last = &strokes.items[strokes.count - 1];
    bool is_inline = last_is_inline(&strokes);
    row_write(frame, &row, is_inline ? last->label : STR_NONE, last->end + 1, last->paint);
    size_t below = strokes.count - is_inline;
    if (count_labels(&strokes) > 1) {
        row = row_of_connectors(&strokes, below);
        row_write(frame, &row, STR_NONE, 0, PAINT_NONE);
    }
    for (size_t i = below; i-- > 0;)
        if (strokes.items[i].label.length > 0)
            write_label(&strokes, i);
    if (strokes.left_out == 0)
        return;
    frame_row(frame);
    output_format(frame->out, " and %zu more in this line\n", strokes.left_out);
}
