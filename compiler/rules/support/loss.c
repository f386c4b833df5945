#include "rules/support/loss.h"

// What would bring the lost writes back, or keep them from being lost.
static void propose(struct diagnostic *finding, const struct price *price)
{
    const struct move *move = price->move;
    if (!move)
        diagnostic_help(finding, "write both sides for longer, or copy the new rows back");
    else if (move->has_no_way_back)
        diagnostic_help(finding, "nothing leads back from the new side of '%.*s': write both "
                                 "sides as long as there is to be a way back",
                        STR_ARGS(move->name));
    else if (text_is_set(move->backward) || move->to.column.length == 0
             || !text_is_set(move->forward))
        diagnostic_help(finding, "copy back in the rollback: fill %.*s backward",
                        STR_ARGS(move->name));
    else
        diagnostic_help(finding, "say what leads back, move %.*s { backward ... }, and copy back "
                                 "in the rollback: fill %.*s backward",
                        STR_ARGS(move->name), STR_ARGS(move->name));
}

void loss_add_dropped(struct diagnostic *finding, const struct loss *loss)
{
    const struct version *version = loss->version;
    const char *subject = loss->column.length ? "values of it" : "rows of it";
    if (loss->since)
        diagnostic_also(finding, loss->since->span, "from here on '%.*s %.*s' writes '%.*s'",
                        STR_ARGS(version->app->name), STR_ARGS(version->name),
                        STR_ARGS(loss->table.name));
    if (loss->span.start != loss->phase->rollback.span.start)
        diagnostic_also(finding, loss->span, "and this loses the %s", subject);
}

void loss_add_places(struct diagnostic *finding, const struct price *price)
{
    if (price->folded)
        diagnostic_also(finding, price->because, "from here on '%.*s' is no longer written",
                        STR_ARGS(price->folded->from.column));
    else if (price->since)
        diagnostic_also(finding, price->because, "from here on the old side lacks what is written");
    if (price->dropped.first)
        loss_add_dropped(finding, price->dropped.first);
}

void loss_propose(struct diagnostic *finding, const struct price *price)
{
    if (price->folded && price->is_overwritten)
        diagnostic_help(finding, "let 'backward' keep '%.*s' in rows where 'forward' of it gives "
                                 "what '%.*s' holds",
                        STR_ARGS(price->folded->from.column), STR_ARGS(price->folded->to.column));
    else if (price->folded)
        diagnostic_help(finding, "loses \"...\" says so; or write both sides of '%.*s' as long as "
                                 "there is to be a way back",
                        STR_ARGS(price->folded->name));
    else if (price->since)
        propose(finding, price);
    else
        diagnostic_help(finding, "loses \"...\" says so; or keep it: undo the code alone, or state "
                                 "the move that copies it");
}
