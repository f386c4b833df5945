#include "model/price.h"

#include "model/backward.h"
#include "model/model.h"
#include "plan/facts.h"

// ---- what is known of a rollback

static bool fills_backward(const struct rollback *rollback, const struct move *move)
{
    list_each(action, action, rollback->actions)
        if (action->kind == ACTION_FILL && (action->move == move || !move))
            return true;
    return false;
}

// The event of the phase since which the old side falls behind; NULL for none.
static const struct traffic_event *find_fall(const struct traffic *traffic,
                                             const struct phase *phase)
{
    list_each(traffic_event, event, traffic->events)
        if (event->phase == phase && event->after.writers == SIDE_NEW
            && event->before.writers != SIDE_NEW && !event->after.is_old_gone)
            return event;
    return NULL;
}

// ---- what the states say

// The side that is read or written lacks writes since the event; NULL for none.
static const struct event *loss_of(const struct move_state *now)
{
    bool is_old = (now->readers & SIDES_OLD) || (now->writers & (SIDES_OLD | SIDES_BOTH));
    bool is_new = (now->readers & SIDES_NEW) || (now->writers & (SIDES_NEW | SIDES_BOTH));
    if (is_old && now->gap_old)
        return now->gap_old;
    return is_new && now->fill == FILL_FULL ? now->gap_new : NULL;
}

// False where it is not known who writes all of the moves.
static bool is_known(const struct plan *plan, const struct state *state)
{
    list_each(move, move, plan->moves)
        if (state->moves[move->index]->writers == 0)
            return false;
    return plan->moves.first != NULL;
}

static void set_loss(struct price *price, const struct move *move, const struct phase *since,
                     struct span because)
{
    price->class = PRICE_LOSSY;
    price->move = move;
    price->since = since;
    price->because = because;
}

// The earliest loss of all moves.
static void price_state(struct price *price, const struct plan *plan, const struct state *state)
{
    const struct event *earliest = NULL;
    list_each(move, move, plan->moves) {
        const struct event *loss = loss_of(state->moves[move->index]);
        if (!loss || (earliest && earliest->phase->index <= loss->phase->index))
            continue;
        earliest = loss;
        set_loss(price, move, loss->phase, loss->span);
    }
}

// ---- what is dropped

static bool begins_before(const struct loss *a, const struct loss *b)
{
    return !b || !a->since || (b->since && a->since->index < b->since->index);
}

// Two rollbacks may lose the same: what one of them deletes, the other one drops.
static bool is_dropped(const struct dropped *dropped, const struct loss *loss)
{
    for (unsigned i = 0; i < dropped->count && i < DROPPED_SHOWN_MAX; i++) {
        const struct loss *other = dropped->shown[i];
        if (other->since == loss->since && sql_name_equal(other->table, loss->table)
            && str_equal(other->column, loss->column))
            return true;
    }
    return false;
}

static void drop(struct dropped *dropped, const struct loss *loss)
{
    if (loss->is_perhaps_kept) {
        dropped->is_unsure = true;
        dropped->perhaps = begins_before(loss, dropped->perhaps) ? loss : dropped->perhaps;
        return;
    }
    if (is_dropped(dropped, loss))
        return;
    dropped->first = begins_before(loss, dropped->first) ? loss : dropped->first;
    if (dropped->count < DROPPED_SHOWN_MAX)
        dropped->shown[dropped->count] = loss;
    dropped->count++;
}

// What cannot be brought back anyway, or is not known, stays so.
static void add_dropped(struct price *price, const struct dropped *dropped)
{
    const struct loss *first = dropped->first;
    price->dropped = *dropped;
    if (price->class == PRICE_CLEAN && first) {
        price->class = PRICE_LOSSY;
        price->because = first->since ? first->since->span : first->span;
    } else if (price->class == PRICE_CLEAN && dropped->is_unsure) {
        price->class = PRICE_UNKNOWN;
    }
}

// ---- one phase

static void price_loss_of_writes(struct price *price, const struct traffic *traffic,
                                 const struct phase *phase)
{
    const struct traffic_event *fall = find_fall(traffic, phase);
    bool is_filled = fills_backward(&phase->rollback, traffic->move);
    if (!fall || (is_filled && !text_is_set(phase->rollback.loses)))
        return;
    set_loss(price, traffic->move, phase, fall->after.written.span);
    price->is_inferred |= fall->after.written.is_inferred;
}

