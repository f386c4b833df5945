// From the answers of versions, actions and kinds to the state, and what each action changes.

#include "model/walk.h"

bool walk_is_too_long(const struct walk *walk)
{
    return walk->cost + walk->service.cost > COST_MAX || walk->events > EVENT_MAX;
}

// ---- from the answers to the state

static struct answer best_writer(const struct walk *walk)
{
    const struct answers *answers = &walk->writers;
    struct answer best = answers->declared.side ? answers->declared
                         : answers->stated.side ? answers->stated
                                                : answers->implied;
    if (walk->trigger_from != SIDE_NONE && best.side == walk->trigger_from)
        best.side = SIDE_BOTH;
    if (walk->is_trigger_unsure && best.side == SIDE_OLD)
        best.side = SIDE_NONE;
    return best;
}

static struct answer best_reader(const struct walk *walk)
{
    const struct answers *answers = &walk->readers;
    return answers->stated.side     ? answers->stated
           : answers->declared.side ? answers->declared
                                    : answers->implied;
}

void walk_settle(struct walk *walk)
{
    struct answer writer = best_writer(walk), reader = best_reader(walk);
    if (writer.side != walk->now.writers || writer.fact.version != walk->now.written.version) {
        walk->now.writers = writer.side;
        walk->now.written = writer.fact;
    }
    if (reader.side != walk->now.readers || reader.fact.version != walk->now.read.version) {
        walk->now.readers = reader.side;
        walk->now.read = reader.fact;
    }
}

static bool is_same_state(const struct traffic_state *a, const struct traffic_state *b)
{
    return a->writers == b->writers && a->readers == b->readers && a->fill == b->fill
           && a->compared == b->compared && a->is_full_checked == b->is_full_checked
           && a->is_shadowed == b->is_shadowed && a->is_old_gone == b->is_old_gone
           && a->declared_writers == b->declared_writers
           && a->declared_readers == b->declared_readers && a->readable == b->readable;
}

void walk_record(struct walk *walk, const struct spot *spot, const struct traffic_state *before)
{
    walk_settle(walk);
    walk->cost++;
    if (is_same_state(before, &walk->now))
        return;
    struct traffic_event *event = arena_new(walk->arena, struct traffic_event);
    *event = (struct traffic_event){ .phase = spot->phase,
                                     .action = spot->action,
                                     .span = spot->span,
                                     .is_at_end = spot->is_at_end,
                                     .before = *before,
                                     .after = walk->now };
    list_add(&walk->traffic->events, event);
    walk->events++;
}

struct traffic_fact walk_fact(const struct spot *spot)
{
    return (struct traffic_fact){ .phase = spot->phase,
                                  .span = spot->span,
                                  .is_inferred = spot->is_inferred };
}

// ---- what the versions declare

void walk_declare(struct walk *walk, const struct spot *spot)
{
    if (!walk->move)
        return;
    const struct declared declared = service_declares(&walk->service, walk->move);
    struct traffic_fact fact = walk_fact(spot);
    walk->now.declared_writers = declared.writers;
    walk->now.declared_readers = declared.readers;
    walk->now.readable = declared.readable;
    fact.version = declared.writer;
    walk->writers.declared = (struct answer){ declared.writers, fact };
    walk->now.declared_written = fact;
    walk->now.declared_written.span = declared.written;
    fact.version = declared.reader;
    walk->readers.declared = (struct answer){ declared.readers, fact };
    walk->now.declared_read = fact;
    walk->now.declared_read.span = declared.read;
}

// ---- fills

void walk_begin_fill(struct walk *walk, const struct spot *spot)
{
    const struct traffic_state before = walk->now;
    walk->now.fill = FILL_PARTIAL;
    walk->now.filled = walk_fact(spot);
    walk->now.compared = COMPARED_NO;
    walk->now.is_full_checked = false;
    walk_record(walk, spot, &before);
}

