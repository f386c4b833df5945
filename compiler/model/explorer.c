#include "model/explorer.h"

// ---- what versions need

static struct lack find_lack(struct explorer *explorer, const struct state *state,
                             const struct need *need)
{
    const struct world *world = explorer->world;
    const struct need_list *version = world_needs(world, need->version);
    explorer->looks += 1 + need->table->count;
    if (need->undeclared.data)
        return (struct lack){ .is_unsure = state->live[need->version->index] };
    if (!need->store || !state_needs(state, need))
        return (struct lack){ 0 };
    explorer->looks += need_inserts(need) ? version->count : 0;
    explorer->looks += explorer->has_triggers ? explorer->plan->move_count : 0;
    struct need_place place = state_place(world, state, need);
    if (!explorer->has_triggers)
        place.moves = NULL; // then its states differ in nothing that is asked
    return need_lacks(explorer->arena, need, version, &place, &explorer->memories[need->index]);
}

static bool is_same_lack(const struct lack *a, const struct lack *b)
{
    return a->kind == b->kind && str_equal(a->column, b->column);
}

// What lacks half-way lacks at the end as well. What is read and written lacks twice.
static bool is_recorded(const struct explorer *explorer, const struct state *state,
                        const struct need *need, const struct lack *lack)
{
    bool is_read = need->use->access == ACCESS_READ;
    list_each(breach, breach, explorer->result->breaches)
        if (breach->kind == BREACH_LACK && breach->state->event == state->event
            && breach->need->version == need->version
            && (breach->need->use->access == ACCESS_READ) == is_read
            && breach->need->store == need->store && is_same_lack(&breach->lack, lack)
            && sql_name_equal(breach->need->name, need->name))
            return true;
    return false;
}

static void note_unsure(struct unsure_needs *unsure, const struct need *need)
{
    const struct need **place = need->use->access == ACCESS_READ ? &unsure->read : &unsure->write;
    if (!*place)
        *place = need;
}

// Where a rollback only brings back what the version lacked before the phase, it is that.
static struct grounds find_grounds(struct explorer *explorer, const struct state *state,
                                   const struct need *need, const struct lack *lack)
{
    const struct phase *undone = state->way == WAY_BACK ? explorer->undone : NULL;
    const struct state *begin = undone ? explorer->passages[undone->index].begin : NULL;
    struct lack before = { 0 };
    if (begin)
        before = find_lack(explorer, begin, need);
    return grounds_of_lack(explorer->world, is_same_lack(&before, lack) ? begin : state, need,
                           lack);
}

static void check_need(struct explorer *explorer, const struct state *state,
                       const struct need *need)
{
    struct lack lack = find_lack(explorer, state, need);
    if (lack.is_unsure && state->event)
        note_unsure(explorer->from
                        ? &explorer->result->unsure_back[explorer->from->index]
                        : &explorer->result->unsure[state->event->phase->index],
                    need);
    if (lack.kind == LACK_NOTHING)
        return;
    if (explorer->earlier) {
        struct lack before = find_lack(explorer, explorer->earlier, need);
        if (is_same_lack(&before, &lack))
            return;
    }
    if (is_recorded(explorer, state, need, &lack))
        return;
    struct breach *breach = explorer_add(explorer, BREACH_LACK, state);
    breach->need = need;
    breach->lack = lack;
    breach->grounds = find_grounds(explorer, state, need, &lack);
}

static void check_list(struct explorer *explorer, const struct state *state,
                       const struct need_list *needs)
{
    for (size_t i = 0; needs && i < needs->count; i++) {
        explorer->looks++;
        if (state->live[needs->items[i]->version->index])
            check_need(explorer, state, needs->items[i]);
    }
}

static void check_versions(struct explorer *explorer, const struct state *state, bool is_new)
{
    const struct needs *needs = world_all_needs(explorer->world);
    explorer->looks += explorer->plan->version_count;
    for (unsigned i = 0; i < explorer->plan->version_count; i++)
        if (state->live[i] && !(is_new && explorer->earlier->live[i]))
            check_list(explorer, state, &needs->of_version[i]);
}

