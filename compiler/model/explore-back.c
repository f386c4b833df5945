// The way back: rollbacks, one after the other, and what they lead to.

#include "model/explorer.h"

// ---- one rollback

// A rollback that belay derives undoes just what was done.
static bool is_to_be_done(struct explorer *explorer, const struct event *undo)
{
    const struct event *inside = explorer->inside;
    explorer->looks++;
    return !inside || !inside->action || !undo->action->undoes
           || undo->undone_position <= inside->position;
}

// What the store was when the backup was taken; NULL where it was not, or is not known.
static const struct state *backed_up(struct explorer *explorer, const struct state *state,
                                     struct str name, const struct action **backup)
{
    for (; state; state = state->before) {
        explorer->looks++;
        const struct action *action = state->event ? state->event->action : NULL;
        if (state->way != WAY_BACK && action && action->kind == ACTION_BACKUP
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
    const struct state *then = backed_up(explorer, state, phase->rollback.backup, &backup);
    if (!then)
        return NULL;
    const struct state *after = state_restore(
        explorer->world, state, &explorer->lines->restores[phase->index], backup->store, then);
    explorer->result->states++;
    explorer_check(explorer, after);
    return after;
}

// A derived rollback that has undone an action is where the phase was before it.
static const struct state *as_before(struct explorer *explorer, const struct state *state,
                                     const struct phase *phase, const struct event *undo)
{
    const struct passage *passage = &explorer->passages[phase->index];
    const struct events *back = &explorer->lines->back[phase->index];
    const struct action *undone = undo->action->undoes;
    bool is_last = undo + 1 == back->items + back->count || undo[1].action->undoes != undone;
    unsigned at = undo->undone_position;
    if (!undone || !is_last || at >= passage->befores.count)
        return state;
    return state_with_schemas(explorer->world, state, passage->befores.items[at]);
}

// NULL where the rest leads to nothing new.
static const struct state *do_rollback(struct explorer *explorer, const struct state *state,
                                       const struct phase *phase)
{
    const struct events *back = &explorer->lines->back[phase->index];
    explorer->is_unsure |= !events_are_known(back);
    for (size_t i = 0; i < back->count && !explorer_is_cut(explorer); i++) {
        const struct event *event = &back->items[i];
        if (!is_to_be_done(explorer, event))
            continue;
        if (!explorer_is_new(explorer, SEEN_IN_A_ROLLBACK, event->index, state))
            return NULL;
        struct event_result result = explorer_do(explorer, state, event, WAY_BACK, NULL);
        explorer->is_unsure |= result.refused || result.is_unsure;
        state = as_before(explorer, result.after, phase, event);
    }
    return state;
}

// The state after the rollback of the phase; NULL where there is no way back, or it is not known,
// or nothing new comes of it.
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
    return do_rollback(explorer, state, phase);
}

// ---- a rollback undoes its phase

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
            state_apply(explorer->world, state, &forward->items[i], WAY_AGAIN);
        explorer->result->states++;
        state = result.after;
        if (!result.refused)
            continue;
        breach->again = result.reason;
        breach->again_span = result.refused->span;
        return;
    }
}

static bool is_inverse_refuted(const struct explorer *explorer, const struct phase *phase)
{
    list_each(breach, breach, explorer->result->breaches)
        if (breach->kind == BREACH_NOT_INVERSE && breach->undone == phase)
            return true;
    return false;
}

static void check_inverse(struct explorer *explorer, const struct state *after,
                          const struct phase *phase)
{
    enum rollback_kind kind = phase->rollback.kind;
    const struct state *begin = explorer->passages[phase->index].begin;
    if (explorer->inside
        && (explorer->is_unsure || kind == ROLLBACK_RESTORE || is_inverse_refuted(explorer, phase)))
        return;
    if (kind == ROLLBACK_NONE || !events_are_known(&explorer->lines->forward[phase->index])
        || !events_are_known(&explorer->lines->back[phase->index]))
        return;
    list_each(store, store, explorer->plan->stores) {
        struct catalog_differences differences = without_positions(catalog_difference(
            explorer->arena, state_catalog(explorer->world, begin, store),
            state_catalog(explorer->world, after, store)));
        if (!differences.first)
            continue;
        struct breach *breach = explorer_add(explorer, BREACH_NOT_INVERSE, after);
        breach->grounds = grounds_of_rollback(explorer->world, after);
        breach->store = store;
        breach->differences = differences;
        try_again(explorer, after, phase, breach);
    }
}

