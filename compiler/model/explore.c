#include "model/explorer.h"

// A bound on hostile plans: a plan of 7 phases with 60 steps takes some 8,000 states, and less
// than a million looks.
enum { STATE_MAX = 200 * 1000, LOOK_MAX = 10 * 1000 * 1000, BREACH_MAX = 1000 };

bool explorer_is_cut(struct explorer *explorer)
{
    explorer->result->is_cut |= explorer->result->states > STATE_MAX
                                || explorer->looks + world_cost(explorer->world) > LOOK_MAX
                                || explorer->breaches > BREACH_MAX;
    return explorer->result->is_cut;
}

struct breach *explorer_add(struct explorer *explorer, enum breach_kind kind,
                            const struct state *state)
{
    struct breach *breach = arena_new(explorer->arena, struct breach);
    breach->kind = kind;
    breach->state = state;
    breach->from = explorer->from;
    breach->undone = explorer->undone;
    breach->rerun = explorer->rerun;
    breach->inside = explorer->inside;
    list_add(&explorer->result->breaches, breach);
    explorer->breaches++;
    return breach;
}

// ---- events

static bool is_refusal_recorded(const struct explorer *explorer,
                                const struct sql_statement *statement)
{
    list_each(breach, breach, explorer->result->breaches)
        if (breach->statement == statement)
            return true;
    return false;
}

struct event_result explorer_do(struct explorer *explorer, const struct state *state,
                                const struct event *event, enum way way,
                                struct passage *passage)
{
    struct event_result result = state_apply(explorer->world, state, event, way);
    explorer->result->states++;
    if (result.half) {
        explorer_check(explorer, result.half);
        if (passage)
            array_add(explorer->arena, &passage->inside, result.half);
    }
    explorer_check(explorer, result.after);
    bool is_passed = !event->is_hidden || event->is_down; // nothing stops within one moment
    if (passage && is_passed)
        array_add(explorer->arena, &passage->inside, result.after);
    if (result.refused && !explorer->is_quiet && !is_refusal_recorded(explorer, result.refused)) {
        struct breach *breach = explorer_add(explorer, BREACH_REFUSED, result.after);
        breach->statement = result.refused;
        breach->reason = result.reason;
        breach->grounds = grounds_of_refusal(explorer->world, result.after);
    }
    return result;
}

bool events_are_known(const struct events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct action *action = events->items[i].action;
        bool is_read = events->items[i].first && !span_is_set(events->items[i].client_command);
        if (action && action->kind == ACTION_STEP && !is_read)
            return false;
    }
    return true;
}

bool explorer_is_new(struct explorer *explorer, enum seen_way way, unsigned at,
                     const struct state *state)
{
    if (explorer->is_quiet)
        return true;
    const struct seen_place place = { way, at, explorer->admitted,
                                      explorer->is_unsure };
    return seen_add(&explorer->seen, &place, state);
}

// ---- the walk

static const struct state *go_forward(struct explorer *explorer, const struct state *state,
                                      const struct phase *phase)
{
    struct passage *passage = &explorer->passages[phase->index];
    const struct events *forward = &explorer->lines->forward[phase->index];
    passage->begin = state;
    explorer_note_begin(explorer, state, phase);
    explorer_is_new(explorer, SEEN_ON_THE_WAY_BACK, phase->index, state);
    explorer_is_new(explorer, SEEN_ON_THE_WAY_AGAIN, phase->index, state);
    for (size_t i = 0; i < forward->count && !explorer_is_cut(explorer); i++) {
        const struct event *event = &forward->items[i];
        while (event->action && passage->befores.count <= event->position)
            array_add(explorer->arena, &passage->befores, state);
        state = explorer_do(explorer, state, event, WAY_FORWARD, passage).after;
    }
    explorer->result->ends[phase->index] = state;
    return state;
}

static bool has_trigger(const struct action_list *actions)
{
    list_each(action, action, *actions)
        if (action->is_by_trigger)
            return true;
    return false;
}

static bool states_triggers(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (has_trigger(&phase->actions) || has_trigger(&phase->rollback.actions))
            return true;
    return false;
}

const struct exploration *explore(struct arena *arena, struct world *world,
                                  const struct line *lines)
{
    const struct plan *plan = world_plan(world);
    struct explorer explorer = {
        .arena = arena,
        .world = world,
        .plan = plan,
        .lines = lines,
        .passages = arena_new_many(arena, struct passage, plan->phase_count),
        .result = arena_new(arena, struct exploration),
        .has_triggers = states_triggers(plan),
        .memories = arena_new_many(arena, struct need_memory, world_all_needs(world)->count + 1),
        .seen = { .arena = arena, .world = world },
    };
    const struct state *state = world_start(world);
    explorer.result->ends = arena_new_many(arena, const struct state *, plan->phase_count);
    explorer.result->unsure = arena_new_many(arena, struct unsure_needs, plan->phase_count);
    explorer.result->unsure_back = arena_new_many(arena, struct unsure_needs, plan->phase_count);
    explorer_check(&explorer, state);
    list_each(phase, phase, plan->phases)
        if (!explorer_is_cut(&explorer))
            state = go_forward(&explorer, state, phase);
    explorer.result->ways_home = arena_new_many(arena, struct way_home, plan->phase_count);
    explore_back(&explorer);
    explore_ways_home(&explorer);
    explorer.result->looks = explorer.looks + world_cost(world);
    return explorer.result;
}
