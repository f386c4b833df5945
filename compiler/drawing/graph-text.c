// drawing graph-text: a table of phases, with a column for whatever is in service or moves
#include "drawing/drawing.h"
#include "drawing/graph.h"
#include "report/cells.h"

enum { GAP = 2, TITLE_MAX = 36 };

struct column {
    struct str head;
    struct str *cells; // by phase->index
    size_t width;
};

struct grid {
    struct output *out;
    struct graph graph;
    const struct report_style *style;
    struct column *columns;
    size_t count, lead_count; // the first ones are repeated in each part
};

static size_t width_of(const struct grid *grid, struct str text)
{
    return cells_width(text, grid->style->is_ascii);
}

// ---- columns

static struct column *add_column(struct grid *grid, struct str head)
{
    struct column *column = &grid->columns[grid->count++];
    column->head = head;
    column->width = width_of(grid, head);
    column->cells =
        arena_new_many(grid->out->arena, struct str, grid->graph.plan->phase_count);
    return column;
}

static void set_cell(struct grid *grid, struct column *column, const struct phase *phase,
                     struct str text)
{
    size_t width = width_of(grid, text);
    column->cells[phase->index] = text;
    if (width > column->width)
        column->width = width;
}

static struct str change(const struct grid *grid, struct str begin, struct str end)
{
    const char *arrow = grid->style->is_ascii ? "->" : "→";
    if (str_equal(begin, end))
        return end;
    return arena_format(grid->out->arena, "%.*s %s %.*s", STR_ARGS(begin), arrow,
                        STR_ARGS(end));
}

static void make_columns(struct grid *grid)
{
    struct arena *arena = grid->out->arena;
    const struct plan *plan = grid->graph.plan;
    grid->columns = arena_new_many(arena, struct column, grid->graph.lane_count + 3);
    struct column *names = add_column(grid, STR("phase")), *titles = add_column(grid, STR(""));
    list_each(phase, phase, plan->phases) {
        set_cell(grid, names, phase, graph_phase_name(arena, phase));
        set_cell(grid, titles, phase, cells_shorten(arena, phase->title.str, TITLE_MAX,
                                             grid->style->is_ascii));
    }
    grid->lead_count = grid->count;
    list_each(graph_lane, lane, grid->graph.lanes) {
        struct column *column = add_column(grid, graph_lane_title(arena, lane));
        list_each(phase, phase, plan->phases)
            set_cell(grid, column, phase,
                     change(grid, graph_before(arena, lane, phase),
                            graph_after(arena, lane, phase)));
    }
    struct column *backs = add_column(grid, STR("way back"));
    list_each(phase, phase, plan->phases)
        set_cell(grid, backs, phase, graph_way_back(arena, &grid->graph, phase));
}

// ---- rows

static void write_row(const struct grid *grid, const struct phase *phase, size_t first,
                      size_t end)
{
    size_t due = GAP; // blanks before the next cell
    for (size_t i = 0; i < end; i++) {
        if (i >= grid->lead_count && i < first)
            continue;
        const struct column *column = &grid->columns[i];
        struct str cell = phase ? column->cells[phase->index] : column->head;
        if (cell.length > 0) {
            output_repeat(grid->out, ' ', due);
            cells_write(grid->out, cell, grid->style->is_ascii);
            due = 0;
        }
        due += column->width - width_of(grid, cell) + GAP;
    }
    output_char(grid->out, '\n');
}

static size_t width_to(const struct grid *grid, size_t first, size_t end)
{
    size_t width = 0;
    for (size_t i = 0; i < end; i++)
        if (i < grid->lead_count || i >= first)
            width += grid->columns[i].width + GAP;
    return width;
}

static void write_no_return(const struct grid *grid, size_t width)
{
    const char *label = " point of no return ";
    if (grid->style->width && width > grid->style->width)
        width = grid->style->width;
    output_repeat(grid->out, ' ', GAP);
    for (unsigned i = 0; i < 3; i++)
        output_str(grid->out, grid->style->is_ascii ? STR("=") : STR("═"));
    output_str(grid->out, str_of(label));
    for (size_t i = GAP + 3 + strlen(label); i < width; i++)
        output_str(grid->out, grid->style->is_ascii ? STR("=") : STR("═"));
    output_char(grid->out, '\n');
}

// The columns that fit side by side: from `first` up to the given one.
static size_t part_end(const struct grid *grid, size_t first)
{
    size_t end = first + 1;
    while (end < grid->count
           && (!grid->style->width || width_to(grid, first, end + 1) <= grid->style->width))
        end++;
    return end;
}

static void write_part(const struct grid *grid, size_t first, size_t end)
{
    output_char(grid->out, '\n');
    write_row(grid, NULL, first, end);
    list_each(phase, phase, grid->graph.plan->phases) {
        if (grid->graph.model->no_return.phase == phase)
            write_no_return(grid, width_to(grid, first, end));
        write_row(grid, phase, first, end);
    }
}

static void draw(struct output *out, const struct unit *unit, const struct report_style *style)
{
    struct grid grid = { .out = out, .graph = graph_find(out->arena, unit), .style = style };
    cells_write(out, unit->plan->title.str, style->is_ascii);
    output_char(out, '\n');
    make_columns(&grid);
    for (size_t first = grid.lead_count; first < grid.count;) {
        size_t end = part_end(&grid, first);
        write_part(&grid, first, end);
        first = end;
    }
    if (grid.graph.is_cut)
        output_str(out, STR("\nThe plan has too many states to be walked: versions and traffic "
                            "are not drawn.\n"));
}

const struct drawing drawing_graph_text = { .kind = "graph", .notation = "text", .draw = draw };