// What the plan says that a fill backward cannot bring back is lost.
static void price_moves(struct price *price, const struct model *model, const struct plan *plan,
                        const struct phase *phase)
{
    const struct state *undone = model->exploration->ways_home[phase->index].undone;
    bool is_explored = undone && is_known(plan, undone);
    bool is_admitted = text_is_set(phase->rollback.loses);
    list_each(move, move, plan->moves)
        if (model->moved[move->index].undeclared.data) {
            price->class = PRICE_UNKNOWN;
            return;
        }
    if (is_explored)
        price_state(price, plan, undone);
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next) {
        const struct traffic_state *end = traffic_at_end(traffic, phase);
        price->is_noticed |= end->readers == SIDE_NEW || end->readers == SIDE_BOTH;
        if (price->class != PRICE_LOSSY && (!is_explored || is_admitted))
            price_loss_of_writes(price, traffic, phase);
    }
}

// Rows do not come back with the table or column that held them.
static void price_destruction(struct price *price, const struct model *model,
                              const struct phase *phase)
{
    const struct change_step *change = phase_destroys(&model->changes, phase);
    if (!change)
        return;
    enum sql_head head = change->operation->head;
    if (head != SQL_DROP_TABLE && head != SQL_DROP_COLUMN && head != SQL_DROP_SCHEMA)
        return;
    price->class = PRICE_IMPOSSIBLE;
    price->because = change->operation->span;
}

// ---- fills backward

struct pricer {
    struct arena *arena;
    const struct model *model;
    const struct plan *plan;
    struct found_backward { bool is_found; enum backward backward; } *backwards; // by move->index
    ARRAY_OF(const struct action *) fills; // of the rollbacks so far
};

static enum backward find_backward(struct pricer *pricer, const struct state *state,
                                   const struct move *move)
{
    struct found_backward *found = &pricer->backwards[move->index];
    const struct plan *plan = pricer->plan;
    const struct store *only = plan->store_count == 1 ? plan->stores.first : NULL;
    const struct store *store = move->to.store ? move->to.store : only;
    if (!found->is_found)
        found->backward = move_backward(pricer->arena, move,
                                        state_catalog(pricer->model->world, state, store));
    found->is_found = true;
    return found->backward;
}

// A fill backward, on a way back that begins in the state, brings back what is known to come back.
static void price_fill(struct pricer *pricer, struct price *price, const struct state *state,
                       const struct move *move)
{
    const struct event *gap = state->moves[move->index]->gap_old;
    bool is_admitted = price->class == PRICE_LOSSY && price->move == move && !price->folded;
    if (!gap || (price->class != PRICE_CLEAN && !is_admitted))
        return;
    switch (find_backward(pricer, state, move)) {
    case BACKWARD_WHOLE: return;
    case BACKWARD_FOLDED: break;
    case BACKWARD_UNSURE:
        price->unsure = move;
        price->class = price->class == PRICE_CLEAN ? PRICE_UNKNOWN : price->class;
        return;
    }
    if (!is_admitted)
        set_loss(price, move, gap->phase, gap->span);
    price->folded = move->has_no_way_back ? NULL : move;
    price->is_overwritten = !backward_keeps_rows(pricer->arena, move);
}

static void price_fills(struct pricer *pricer, struct price *price, size_t from,
                        const struct phase *end)
{
    const struct state *state = pricer->model->exploration->ends[end->index];
    for (size_t i = from; state && i < pricer->fills.count; i++)
        price_fill(pricer, price, state, pricer->fills.items[i]->move);
}

static void price_own_fills(struct pricer *pricer, struct price *price, const struct phase *phase)
{
    size_t count = pricer->fills.count;
    list_each(action, action, phase->rollback.actions)
        if (action->kind == ACTION_FILL && action->move)
            array_add(pricer->arena, &pricer->fills, action);
    price_fills(pricer, price, count, phase);
}

static struct price price_phase(struct pricer *pricer, const struct phase *phase)
{
    const struct model *model = pricer->model;
    const struct rollback *rollback = &phase->rollback;
    struct price price = { .because = rollback->span,
                           .is_inferred = rollback->is_inferred || phase->is_inferred };
    switch (rollback->kind) {
    case ROLLBACK_MISSING: return price;
    case ROLLBACK_IMPOSSIBLE: price.class = PRICE_IMPOSSIBLE; return price;
    case ROLLBACK_RESTORE:
        price.class = PRICE_RESTORE;
        price.since = phase;
        price.backup = rollback->backup;
        return price;
    case ROLLBACK_NONE: price.class = PRICE_NOTHING; return price;
    case ROLLBACK_AUTO:
    case ROLLBACK_ACTIONS: break;
    }
    if (rollback->is_inferred && str_is(rollback->difficulty, "restore")) {
        price.class = PRICE_RESTORE;
        price.since = phase;
        return price;
    }
    if (actions_find_blind(&rollback->actions) && !model->traffic)
        return price;
    price.class = PRICE_CLEAN;
    price_moves(&price, model, pricer->plan, phase);
    price_own_fills(pricer, &price, phase);
    if (!fills_backward(rollback, NULL) && !actions_find_blind(&rollback->actions))
        price_destruction(&price, model, phase);
    return price;
}

