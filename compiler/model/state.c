#include "model/state.h"

#include "model/declared.h"
#include "plan/facts.h"
#include "sql/types.h"

struct world {
    const struct plan *plan;
    const struct needs *needs; // by version->index
    const struct state *start;
};

// ---- the start

static const struct state *start_state(struct arena *arena, const struct plan *plan,
                                       const struct catalog *const *schemas)
{
    struct state *state = arena_new(arena, struct state);
    bool *live = arena_new_many(arena, bool, plan->version_count + 1);
    list_each(app, app, plan->apps)
        list_each(live_version, version, app->live)
            if (version->version)
                live[version->version->index] = true;
    state->catalogs = schemas;
    state->live = live;
    state->flags = arena_new_many(arena, struct flag_range, plan->flag_count + 1);
    struct move_state *moves = arena_new_many(arena, struct move_state, plan->move_count + 1);
    list_each(move, move, plan->moves) {
        struct move_state *now = &moves[move->index];
        move_settle(now, plan, move, state->live, state->flags, NULL);
        move_watch_gaps(now, NULL);
        now->gap_old = now->gap_new = NULL; // what was before the plan is not its doing
    }
    state->moves = moves;
    return state;
}

struct world *world_new(struct arena *arena, const struct plan *plan,
                        const struct catalog *const *schemas)
{
    struct world *world = arena_new(arena, struct world);
    world->plan = plan;
    world->needs = needs_read(arena, plan);
    world->start = start_state(arena, plan, schemas);
    return world;
}

const struct state *world_start(const struct world *world)
{
    return world->start;
}

const struct needs *world_needs(const struct world *world, const struct version *version)
{
    return &world->needs[version->index];
}

const struct plan *world_plan(const struct world *world)
{
    return world->plan;
}

static unsigned catalog_index(const struct world *world, const struct store *store)
{
    return store ? store->index : world->plan->store_count;
}

const struct catalog *state_catalog(const struct world *world, const struct state *state,
                                    const struct store *store)
{
    return state->catalogs[catalog_index(world, store)];
}

// ---- events

static struct state *next_state(struct arena *arena, const struct state *before,
                                const struct event *event, bool is_back)
{
    struct state *state = arena_new(arena, struct state);
    *state = *before;
    state->before = before;
    state->event = event;
    state->is_half = false;
    state->is_back = is_back;
    state->depth = before->depth + 1;
    return state;
}

static void set_catalog(struct arena *arena, const struct world *world, struct state *state,
                        unsigned index, const struct catalog *catalog)
{
    if (state->catalogs[index] == catalog)
        return;
    size_t count = world->plan->store_count + 1;
    const struct catalog **catalogs = arena_new_many(arena, const struct catalog *, count);
    memcpy(catalogs, state->catalogs, count * sizeof *catalogs);
    catalogs[index] = catalog;
    state->catalogs = catalogs;
}

static bool *copy_live(struct arena *arena, const struct world *world, const bool *live)
{
    bool *copy = arena_new_many(arena, bool, world->plan->version_count + 1);
    memcpy(copy, live, world->plan->version_count * sizeof *live);
    return copy;
}

static void set_flag(struct arena *arena, const struct world *world, struct state *state,
                     const struct flag *flag, struct flag_range range)
{
    size_t count = world->plan->flag_count + 1;
    struct flag_range *flags = arena_new_many(arena, struct flag_range, count);
    memcpy(flags, state->flags, count * sizeof *flags);
    flags[flag->index] = range;
    state->flags = flags;
}

static void run_sql(struct arena *arena, const struct world *world, const struct event *event,
                    struct state *state, struct event_result *result)
{
    unsigned index = catalog_index(world, event->action->store);
    struct catalog_session session = { .now = state->catalogs[index] };
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next) {
        struct catalog_result run = catalog_run(arena, &session, statement);
        if (run.outcome == CATALOG_REFUSED) {
            result->refused = statement;
            result->reason = run.reason;
            return; // its transaction is undone
        }
        result->is_unsure |= run.outcome == CATALOG_NOT_KNOWN;
    }
    set_catalog(arena, world, state, index, session.now);
}

// Both are in service while it rolls, and after it where it stops short of all.
static void deploy(struct arena *arena, const struct world *world, const struct event *event,
                   struct state *state, struct event_result *result)
{
    const struct action *action = event->action;
    if (!action->app || !action->version)
        return;
    bool *live = copy_live(arena, world, state->live);
    live[action->version->index] = true;
    struct state *half = arena_new(arena, struct state);
    *half = *state;
    half->live = live;
    half->is_half = true;
    result->half = half;
    state->live = live;
    if (action->is_beside || event->percent < 100)
        return;
    live = copy_live(arena, world, live);
    list_each(version, version, action->app->versions)
        live[version->index] = version == action->version;
    state->live = live;
}

static void retire(struct arena *arena, const struct world *world, const struct event *event,
                   struct state *state)
{
    if (!event->action->version)
        return;
    bool *live = copy_live(arena, world, state->live);
    live[event->action->version->index] = false;
    state->live = live;
}

static void turn_flag(struct arena *arena, const struct world *world, const struct event *event,
                      struct state *state, struct event_result *result)
{
    const struct flag *flag = event->action->flag;
    if (!flag || event->action->is_removed)
        return;
    struct flag_range before = state->flags[flag->index];
    struct flag_range between = {
        .low = before.low < event->percent ? before.low : event->percent,
        .high = before.high > event->percent ? before.high : event->percent,
        .is_set = true,
    };
    struct state *half = arena_new(arena, struct state);
    *half = *state;
    half->is_half = true;
    set_flag(arena, world, half, flag, between);
    result->half = half;
    struct flag_range now = { event->percent, event->percent, true };
    set_flag(arena, world, state, flag, now);
}

