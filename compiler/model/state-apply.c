// What an event makes of a state.

#include "model/world.h"

// ---- events

static struct state *copy_state(struct world *world, const struct state *state)
{
    struct state *copy = arena_new(world->arena, struct state);
    *copy = *state;
    world->cost++;
    return copy;
}

static struct state *next_state(struct world *world, const struct state *before,
                                const struct event *event, enum way way)
{
    struct state *state = copy_state(world, before);
    state->before = before;
    state->event = event;
    state->is_half = false;
    state->way = way;
    return state;
}

static void set_catalog(struct world *world, struct state *state, unsigned index,
                        const struct catalog *catalog)
{
    if (state->catalogs[index] == catalog)
        return;
    size_t count = world->plan->store_count + 1;
    const struct catalog **catalogs = arena_new_many(world->arena, const struct catalog *, count);
    memcpy(catalogs, state->catalogs, count * sizeof *catalogs);
    catalogs[index] = catalog;
    state->catalogs = catalogs;
    world->cost += count;
}

static bool *copy_live(struct world *world, const bool *live)
{
    size_t count = world->plan->version_count + 1;
    bool *copy = arena_new_many(world->arena, bool, count);
    memcpy(copy, live, count * sizeof *live);
    world->cost += count;
    return copy;
}

static void set_flag(struct world *world, struct state *state, const struct flag *flag,
                     struct flag_range range)
{
    size_t count = world->plan->flag_count + 1;
    struct flag_range *flags = arena_new_many(world->arena, struct flag_range, count);
    memcpy(flags, state->flags, count * sizeof *flags);
    flags[flag->index] = range;
    state->flags = flags;
    world->cost += count;
}

static struct sql_run *do_sql(struct world *world, const struct event *event,
                                    const struct catalog *before)
{
    struct sql_run *run = arena_new(world->arena, struct sql_run);
    struct catalog_session session = { .now = before };
    run->before = run->after = before;
    if (span_is_set(event->client_command)) {
        run->is_unsure = true;
        run->after = catalog_forget(world->arena, before);
        return run;
    }
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next) {
        struct catalog_result result = catalog_run(world->arena, &session, statement);
        world->cost++;
        if (result.outcome == CATALOG_REFUSED) {
            run->refused = statement;
            run->reason = result.reason;
            run->absence = result.absence;
            return run; // its transaction is undone
        }
        run->is_unsure |= result.outcome == CATALOG_NOT_KNOWN;
    }
    // Each step has a session of its own, but where an event is one statement of it.
    run->after = engine_has_transactional_ddl(session.now->engine)
                     ? catalog_new_session(world->arena, session.now)
                     : session.now;
    if (session.now->work > before->work)
        world->cost += session.now->work - before->work;
    return run;
}

static void run_sql(struct world *world, const struct event *event, struct state *state,
                    struct event_result *result)
{
    unsigned index = world_catalog_index(world, event->action->store);
    const struct catalog *before = state->catalogs[index];
    const struct sql_run *run = NULL;
    list_each(sql_run, earlier, world->runs[event->index]) {
        world->cost++;
        if (earlier->before == before) {
            run = earlier;
            break;
        }
    }
    if (!run) {
        struct sql_run *made = do_sql(world, event, before);
        list_add(&world->runs[event->index], made);
        run = made;
    }
    result->refused = run->refused;
    result->reason = run->reason;
    result->is_unsure |= run->is_unsure;
    set_catalog(world, state, index, run->after);
}

// Both are in service while it rolls, and after it where it stops short of all.
static void deploy(struct world *world, const struct event *event, struct state *state,
                   struct event_result *result)
{
    const struct action *action = event->action;
    if (!action->app || !action->version)
        return;
    bool *live = copy_live(world, state->live);
    live[action->version->index] = true;
    struct state *half = copy_state(world, state);
    half->live = live;
    half->is_half = true;
    result->half = half;
    state->live = live;
    if (action->is_beside || event->percent < 100)
        return;
    live = copy_live(world, live);
    list_each(version, version, action->app->versions)
        live[version->index] = version == action->version;
    state->live = live;
}

static void retire(struct world *world, const struct event *event, struct state *state)
{
    if (!event->action->version)
        return;
    bool *live = copy_live(world, state->live);
    live[event->action->version->index] = false;
    state->live = live;
}

