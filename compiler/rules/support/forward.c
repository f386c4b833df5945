#include "rules/support/forward.h"

enum { MISSES_MAX = 100 }; // statements that no state is found for, each after a look at all

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
    struct forward forward = { .unit = unit };
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

// ---- needs

struct needs_in_force forward_needs(const struct forward *forward, const struct state *state,
                                    const struct store *store, struct sql_name table)
{
    struct needs_in_force found = { 0 };
    const struct unit *unit = forward->unit;
    list_each(app, app, unit->plan->apps)
        list_each(version, version, app->versions) {
            if (!state->live[version->index])
                continue;
            const struct needs *needs = world_needs(unit->model->world, version);
            for (size_t i = 0; i < needs->count; i++) {
                const struct need *need = &needs->items[i];
                if (need->store == store && sql_name_equal(need->name, table)
                    && state_needs(state, need))
                    array_add(&forward->unit->arena, &found.list, need);
            }
        }
    return found;
}

bool need_inserts(const struct need *need)
{
    enum access access = need->use->access;
    return access == ACCESS_INSERT || access == ACCESS_WRITE || access == ACCESS_UPSERT;
}

bool need_has(const struct need *need, struct str column)
{
    if (need->table->is_all)
        return true;
    for (unsigned i = 0; i < need->table->count; i++) {
        const struct name *name = &need->table->columns[i];
        if (str_equal_ignoring_case(name->parts[name->count - 1], column))
            return true;
    }
    return false;
}

bool version_gives(const struct forward *forward, const struct need *need, struct str column)
{
    const struct needs *needs = world_needs(forward->unit->model->world, need->version);
    for (size_t i = 0; i < needs->count; i++) {
        const struct need *other = &needs->items[i];
        if (need_inserts(other) && other->store == need->store
            && sql_name_equal(other->name, need->name) && need_has(other, column))
            return true;
    }
    return false;
}

// ---- words

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
    for (size_t i = 0; i < forward->count; i++) {
        is_behind |= forward->states[i] == state;
        if (is_behind && forward->states[i] != state
            && !forward->states[i]->live[version->index])
            return forward->states[i]->event;
    }
    return NULL;
}
