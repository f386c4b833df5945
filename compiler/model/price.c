#include "model/price.h"

#include "base/output.h"
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
    list_each(loss, other, dropped->shown)
        if (other->since == loss->since && sql_name_equal(other->table, loss->table)
            && str_equal(other->column, loss->column))
            return true;
    return false;
}

static void drop(struct arena *arena, struct dropped *dropped, const struct loss *loss)
{
    enum { SHOWN_MAX = 4 };
    dropped->is_unsure |= loss->is_perhaps_kept;
    if (loss->is_perhaps_kept || is_dropped(dropped, loss))
        return;
    dropped->first = begins_before(loss, dropped->first) ? loss : dropped->first;
    if (dropped->count++ >= SHOWN_MAX)
        return;
    struct loss *copy = arena_new(arena, struct loss);
    *copy = *loss;
    copy->next = NULL;
    list_add(&dropped->shown, copy);
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

static struct price price_phase(const struct model *model, const struct plan *plan,
                                 const struct phase *phase)
{
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
    price_moves(&price, model, plan, phase);
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
    price.move = NULL;
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
    const struct loss_list *begin = losses_by_begin(arena, plan, model);
    struct price chain = { .class = PRICE_NOTHING };
    struct dropped all = { 0 };
    list_each(phase, phase, plan->phases) {
        struct price *single = &prices.single[phase->index];
        struct dropped own = { .is_unsure = model->losses[phase->index].is_cut };
        *single = price_phase(model, plan, phase);
        chain = dearer(chain, *single);
        list_each(loss, loss, model->losses[phase->index])
            if (loss_begins(loss) == phase)
                drop(arena, &own, loss);
        all.is_unsure |= own.is_unsure;
        add_dropped(single, &own);
        list_each(loss, loss, begin[phase->index])
            drop(arena, &all, loss);
        prices.chain[phase->index] = chain_price(chain, model, plan, phase);
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

// ---- words

const char *price_class_name(enum price_class class)
{
    static const char *const names[] = {
        [PRICE_UNKNOWN] = "not known", [PRICE_NOTHING] = "nothing", [PRICE_CLEAN] = "clean",
        [PRICE_LOSSY] = "lossy",       [PRICE_RESTORE] = "restore",
        [PRICE_IMPOSSIBLE] = "impossible",
    };
    return names[class];
}

const char *price_difficulty(const struct price *price)
{
    switch (price->class) {
    case PRICE_UNKNOWN: break;
    case PRICE_NOTHING: return "easy";
    case PRICE_CLEAN: return price->is_noticed ? "medium" : "easy";
    case PRICE_LOSSY: return "hard";
    case PRICE_RESTORE: return "restore";
    case PRICE_IMPOSSIBLE: return "not available";
    }
    return "";
}

static struct str loss_of_writes(struct arena *arena, const struct price *price)
{
    if (price->class == PRICE_LOSSY && price->since)
        return arena_format(arena, "what was written since phase %d began", price->since->number);
    if (price->class == PRICE_RESTORE && price->backup.length)
        return arena_format(arena, "what was written since backup '%.*s'",
                            STR_ARGS(price->backup));
    return price->class == PRICE_RESTORE ? STR("what was written since the backup") : STR_NONE;
}

static struct str loss_of_dropped(struct arena *arena, const struct dropped *dropped)
{
    struct output out = { .arena = arena };
    unsigned shown = 0;
    list_each(loss, loss, dropped->shown) {
        struct str words = loss_words(arena, loss);
        output_format(&out, "%s%.*s", shown++ ? "; " : "", STR_ARGS(words));
    }
    if (dropped->count > shown)
        output_format(&out, "; and of %u more", dropped->count - shown);
    return output_get(&out);
}

struct str price_loss(struct arena *arena, const struct price *price)
{
    switch (price->class) {
    case PRICE_UNKNOWN: return STR_NONE;
    case PRICE_NOTHING:
    case PRICE_CLEAN: return STR("nothing");
    case PRICE_LOSSY:
    case PRICE_RESTORE: break;
    case PRICE_IMPOSSIBLE: return STR("no way back");
    }
    struct str writes = loss_of_writes(arena, price);
    struct str dropped = loss_of_dropped(arena, &price->dropped);
    return arena_format(arena, "%.*s%s%.*s", STR_ARGS(writes),
                        writes.length && dropped.length ? "; " : "", STR_ARGS(dropped));
}

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
            drop(arena, &later, loss);
    return later.first ? loss_of_dropped(arena, &later) : STR_NONE;
}
