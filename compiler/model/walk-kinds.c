// What the kinds of phases imply where nothing else says so, and what verifications show.

#include "model/compare.h"
#include "model/mention.h"
#include "model/walk.h"

static bool fills_by_itself(const struct walk *walk, const struct phase *phase)
{
    if (walk->is_fill_stated || phase_has_action(phase, ACTION_BACKFILL))
        return true;
    if (walk->move)
        changes_each(change, walk->changes, phase)
            if (change_fills(change, &walk->move->to))
                return true;
    return false;
}

static void imply_readers(struct walk *walk, const struct spot *spot, enum side side)
{
    if (!phase_has_action(spot->phase, ACTION_READS)
        && !(walk->move && phase_has_action(spot->phase, ACTION_RAMP)))
        walk->readers.implied = (struct answer){ side, walk_fact(spot) };
}

static void imply_writers(struct walk *walk, const struct spot *spot, enum side side)
{
    if (!phase_has_action(spot->phase, ACTION_WRITES))
        walk->writers.implied = (struct answer){ side, walk_fact(spot) };
}

static bool reaches_all(const struct phase *phase)
{
    double percent = 100;
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_RAMP || (action->kind == ACTION_FLAG && !action->is_removed))
            percent = action_percent(action);
    return percent >= 100;
}

static void begin_phase(struct walk *walk, const struct spot *spot)
{
    const struct traffic_state before = walk->now;
    enum phase_kind kind = spot->phase->kind;
    if (kind == KIND_BACKFILL && !fills_by_itself(walk, spot->phase)) {
        walk_begin_fill(walk, spot);
        return;
    }
    if (kind == KIND_SHADOW_READ) {
        walk->now.is_shadowed = true;
        if (walk->now.readers == SIDE_NONE)
            imply_readers(walk, spot, SIDE_OLD);
    } else if (kind == KIND_ENABLE || kind == KIND_RAMP) {
        walk->now.is_shadowed = false;
        imply_readers(walk, spot, SIDE_BOTH);
    }
    walk_record(walk, spot, &before);
}

// A copy that follows a log is no dual write: it needs none, and when the application stops
// writing for a moment nothing is written at all.
static bool is_dual_write(const struct phase *phase)
{
    if (phase->kind == KIND_DEPLOY && phase->is_kind_inferred)
        return text_mentions(phase->title.str, "dual-write|dual write|double-write|double write|"
                                               "write both|writes both|write to both");
    return phase->kind == KIND_DUAL_WRITE
           && (!phase->is_kind_inferred || !text_mentions(phase->title.str, "replic|cdc|sync")
               || text_mentions(phase->title.str, "writ|dual|double"));
}

// In prose, a side that is "promoted" or set "read-only" ends a dual write only where there
// was one; else nothing may be written at all.
static bool is_promotion(const struct walk *walk, const struct phase *phase)
{
    return phase->kind == KIND_PROMOTE
           && (!phase->is_kind_inferred || walk->now.writers == SIDE_BOTH);
}

// A cutover in prose takes the writes along where its rollback says that they are lost.
static bool takes_writes_along(const struct phase *phase)
{
    return phase->kind == KIND_CUTOVER && phase->is_kind_inferred
           && text_mentions(phase->rollback.loses.str,
                            "write|written|data|record|row|transaction|update|change|insert");
}

// Where SQL drops something it says itself what; where there are several moves the kind does
// not say which of them ends.
static bool ends_old_side(const struct walk *walk, const struct phase *phase)
{
    if (phase->kind != KIND_CONTRACT && phase->kind != KIND_DECOMMISSION)
        return false;
    if (!walk->move)
        return !walk->now.is_old_gone;
    if (walk->now.is_old_gone || walk->plan->moves.first->next)
        return false;
    changes_each(change, walk->changes, phase)
        if (change->destroys)
            return false;
    return true;
}

static void end_phase(struct walk *walk, const struct spot *spot)
{
    struct traffic_state before = walk->now;
    enum phase_kind kind = spot->phase->kind;
    if (kind == KIND_BACKFILL && !fills_by_itself(walk, spot->phase)) {
        walk_end_fill(walk, spot);
        before = walk->now;
    }
    if (is_dual_write(spot->phase))
        imply_writers(walk, spot, SIDE_BOTH);
    if (is_promotion(walk, spot->phase) || takes_writes_along(spot->phase))
        imply_writers(walk, spot, SIDE_NEW);
    if (kind == KIND_CUTOVER
        || ((kind == KIND_ENABLE || kind == KIND_RAMP) && reaches_all(spot->phase)))
        imply_readers(walk, spot, SIDE_NEW);
    if (ends_old_side(walk, spot->phase)) {
        walk->now.is_old_gone = true;
        walk->now.gone = walk_fact(spot);
    }
    walk_record(walk, spot, &before);
}

// ---- verifications

// A query says the same in each phase.
static enum comparison_state compare(struct walk *walk, const struct phase *phase,
                                     const struct verify *verify, int *known)
{
    if (!known || verify->kind != VERIFY_CODE)
        return verify_compares(verify, walk->move, phase);
    if (*known == 0)
        *known = (int)verify_compares(verify, walk->move, phase) + 1;
    return (enum comparison_state)(*known - 1);
}

// `known` is for each of them, or NULL.
static void do_verifies(struct walk *walk, const struct phase *phase,
                        const struct verify_list *list, int *known)
{
    list_each(verify, verify, *list) {
        const struct spot spot = { phase, NULL, verify->span, verify->is_inferred, true };
        const struct traffic_state before = walk->now;
        enum comparison_state compared = compare(walk, phase, verify, known);
        known = known ? known + 1 : NULL;
        if (walk->now.fill == FILL_FULL && compared > walk->now.compared) {
            walk->now.compared = compared;
            walk->now.checked = walk_fact(&spot);
        }
        walk->now.is_full_checked |=
            walk->now.fill == FILL_FULL && verify_shows_full(verify, walk->move);
        walk->cost += 1 + verify->code.text.str.length;
        walk_record(walk, &spot, &before);
    }
}

static void compare_in_words(struct walk *walk, const struct spot *spot)
{
    const struct traffic_state before = walk->now;
    if (walk->now.fill != FILL_FULL || walk->now.compared != COMPARED_NO
        || !phase_compares_in_words(walk->plan, spot->phase))
        return;
    walk->now.compared = COMPARED_PERHAPS;
    walk->now.checked = walk_fact(spot);
    walk_record(walk, spot, &before);
}

// ---- the walk

void walk_phase(struct walk *walk, const struct phase *phase)
{
    const struct spot begin = { phase, NULL, phase->span, phase->is_kind_inferred, false };
    const struct spot end = { phase, NULL, phase->span, phase->is_kind_inferred, true };
    struct change_step *change = walk->changes->of_phase[phase->index].first;
    begin_phase(walk, &begin);
    list_each(action, action, phase->actions)
        if (!walk_is_too_long(walk))
            walk_action(walk, phase, action, &change);
    end_phase(walk, &end);
    do_verifies(walk, phase, &phase->verifies, NULL);
    do_verifies(walk, phase, &walk->plan->verifies, walk->plan_compared);
    compare_in_words(walk, &end);
}