static void turn_flag(struct world *world, const struct event *event, struct state *state,
                      struct event_result *result)
{
    const struct flag *flag = event->action->flag;
    if (!flag)
        return;
    struct flag_range before = state->flags[flag->index];
    if (event->action->is_removed) {
        before.is_removed = true;
        set_flag(world, state, flag, before);
        return;
    }
    struct flag_range between = {
        .low = before.low < event->percent ? before.low : event->percent,
        .high = before.high > event->percent ? before.high : event->percent,
        .is_set = true,
    };
    struct state *half = copy_state(world, state);
    half->is_half = true;
    set_flag(world, half, flag, between);
    result->half = half;
    struct flag_range now = { event->percent, event->percent, true, false };
    set_flag(world, state, flag, now);
}

// ---- moves

static bool is_asked(const struct world *world, const struct state *state,
                     const struct action *ramp)
{
    const struct move_users *users = reach_users(world->reach, ramp->move);
    for (size_t i = 0; i < users->count; i++) {
        const struct move_user *user = &users->items[i];
        for (size_t k = 0; state->live[user->version->index] && k < user->uses.count; k++)
            if (user->uses.items[k].use->flag == ramp->flag)
                return true;
    }
    return false;
}

// What a move is while the event is half done, and after it.
struct passing {
    struct move_state *half, *after;
};

static bool roll_move(struct world *world, const struct event *event, const struct move *move,
                      const struct event_result *result, struct passing *passing)
{
    const struct action *action = event->action;
    bool is_rolling =
        action && move_apply(world->arena, passing->after, passing->half, move, event);
    bool is_ramp = action && action->kind == ACTION_RAMP && action->move == move;
    if (!is_ramp || (action->flag && is_asked(world, result->after, action)))
        return is_rolling;
    double between =
        event->percent > passing->after->percent ? event->percent : passing->after->percent;
    *passing->half = *passing->after;
    move_ramp(passing->half, action, between < 100 ? between : 50); // some on either side
    move_ramp(passing->after, action, event->percent);
    return true;
}

// The step may have made or dropped a trigger, or replaced its function.
static void follow_triggers(struct world *world, const struct event *event,
                            const struct move *move, const struct state *state,
                            struct move_state *now)
{
    const struct action *action = event->action;
    if (!action || action->kind != ACTION_STEP || !event->first
        || (move->from.store && move->from.store != action->store))
        return;
    const struct catalog *catalog = state_catalog(world, state, action->store);
    struct carriers carriers = carriers_find(world->arena, catalog, move);
    world->cost += carriers.cost;
    move_carry(now, &carriers);
}

static bool follow_move(struct world *world, const struct event *event, const struct move *move,
                        const struct event_result *result, struct passing *passing)
{
    const struct move_users *users = reach_users(world->reach, move);
    bool is_rolling = roll_move(world, event, move, result, passing);
    follow_triggers(world, event, move, result->after, passing->after);
    struct move_state *half = passing->half, *after = passing->after;
    if (result->half || is_rolling) {
        const struct state *seen = result->half ? result->half : result->after;
        if (!is_rolling)
            *half = *after;
        move_settle(half, users, seen->live, seen->flags, event);
        if (!event->is_down)
            move_watch_gaps(half, event);
        if (half->gap_new && !is_rolling) // what rolled by leaves its gap
            after->gap_new = half->gap_new;
        if (half->gap_old)
            after->gap_old = half->gap_old;
        if (half->kept_old)
            after->kept_old = half->kept_old;
        after->was_new_written |= half->was_new_written;
    }
    move_settle(after, users, result->after->live, result->after->flags, event);
    if (!event->is_down || !event->is_hidden)
        move_watch_gaps(after, event);
    world->cost += 1 + users->count;
    return is_rolling;
}

static const struct move_state **copy_moves(struct world *world,
                                            const struct move_state *const *moves)
{
    size_t count = world->plan->move_count + 1;
    const struct move_state **copy =
        arena_new_many(world->arena, const struct move_state *, count);
    memcpy(copy, moves, count * sizeof *moves);
    world->cost += count;
    return copy;
}

static void show_moves(struct world *world, const struct event *event, struct state *after)
{
    const struct shown *shown = reach_shown(world->reach, event);
    const struct move_state **moves = NULL;
    list_each(move, move, world->plan->moves) {
        struct move_state now = *after->moves[move->index];
        world->cost++;
        if (!move_verify(&now, &shown[move->index], event))
            continue;
        moves = moves ? moves : copy_moves(world, after->moves);
        struct move_state *kept = arena_new(world->arena, struct move_state);
        *kept = now;
        moves[move->index] = kept;
    }
    after->moves = moves ? moves : after->moves;
}