static void check_flags(struct explorer *explorer, const struct state *state)
{
    const struct needs *needs = world_all_needs(explorer->world);
    explorer->looks += explorer->plan->flag_count;
    for (unsigned i = 0; i < explorer->plan->flag_count; i++)
        if (!flag_range_equal(&state->flags[i], &explorer->earlier->flags[i]))
            check_list(explorer, state, &needs->of_flag[i]);
}

// Views of MySQL and SQLite stay when what they read goes; views of those as well.
static void check_views(struct explorer *explorer, const struct state *state,
                        const struct catalog *catalog, const struct catalog_object *object,
                        unsigned depth)
{
    enum { DEEP_MAX = 8 }; // as catalog_view_gap() looks
    if (catalog->engine == SQL_ENGINE_POSTGRESQL || catalog->view_count == 0 || depth == DEEP_MAX)
        return;
    struct catalog_uses uses = catalog_uses_of(explorer->arena, catalog, object);
    for (size_t i = 0; i < uses.count && !explorer_is_cut(explorer); i++) {
        explorer->looks++;
        if (uses.items[i].kind != CATALOG_VIEW)
            continue;
        struct catalog_found view = catalog_find(explorer->arena, catalog, uses.items[i].by);
        check_list(explorer, state,
                   needs_on(explorer->arena, world_all_needs(explorer->world),
                            uses.items[i].by.name));
        if (view.presence == CATALOG_PRESENT)
            check_views(explorer, state, catalog, view.object, depth + 1);
    }
}

static void check_table(struct explorer *explorer, const struct state *state,
                        const struct catalog *catalog, const struct catalog_object *object)
{
    if (!object)
        return;
    check_list(explorer, state,
               needs_on(explorer->arena, world_all_needs(explorer->world), object->name.name));
    check_views(explorer, state, catalog, object, 0);
}

// A name means another table where the path changes on which it is looked up.
static void check_schema(struct explorer *explorer, const struct state *state,
                         const struct catalog *before, const struct catalog *after)
{
    if (before->path != after->path || before->is_complete != after->is_complete
        || !str_equal(before->schema, after->schema)) {
        check_versions(explorer, state, false);
        return;
    }
    struct map_comparison comparison = map_compare(before->relations, after->relations);
    for (struct map_pair pair; map_next_pair(&comparison, &pair);) {
        check_table(explorer, state, before, pair.before);
        check_table(explorer, state, after, pair.after);
    }
}

// A trigger of a move that gives a column its value comes or goes.
static void check_triggers(struct explorer *explorer, const struct state *state)
{
    const struct needs *needs = world_all_needs(explorer->world);
    explorer->looks += explorer->plan->move_count;
    list_each(move, move, explorer->plan->moves) {
        const struct move_state *before = explorer->earlier->moves[move->index];
        const struct move_state *now = state->moves[move->index];
        if (before->trigger_from == now->trigger_from)
            continue;
        check_list(explorer, state, needs_on(explorer->arena, needs, move->from.table));
        check_list(explorer, state, needs_on(explorer->arena, needs, move->to.table));
    }
}

// What an event leaves as it was lacks nothing new.
static void check_needs(struct explorer *explorer, const struct state *state)
{
    const struct state *before = explorer->earlier;
    if (!before) {
        check_versions(explorer, state, false);
        return;
    }
    if (before->live != state->live)
        check_versions(explorer, state, true);
    if (before->flags != state->flags)
        check_flags(explorer, state);
    if (explorer->has_triggers && before->moves != state->moves)
        check_triggers(explorer, state);
    for (unsigned i = 0; before->catalogs != state->catalogs && i <= explorer->plan->store_count;
         i++, explorer->looks++)
        if (before->catalogs[i] != state->catalogs[i])
            check_schema(explorer, state, before->catalogs[i], state->catalogs[i]);
}

// ---- flags that are gone

