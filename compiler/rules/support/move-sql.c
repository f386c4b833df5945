#include "rules/support/move-sql.h"

#include "sql/identifier.h"

static bool is_of_one_table(const struct move *move)
{
    return move->from.column.length > 0 && move->to.column.length > 0 && move->from.store
           && move->from.store == move->to.store
           && str_equal_ignoring_case(move->from.table, move->to.table)
           && str_equal_ignoring_case(move->from.schema, move->to.schema);
}

static void report(struct replay *replay, const struct event *event, struct text text,
                   const struct sql_mistake *mistake)
{
    const struct move *move = event->action->move;
    struct diagnostic *finding = diagnose(
        &replay->unit->diagnostics, replay->kind, text_span(text, 0, text.str.length),
        "'%.*s' has no column '%.*s' when '%.*s' is filled", STR_ARGS(move->from.table),
        STR_ARGS(mistake->column), STR_ARGS(move->name));
    diagnostic_also(finding, event->action->span, "it is filled here");
    diagnostic_help(finding, "name a column that is there when this runs");
    diagnostic_about(finding, "%.*s", STR_ARGS(mistake->column));
}

// The query holds the text as belay's own SQL does.
static void check_query(struct replay *replay, const struct event *event, struct text text,
                        struct str query)
{
    const struct store *store = event->action->move->from.store;
    const struct catalog *catalog = replay->sessions[store->index].now;
    struct arena *arena = &replay->unit->arena;
    const struct sql_script *script =
        sql_read_for(arena, catalog->engine, (struct text){ .str = query });
    const struct sql_statement *statement = script->statements.first;
    if (!statement || statement->next)
        return;
    struct sql_mistakes mistakes = sql_mistakes_find(arena, catalog, statement);
    list_each(sql_mistake, mistake, mistakes)
        if (mistake->kind == SQL_NO_COLUMN) {
            report(replay, event, text, mistake);
            return;
        }
}

void report_move_sql(struct replay *replay, const struct event *event)
{
    const struct action *action = event->action;
    const struct move *move = action->move;
    if (!is_of_one_table(move))
        return;
    struct arena *arena = &replay->unit->arena;
    struct str table =
        sql_identifier_quote_name(arena, store_engine(move->from.store),
                                  (struct sql_name){ move->from.schema, move->from.table });
    struct text value = action->kind == ACTION_FILL ? move->backward : move->forward;
    if (text_is_set(value))
        check_query(replay, event, value,
                    arena_format(arena, "SELECT %.*s FROM %.*s", STR_ARGS(value.str),
                                 STR_ARGS(table)));
    struct text where = action->backfill.where.text;
    if (action->kind == ACTION_BACKFILL && text_is_set(where))
        check_query(replay, event, where,
                    arena_format(arena, "SELECT 1 FROM %.*s WHERE %.*s", STR_ARGS(table),
                                 STR_ARGS(where.str)));
}
