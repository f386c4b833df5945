#include "rules/support/derived.h"

#include "rules/support/edits.h"

bool rollback_is_derivable(struct unit *unit, const struct phase *phase)
{
    return undos_possible(unit)[phase->index]->actions.first != NULL;
}

static bool has_claims(const struct rollback *rollback)
{
    return rollback->difficulty.length > 0 || text_is_set(rollback->loses)
           || text_is_set(rollback->impact) || quantity_is_set(rollback->takes)
           || rollback->loses_nothing;
}

bool rollback_offer_auto(struct unit *unit, struct diagnostic *finding, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct statement *statement = rollback->statement;
    if (!unit->takes_fixes || !statement || rollback->kind != ROLLBACK_ACTIONS
        || has_claims(rollback) || !rollback_is_derivable(unit, phase))
        return false;
    struct edits edits = edits_begin(unit, finding, "let belay derive it");
    edits_rewrite(&edits, statement, STR("rollback auto"));
    return true;
}