// ---- chains

// The moves that a loss which the rollback states is about: a restore takes back all of them, else
// those that the phase has changed or the rollback touches.
static uint64_t find_admitted(const struct explorer *explorer, const struct state *state,
                              const struct phase *phase)
{
    const struct state *begin = explorer->passages[phase->index].begin;
    uint64_t admitted = 0;
    if (!text_is_set(phase->rollback.loses))
        return 0;
    list_each(move, move, explorer->plan->moves)
        if (phase->rollback.kind == ROLLBACK_RESTORE
            || begin->moves[move->index] != state->moves[move->index])
            admitted |= move_bit(move);
    list_each(action, action, phase->rollback.actions)
        if (action->move)
            admitted |= move_bit(action->move);
    return admitted;
}

// The rollback of the phase, those of the phases before it, and forward again from each of them.
static void go_back(struct explorer *explorer, const struct state *state,
                    const struct phase *phase, const struct event *inside)
{
    explorer->from = phase;
    explorer->inside = inside;
    explorer->admitted = 0;
    explorer->is_unsure = false;
    for (bool is_first = true; phase; phase = phase->previous, is_first = false) {
        explorer->undone = phase;
        explorer->admitted |= find_admitted(explorer, state, phase);
        state = undo_phase(explorer, state, phase);
        if (!state || explorer_is_cut(explorer))
            break;
        if (is_first)
            check_inverse(explorer, state, phase);
        state = state_with_schemas(explorer->world, state,
                                   explorer->passages[phase->index].begin);
        if (!explorer_is_new(explorer, SEEN_ON_THE_WAY_BACK, phase->index, state))
            break;
        explore_again(explorer, state, phase);
        explorer->inside = NULL; // the phases before it were done to their end
    }
    explorer->from = explorer->undone = NULL;
    explorer->inside = NULL;
}

void explore_back(struct explorer *explorer)
{
    list_each(phase, phase, explorer->plan->phases) {
        const struct passage *passage = &explorer->passages[phase->index];
        if (explorer_is_cut(explorer))
            return;
        go_back(explorer, explorer->result->ends[phase->index], phase, NULL);
        for (size_t i = 0; i + 1 < passage->inside.count && !explorer_is_cut(explorer); i++)
            go_back(explorer, passage->inside.items[i], phase, passage->inside.items[i]->event);
    }
}

// ---- where it leads

// Where the chain leads that begins with the rollback of the phase. Where that brings the world
// back as it was, it goes on as the chain does that begins with the phase before it.
static void follow_way_home(struct explorer *explorer, const struct phase *first)
{
    struct way_home *ways = explorer->result->ways_home;
    const struct state *state = explorer->result->ends[first->index];
    explorer->is_unsure = false;
    for (const struct phase *phase = first; phase; phase = phase->previous) {
        state = undo_phase(explorer, state, phase);
        if (phase == first)
            ways[first->index].reached = state;
        if (!state || explorer->is_unsure || explorer_is_cut(explorer))
            return;
        const struct state *begin = explorer->passages[phase->index].begin;
        state = state_with_schemas(explorer->world, state, begin);
        if (phase == first)
            ways[first->index].undone = state;
        if (phase->previous && state_equal(explorer->world, state, begin)) {
            ways[first->index].start = ways[phase->index - 1].start;
            return;
        }
    }
    ways[first->index].start = state;
}

void explore_ways_home(struct explorer *explorer)
{
    explorer->is_quiet = true;
    list_each(phase, phase, explorer->plan->phases)
        if (!explorer_is_cut(explorer))
            follow_way_home(explorer, phase);
    explorer->is_quiet = false;
}
