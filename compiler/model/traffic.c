#include "model/traffic.h"

#include "model/walk.h"

// ---- what was before the plan

// Whatever the plan brings about later was not so before: a first dual write says that the
// old side was written alone until then, a first read of the new side that only the old
// one was read, a first fill that the new side was empty.
struct supposition {
    bool writers, readers, fill;
    struct traffic_fact written, read, filled;
};

static struct traffic_fact supposed(struct traffic_fact fact)
{
    fact.is_supposed = true;
    return fact;
}

static struct supposition suppose(const struct traffic *traffic)
{
    struct supposition supposition = { 0 };
    struct traffic_state known = traffic->start;
    list_each(traffic_event, event, traffic->events) {
        const struct traffic_state *after = &event->after;
        if (known.writers == SIDE_NONE && after->writers == SIDE_BOTH) {
            supposition.writers = true;
            supposition.written = supposed(after->written);
        }
        if (known.readers == SIDE_NONE
            && (after->readers == SIDE_BOTH || after->readers == SIDE_NEW)) {
            supposition.readers = true;
            supposition.read = supposed(after->read);
        }
        if (known.fill == FILL_UNKNOWN && after->fill != FILL_UNKNOWN) {
            supposition.fill = true;
            supposition.filled = supposed(after->filled);
        }
        known.writers = known.writers != SIDE_NONE ? known.writers : after->writers;
        known.readers = known.readers != SIDE_NONE ? known.readers : after->readers;
        known.fill = known.fill != FILL_UNKNOWN ? known.fill : after->fill;
    }
    return supposition;
}

// Ends each supposition at the first state that knows better.
static void apply(struct supposition *supposition, struct traffic_state *state)
{
    supposition->writers &= state->writers == SIDE_NONE;
    supposition->readers &= state->readers == SIDE_NONE;
    supposition->fill &= state->fill == FILL_UNKNOWN;
    if (supposition->writers) {
        state->writers = SIDE_OLD;
        state->written = supposition->written;
    }
    if (supposition->readers) {
        state->readers = SIDE_OLD;
        state->read = supposition->read;
    }
    if (supposition->fill) {
        state->fill = FILL_EMPTY;
        state->filled = supposition->filled;
    }
}

static void apply_to_all(struct supposition supposition, struct traffic *traffic)
{
    apply(&supposition, &traffic->start);
    list_each(traffic_event, event, traffic->events) {
        apply(&supposition, &event->before);
        apply(&supposition, &event->after);
    }
}

// ---- reading

static struct traffic *follow(struct arena *arena, const struct plan *plan,
                              const struct changes *changes, const struct moved *moved,
                              const struct move *move, size_t *cost)
{
    struct walk walk = { .arena = arena, .plan = plan, .changes = changes, .move = move };
    size_t verifies = 0;
    list_each(verify, verify, plan->verifies)
        verifies++;
    walk.plan_compared = arena_new_many(arena, int, verifies + 1);
    walk.traffic = arena_new(arena, struct traffic);
    walk.traffic->move = move;
    if (move && moved[move->index].undeclared.data)
        return walk.traffic; // of which nothing is known
    const struct spot begin = { .span = move ? move->span : plan->span };
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions)
            walk.is_fill_stated |= move && action->kind == ACTION_BACKFILL && action->move == move;
    walk.service = service_start(arena, plan);
    walk.service.moved = moved;
    walk.service.cost = *cost;
    walk_declare(&walk, &begin);
    walk_settle(&walk);
    walk.traffic->start = walk.now;
    list_each(phase, phase, plan->phases) {
        if (walk_is_too_long(&walk))
            return NULL;
        walk_phase(&walk, phase);
    }
    *cost = walk.service.cost + walk.cost;
    apply_to_all(suppose(walk.traffic), walk.traffic);
    return walk.traffic;
}

static bool copies_data(const struct phase *phase)
{
    return phase->kind == KIND_BACKFILL || phase->kind == KIND_DUAL_WRITE;
}

// In prose, one implied move stands for the whole change. A plan that begins to copy again
// after it has removed something holds several changes, which nothing tells apart.
static bool has_one_change(const struct plan *plan)
{
    bool copies = false, ends = false;
    list_each(phase, phase, plan->phases) {
        bool is_end = phase->kind == KIND_CONTRACT || phase->kind == KIND_DECOMMISSION;
        if (copies_data(phase) && ends && copies)
            return false;
        copies |= copies_data(phase);
        ends |= is_end;
    }
    return copies;
}

const struct traffic *traffic_read(struct arena *arena, const struct plan *plan,
                                   const struct changes *changes, const struct moved *moved)
{
    LIST_OF(traffic) list = { 0 };
    size_t cost = 0;
    if (!plan->moves.first)
        return has_one_change(plan) ? follow(arena, plan, changes, moved, NULL, &cost) : NULL;
    list_each(move, move, plan->moves) {
        struct traffic *traffic = follow(arena, plan, changes, moved, move, &cost);
        if (!traffic)
            return NULL;
        list_add(&list, traffic);
    }
    return list.first;
}

// ---- questions

const struct traffic_state *traffic_at_end(const struct traffic *traffic, const struct phase *phase)
{
    const struct traffic_state *state = &traffic->start;
    list_each(traffic_event, event, traffic->events) {
        if (event->phase->index > phase->index)
            break;
        state = &event->after;
    }
    return state;
}

const struct traffic_state *traffic_before(const struct traffic *traffic, const struct phase *phase,
                                           uint32_t address)
{
    const struct traffic_state *state = &traffic->start;
    list_each(traffic_event, event, traffic->events) {
        bool is_same = event->phase == phase;
        if (event->phase->index > phase->index || (is_same && event->is_at_end)
            || (is_same && event->action && event->span.start >= address))
            break;
        state = &event->after;
    }
    return state;
}

struct str traffic_name(struct arena *arena, const struct traffic *traffic)
{
    if (!traffic->move)
        return STR("the data");
    return arena_format(arena, "'%.*s'", STR_ARGS(traffic->move->name));
}

void fact_cap(struct diagnostic *finding, const struct traffic_fact *fact)
{
    if (!fact->is_inferred || finding->is_inferred)
        return;
    if (fact->phase)
        diagnostic_inferred(finding, "what phase %d does is inferred from its text",
                            fact->phase->number);
    else
        diagnostic_inferred(finding, "inferred from prose");
}
