// drawing timeline-mermaid: a Gantt chart for Markdown pages that draw Mermaid
#include "drawing/drawing.h"
#include "drawing/mermaid.h"
#include "drawing/timeline.h"

struct chart {
    struct output *out;
    struct timeline timeline;
};

// Mermaid knows dates alone. Days that are counted are written as those of a year whose first
// day is its day 1, and shown as "day 1" again.
static struct str date_of(const struct chart *chart, int32_t day)
{
    static const struct date new_year = { .year = 2001, .month = 1, .day = 1 };
    struct date date = chart->timeline.is_dated ? date_from_days(day) : date_add(new_year, day);
    return date_format(chart->out->arena, date);
}

static void write_head(const struct chart *chart)
{
    const struct timeline *timeline = &chart->timeline;
    output_str(chart->out, STR("gantt\n  title "));
    mermaid_text(chart->out, timeline->plan->title.str);
    output_str(chart->out, STR("\n  dateFormat YYYY-MM-DD\n"));
    bool is_one_year = timeline->first >= 0 && timeline->last < 365;
    output_format(chart->out, "  axisFormat %s\n",
                  timeline->is_dated ? "%Y-%m-%d" : is_one_year ? "day %j" : "day %j of year %Y");
}

static void write_row(const struct chart *chart, const struct timeline_row *row)
{
    const struct schedule_event *event = row->event;
    struct output *out = chart->out;
    if (row->wait_last >= row->wait_first) {
        output_str(out, STR("  waiting before "));
        mermaid_text(out, row->name);
        output_format(out, " :done, %.*s, %.*s\n", STR_ARGS(date_of(chart, row->wait_first)),
                      STR_ARGS(date_of(chart, row->wait_last + 1)));
    }
    output_str(out, STR("  "));
    mermaid_text(out, row->name);
    output_char(out, ' ');
    mermaid_text(out, event->subject);
    if (row->is_no_return)
        output_str(out, STR(", point of no return"));
    output_str(out, row->is_point       ? STR(" :milestone, ")
                    : row->is_no_return ? STR(" :crit, ")
                                        : STR(" :"));
    output_format(out, "%.*s, ", STR_ARGS(date_of(chart, event->period.first)));
    if (row->is_point)
        output_str(out, STR("0d\n"));
    else
        output_format(out, "%.*s\n", STR_ARGS(date_of(chart, event->period.last + 1)));
}

static void write_section(const struct chart *chart, enum event_kind kind, const char *title)
{
    bool is_begun = false;
    list_each(timeline_row, row, chart->timeline.rows) {
        if (!row->is_drawn || row->event->kind != kind)
            continue;
        if (!is_begun)
            output_format(chart->out, "  section %s\n", title);
        is_begun = true;
        write_row(chart, row);
    }
}

static void draw(struct output *out, const struct unit *unit, const struct report_style *style)
{
    (void)style;
    struct chart chart = { .out = out, .timeline = timeline_find(out->arena, unit) };
    write_head(&chart);
    write_section(&chart, EVENT_PHASE, "Phases");
    write_section(&chart, EVENT_STEP, "Steps");
    write_section(&chart, EVENT_CHECK, "Checks");
    write_section(&chart, EVENT_MESSAGE, "Messages");
    write_section(&chart, EVENT_MILESTONE, "Milestones");
    write_section(&chart, EVENT_AFTER, "Afterwards");
    if (chart.timeline.undrawn_count)
        output_format(out, "  %%%% not drawn, because no day is known: %u\n",
                      chart.timeline.undrawn_count);
}

const struct drawing drawing_timeline_mermaid = {
    .kind = "timeline", .notation = "mermaid", .draw = draw,
};