// ---- chains

static struct price dearer(struct price a, struct price b)
{
    if (a.class == PRICE_UNKNOWN || b.class == PRICE_UNKNOWN) {
        const struct price *known = a.class == PRICE_UNKNOWN ? &b : &a;
        return known->class >= PRICE_RESTORE ? *known : (struct price){ 0 };
    }
    bool is_noticed = a.is_noticed || b.is_noticed, is_inferred = a.is_inferred || b.is_inferred;
    struct price price = a.class >= b.class ? a : b; // of two losses, the earlier one
    price.is_noticed = is_noticed;
    price.is_inferred = is_inferred;
    return price;
}

// What one rollback leaves behind, an earlier phase's may bring back, and the other way round.
static struct price chain_price(struct price dearest, const struct model *model,
                                const struct plan *plan, const struct phase *phase)
{
    const struct state *start = model->exploration->ways_home[phase->index].start;
    bool is_of_rows = dearest.class == PRICE_CLEAN || dearest.class == PRICE_LOSSY;
    if (!is_of_rows || !start || !is_known(plan, start))
        return dearest;
    struct price price = dearest;
    price.class = PRICE_CLEAN;
    price.since = NULL;
    price.move = price.folded = NULL;
    price_state(&price, plan, start);
    return price.class == PRICE_CLEAN && dearest.class == PRICE_LOSSY
                   && text_is_set(dearest.since->rollback.loses)
               ? dearest
               : price;
}

// By phase->index: what is lost on a way back from there on, and not from a phase before it.
static struct loss_list *losses_by_begin(struct arena *arena, const struct plan *plan,
                                         const struct model *model)
{
    struct loss_list *begin = arena_new_many(arena, struct loss_list, plan->phase_count);
    list_each(phase, phase, plan->phases)
        list_each(loss, loss, model->losses[phase->index]) {
            struct loss *copy = arena_new(arena, struct loss);
            *copy = *loss;
            copy->next = NULL;
            list_add(&begin[loss_begins(loss)->index], copy);
        }
    return begin;
}

struct prices prices_find(struct arena *arena, const struct plan *plan, const struct model *model)
{
    struct prices prices = {
        .single = arena_new_many(arena, struct price, plan->phase_count),
        .chain = arena_new_many(arena, struct price, plan->phase_count),
    };
    struct pricer pricer = {
        .arena = arena,
        .model = model,
        .plan = plan,
        .backwards = arena_new_many(arena, struct found_backward, plan->move_count + 1),
    };
    const struct loss_list *begin = losses_by_begin(arena, plan, model);
    struct price chain = { .class = PRICE_NOTHING };
    struct dropped all = { 0 };
    list_each(phase, phase, plan->phases) {
        struct price *single = &prices.single[phase->index];
        struct dropped own = { .is_unsure = model->losses[phase->index].is_cut };
        *single = price_phase(&pricer, phase);
        chain = dearer(chain, *single);
        list_each(loss, loss, model->losses[phase->index])
            if (loss_begins(loss) == phase)
                drop(&own, loss);
        all.is_unsure |= own.is_unsure;
        add_dropped(single, &own);
        list_each(loss, loss, begin[phase->index])
            drop(&all, loss);
        prices.chain[phase->index] = chain_price(chain, model, plan, phase);
        price_fills(&pricer, &prices.chain[phase->index], 0, phase);
        add_dropped(&prices.chain[phase->index], &all);
    }
    return prices;
}

const struct price *price_of(const struct model *model, const struct phase *phase)
{
    return &model->prices.single[phase->index];
}

const struct price *price_of_chain(const struct model *model, const struct phase *phase)
{
    return &model->prices.chain[phase->index];
}

// ---- from later on

const struct loss *price_find_later(const struct model *model, const struct phase *phase)
{
    const struct loss *first = NULL;
    list_each(loss, loss, model->losses[phase->index])
        if (loss_begins(loss) != phase && !loss->is_perhaps_kept && begins_before(loss, first))
            first = loss;
    return first;
}

struct str price_later_loss(struct arena *arena, const struct model *model,
                            const struct phase *phase)
{
    struct dropped later = { 0 };
    list_each(loss, loss, model->losses[phase->index])
        if (loss_begins(loss) != phase)
            drop(&later, loss);
    return later.first ? dropped_words(arena, &later) : STR_NONE;
}
