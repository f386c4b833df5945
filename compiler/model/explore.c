#include "model/explorer.h"

// A bound on hostile plans: a plan of 7 phases with 60 steps takes some 3,000 states.
enum { STATE_MAX = 200 * 1000, LOOK_MAX = 20 * 1000 * 1000, BREACH_MAX = 1000 };

static bool is_too_long(struct explorer *explorer)
{
    explorer->result->is_cut |= explorer->result->states > STATE_MAX
                                || explorer->looks > LOOK_MAX
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

static const struct state *do_event(struct explorer *explorer, const struct state *state,
                                    const struct event *event, bool is_back,
                                    struct passage *passage)
{
    struct event_result result =
        state_apply(explorer->arena, explorer->world, state, event, is_back);
    explorer->result->states++;
    if (result.half) {
        explorer_check(explorer, result.half);
        if (passage)
            array_add(explorer->arena, &passage->inside, result.half);
    }
    explorer_check(explorer, result.after);
    if (passage)
        array_add(explorer->arena, &passage->inside, result.after);
    if (result.refused && !is_refusal_recorded(explorer, result.refused)) {
        struct breach *breach = explorer_add(explorer, BREACH_REFUSED, result.after);
        breach->statement = result.refused;
        breach->reason = result.reason;
    }
    return result.after;
}

// ---- the way back

// A rollback that belay derives undoes just what was done: what its actions undo comes before
// the end of the part of the phase that was gone through.
static bool is_to_be_done(const struct explorer *explorer, const struct event *undo)
{
    if (!explorer->inside || !undo->action->undoes)
        return true;
    const struct events *done = &explorer->lines->forward[explorer->from->index];
    for (const struct event *event = done->items; event <= explorer->inside; event++)
        if (event->action == undo->action->undoes)
            return true;
    return false;
}

// What the store was when the backup was taken; NULL where it was not, or is not known.
static const struct state *backed_up(const struct state *state, struct str name,
                                     const struct action **backup)
{
    for (; state; state = state->before) {
        const struct action *action = state->event ? state->event->action : NULL;
        if (!state->is_back && action && action->kind == ACTION_BACKUP
            && str_equal(action->name, name)) {
            *backup = action;
            return state;
        }
    }
    return NULL;
}

static const struct state *restore(struct explorer *explorer, const struct state *state,
                                   const struct phase *phase)
{
    const struct action *backup;
    const struct state *then = backed_up(state, phase->rollback.backup, &backup);
    if (!then)
        return NULL;
    struct event *event = &explorer->passages[phase->index].restore;
    event->phase = phase;
    event->span = phase->rollback.span;
    const struct state *after = state_restore(explorer->arena, explorer->world, state, event,
                                              backup->store, then);
    explorer->result->states++;
    explorer_check(explorer, after);
    return after;
}

// The state after the rollback of the phase; NULL where there is no way back, or it is not known.
static const struct state *undo_phase(struct explorer *explorer, const struct state *state,
                                      const struct phase *phase)
{
    const struct events *back = &explorer->lines->back[phase->index];
    switch (phase->rollback.kind) {
    case ROLLBACK_MISSING:
    case ROLLBACK_IMPOSSIBLE: return NULL;
    case ROLLBACK_NONE: return state;
    case ROLLBACK_RESTORE: return restore(explorer, state, phase);
    case ROLLBACK_AUTO:
        if (back->count == 0)
            return NULL; // it cannot be derived
        break;
    case ROLLBACK_ACTIONS: break;
    }
    explorer->undone = phase;
    for (size_t i = 0; i < back->count && !is_too_long(explorer); i++)
        if (is_to_be_done(explorer, &back->items[i]))
            state = do_event(explorer, state, &back->items[i], true, NULL);
    return state;
}

// ---- a rollback undoes its phase

// What a person or a command changes is not known.
static bool is_known(const struct events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct action *action = events->items[i].action;
        if (action && action->kind == ACTION_STEP && !events->items[i].first)
            return false;
    }
    return true;
}