static bool asks_gone(const struct state *state, const struct need *need)
{
    const struct flag *flag = need->use->flag;
    return flag && state->live[need->version->index] && state->flags[flag->index].is_removed;
}

static bool is_flag_recorded(const struct explorer *explorer, const struct state *state,
                             const struct need *need)
{
    list_each(breach, breach, explorer->result->breaches)
        if (breach->kind == BREACH_FLAG_GONE && breach->state->event == state->event
            && breach->need->use->flag == need->use->flag)
            return true;
    return false;
}

// On the way forward the order of deploys and removals shows it (model/flags.h).
static void check_gone_flags(struct explorer *explorer, const struct state *state)
{
    const struct needs *needs = world_all_needs(explorer->world);
    const struct state *earlier = explorer->earlier;
    if (state->way == WAY_FORWARD
        || (earlier && earlier->live == state->live && earlier->flags == state->flags))
        return;
    for (unsigned i = 0; i < explorer->plan->flag_count; i++) {
        const struct need_list *askers = &needs->of_flag[i];
        explorer->looks += 1 + askers->count;
        for (size_t k = 0; state->flags[i].is_removed && k < askers->count; k++) {
            const struct need *need = askers->items[k];
            if (!asks_gone(state, need) || (earlier && asks_gone(earlier, need))
                || is_flag_recorded(explorer, state, need))
                continue;
            explorer_add(explorer, BREACH_FLAG_GONE, state)->need = need;
        }
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

// What comes of a loss that the rollback states is its price, and no breach. That goes for what was
// written until the plan runs again.
static bool is_admitted(const struct explorer *explorer, const struct state *state,
                        const struct move *move, enum breach_kind kind)
{
    return (state->way == WAY_BACK || (state->way == WAY_AGAIN && kind != BREACH_LOST_WRITE))
           && (explorer->admitted & move_bit(move));
}

static void check_move(struct explorer *explorer, const struct state *state,
                       const struct move *move)
{
    struct move_breach found, before;
    explorer->looks++;
    if (!find_move_breach(state->moves[move->index], &found)
        || is_admitted(explorer, state, move, found.kind))
        return;
    const struct state *earlier = explorer->earlier;
    if (earlier && find_move_breach(earlier->moves[move->index], &before)
        && !is_admitted(explorer, earlier, move, before.kind) && before.kind == found.kind
        && before.side == found.side && before.cause == found.cause)
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
    const struct state *earlier = explorer->earlier;
    if (earlier && earlier->moves == state->moves)
        return;
    explorer->looks += explorer->plan->move_count;
    list_each(move, move, explorer->plan->moves)
        if (!earlier || earlier->moves[move->index] != state->moves[move->index])
            check_move(explorer, state, move);
}

void explorer_check(struct explorer *explorer, const struct state *state)
{
    if (explorer->is_quiet || state_is_hidden(state))
        return;
    explorer->earlier = state_before(state);
    check_needs(explorer, state);
    check_gone_flags(explorer, state);
    check_moves(explorer, state);
}

static void note_begin(struct explorer *explorer, const struct state *state,
                       const struct need *need, const struct phase *phase)
{
    struct unsure_needs *unsure = &explorer->result->unsure[phase->index];
    struct lack lack = find_lack(explorer, state, need);
    if (lack.is_unsure)
        note_unsure(unsure, need);
    bool is_read = need->use->access == ACCESS_READ;
    const struct need **lacking = is_read ? &unsure->lacking_read : &unsure->lacking_write;
    if (lack.kind != LACK_NOTHING && !*lacking)
        *lacking = need;
}

void explorer_note_begin(struct explorer *explorer, const struct state *state,
                         const struct phase *phase)
{
    const struct needs *needs = world_all_needs(explorer->world);
    for (unsigned i = 0; i < explorer->plan->version_count; i++) {
        const struct need_list *list = &needs->of_version[i];
        for (size_t at = 0; state->live[i] && at < list->count; at++)
            note_begin(explorer, state, list->items[at], phase);
    }
}
