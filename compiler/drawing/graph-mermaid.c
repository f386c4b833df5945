// drawing graph-mermaid: a flowchart for Markdown pages that draw Mermaid
#include "drawing/drawing.h"
#include "drawing/graph.h"
#include "drawing/mermaid.h"

struct chart {
    struct output *out;
    struct graph graph;
};

static void line_break(struct output *out)
{
    output_str(out, STR("<br/>"));
}

// "web: v1 → v2"; nothing where the phase leaves it as it is.
static void write_lane(const struct chart *chart, const struct graph_lane *lane,
                       const struct phase *phase)
{
    struct str before = graph_before(chart->out->arena, lane, phase);
    struct str after = graph_after(chart->out->arena, lane, phase);
    if (str_equal(before, after))
        return;
    line_break(chart->out);
    mermaid_text(chart->out, graph_lane_title(chart->out->arena, lane));
    output_str(chart->out, STR(": "));
    mermaid_text(chart->out, before);
    output_str(chart->out, STR(" → "));
    mermaid_text(chart->out, after);
}

static void write_start(const struct chart *chart, const struct phase *first)
{
    output_str(chart->out, STR("  start([\"start"));
    list_each(graph_lane, lane, chart->graph.lanes) {
        line_break(chart->out);
        mermaid_text(chart->out, graph_lane_title(chart->out->arena, lane));
        output_str(chart->out, STR(": "));
        mermaid_text(chart->out, graph_before(chart->out->arena, lane, first));
    }
    output_str(chart->out, STR("\"])\n"));
}

static void write_phase(const struct chart *chart, const struct phase *phase)
{
    output_format(chart->out, "  p%u[\"", phase->index);
    mermaid_text(chart->out, graph_phase_name(chart->out->arena, phase));
    if (phase->title.str.length > 0) {
        line_break(chart->out);
        mermaid_text(chart->out, phase->title.str);
    }
    list_each(graph_lane, lane, chart->graph.lanes)
        write_lane(chart, lane, phase);
    output_str(chart->out, STR("\"]\n"));
}

static struct str node_before(const struct chart *chart, const struct phase *phase)
{
    return phase->index ? arena_format(chart->out->arena, "p%u", phase->index - 1) : STR("start");
}

static void write_edges(const struct chart *chart, const struct phase *phase)
{
    struct str before = node_before(chart, phase);
    bool is_no_return = chart->graph.model->no_return.phase == phase;
    output_format(chart->out, "  %.*s %s p%u\n", STR_ARGS(before),
                  is_no_return ? "==>|point of no return|" : "-->", phase->index);
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase && need->phase != phase->previous)
            output_format(chart->out, "  p%u -->|needed by| p%u\n", need->phase->index,
                          phase->index);
    enum price_class class = price_of(chart->graph.model, phase)->class;
    if (class == PRICE_IMPOSSIBLE || class == PRICE_UNKNOWN)
        return;
    output_format(chart->out, "  p%u -. \"", phase->index);
    mermaid_text(chart->out, graph_way_back(chart->out->arena, &chart->graph, phase));
    output_format(chart->out, "\" .-> %.*s\n", STR_ARGS(before));
}

static void draw(struct output *out, const struct unit *unit, const struct report_style *style)
{
    (void)style;
    struct chart chart = { .out = out, .graph = graph_find(out->arena, unit) };
    const struct plan *plan = unit->plan;
    output_str(out, STR("flowchart TD\n"));
    if (!plan->phases.first)
        return;
    write_start(&chart, plan->phases.first);
    list_each(phase, phase, plan->phases)
        write_phase(&chart, phase);
    list_each(phase, phase, plan->phases)
        write_edges(&chart, phase);
    const struct phase *last = chart.graph.model->no_return.phase;
    if (last)
        output_format(out, "  style p%u stroke:#c62828,stroke-width:3px\n", last->index);
}

const struct drawing drawing_graph_mermaid = {
    .kind = "graph", .notation = "mermaid", .draw = draw,
};