// ---- moves

static struct move_state *copy_moves(struct arena *arena, const struct plan *plan,
                                     const struct move_state *moves)
{
    struct move_state *copy = arena_new_many(arena, struct move_state, plan->move_count);
    memcpy(copy, moves, plan->move_count * sizeof *moves);
    return copy;
}

static bool is_asked(const struct plan *plan, const struct state *state, const struct action *ramp)
{
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            if (state->live[version->index])
                list_each(use, use, version->uses) {
                    struct touch touch = use_touches(use, ramp->move);
                    if (use->flag == ramp->flag && (touch.is_old || touch.is_new))
                        return true;
                }
    return false;
}

// What the move is while the event is half done, and after it.
static bool follow_move(struct arena *arena, const struct world *world, const struct event *event,
                        const struct move *move, const struct event_result *result,
                        struct move_state *half, struct move_state *after)
{
    const struct action *action = event->action;
    bool is_rolling = move_apply(arena, after, half, move, event);
    bool is_ramp = action && action->kind == ACTION_RAMP && action->move == move;
    if (is_ramp && !(action->flag && is_asked(world->plan, result->after, action))) {
        double between = event->percent > after->percent ? event->percent : after->percent;
        is_rolling = true;
        *half = *after;
        move_ramp(half, action, between < 100 ? between : 50); // some on either side
        move_ramp(after, action, event->percent);
    }
    const struct state *state = result->half;
    if (state || is_rolling) {
        const struct state *seen = state ? state : result->after;
        if (!is_rolling)
            *half = *after;
        move_settle(half, world->plan, move, seen->live, seen->flags, event);
        move_watch_gaps(half, event);
        if (half->gap_new && !is_rolling) // what rolled by leaves its gap
            after->gap_new = half->gap_new;
        if (half->gap_old)
            after->gap_old = half->gap_old;
        after->was_new_written |= half->was_new_written;
    }
    move_settle(after, world->plan, move, result->after->live, result->after->flags, event);
    move_watch_gaps(after, event);
    return is_rolling;
}

static void follow_moves(struct arena *arena, const struct world *world, const struct event *event,
                         struct event_result *result, struct state *after)
{
    if (world->plan->move_count == 0)
        return;
    struct move_state *moves = copy_moves(arena, world->plan, after->moves);
    struct move_state *halves = copy_moves(arena, world->plan, after->moves);
    bool is_rolling = false;
    list_each(move, move, world->plan->moves)
        is_rolling |= follow_move(arena, world, event, move, result, &halves[move->index],
                                  &moves[move->index]);
    after->moves = moves;
    if (!result->half && !is_rolling)
        return;
    struct state *half = arena_new(arena, struct state);
    *half = result->half ? *result->half : *after;
    half->is_half = true;
    half->moves = halves;
    result->half = half;
}

struct event_result state_apply(struct arena *arena, const struct world *world,
                                const struct state *before, const struct event *event,
                                bool is_back)
{
    struct state *state = next_state(arena, before, event, is_back);
    struct event_result result = { .after = state };
    switch (event->action ? event->action->kind : ACTION_BACKUP) {
    case ACTION_STEP:
        if (event->first)
            run_sql(arena, world, event, state, &result);
        break;
    case ACTION_DEPLOY: deploy(arena, world, event, state, &result); break;
    case ACTION_RETIRE: retire(arena, world, event, state); break;
    case ACTION_RAMP:
    case ACTION_FLAG: turn_flag(arena, world, event, state, &result); break;
    case ACTION_BACKUP:
    case ACTION_BACKFILL:
    case ACTION_FILL:
    case ACTION_WRITES:
    case ACTION_READS: break;
    }
    if (!result.refused)
        follow_moves(arena, world, event, &result, state);
    return result;
}

const struct state *state_restore(struct arena *arena, const struct world *world,
                                  const struct state *before, const struct event *event,
                                  const struct store *store, const struct state *then)
{
    struct state *state = next_state(arena, before, event, true);
    unsigned index = catalog_index(world, store);
    set_catalog(arena, world, state, index, then->catalogs[index]);
    return state;
}

// ---- questions

static bool is_same_schema(struct arena *arena, const struct catalog *a, const struct catalog *b)
{
    return a == b || !catalog_difference(arena, a, b).first;
}

static bool is_same_move(const struct move_state *a, const struct move_state *b)
{
    return a->writers == b->writers && a->readers == b->readers && a->fill == b->fill
           && !a->gap_old == !b->gap_old && !a->gap_new == !b->gap_new
           && !a->verified == !b->verified && a->was_new_written == b->was_new_written;
}

bool state_equal(struct arena *arena, const struct world *world, const struct state *a,
                 const struct state *b)
{
    const struct plan *plan = world->plan;
    for (unsigned i = 0; i < plan->version_count; i++)
        if (a->live[i] != b->live[i])
            return false;
    for (unsigned i = 0; i < plan->flag_count; i++)
        if (a->flags[i].low != b->flags[i].low || a->flags[i].high != b->flags[i].high)
            return false;
    for (unsigned i = 0; i < plan->move_count; i++)
        if (!is_same_move(&a->moves[i], &b->moves[i]))
            return false;
    for (unsigned i = 0; i <= plan->store_count; i++)
        if (!is_same_schema(arena, a->catalogs[i], b->catalogs[i]))
            return false;
    return true;
}

bool state_needs(const struct state *state, const struct need *need)
{
    const struct use *use = need->use;
    if (!state->live[need->version->index])
        return false;
    if (!text_is_set(use->flag_name))
        return true;
    if (!use->flag)
        return false; // not declared: another finding
    const struct flag_range *range = &state->flags[use->flag->index];
    return use->is_unless ? range->low < 100 : range->high > 0;
}
