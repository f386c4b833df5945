// drawing timeline-text: a line for whatever has a day, beside a bar
#include "drawing/drawing.h"
#include "drawing/timeline.h"
#include "report/cells.h"

enum { GAP = 2, BAR_MAX = 40, BAR_MIN = 20, SUBJECT_MAX = 36, SUBJECT_MIN = 12 };
static const char no_return[] = "point of no return";

struct chart {
    struct output *out;
    struct timeline timeline;
    const struct report_style *style;
    size_t name_width, subject_width, days_width; // of the columns
    int32_t bar_room, days_per_cell;
};

static size_t width_of(const struct chart *chart, struct str text)
{
    return cells_width(text, chart->style->is_ascii);
}

static size_t wider(size_t a, size_t b)
{
    return a > b ? a : b;
}

static struct str subject_of(const struct chart *chart, const struct timeline_row *row)
{
    return cells_shorten(chart->out->arena, row->event->subject, chart->subject_width,
                         chart->style->is_ascii);
}

// The bar and then the subjects make room where the lines are to be short.
static void fit(struct chart *chart)
{
    size_t others = 4 * GAP + chart->name_width + chart->days_width;
    size_t room = chart->style->width > others ? chart->style->width - others : 0;
    if (!chart->style->width || room >= chart->subject_width + BAR_MAX)
        return;
    size_t left = room > chart->subject_width ? room - chart->subject_width : 0;
    chart->bar_room = (int32_t)wider(left, BAR_MIN);
    if (left < BAR_MIN)
        chart->subject_width = wider(room > BAR_MIN ? room - BAR_MIN : 0, SUBJECT_MIN);
}

static void measure(struct chart *chart)
{
    const struct timeline *timeline = &chart->timeline;
    list_each(timeline_row, row, timeline->rows) {
        chart->name_width = wider(chart->name_width, width_of(chart, row->name));
        size_t subject = width_of(chart, row->event->subject);
        chart->subject_width = wider(chart->subject_width,
                                     subject < SUBJECT_MAX ? subject : SUBJECT_MAX);
        chart->days_width =
            wider(chart->days_width, width_of(chart, timeline_days(chart->out->arena, row)));
    }
    chart->bar_room = BAR_MAX;
    fit(chart);
    int64_t days = (int64_t)timeline->last - timeline->first + 1;
    chart->days_per_cell = (int32_t)((days + chart->bar_room - 1) / chart->bar_room);
}

static void write_cell(struct chart *chart, struct str text, size_t width)
{
    output_repeat(chart->out, ' ', GAP);
    cells_write(chart->out, text, chart->style->is_ascii);
    output_repeat(chart->out, ' ', width - width_of(chart, text));
}

// ---- bars

static bool overlaps(const struct chart *chart, int32_t cell, int32_t first, int32_t last)
{
    int64_t from = chart->timeline.first + (int64_t)cell * chart->days_per_cell;
    return first <= from + chart->days_per_cell - 1 && last >= from;
}

static const char *mark(const struct chart *chart, const struct timeline_row *row, int32_t cell)
{
    const struct period *period = &row->event->period;
    bool is_ascii = chart->style->is_ascii;
    if (overlaps(chart, cell, period->first, period->last)) {
        if (row->is_point)
            return is_ascii ? "*" : "◆";
        return is_ascii ? "#" : "█";
    }
    if (row->wait_last >= row->wait_first && overlaps(chart, cell, row->wait_first, row->wait_last))
        return is_ascii ? "." : "·";
    return NULL;
}

static void write_bar(struct chart *chart, const struct timeline_row *row)
{
    size_t due = GAP; // blanks before the next mark
    for (int32_t cell = 0; row->is_drawn && cell < chart->bar_room; cell++) {
        const char *text = mark(chart, row, cell);
        if (text) {
            output_repeat(chart->out, ' ', due);
            output_str(chart->out, str_of(text));
        }
        due = text ? 0 : due + 1;
    }
    if (row->is_drawn && !row->event->period.has_end)
        output_char(chart->out, '?');
}

// In front of the row where it would not stand behind it.
static void write_no_return(struct chart *chart, const struct timeline_row *row, bool is_behind)
{
    bool is_short = chart->bar_room < BAR_MAX;
    if (!row->is_no_return || is_behind == is_short)
        return;
    const char *line = chart->style->is_ascii ? "===" : "═══";
    if (is_behind)
        output_format(chart->out, "  %s", no_return);
    else
        output_format(chart->out, "  %s %s %s\n", line, no_return, line);
}

static void write_row(struct chart *chart, const struct timeline_row *row)
{
    write_no_return(chart, row, false);
    write_cell(chart, row->name, chart->name_width);
    write_cell(chart, subject_of(chart, row), chart->subject_width);
    write_cell(chart, timeline_days(chart->out->arena, row), chart->days_width);
    write_bar(chart, row);
    write_no_return(chart, row, true);
    size_t *count = &chart->out->bytes.count;
    while (*count > 0 && chart->out->bytes.items[*count - 1] == ' ')
        --*count;
    output_char(chart->out, '\n');
}

static void draw(struct output *out, const struct unit *unit, const struct report_style *style)
{
    struct chart chart = {
        .out = out, .timeline = timeline_find(out->arena, unit), .style = style,
    };
    cells_write(out, unit->plan->title.str, style->is_ascii);
    output_str(out, STR("\n\n"));
    measure(&chart);
    list_each(timeline_row, row, chart.timeline.rows)
        write_row(&chart, row);
    if (chart.timeline.is_empty)
        output_str(out, STR("\nThe plan says of nothing on which day it happens.\n"));
    else
        output_format(out, "\n  each column is %d day%s   %s work   %s on a day   %s waiting   "
                           "? end not known\n",
                      chart.days_per_cell, chart.days_per_cell == 1 ? "" : "s",
                      style->is_ascii ? "#" : "█", style->is_ascii ? "*" : "◆",
                      style->is_ascii ? "." : "·");
}

const struct drawing drawing_timeline_text = {
    .kind = "timeline", .notation = "text", .draw = draw,
};
