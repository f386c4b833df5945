#include "rules/support/forward.h"

// Bounds on hostile plans: statements that no state is found for, each after a look at all; and
// what all else looks at.
enum { MISSES_MAX = 100, COST_MAX = 20 * 1000 * 1000 };

// ---- states

static const struct state *last_state(const struct unit *unit, const struct model *model)
{
    const struct state *last = NULL;
    list_each(phase, phase, unit->plan->phases)
        if (model->exploration->ends[phase->index])
            last = model->exploration->ends[phase->index];
    return last;
}

struct forward forward_begin(struct unit *unit)
{
    struct forward forward = { .unit = unit, .cost = arena_new(&unit->arena, size_t) };
    const struct state *last = last_state(unit, model_of(unit));
    for (const struct state *state = last; state; state = state->before)
        forward.count++;
    forward.states = arena_new_many(&unit->arena, const struct state *, forward.count + 1);
    size_t at = forward.count;
    for (const struct state *state = last; state; state = state->before)
        forward.states[--at] = state;
    return forward;
}

static bool is_of(const struct state *state, const struct locking *locking)
{
    const struct event *event = state->event;
    if (!event || !event->first || event->action != locking->site->action)
        return false;
    uint32_t at = locking->statement->span.start;
    return at >= event->first->span.start && (!event->end || at < event->end->span.start);
}

const struct state *forward_after(struct forward *forward, const struct locking *locking)
{
    if (locking->site->role != SITE_RUNS || forward->misses > MISSES_MAX)
        return NULL;
    for (size_t i = forward->at; i < forward->count; i++)
        if (is_of(forward->states[i], locking)) {
            forward->at = i;
            return forward->states[i];
        }
    forward->misses++;
    return NULL;
}

const struct state *forward_before(struct forward *forward, const struct locking *locking)
{
    const struct state *after = forward_after(forward, locking);
    return after ? after->before : NULL;
}

const struct state *forward_step_end(const struct forward *forward)
{
    size_t at = forward->at;
    const struct action *action = forward->states[at]->event->action;
    while (at + 1 < forward->count && forward->states[at + 1]->event->action == action)
        at++;
    return forward->states[at];
}

bool forward_afford(const struct forward *forward, size_t looks)
{
    *forward->cost += looks;
    return *forward->cost <= COST_MAX;
}

// ---- needs

struct needs_in_force forward_needs(const struct forward *forward, const struct state *state,
                                    const struct store *store, struct sql_name table)
{
    struct needs_in_force found = { 0 };
    struct arena *arena = &forward->unit->arena;
    const struct needs *all = world_all_needs(forward->unit->model->world);
    const struct need_list *named = needs_on(arena, all, table.name);
    if (!named || !forward_afford(forward, named->count))
        return found;
    for (size_t i = 0; i < named->count; i++) {
        const struct need *need = named->items[i];
        if (need->store == store && sql_name_equal(need->name, table)
            && state_needs(state, need))
            array_add(arena, &found.list, need);
    }
    return found;
}

bool version_gives(const struct forward *forward, const struct need *need, struct str column)
{
    return need_is_given(need, world_needs(forward->unit->model->world, need->version), column);
}

// ---- words

static bool is_old(const struct version *version)
{
    list_each(live_version, live, version->app->live)
        if (live->version == version)
            return true;
    return false;
}

const struct need *forward_old_use(const struct forward *forward, const struct state *state,
                                   const struct store *store, struct sql_name table,
                                   struct str column)
{
    struct needs_in_force needs = forward_needs(forward, state, store, table);
    for (size_t i = 0; i < needs.list.count; i++) {
        const struct need *need = needs.list.items[i];
        if (need->use->access != ACCESS_DELETE && !need->table->is_all && need_has(need, column)
            && is_old(need->version))
            return need;
    }
    return NULL;
}

struct str need_version(struct unit *unit, const struct need *need)
{
    return arena_format(&unit->arena, "%.*s %.*s", STR_ARGS(need->version->app->name),
                        STR_ARGS(need->version->name));
}

void diagnostic_add_need(struct unit *unit, struct diagnostic *finding, const struct need *need)
{
    diagnostic_also(finding, need->use->span, "'%.*s' %s it here",
                    STR_ARGS(need_version(unit, need)), need_verb(need));
}

const struct event *forward_end_of(const struct forward *forward, const struct state *state,
                                   const struct version *version)
{
    bool is_behind = false;
    for (size_t i = 0; i < forward->count && forward_afford(forward, 1); i++) {
        is_behind |= forward->states[i] == state;
        if (is_behind && forward->states[i] != state
            && !forward->states[i]->live[version->index])
            return forward->states[i]->event;
    }
    return NULL;
}
