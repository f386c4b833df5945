// Forward again: the same phases, in a world that a way back has left.

#include "model/explorer.h"

// A verification that compares both sides stops the plan where they differ. No second run mends
// that: the fill has been there already.
static bool is_stopped(struct explorer *explorer, const struct state *state,
                       const struct event *event)
{
    const struct shown *shown = world_shown(explorer->world, event);
    list_each(move, move, explorer->plan->moves) {
        const struct move_state *now = state->moves[move->index];
        explorer->looks++;
        bool fails = shown[move->index].compared == COMPARED_YES && now->fill == FILL_FULL
                     && now->gap_new && !now->is_gap_unsure;
        if (!fails)
            continue;
        if (!(explorer->admitted & move_bit(move))) {
            struct breach *breach = explorer_add(explorer, BREACH_STOPPED, state);
            breach->move = move;
            breach->side = SIDE_NEW;
            breach->cause = STALE_GAP;
            breach->stop = event;
        }
        return true;
    }
    return false;
}

// NULL where the plan cannot go on.
static const struct state *run_phase(struct explorer *explorer, const struct state *state,
                                     const struct phase *phase)
{
    const struct events *forward = &explorer->lines->forward[phase->index];
    for (size_t i = 0; i < forward->count && !explorer_is_cut(explorer); i++) {
        const struct event *event = &forward->items[i];
        if (event->verify && is_stopped(explorer, state, event))
            return NULL;
        struct event_result result = explorer_do(explorer, state, event, WAY_AGAIN, NULL);
        if (result.refused)
            return NULL;
        state = result.after;
    }
    return state;
}

void explore_again(struct explorer *explorer, const struct state *state,
                   const struct phase *phase)
{
    if (explorer->is_unsure)
        return;
    explorer->rerun = phase;
    for (; phase && state && !explorer_is_cut(explorer); phase = phase->next) {
        if (!explorer_is_new(explorer, SEEN_ON_THE_WAY_AGAIN, phase->index, state))
            break;
        state = run_phase(explorer, state, phase);
    }
    explorer->rerun = NULL;
}
