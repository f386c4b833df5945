// What a person has to do for a move that belay does not carry out itself.
#include "backends/runbook.h"
#include "backends/sql-triggers.h"
#include "generated/templates/runbook.h"

static struct str columns_wording(struct arena *arena, const struct move *move)
{
    struct output out = { .arena = arena };
    list_each(column_pair, pair, move->columns)
        output_format(&out, "%s%.*s -> %.*s", out.bytes.count ? ", " : ", with ",
                      STR_ARGS(pair->from.text.str), STR_ARGS(pair->to.text.str));
    return output_get(&out);
}

// What makes one side of the other: "set new to: EXPRESSION", "copy every row …".
static struct str values_wording(struct arena *arena, const struct move *move, bool is_backward)
{
    const struct object *from = is_backward ? &move->to : &move->from;
    const struct object *to = is_backward ? &move->from : &move->to;
    struct text expression = is_backward ? move->backward : move->forward;
    if (text_is_set(expression))
        return arena_format(arena, "%.*s gets: %.*s", STR_ARGS(to->text.str),
                            STR_ARGS(str_trim(expression.str)));
    return arena_format(arena, "%.*s gets what %.*s holds%.*s", STR_ARGS(to->text.str),
                        STR_ARGS(from->text.str), STR_ARGS(columns_wording(arena, move)));
}

// Columns of one table need none: a row is read and written at once.
static void write_guard(struct runbook *book, const struct action *action)
{
    const struct object *from = &action->move->from, *to = &action->move->to;
    struct str guard = action->backfill.guard;
    if (from->store == to->store && str_equal(from->table, to->table))
        return;
    if (str_is(guard, "version"))
        runbook_part(book->out, arena_format(book->arena, "overwrite only rows whose %.*s is older",
                                             STR_ARGS(action->backfill.guard_column)));
    else if (str_is(guard, "deletes-deferred"))
        runbook_part(book->out, STR("nothing is deleted until it is done, and deleted then"));
    else
        runbook_part(book->out, STR("keep the rows of a range locked on the side they come from "
                                    "until they are written: what is changed or deleted "
                                    "meanwhile must not come back"));
}

static void write_filling(struct runbook *book, const struct action *action)
{
    const struct move *move = action->move;
    runbook_part(book->out, values_wording(book->arena, move, action->kind == ACTION_FILL));
    if (action->kind == ACTION_BACKFILL && code_is_set(&action->backfill.where))
        runbook_part(book->out, STR("only in the rows that its condition in plan.md names"));
    runbook_part(book->out,
                 STR("go through the rows by ranges of their key, each range and how far it came "
                     "in one transaction; overwrite every row that differs"));
    write_guard(book, action);
}

static void write_making(struct runbook *book, const struct action *action)
{
    const struct move *move = action->move;
    const struct object *from = action->trusted == SIDE_NEW ? &move->to : &move->from;
    bool is_of_tables = !from->column.length;
    runbook_part(book->out, arena_format(book->arena, "make triggers for each INSERT%s of %.*s",
                                         is_of_tables ? ", UPDATE and DELETE" : " and UPDATE",
                                         STR_ARGS(from->text.str)));
    runbook_part(book->out, values_wording(book->arena, move, action->trusted == SIDE_NEW));
    runbook_part(book->out, STR("they leave alone what is equal, and write nothing back"));
}

void write_instructions(struct runbook *book, const struct action *action)
{
    struct str fill_obstacle, triggers_obstacle;
    action_is_fill(book->sql, action, &fill_obstacle);
    action_is_triggers(book->sql, action, &triggers_obstacle);
    struct str obstacle = fill_obstacle.length ? fill_obstacle : triggers_obstacle;
    if (!obstacle.length)
        return;
    runbook_part(book->out, arena_format(book->arena, "belay does not do it: %.*s",
                                         STR_ARGS(obstacle)));
    if (fill_obstacle.length)
        write_filling(book, action);
    else if (action_makes_triggers(action))
        write_making(book, action);
    else
        runbook_part(book->out, STR("remove the triggers that were made for it"));
}
