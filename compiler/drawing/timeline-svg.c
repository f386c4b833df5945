// drawing timeline-svg: a bar for each phase, a mark for whatever else has a day
#include "drawing/drawing.h"
#include "drawing/svg.h"
#include "drawing/timeline.h"

enum { // pixels
    MARGIN = 16,
    HEAD = 72,
    ROW = 24,
    BAR = 14,
    NAMES = 130,
    SUBJECTS = 280,
    CHART = 640,
    FOOT = 36,
    TICKS_MAX = 8,
};

struct picture {
    struct output *out;
    struct timeline timeline;
    unsigned row_count;
    double per_day;
};

static double x_of(const struct picture *picture, int64_t day)
{
    return MARGIN + NAMES + SUBJECTS + (double)(day - picture->timeline.first) * picture->per_day;
}

static double y_of(unsigned row)
{
    return HEAD + row * (double)ROW;
}

// Days between two lines of the grid: the least of these that leaves room for their labels.
static int32_t tick_of(int64_t days)
{
    static const int32_t steps[] = { 1, 2, 7, 14, 28, 91, 182, 364 };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (days / steps[i] <= TICKS_MAX)
            return steps[i];
    return (int32_t)(days / TICKS_MAX + 1);
}

static void draw_grid(const struct picture *picture)
{
    const struct timeline *timeline = &picture->timeline;
    int64_t end = (int64_t)timeline->last + 1;
    int32_t tick = tick_of(end - timeline->first);
    for (int64_t day = timeline->first; day <= end; day += tick) {
        double x = x_of(picture, day);
        svg_line(picture->out, x, HEAD - 6, x, y_of(picture->row_count), "grid");
        svg_label(picture->out, x, HEAD - 12, "small middle",
                  schedule_day_format(picture->out->arena, timeline->is_dated, (int32_t)day), 10);
    }
}

static void draw_span(const struct picture *picture, unsigned row, int32_t first, int32_t last,
                      const char *class)
{
    double x = x_of(picture, first), width = ((double)last - first + 1) * picture->per_day;
    svg_box(picture->out, x, y_of(row) + (ROW - BAR) / 2.0, width < 3 ? 3 : width, BAR, class);
}

static void draw_row(const struct picture *picture, const struct timeline_row *row, unsigned number)
{
    const struct schedule_event *event = row->event;
    double y = y_of(number) + 16;
    bool is_phase = event->kind == EVENT_PHASE;
    svg_label(picture->out, MARGIN, y, is_phase ? "strong" : "small", row->name,
              (NAMES - 8) / SVG_CELL);
    svg_label(picture->out, MARGIN + NAMES, y, is_phase ? "plain" : "small", event->subject,
              (SUBJECTS - 12) / SVG_CELL);
    if (!row->is_drawn) {
        svg_label(picture->out, MARGIN + NAMES + SUBJECTS + 4, y, "small",
                  timeline_days(picture->out->arena, row), 60);
        return;
    }
    if (row->wait_last >= row->wait_first)
        draw_span(picture, number, row->wait_first, row->wait_last, "wait");
    if (!row->is_point) {
        draw_span(picture, number, event->period.first, event->period.last,
                  !is_phase ? "point" : event->period.has_end ? "phase" : "open");
        return;
    }
    double x = x_of(picture, event->period.first) + picture->per_day / 2, middle = y - 4;
    output_format(picture->out, "<path d=\"M%g %gl5 5l-5 5l-5 -5z\" class=\"point\"/>\n", x,
                  middle - 5);
}

static void draw_rows(const struct picture *picture)
{
    unsigned number = 0;
    list_each(timeline_row, row, picture->timeline.rows)
        draw_row(picture, row, number++);
    list_each(timeline_row, row, picture->timeline.rows)
        if (row->is_no_return && row->is_drawn) {
            double x = x_of(picture, row->event->period.first);
            svg_line(picture->out, x, HEAD - 6, x, y_of(picture->row_count), "no-return");
            svg_label(picture->out, x + 4, y_of(picture->row_count) + 14, "small",
                      STR("point of no return"), 30);
        }
}

static void draw(struct output *out, const struct unit *unit, const struct report_style *style)
{
    (void)style;
    struct picture picture = { .out = out, .timeline = timeline_find(out->arena, unit) };
    const struct timeline *timeline = &picture.timeline;
    unsigned width = 2 * MARGIN + NAMES + SUBJECTS + CHART + 40;
    list_each(timeline_row, row, timeline->rows)
        picture.row_count++;
    picture.per_day = CHART / ((double)timeline->last - timeline->first + 1);
    svg_begin(out, width, HEAD + picture.row_count * ROW + FOOT, unit->plan->title.str);
    svg_label(out, MARGIN, 28, "title", unit->plan->title.str, (width - 2 * MARGIN) / 9);
    if (!timeline->is_empty)
        draw_grid(&picture);
    draw_rows(&picture);
    svg_end(out);
}

const struct drawing drawing_timeline_svg = {
    .kind = "timeline", .notation = "svg", .draw = draw,
};
