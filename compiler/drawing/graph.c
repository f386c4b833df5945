#include "drawing/graph.h"

#include "base/output.h"

struct finder {
    struct arena *arena;
    const struct plan *plan;
    const struct model *model;
};

// ---- what is on in a state

// A question to a state about one track: how far it is on, in percent; 0 where it is not.
struct question {
    enum lane_kind kind;
    const struct version *version;
    const struct move *move;
    enum side side;
    const struct flag *flag;
};

static double percent_in(const struct state *state, const struct question *question)
{
    if (question->kind == LANE_APP)
        return state->live[question->version->index] ? 100 : 0;
    if (question->kind == LANE_FLAG)
        return state->flags[question->flag->index].high;
    const struct move_state *now = state->moves[question->move->index];
    unsigned of_side = question->side == SIDE_OLD ? SIDES_OLD : SIDES_NEW;
    if (question->kind == LANE_READS)
        return now->readers & of_side ? 100 : 0;
    bool is_carried = now->trigger_from != SIDE_NONE && now->trigger_from != question->side
                      && now->writers;
    return now->writers & (of_side | SIDES_BOTH) || is_carried ? 100 : 0;
}

// ---- from states to bars

static void add_bar(struct finder *finder, struct graph_track *track, double from, double to,
                    double percent)
{
    struct graph_bar *last = track->bars.last;
    if (percent <= 0 || to <= from)
        return;
    if (last && last->to >= from && last->percent == percent) {
        last->to = to;
        return;
    }
    struct graph_bar *bar = arena_new(finder->arena, struct graph_bar);
    *bar = (struct graph_bar){ .from = from, .to = to, .percent = percent };
    list_add(&track->bars, bar);
}

// Where the event begins and ends, with all events of its phase of the same length.
static double place_of(const struct finder *finder, const struct state *state, unsigned more)
{
    const struct phase *phase = state->event->phase;
    const struct events *events = &finder->model->line.forward[phase->index];
    return phase->index + (double)(state->event - events->items + more) / (double)events->count;
}

// The states on the way forward, from the start to the last phase that is reached.
static const struct state **way_forward(struct finder *finder, size_t *count)
{
    const struct exploration *exploration = finder->model->exploration;
    const struct state *last = NULL;
    for (unsigned i = 0; i < finder->plan->phase_count && exploration->ends[i]; i++)
        last = exploration->ends[i];
    *count = 0;
    for (const struct state *state = last; state; state = state->before)
        ++*count;
    const struct state **way = arena_new_many(finder->arena, const struct state *, *count);
    size_t left = *count;
    for (const struct state *state = last; state; state = state->before)
        way[--left] = state;
    return way;
}

// What goes is there until the event has ended; what comes is there when it begins.
static void fill_track(struct finder *finder, struct graph_track *track,
                       const struct question *question, const struct state *const *way,
                       size_t count)
{
    double from = 0, percent = count ? percent_in(way[0], question) : 0;
    track->percent_at_start = percent;
    for (size_t i = 1; i < count; i++) {
        double now = percent_in(way[i], question);
        if (now == percent)
            continue;
        double change = place_of(finder, way[i], now < percent);
        add_bar(finder, track, from, change, percent);
        from = change;
        percent = now;
    }
    add_bar(finder, track, from, finder->plan->phase_count + 1.0, percent);
}

// ---- lanes

static struct graph_lane *add_lane(struct finder *finder, struct graph *graph,
                                   enum lane_kind kind, struct str name)
{
    struct graph_lane *lane = arena_new(finder->arena, struct graph_lane);
    lane->kind = kind;
    lane->name = name;
    list_add(&graph->lanes, lane);
    graph->lane_count++;
    return lane;
}

static void add_track(struct finder *finder, struct graph_lane *lane, struct str name,
                      struct question question, const struct state *const *way, size_t count)
{
    struct graph_track *track = arena_new(finder->arena, struct graph_track);
    track->name = name;
    question.kind = lane->kind;
    fill_track(finder, track, &question, way, count);
    list_add(&lane->tracks, track);
}

