#include "model/explorer.h"

// ---- what versions need

static struct lack find_lack(struct explorer *explorer, const struct state *state,
                             const struct need *need)
{
    explorer->looks += 1 + need->table->count;
    if (!need->store || !state_needs(state, need))
        return (struct lack){ 0 };
    const struct state *start = world_start(explorer->world);
    const struct need_place place = {
        .catalog = state_catalog(explorer->world, state, need->store),
        .start = state_catalog(explorer->world, start, need->store),
        .plan = explorer->plan,
        .moves = state->moves,
    };
    return need_lacks(explorer->arena, need, world_needs(explorer->world, need->version), &place);
}

static bool is_same_lack(const struct lack *a, const struct lack *b)
{
    return a->kind == b->kind && str_equal(a->column, b->column);
}

// What lacks half-way lacks at the end as well.
static bool is_recorded(const struct explorer *explorer, const struct state *state,
                        const struct need *need, const struct lack *lack)
{
    list_each(breach, breach, explorer->result->breaches)
        if (breach->kind == BREACH_LACK && breach->state->event == state->event
            && breach->need->version == need->version
            && breach->need->store == need->store && is_same_lack(&breach->lack, lack)
            && sql_name_equal(breach->need->name, need->name))
            return true;
    return false;
}

static void check_need(struct explorer *explorer, const struct state *state,
                       const struct need *need)
{
    struct lack lack = find_lack(explorer, state, need);
    if (lack.kind == LACK_NOTHING)
        return;
    if (state->before) {
        struct lack before = find_lack(explorer, state->before, need);
        if (is_same_lack(&before, &lack))
            return;
    }
    if (is_recorded(explorer, state, need, &lack))
        return;
    struct breach *breach = explorer_add(explorer, BREACH_LACK, state);
    breach->need = need;
    breach->lack = lack;
}

// Only an event that changes schemas, versions, flags or triggers can bring about a lack.
static bool can_lack(const struct state *state)
{
    const struct state *before = state->before;
    return !before || before->catalogs != state->catalogs || before->live != state->live
           || before->flags != state->flags || before->moves != state->moves;
}

static void check_needs(struct explorer *explorer, const struct state *state)
{
    if (!can_lack(state))
        return;
    list_each(app, app, explorer->plan->apps)
        list_each(version, version, app->versions) {
            const struct needs *needs = world_needs(explorer->world, version);
            explorer->looks++;
            for (size_t i = 0; state->live[version->index] && i < needs->count; i++)
                check_need(explorer, state, &needs->items[i]);
        }
}

// ---- what moves must hold

struct move_breach { // at most one of each kind for a move in one state
    enum breach_kind kind;
    enum side side;
    enum stale_cause cause;
};

static bool is_stale_new(const struct move_state *now, enum stale_cause *cause)
{
    if (!(now->readers & SIDES_NEW) || now->fill == FILL_UNKNOWN || now->is_gap_unsure)
        return false;
    *cause = now->fill != FILL_FULL ? STALE_EMPTY : now->gap_new ? STALE_GAP : STALE_UNVERIFIED;
    return *cause != STALE_UNVERIFIED || !(now->verified || now->is_perhaps_verified);
}

// In the order in which one of them is the root of the others.
static bool find_move_breach(const struct move_state *now, struct move_breach *breach)
{
    if (now->writers && now->readers && (now->writers & SIDES_OLD) && (now->readers & SIDES_NEW)) {
        *breach = (struct move_breach){ BREACH_LOST_WRITE, SIDE_OLD, STALE_GAP };
        return true;
    }
    if (now->writers && now->readers && (now->writers & SIDES_NEW) && (now->readers & SIDES_OLD)) {
        *breach = (struct move_breach){ BREACH_LOST_WRITE, SIDE_NEW, STALE_GAP };
        return true;
    }
    breach->kind = BREACH_STALE_READ;
    breach->side = SIDE_NEW;
    if (is_stale_new(now, &breach->cause))
        return true;
    *breach = (struct move_breach){ BREACH_STALE_READ, SIDE_OLD, STALE_GAP };
    return (now->readers & SIDES_OLD) && now->gap_old;
}

static bool is_move_breach_recorded(const struct explorer *explorer, const struct state *state,
                                    const struct move *move, const struct move_breach *found)
{
    list_each(breach, breach, explorer->result->breaches)
        if (breach->kind == found->kind && breach->move == move
            && breach->state->event == state->event && breach->side == found->side)
            return true;
    return false;
}

// What comes of a loss that the rollback states is its price, and no breach.
static bool is_admitted(const struct explorer *explorer, const struct state *state)
{
    return state->is_back && explorer->is_loss_admitted;
}

static void check_move(struct explorer *explorer, const struct state *state,
                       const struct move *move)
{
    struct move_breach found, before;
    explorer->looks++;
    if (!find_move_breach(&state->moves[move->index], &found) || is_admitted(explorer, state))
        return;
    if (state->before && find_move_breach(&state->before->moves[move->index], &before)
        && before.kind == found.kind && before.side == found.side && before.cause == found.cause)
        return;
    if (is_move_breach_recorded(explorer, state, move, &found))
        return;
    struct breach *breach = explorer_add(explorer, found.kind, state);
    breach->move = move;
    breach->side = found.side;
    breach->cause = found.cause;
}

static void check_moves(struct explorer *explorer, const struct state *state)
{
    if (!state->before || state->before->moves != state->moves)
        list_each(move, move, explorer->plan->moves)
            check_move(explorer, state, move);
}

void explorer_check(struct explorer *explorer, const struct state *state)
{
    check_needs(explorer, state);
    check_moves(explorer, state);
}