// The order of columns is no difference that anybody has to mend.
static struct catalog_differences without_positions(struct catalog_differences all)
{
    struct catalog_differences kept = { 0 };
    for (struct catalog_difference *difference = all.first, *next; difference; difference = next) {
        next = difference->next;
        difference->next = NULL;
        if (!str_is(difference->property, "position"))
            list_add(&kept, difference);
    }
    return kept;
}

static void try_again(struct explorer *explorer, const struct state *state,
                      const struct phase *phase, struct breach *breach)
{
    const struct events *forward = &explorer->lines->forward[phase->index];
    for (size_t i = 0; i < forward->count; i++) {
        struct event_result result =
            state_apply(explorer->arena, explorer->world, state, &forward->items[i], false);
        explorer->result->states++;
        state = result.after;
        if (!result.refused)
            continue;
        breach->again = result.reason;
        breach->again_span = result.refused->span;
        return;
    }
}

static void check_inverse(struct explorer *explorer, const struct state *after,
                          const struct phase *phase)
{
    enum rollback_kind kind = phase->rollback.kind;
    const struct state *begin = explorer->passages[phase->index].begin;
    if (kind == ROLLBACK_NONE || !is_known(&explorer->lines->forward[phase->index])
        || !is_known(&explorer->lines->back[phase->index]))
        return;
    list_each(store, store, explorer->plan->stores) {
        struct catalog_differences differences = without_positions(catalog_difference(
            explorer->arena, state_catalog(explorer->world, begin, store),
            state_catalog(explorer->world, after, store)));
        if (!differences.first)
            continue;
        struct breach *breach = explorer_add(explorer, BREACH_NOT_INVERSE, after);
        breach->store = store;
        breach->differences = differences;
        try_again(explorer, after, phase, breach);
    }
}

// ---- chains

static void go_back(struct explorer *explorer, const struct state *state,
                    const struct phase *phase, const struct event *inside)
{
    explorer->from = phase;
    explorer->inside = inside;
    explorer->is_loss_admitted = false;
    for (bool is_first = true; phase; phase = phase->previous, is_first = false) {
        explorer->undone = phase;
        explorer->is_loss_admitted |= text_is_set(phase->rollback.loses);
        state = undo_phase(explorer, state, phase);
        if (!state || is_too_long(explorer))
            break;
        if (is_first && !inside)
            check_inverse(explorer, state, phase);
        if (state_equal(explorer->arena, explorer->world, state,
                        explorer->passages[phase->index].begin))
            break; // from there the way back was looked at before
        explorer->inside = NULL; // the phases before it were done to their end
    }
    explorer->from = explorer->undone = NULL;
    explorer->inside = NULL;
}

static void go_back_from_inside(struct explorer *explorer, const struct phase *phase)
{
    const struct passage *passage = &explorer->passages[phase->index];
    enum rollback_kind kind = phase->rollback.kind;
    if (kind != ROLLBACK_AUTO && kind != ROLLBACK_ACTIONS)
        return;
    for (size_t i = 0; i + 1 < passage->inside.count && !is_too_long(explorer); i++)
        go_back(explorer, passage->inside.items[i], phase, passage->inside.items[i]->event);
}

// ---- the walk

static const struct state *go_forward(struct explorer *explorer, const struct state *state,
                                      const struct phase *phase)
{
    struct passage *passage = &explorer->passages[phase->index];
    const struct events *forward = &explorer->lines->forward[phase->index];
    passage->begin = state;
    for (size_t i = 0; i < forward->count && !is_too_long(explorer); i++)
        state = do_event(explorer, state, &forward->items[i], false, passage);
    explorer->result->ends[phase->index] = state;
    return state;
}

const struct exploration *explore(struct arena *arena, const struct world *world,
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
    };
    const struct state *state = world_start(world);
    explorer.result->ends = arena_new_many(arena, const struct state *, plan->phase_count);
    explorer_check(&explorer, state);
    list_each(phase, phase, plan->phases)
        state = go_forward(&explorer, state, phase);
    list_each(phase, phase, plan->phases) {
        if (is_too_long(&explorer))
            break;
        go_back(&explorer, explorer.result->ends[phase->index], phase, NULL);
        go_back_from_inside(&explorer, phase);
    }
    return explorer.result;
}