static void add_move(struct finder *finder, struct graph *graph, const struct move *move,
                     enum lane_kind kind, const struct state *const *way, size_t count)
{
    struct graph_lane *lane = add_lane(finder, graph, kind, move->name);
    add_track(finder, lane, STR("old"), (struct question){ .move = move, .side = SIDE_OLD }, way,
              count);
    add_track(finder, lane, STR("new"), (struct question){ .move = move, .side = SIDE_NEW }, way,
              count);
}

struct graph graph_find(struct arena *arena, const struct unit *unit)
{
    const struct plan *plan = unit->plan;
    struct finder finder = { .arena = arena, .plan = plan, .model = unit->model };
    struct graph graph = { .plan = plan, .model = unit->model };
    graph.is_cut = unit->model->exploration->is_cut;
    if (graph.is_cut)
        return graph;
    size_t count;
    const struct state *const *way = way_forward(&finder, &count);
    list_each(app, app, plan->apps) {
        struct graph_lane *lane = add_lane(&finder, &graph, LANE_APP, app->name);
        list_each(version, version, app->versions)
            add_track(&finder, lane, version->name, (struct question){ .version = version }, way,
                      count);
    }
    list_each(move, move, plan->moves) {
        add_move(&finder, &graph, move, LANE_WRITES, way, count);
        add_move(&finder, &graph, move, LANE_READS, way, count);
    }
    list_each(flag, flag, plan->flags) {
        struct graph_lane *lane = add_lane(&finder, &graph, LANE_FLAG, flag->name);
        add_track(&finder, lane, flag->name, (struct question){ .flag = flag }, way, count);
    }
    return graph;
}

// ---- words

static double percent_after(const struct graph_track *track, unsigned phases)
{
    list_each(graph_bar, bar, track->bars)
        if (phases > 0 && bar->from < phases && bar->to > phases)
            return bar->percent;
    return phases > 0 ? 0 : track->percent_at_start;
}

// After so many phases.
static struct str show(struct arena *arena, const struct graph_lane *lane, unsigned phases)
{
    struct output out = { .arena = arena };
    if (lane->kind == LANE_FLAG)
        return arena_format(arena, "%g%%", percent_after(lane->tracks.first, phases));
    list_each(graph_track, track, lane->tracks)
        if (percent_after(track, phases) > 0)
            output_format(&out, "%s%.*s", out.bytes.count ? "+" : "", STR_ARGS(track->name));
    return out.bytes.count ? output_get(&out) : STR("-");
}

struct str graph_before(struct arena *arena, const struct graph_lane *lane,
                        const struct phase *phase)
{
    return show(arena, lane, phase->index);
}

struct str graph_after(struct arena *arena, const struct graph_lane *lane,
                       const struct phase *phase)
{
    return show(arena, lane, phase->index + 1);
}

struct str graph_lane_title(struct arena *arena, const struct graph_lane *lane)
{
    const char *suffix = lane->kind == LANE_WRITES  ? " writes"
                         : lane->kind == LANE_READS ? " reads"
                                                    : "";
    return arena_format(arena, "%.*s%s", STR_ARGS(lane->name), suffix);
}

static struct str price_wording(struct arena *arena, const struct price *price)
{
    struct str loss = price_loss(arena, price);
    switch (price->class) {
    case PRICE_UNKNOWN: return STR("not known");
    case PRICE_NOTHING: return STR("nothing to undo");
    case PRICE_CLEAN: return price->is_noticed ? STR("clean, noticed for a moment") : STR("clean");
    case PRICE_LOSSY: return arena_format(arena, "lossy: %.*s", STR_ARGS(loss));
    case PRICE_RESTORE: return arena_format(arena, "restore, loses %.*s", STR_ARGS(loss));
    case PRICE_IMPOSSIBLE: return STR("not available");
    }
    return STR("");
}

struct str graph_way_back(struct arena *arena, const struct graph *graph,
                          const struct phase *phase)
{
    const struct price *price = price_of(graph->model, phase);
    struct str wording = price_wording(arena, price);
    if (!price->is_inferred || price->class == PRICE_UNKNOWN)
        return wording;
    return arena_format(arena, "%.*s, by inference", STR_ARGS(wording));
}

struct str graph_phase_name(struct arena *arena, const struct phase *phase)
{
    return arena_format(arena, "%d %.*s", phase->number, STR_ARGS(phase->name));
}
