#include "rules/support/order.h"

#include "rules/support/edits.h"

// ---- phases

static bool is_number(struct str name)
{
    return name.length > 0 && char_is_digit(name.data[0]);
}

// Whether anything calls phases by their numbers, which would be others then.
static bool has_numbers(const struct plan *plan)
{
    list_each(phase, phase, plan->phases) {
        list_each(word, word, phase->statement->words)
            if (word->kind == WORD_NUMBER)
                return true;
        for (const struct phase_reference *need = phase->needs; need; need = need->next)
            if (is_number(need->name.str))
                return true;
    }
    return false;
}

// Whether the phase waits for `other`, or for time to pass since it.
static bool rests_on(const struct phase *phase, const struct phase *other)
{
    if (quantity_is_set(phase->soak))
        return true;
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase == other)
            return true;
    return false;
}

static bool phase_can_move(const struct plan *plan, const struct phase *phase,
                           const struct phase *behind)
{
    if (phase->when.kind != WHEN_NONE || has_numbers(plan))
        return false;
    for (const struct phase *each = behind; each != phase; each = each->previous)
        if (each->when.kind != WHEN_NONE || rests_on(each, phase))
            return false;
    return true;
}

// Whether the phase does nothing but this, backups apart.
static bool is_all_of(const struct phase *phase, const struct action *action)
{
    unsigned count = 0;
    list_each(action, each, phase->actions)
        if (each != action && each->kind != ACTION_BACKUP)
            count++;
    return count == 0;
}

// ---- steps

static bool is_derived(const struct phase *phase)
{
    enum rollback_kind kind = phase->rollback.kind;
    return kind == ROLLBACK_AUTO || kind == ROLLBACK_MISSING;
}

static bool is_taken_down(const struct phase *phase)
{
    enum rollback_kind kind = phase->rollback.kind;
    return phase_kind_stage(phase->kind) == STAGE_CONTRACT && phase->actions.last
           && (is_derived(phase) || kind == ROLLBACK_IMPOSSIBLE || kind == ROLLBACK_RESTORE);
}

// Whether a step of the phase that stands behind `action`, before `end`, may need it.
static bool is_needed(const struct action *action, const struct action *end)
{
    for (const struct action *each = action->next; each && each != end; each = each->next)
        if (each->kind == ACTION_STEP)
            return true;
    return false;
}

// One statement: what else stood in the step would go along.
static bool is_single(struct unit *unit, const struct action *action)
{
    list_each(site, site, model_of(unit)->sites)
        if (site->action == action)
            return !site->host && site->queries.first
                   && step_script(site)->statements.first == step_script(site)->statements.last;
    return false;
}

static const struct action *find_place(const struct moment *late)
{
    for (const struct phase *phase = late->phase->next; phase; phase = phase->next)
        if (is_taken_down(phase))
            return phase->actions.last;
    return late->action && is_derived(late->phase) ? late->action : NULL;
}

// ---- the fix

static bool move(const struct edits *edits, const struct statement *statement,
                 const struct statement *behind)
{
    edits_move_behind(edits, statement, behind);
    return true;
}

static bool is_stated(const struct action *action)
{
    return !action->is_inferred && !action->undoes;
}

bool order_offer(struct unit *unit, struct diagnostic *finding, struct moment early,
                 struct moment late)
{
    const struct action *action = early.action;
    if (!unit->takes_fixes || !early.phase || !late.phase || late.phase->index < early.phase->index
        || (action && !is_stated(action)) || (late.action && !is_stated(late.action)))
        return false;
    if (early.phase == late.phase) {
        if (!action || !late.action || action->span.start >= late.action->span.start
            || is_needed(action, late.action))
            return false;
        struct edits edits = edits_begin(unit, finding, "move it behind that");
        return move(&edits, action->statement, late.action->statement);
    }
    if (is_all_of(early.phase, action) && phase_can_move(unit->plan, early.phase, late.phase)) {
        struct edits edits = edits_begin(unit, finding, "move phase %d behind phase %d",
                                         early.phase->number, late.phase->number);
        return move(&edits, early.phase->statement, late.phase->statement);
    }
    const struct action *place = find_place(&late);
    if (!action || !place || action->kind != ACTION_STEP || !is_derived(early.phase)
        || is_needed(action, NULL) || !is_single(unit, action))
        return false;
    struct edits edits = edits_begin(unit, finding, "move the step behind that");
    return move(&edits, action->statement, place->statement);
}
