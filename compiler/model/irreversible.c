#include "model/irreversible.h"

const struct change_step *phase_destroys(const struct changes *changes, const struct phase *phase)
{
    changes_each(change, changes, phase)
        if (change->destroys)
            return change;
    return NULL;
}

// Prose does not name the backup that it restores.
static bool is_restored_in_prose(const struct rollback *rollback)
{
    return rollback->is_inferred && str_is(rollback->difficulty, "restore");
}

// Prose speaks of restores where much could be undone otherwise: that counts where the phase
// removes something. And where it says nothing of the way back, what is dropped may have been
// empty: all that is known is that a rollback is missing.
bool phase_is_irreversible(const struct changes *changes, const struct phase *phase)
{
    const struct change_step *change = phase_destroys(changes, phase);
    bool removes = change && change->operation->head != SQL_DELETE;
    bool is_last_stage = phase->kind == KIND_CONTRACT || phase->kind == KIND_DECOMMISSION;
    switch (phase->rollback.kind) {
    case ROLLBACK_IMPOSSIBLE: return true;
    case ROLLBACK_RESTORE: return true;
    case ROLLBACK_MISSING: return removes && is_last_stage && !phase->is_inferred;
    case ROLLBACK_AUTO:
    case ROLLBACK_NONE:
    case ROLLBACK_ACTIONS:
        return is_last_stage && (removes || is_restored_in_prose(&phase->rollback));
    }
    return false;
}

struct no_return no_return_find(const struct plan *plan, const struct changes *changes)
{
    struct no_return no_return = { 0 };
    list_each(phase, phase, plan->phases) {
        if (!phase_is_irreversible(changes, phase))
            continue;
        no_return.phase = phase;
        no_return.change = phase_destroys(changes, phase);
        no_return.action = no_return.change ? no_return.change->action : NULL;
        no_return.is_inferred = phase->is_inferred;
        break;
    }
    return no_return;
}