static void follow_moves(struct world *world, const struct event *event,
                         struct event_result *result, struct state *after)
{
    const struct move_list *list = reach_of(world->reach, event);
    if (list->count == 0)
        return;
    const struct move_state **moves = copy_moves(world, after->moves);
    const struct move_state **halves = copy_moves(world, after->moves);
    bool is_rolling = false;
    for (size_t i = 0; i < list->count; i++) {
        const struct move *move = list->items[i];
        struct move_state *both = arena_new_many(world->arena, struct move_state, 2);
        both[0] = both[1] = *after->moves[move->index];
        struct passing passing = { &both[0], &both[1] };
        is_rolling |= follow_move(world, event, move, result, &passing);
        halves[move->index] = passing.half;
        moves[move->index] = passing.after;
    }
    after->moves = moves;
    if (!result->half && !is_rolling)
        return;
    struct state *half = copy_state(world, result->half ? result->half : after);
    half->is_half = true;
    half->moves = halves;
    result->half = half;
}

struct event_result state_apply(struct world *world, const struct state *before,
                                const struct event *event, enum way way)
{
    struct state *state = next_state(world, before, event, way);
    struct event_result result = { .after = state };
    if (event->verify) {
        show_moves(world, event, state);
        return result;
    }
    switch (event->action->kind) {
    case ACTION_STEP:
        if (event->first || span_is_set(event->client_command))
            run_sql(world, event, state, &result);
        break;
    case ACTION_DEPLOY: deploy(world, event, state, &result); break;
    case ACTION_RETIRE: retire(world, event, state); break;
    case ACTION_RAMP:
    case ACTION_FLAG: turn_flag(world, event, state, &result); break;
    case ACTION_BACKUP:
    case ACTION_BACKFILL:
    case ACTION_FILL:
    case ACTION_WRITES:
    case ACTION_READS: break;
    }
    if (!result.refused)
        follow_moves(world, event, &result, state);
    return result;
}

// ---- restoring

static bool is_on(const struct object *end, const struct store *store)
{
    return !end->store || end->store == store;
}

// The rows are as they were; who writes and reads them is as it is.
static struct move_state *restore_move(struct world *world, const struct move_state *now,
                                       const struct move_state *then)
{
    struct move_state *state = arena_new(world->arena, struct move_state);
    *state = *then;
    state->writes = now->writes;
    state->reads = now->reads;
    state->percent = now->percent;
    state->writers = now->writers;
    state->readers = now->readers;
    state->writers_since = now->writers_since;
    state->readers_since = now->readers_since;
    return state;
}

// The phase that is restored may have removed a flag, and a plan has no words for setting it beside
// a restore: who restores has to do that as well.
static void restore_flags(struct world *world, struct state *state, const struct phase *phase)
{
    list_each(action, action, phase->actions) {
        if (action->kind != ACTION_FLAG || !action->is_removed || !action->flag)
            continue;
        struct flag_range range = state->flags[action->flag->index];
        range.is_removed = false;
        set_flag(world, state, action->flag, range);
    }
}

const struct state *state_restore(struct world *world, const struct state *before,
                                  const struct event *event, const struct store *store,
                                  const struct state *then)
{
    struct state *state = next_state(world, before, event, WAY_BACK);
    unsigned index = world_catalog_index(world, store);
    set_catalog(world, state, index, then->catalogs[index]);
    restore_flags(world, state, event->phase);
    const struct move_state **moves = copy_moves(world, before->moves);
    list_each(move, move, world->plan->moves) {
        if (!is_on(&move->from, store) || !is_on(&move->to, store))
            continue;
        struct move_state *now =
            restore_move(world, before->moves[move->index], then->moves[move->index]);
        move_settle(now, reach_users(world->reach, move), state->live, state->flags, event);
        move_watch_gaps(now, event);
        moves[move->index] = now;
    }
    state->moves = moves;
    return state;
}

// ---- equal schemas

// The other catalog where they are equal, else the catalog itself.
static const struct catalog *equal_catalog(struct world *world, const struct catalog *catalog,
                                           const struct catalog *other)
{
    const struct catalog *pair[] = { catalog, other };
    struct str key = { (const char *)pair, sizeof pair };
    world->cost++;
    if (catalog == other)
        return other;
    void *found = index_find(&world->equals, key);
    if (found)
        return found;
    bool is_equal = catalog_equal(catalog, other);
    const struct catalog *kept = is_equal ? other : catalog;
    index_add(&world->equals, arena_copy(world->arena, key), (void *)kept);
    return kept;
}

const struct state *state_with_schemas(struct world *world, const struct state *state,
                                       const struct state *other)
{
    struct state *same = NULL;
    for (unsigned i = 0; i <= world->plan->store_count; i++) {
        const struct catalog *catalog =
            equal_catalog(world, state->catalogs[i], other->catalogs[i]);
        if (catalog == state->catalogs[i])
            continue;
        same = same ? same : copy_state(world, state);
        set_catalog(world, same, i, catalog);
    }
    return same ? same : state;
}
