#include "model/irreversible.h"

#include "model/model.h"
#include "plan/facts.h"

const struct change_step *phase_destroys(const struct changes *changes, const struct phase *phase)
{
    changes_each(change, changes, phase)
        if (change->destroys)
            return change;
    return NULL;
}

static bool is_last_stage(const struct phase *phase)
{
    return phase->kind == KIND_CONTRACT || phase->kind == KIND_DECOMMISSION;
}

// ---- what is lost

// Rows that are deleted may have been nobody's any more. So may a cache that is emptied, and
// what an earlier attempt left: but not where the plan takes its old side down.
static bool is_loss(const struct change_step *change, const struct phase *phase)
{
    enum sql_head head = change->operation->head;
    if (!change->destroys || head == SQL_DELETE)
        return false;
    return is_last_stage(phase) || (head != SQL_TRUNCATE && !change->operation->is_conditional);
}

static const struct change_step *first_loss(const struct changes *changes,
                                            const struct phase *phase)
{
    changes_each(change, changes, phase)
        if (is_loss(change, phase))
            return change;
    return NULL;
}

// ---- whether a rollback of its own brings it back

enum way_back { WAY_IS_EMPTY, WAY_IS_UNKNOWN, WAY_BRINGS_BACK };

static struct object lost_object(const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    return (struct object){
        .store = change->action->store,
        .schema = operation->table.schema,
        .table = operation->table.name,
        .column = operation->head == SQL_DROP_COLUMN ? operation->column : STR_NONE,
    };
}

static bool is_renamed_to(const struct change_step *change, const struct object *lost)
{
    const struct sql_operation *operation = change->operation;
    if (operation->head == SQL_RENAME_COLUMN)
        return change_is_on_table(change, lost)
               && str_equal_ignoring_case(operation->new_name, lost->column);
    return operation->head == SQL_RENAME_TABLE
           && str_equal_ignoring_case(operation->new_name, lost->table);
}

// It may bring back anything: values that it holds itself, a view in the place of a table.
static bool is_opaque(enum sql_head head)
{
    return head == SQL_INSERT || head == SQL_CREATE_VIEW || head == SQL_CREATE_OTHER
           || head == SQL_ALTER_OTHER || head == SQL_RENAME_OTHER || head == SQL_OTHER;
}

static enum way_back way_of_change(const struct change_step *change, const struct object *lost)
{
    struct object table = *lost;
    table.column = STR_NONE;
    if (change_fills(change, lost) || change_fills(change, &table) || is_renamed_to(change, lost))
        return WAY_BRINGS_BACK;
    return is_opaque(change->operation->head) ? WAY_IS_UNKNOWN : WAY_IS_EMPTY;
}

static bool covers(const struct object *side, const struct object *lost)
{
    return str_equal_ignoring_case(side->table, lost->table)
           && (lost->column.length == 0 || side->column.length == 0
               || str_equal_ignoring_case(side->column, lost->column));
}

static enum way_back way_of_action(const struct action *action, const struct object *lost)
{
    if (action->kind == ACTION_FILL)
        return action->move && covers(&action->move->from, lost) ? WAY_BRINGS_BACK : WAY_IS_EMPTY;
    return action_is_blind(action) ? WAY_IS_UNKNOWN : WAY_IS_EMPTY;
}

enum { WAY_MAX = 1000 }; // of actions and changes of one rollback that are looked at

static enum way_back way_back_of(struct arena *arena, const struct phase *phase,
                                 const struct change_step *loss)
{
    const struct object lost = lost_object(loss);
    const struct change_list changes =
        changes_of_actions(arena, phase, &phase->rollback.actions);
    enum way_back way = lost.table.length ? WAY_IS_EMPTY : WAY_IS_UNKNOWN;
    unsigned looks = 0;
    list_each(action, action, phase->rollback.actions) {
        enum way_back of_action = way_of_action(action, &lost);
        way = of_action > way ? of_action : way;
        if (++looks > WAY_MAX)
            return WAY_IS_UNKNOWN;
    }
    list_each(change_step, change, changes) {
        enum way_back of_change = way_of_change(change, &lost);
        way = of_change > way ? of_change : way;
        if (++looks > WAY_MAX)
            return WAY_IS_UNKNOWN;
    }
    return way;
}

// Prose speaks of restores where much could be undone otherwise: that counts where the phase
// takes something down.
static bool is_restored_in_prose(const struct rollback *rollback)
{
    return rollback->is_inferred && str_is(rollback->difficulty, "restore");
}

// What a person or a command of the rollback does is not known: where the plan takes its old
// side down, it is not taken to bring that back.
static bool rollback_loses(struct arena *arena, const struct phase *phase,
                           const struct change_step *loss)
{
    const struct rollback *rollback = &phase->rollback;
    bool is_stated = !phase->is_inferred && !rollback->is_inferred;
    if (!loss)
        return is_last_stage(phase) && is_restored_in_prose(rollback);
    switch (way_back_of(arena, phase, loss)) {
    case WAY_IS_EMPTY: return is_stated || is_last_stage(phase);
    case WAY_IS_UNKNOWN: return is_last_stage(phase);
    case WAY_BRINGS_BACK: return false;
    }
    return false;
}

// ---- a phase

// Where the plan says nothing of the way back, what is dropped may have been empty: all that
// is known is that a rollback is missing.
static bool is_irreversible(struct arena *arena, const struct phase *phase,
                            const struct change_step *loss)
{
    switch (phase->rollback.kind) {
    case ROLLBACK_IMPOSSIBLE:
    case ROLLBACK_RESTORE: return true;
    case ROLLBACK_MISSING: return loss && is_last_stage(phase) && !phase->is_inferred;
    case ROLLBACK_AUTO:
    case ROLLBACK_NONE:
    case ROLLBACK_ACTIONS: return rollback_loses(arena, phase, loss);
    }
    return false;
}

// Where no SQL says what is lost, the first action that may: a backup is none.
static const struct action *first_event(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (action->kind != ACTION_BACKUP)
            return action;
    return NULL;
}

const struct no_return *no_returns_find(struct arena *arena, const struct plan *plan,
                                        const struct changes *changes)
{
    struct no_return *of_phase = arena_new_many(arena, struct no_return, plan->phase_count);
    list_each(phase, phase, plan->phases) {
        const struct change_step *loss = first_loss(changes, phase);
        if (!is_irreversible(arena, phase, loss))
            continue;
        const struct change_step *change = loss ? loss : phase_destroys(changes, phase);
        of_phase[phase->index] = (struct no_return){
            .phase = phase,
            .action = change ? change->action : first_event(phase),
            .change = change,
            .is_inferred = phase->is_inferred,
        };
    }
    return of_phase;
}

struct no_return no_return_of(const struct plan *plan, const struct no_return *of_phase)
{
    list_each(phase, phase, plan->phases)
        if (of_phase[phase->index].phase)
            return of_phase[phase->index];
    return (struct no_return){ 0 };
}

bool phase_is_irreversible(const struct model *model, const struct phase *phase)
{
    return model->no_returns[phase->index].phase != NULL;
}
