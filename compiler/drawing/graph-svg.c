// drawing graph-svg: the way forward, what leads back, versions and traffic side by side
#include "drawing/drawing.h"
#include "drawing/graph.h"
#include "drawing/svg.h"
#include "report/cells.h"
#include "report/wrap.h"

enum { // pixels
    MARGIN = 16,
    HEAD = 84,        // title and headings, above the start
    ROW = 64,         // of a phase
    BOX = 44,         // its box
    BACK_WIDTH = 210, // what leads back, left of the boxes
    BACK_ROOM = 29,   // cells of its words, …
    BACK_LINES = 3,   // … on so many lines
    BOX_WIDTH = 250,
    TRACK = 40,       // of a version or a side
    LANE_MIN = 84,
    LANE_MAX = 160,
    LANE_GAP = 16,
    BAR = 12,
    FOOT = 44,
};

struct picture {
    struct output *out;
    struct graph graph;
    unsigned width, height;
};

static double y_of(double phases)
{
    return HEAD + phases * ROW;
}

// Room for its tracks, and for its title up to a point.
static double lane_width(const struct picture *picture, const struct graph_lane *lane)
{
    double width = LANE_MIN, tracks = 0;
    list_each(graph_track, track, lane->tracks)
        tracks += TRACK;
    double title =
        SVG_CELL * (double)cells_width(graph_lane_title(picture->out->arena, lane), false);
    width = title > width ? title : width;
    width = width > LANE_MAX ? LANE_MAX : width;
    return tracks > width ? tracks : width;
}

static void measure(struct picture *picture)
{
    double width = MARGIN + BACK_WIDTH + BOX_WIDTH + MARGIN;
    list_each(graph_lane, lane, picture->graph.lanes)
        width += LANE_GAP + lane_width(picture, lane);
    picture->width = (unsigned)width;
    picture->height = (unsigned)y_of(picture->graph.plan->phase_count) + FOOT;
}

// ---- phases and what leads back from them

static const char *class_of(enum price_class class)
{
    switch (class) {
    case PRICE_UNKNOWN:
    case PRICE_NOTHING: return "nothing";
    case PRICE_CLEAN: return "clean";
    case PRICE_LOSSY: return "lossy";
    case PRICE_RESTORE: return "restore";
    case PRICE_IMPOSSIBLE: return "none";
    }
    return "nothing";
}

static void draw_way_back(const struct picture *picture, const struct phase *phase)
{
    enum price_class class = price_of(picture->graph.model, phase)->class;
    double x = MARGIN + BACK_WIDTH, y = y_of(phase->index) + ROW / 2.0;
    double top = phase->index ? y - ROW + BOX / 4.0 : y_of(0) + 2;
    if (class == PRICE_IMPOSSIBLE)
        output_format(picture->out, "<path d=\"M%g %gh-14m0 -7v14\" class=\"none\"/>\n", x, y);
    else if (class != PRICE_UNKNOWN)
        output_format(picture->out,
                      "<path d=\"M%g %gC%g %g %g %g %g %g\" class=\"%s\" "
                      "marker-end=\"url(#tip)\"/>\n",
                      x, y, x - 36, y, x - 36, top, x - 1, top, class_of(class));
    struct str text = graph_way_back(picture->out->arena, &picture->graph, phase);
    for (unsigned i = 0; i < BACK_LINES && text.length > 0; i++) {
        struct str rest = text, line = wrap_cut(&rest, BACK_ROOM, false);
        svg_label(picture->out, x - 34, y - 8 + 13.0 * i, "small end",
                  i + 1 < BACK_LINES ? line : text, BACK_ROOM);
        text = rest;
    }
}

static void draw_phase(const struct picture *picture, const struct phase *phase)
{
    double x = MARGIN + BACK_WIDTH, y = y_of(phase->index) + (ROW - BOX) / 2.0;
    bool is_last = picture->graph.model->no_return.phase == phase;
    svg_box(picture->out, x, y, BOX_WIDTH, BOX, is_last ? "last" : "box");
    svg_label(picture->out, x + 10, y + 18, "strong",
              graph_phase_name(picture->out->arena, phase), (BOX_WIDTH - 20) / SVG_CELL);
    svg_label(picture->out, x + 10, y + 35, "small", phase->title.str,
              (BOX_WIDTH - 20) / (SVG_CELL - 1));
    double above = phase->index ? y - (ROW - BOX) : y_of(0) + 5;
    output_format(picture->out, "<path d=\"M%g %gV%g\" class=\"edge\" marker-end=\"url(#tip)\"/>\n",
                  x + BOX_WIDTH / 2.0, above, y - 1);
    draw_way_back(picture, phase);
}

