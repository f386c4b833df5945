#include "model/world.h"

// ---- the start

static const bool *start_versions(struct arena *arena, const struct plan *plan)
{
    bool *live = arena_new_many(arena, bool, plan->version_count + 1);
    list_each(app, app, plan->apps)
        list_each(live_version, version, app->live)
            if (version->version)
                live[version->version->index] = true;
    return live;
}

static const struct state *start_state(struct world *world, const struct catalog *const *schemas)
{
    struct arena *arena = world->arena;
    const struct plan *plan = world->plan;
    struct state *state = arena_new(arena, struct state);
    state->catalogs = schemas;
    state->live = start_versions(arena, plan);
    state->flags = arena_new_many(arena, struct flag_range, plan->flag_count + 1);
    const struct move_state **moves =
        arena_new_many(arena, const struct move_state *, plan->move_count + 1);
    list_each(move, move, plan->moves) {
        struct move_state *now = arena_new(arena, struct move_state);
        move_settle(now, reach_users(world->reach, move), state->live, state->flags, NULL);
        move_watch_gaps(now, NULL);
        // What was before the plan is not its doing.
        now->gap_old = now->gap_new = now->kept_old = NULL;
        moves[move->index] = now;
    }
    state->moves = moves;
    return state;
}

struct world *world_new(struct arena *arena, const struct plan *plan, const struct line *line,
                        const struct catalog *const *schemas, const struct moved *moved)
{
    struct world *world = arena_new(arena, struct world);
    world->arena = arena;
    world->plan = plan;
    world->equals.arena = arena;
    world->roots.arena = arena;
    world->needs = needs_read(arena, plan);
    world->reach = reach_new(arena, plan, line, moved);
    world->runs = arena_alloc(arena, line->count * sizeof *world->runs);
    world->start = start_state(world, schemas);
    return world;
}

const struct state *world_start(const struct world *world)
{
    return world->start;
}

const struct needs *world_all_needs(const struct world *world)
{
    return world->needs;
}

const struct need_list *world_needs(const struct world *world, const struct version *version)
{
    return &world->needs->of_version[version->index];
}

const struct plan *world_plan(const struct world *world)
{
    return world->plan;
}

const struct shown *world_shown(const struct world *world, const struct event *event)
{
    return reach_shown(world->reach, event);
}

size_t world_cost(const struct world *world)
{
    return world->cost + reach_cost(world->reach);
}

bool state_is_hidden(const struct state *state)
{
    const struct event *event = state->event;
    return event && (event->is_hidden || (state->is_half && event->is_down));
}

const struct state *state_before(const struct state *state)
{
    const struct state *before = state->before;
    while (before && state_is_hidden(before))
        before = before->before;
    return before;
}

const struct catalog *state_catalog(const struct world *world, const struct state *state,
                                    const struct store *store)
{
    return state->catalogs[world_catalog_index(world, store)];
}

struct need_place state_place(const struct world *world, const struct state *state,
                              const struct need *need)
{
    return (struct need_place){
        .catalog = state_catalog(world, state, need->store),
        .start = state_catalog(world, world->start, need->store),
        .plan = world->plan,
        .needs = world->needs,
        .moves = state->moves,
    };
}

// ---- comparing

bool flag_range_equal(const struct flag_range *a, const struct flag_range *b)
{
    return a == b
           || (a->is_removed == b->is_removed && !(a->low < b->low) && !(a->low > b->low)
               && !(a->high < b->high) && !(a->high > b->high));
}

bool state_equal(const struct world *world, const struct state *a, const struct state *b)
{
    const struct plan *plan = world->plan;
    for (unsigned i = 0; i <= plan->store_count; i++)
        if (a->catalogs[i] != b->catalogs[i])
            return false;
    for (unsigned i = 0; a->live != b->live && i < plan->version_count; i++)
        if (a->live[i] != b->live[i])
            return false;
    for (unsigned i = 0; a->flags != b->flags && i < plan->flag_count; i++)
        if (!flag_range_equal(&a->flags[i], &b->flags[i]))
            return false;
    for (unsigned i = 0; a->moves != b->moves && i < plan->move_count; i++)
        if (!move_state_equal(a->moves[i], b->moves[i]))
            return false;
    return true;
}

uint64_t state_hash(const struct world *world, const struct state *state)
{
    const struct plan *plan = world->plan;
    uint64_t hash = 0;
    for (unsigned i = 0; i <= plan->store_count; i++)
        hash = hash * 31 + (uintptr_t)state->catalogs[i];
    for (unsigned i = 0; i < plan->version_count; i++)
        hash = hash * 31 + state->live[i];
    for (unsigned i = 0; i < plan->flag_count; i++)
        hash = hash * 31 + (uint64_t)state->flags[i].low + 128 * (uint64_t)state->flags[i].high
               + state->flags[i].is_removed;
    for (unsigned i = 0; i < plan->move_count; i++)
        hash = hash * 31 + move_state_hash(state->moves[i]);
    return hash ^ hash >> 32;
}

bool state_needs(const struct state *state, const struct need *need)
{
    const struct use *use = need->use;
    if (!state->live[need->version->index])
        return false;
    if (!text_is_set(use->flag_name))
        return true;
    if (need->undeclared.data)
        return false; // nobody knows: another finding
    const struct flag_range *range = &state->flags[use->flag->index];
    return use->is_unless ? range->low < 100 : range->high > 0;
}