void walk_end_fill(struct walk *walk, const struct spot *spot)
{
    const struct traffic_state before = walk->now;
    walk->now.fill = FILL_FULL;
    walk->now.filled = walk_fact(spot);
    walk_record(walk, spot, &before);
}

// ---- actions

static void do_writes(struct walk *walk, const struct action *action, const struct spot *spot)
{
    walk->writers.stated = (struct answer){ action->side, walk_fact(spot) };
    walk->trigger_from = action->is_by_trigger ? action->trusted : SIDE_NONE;
    walk->is_trigger_unsure = false;
    walk->triggers.first = walk->triggers.last = NULL;
}

static void do_reads(struct walk *walk, const struct action *action, const struct spot *spot)
{
    bool is_partial = action->percents.count > 0 && action->percents.percents[0] < 100;
    enum side side = is_partial ? SIDE_BOTH : action->side;
    walk->readers.stated = (struct answer){ side, walk_fact(spot) };
    walk->now.is_shadowed = action->is_shadow;
}

// A flag that live versions ask decides by what they declare; else its percentage does.
static void do_flag(struct walk *walk, const struct action *action, const struct spot *spot)
{
    double percent = action_percent(action);
    if (action->is_removed)
        return;
    if (action->flag)
        service_set_flag(&walk->service, action->flag, percent);
    bool is_asked =
        walk->move && action->flag && service_asks(&walk->service, walk->move, action->flag);
    if (is_asked || action->kind == ACTION_FLAG || action->move != walk->move || !walk->move)
        return;
    enum side side = percent <= 0 ? SIDE_OLD : percent < 100 ? SIDE_BOTH : SIDE_NEW;
    walk->readers.stated = (struct answer){ side, walk_fact(spot) };
}

static void do_change(struct walk *walk, const struct change_step *change)
{
    const struct move *move = walk->move;
    const struct spot spot = { change->phase, change->action, change->operation->span,
                               change->action->is_inferred, false };
    if (change_fills(change, &move->to)) {
        walk_begin_fill(walk, &spot);
        walk_end_fill(walk, &spot);
        return;
    }
    const struct traffic_state before = walk->now;
    if (change_drops(change, &move->from)) {
        walk->now.is_old_gone = true;
        walk->now.gone = walk_fact(&spot);
    }
    walk_trigger(walk, change);
    walk_record(walk, &spot, &before);
}

static void do_step(struct walk *walk, const struct action *action, struct change_step **change)
{
    walk->cost += action->code.text.str.length;
    for (; *change && (*change)->action == action; *change = (*change)->next)
        if (walk->move)
            do_change(walk, *change);
}

static void do_backfill(struct walk *walk, const struct action *action, const struct spot *spot)
{
    if (action->move == walk->move) {
        walk_begin_fill(walk, spot);
        walk_end_fill(walk, spot);
    }
}

void walk_action(struct walk *walk, const struct phase *phase, const struct action *action,
                 struct change_step **change)
{
    const struct spot spot = { phase, action, action->span, action->is_inferred, false };
    const struct traffic_state before = walk->now;
    walk->cost++;
    switch (action->kind) {
    case ACTION_BACKUP:
    case ACTION_FILL: return;
    case ACTION_STEP: do_step(walk, action, change); return;
    case ACTION_BACKFILL: do_backfill(walk, action, &spot); return;
    case ACTION_DEPLOY: service_deploy(&walk->service, action); break;
    case ACTION_RETIRE: service_retire(&walk->service, action); break;
    case ACTION_RAMP:
    case ACTION_FLAG: do_flag(walk, action, &spot); break;
    case ACTION_WRITES:
        if (action->move != walk->move)
            return;
        do_writes(walk, action, &spot);
        break;
    case ACTION_READS:
        if (action->move != walk->move)
            return;
        do_reads(walk, action, &spot);
        break;
    }
    walk_declare(walk, &spot);
    walk_record(walk, &spot, &before);
}
