#include "model/fill.h"

#include "model/schema.h"
#include "sql/read.h"

bool fill_asks_for_empty(const struct sql_tokens *tokens, struct sql_range where,
                         struct str column, uint32_t *at)
{
    bool is_found = false;
    for (uint32_t i = where.from; i < where.to; i++) {
        const struct sql_token *token = sql_token_at(tokens, i);
        if (sql_token_is(token, "OR") || sql_token_is(token, "DISTINCT")
            || sql_token_is(token, "CASE"))
            return false;
        if (sql_token_is(token, "NULL") && i >= where.from + 2
            && sql_token_is(sql_token_at(tokens, i - 1), "IS")
            && str_equal_ignoring_case(sql_token_name(sql_token_at(tokens, i - 2)), column)) {
            is_found = true;
            *at = i - 2;
        }
    }
    return is_found;
}

// The forms in which "it differs" is written: `c IS DISTINCT FROM e`, `NOT (c <=> e)`, and
// SQLite's `c IS NOT e`, each either way round.
static bool asks_for_difference(struct arena *arena, enum sql_engine engine, struct str where,
                                const struct move *move)
{
    static const char *const forms[] = {
        "%.*s IS DISTINCT FROM (%.*s)", "NOT (%.*s <=> (%.*s))", "%.*s IS NOT (%.*s)", NULL
    };
    struct str column = move->to.column;
    struct str forward = text_is_set(move->forward) ? move->forward.str : move->from.column;
    struct str wanted = catalog_expression(arena, engine, where);
    for (const char *const *form = forms; *form; form++) {
        bool is_not = strstr(*form, "IS NOT") != NULL;
        if (is_not && engine != SQL_ENGINE_SQLITE)
            continue;
        struct str one = arena_format(arena, *form, STR_ARGS(column), STR_ARGS(forward));
        struct str other = arena_format(arena, *form, STR_ARGS(forward), STR_ARGS(column));
        if (str_equal_ignoring_case(wanted, catalog_expression(arena, engine, one))
            || str_equal_ignoring_case(wanted, catalog_expression(arena, engine, other)))
            return true;
    }
    return false;
}

static enum fill_reach reach_of(struct arena *arena, enum sql_engine engine,
                                const struct sql_tokens *tokens, struct sql_range where,
                                const struct move *move)
{
    uint32_t at;
    if (where.from == where.to)
        return FILL_REACHES_ALL;
    if (fill_asks_for_empty(tokens, where, move->to.column, &at))
        return FILL_REACHES_EMPTY;
    if (asks_for_difference(arena, engine, sql_tokens_text(tokens, where.from, where.to), move))
        return FILL_REACHES_ALL;
    return FILL_REACH_UNSURE;
}

enum fill_reach backfill_reach(struct arena *arena, const struct action *backfill)
{
    const struct code *where = &backfill->backfill.where;
    const struct move *move = backfill->move;
    if (!code_is_set(where))
        return FILL_REACHES_ALL;
    if (!move || move->to.column.length == 0)
        return FILL_REACH_UNSURE;
    enum sql_engine engine = store_engine(move->to.store);
    const struct sql_tokens *tokens = sql_scan(arena, engine, where->text);
    return reach_of(arena, engine, tokens, (struct sql_range){ 0, tokens->count }, move);
}

enum fill_reach statement_fill_reach(struct arena *arena, const struct move *move,
                                     const struct sql_statement *statement)
{
    if (statement->head == SQL_UPDATE && move->to.column.length > 0)
        return reach_of(arena, store_engine(move->to.store), statement->tokens,
                        statement->has_where ? statement->where : (struct sql_range){ 0, 0 }, move);
    if (statement->conflict == SQL_CONFLICT_NOTHING)
        return FILL_REACHES_EMPTY;
    return statement->conflict == SQL_CONFLICT_UPDATE ? FILL_REACHES_ALL : FILL_REACH_UNSURE;
}