static void draw_no_return(const struct picture *picture)
{
    const struct phase *phase = picture->graph.model->no_return.phase;
    if (!phase)
        return;
    double y = y_of(phase->index);
    svg_line(picture->out, MARGIN, y, picture->width - MARGIN, y, "no-return");
    svg_label(picture->out, MARGIN, y - 5, "small", STR("point of no return"), 30);
}

// ---- lanes

static void draw_bars(const struct picture *picture, const struct graph_lane *lane,
                      const struct graph_track *track, double x, double width)
{
    static const char *const classes[] = {
        [LANE_APP] = "version", [LANE_WRITES] = "written", [LANE_READS] = "read",
        [LANE_FLAG] = "flag",
    };
    list_each(graph_bar, bar, track->bars) {
        double end = picture->graph.plan->phase_count;
        double top = y_of(bar->from), height = y_of(bar->to < end ? bar->to : end) - top;
        bool is_flag = lane->kind == LANE_FLAG;
        double bar_width = is_flag ? width * bar->percent / 100 : BAR;
        double left = is_flag ? x : x + (TRACK - BAR) / 2.0;
        svg_box(picture->out, left, top + 1, bar_width < 2 ? 2 : bar_width, height - 2,
                classes[lane->kind]);
        if (is_flag)
            svg_label(picture->out, x + bar_width + 4, top + 14, "small",
                      arena_format(picture->out->arena, "%g%%", bar->percent), 6);
    }
}

static void draw_lane(const struct picture *picture, const struct graph_lane *lane, double x)
{
    double width = lane_width(picture, lane);
    svg_label(picture->out, x, HEAD - 30, "head", graph_lane_title(picture->out->arena, lane),
              (unsigned)width / SVG_CELL);
    if (lane->kind == LANE_FLAG) {
        draw_bars(picture, lane, lane->tracks.first, x, width - 36);
        return;
    }
    list_each(graph_track, track, lane->tracks) {
        svg_label(picture->out, x + TRACK / 2.0, HEAD - 12, "small middle", track->name,
                  TRACK / (SVG_CELL - 1));
        draw_bars(picture, lane, track, x, width);
        x += TRACK;
    }
}

static void draw_grid(const struct picture *picture)
{
    double x = MARGIN + BACK_WIDTH + BOX_WIDTH + LANE_GAP;
    if (!picture->graph.lanes.first)
        return;
    for (unsigned i = 0; i <= picture->graph.plan->phase_count; i++)
        svg_line(picture->out, x, y_of(i), picture->width - MARGIN, y_of(i), "grid");
}

static void draw(struct output *out, const struct unit *unit, const struct report_style *style)
{
    (void)style;
    struct picture picture = { .out = out, .graph = graph_find(out->arena, unit) };
    const struct plan *plan = unit->plan;
    measure(&picture);
    svg_begin(out, picture.width, picture.height, plan->title.str);
    svg_label(out, MARGIN, 28, "title", plan->title.str, (picture.width - 2 * MARGIN) / 9);
    draw_grid(&picture);
    double x = MARGIN + BACK_WIDTH + BOX_WIDTH + LANE_GAP;
    list_each(graph_lane, lane, picture.graph.lanes) {
        draw_lane(&picture, lane, x);
        x += lane_width(&picture, lane) + LANE_GAP;
    }
    svg_label(out, MARGIN, HEAD - 12, "head", STR("what leads back"), 30);
    svg_label(out, MARGIN + BACK_WIDTH + BOX_WIDTH / 2.0, y_of(0) - 4, "small middle",
              STR("start"), 10);
    list_each(phase, phase, plan->phases)
        draw_phase(&picture, phase);
    draw_no_return(&picture);
    svg_label(out, MARGIN, picture.height - 16, "small",
              picture.graph.is_cut
                  ? STR("The plan has too many states to be walked: versions and traffic are "
                        "not drawn.")
                  : STR("Bars: versions in service, sides written and read, flags in percent."),
              (picture.width - 2 * MARGIN) / (SVG_CELL - 1));
    svg_end(out);
}

const struct drawing drawing_graph_svg = { .kind = "graph", .notation = "svg", .draw = draw };
