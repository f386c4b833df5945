#include "model/compare-query.h"

#include "model/schema.h"
#include "sql/statement.h"

// ---- names

static bool is_name(const struct sql_token *token, struct str name)
{
    return name.length > 0 && str_equal_ignoring_case(sql_token_name(token), name);
}

// `other.users` is no `users` of the move's schema.
static bool is_in_schema(const struct sql_tokens *tokens, uint32_t at, const struct object *end)
{
    if (at < 2 || sql_token_at(tokens, at - 1)->kind != SQL_TOKEN_DOT)
        return true;
    struct str schema = sql_token_name(sql_token_at(tokens, at - 2));
    if (end->schema.length > 0)
        return str_equal_ignoring_case(schema, end->schema);
    return str_equal_ignoring_case(schema, STR("public"))
           || str_equal_ignoring_case(schema, STR("main"));
}

static bool names_end(const struct sql_tokens *tokens, const struct object *end)
{
    bool has_table = false, has_column = end->column.length == 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct sql_token *token = sql_token_at(tokens, i);
        has_table |= is_name(token, end->table) && is_in_schema(tokens, i, end);
        has_column |= is_name(token, end->column);
    }
    return has_table && has_column;
}

bool query_names_end(const struct verify *verify, const struct object *end)
{
    struct arena scratch = { 0 };
    bool names =
        names_end(sql_scan(&scratch, store_engine(verify->store), verify->code.text), end);
    arena_release(&scratch);
    return names;
}

// ---- what is expected

static bool expects_none(const struct bound *bound)
{
    double number = bound->quantity.amount;
    if (bound->is_empty || !bound_is_set(bound))
        return true; // without an expectation another rule speaks
    if (bound->quantity.unit != UNIT_NUMBER || bound->is_of_baseline)
        return false;
    switch (bound->comparison) {
    case COMPARE_EQUAL:
    case COMPARE_AT_MOST: return number <= 0;
    case COMPARE_LESS: return number <= 1;
    case COMPARE_NONE:
    case COMPARE_UNEQUAL:
    case COMPARE_GREATER:
    case COMPARE_AT_LEAST: break;
    }
    return false;
}

// A result that is a number whatever the rows hold, or no row at all.
static bool is_constant(const struct sql_statement *query, bool expects_rows)
{
    const struct sql_select *main = sql_main_select(query);
    const struct sql_tokens *tokens = query->tokens;
    for (uint32_t i = query->range.from; i < query->range.to; i++) {
        const struct sql_token *token = sql_token_at(tokens, i);
        if (sql_token_is(token, "FALSE")
            || (sql_token_is(token, "LIMIT")
                && str_is(sql_token_at(tokens, i + 1)->text, "0")))
            return true;
    }
    if (!main || expects_rows)
        return !main;
    for (size_t item = 0; item < main->items.count; item++)
        for (uint32_t i = main->items.items[item].from; i < main->items.items[item].to; i++)
            if (sql_token_at(tokens, i)->kind == SQL_TOKEN_NUMBER
                && sql_token_at(tokens, i)->depth == main->depth)
                return true;
    return false;
}

// ---- comparing columns of one table

struct looker {
    const struct sql_tokens *tokens;
    struct sql_range range;
    struct str column; // the new one
};

// How many tokens the operator at the index has that finds a difference; 0 for none.
static uint32_t difference_at(const struct sql_tokens *tokens, uint32_t at, bool *ignores_null)
{
    const struct sql_token *token = sql_token_at(tokens, at);
    *ignores_null = sql_token_is_operator(token, "<>") || sql_token_is_operator(token, "!=");
    if (*ignores_null || sql_token_is_operator(token, "<=>"))
        return 1;
    if (!sql_token_is(token, "IS"))
        return 0;
    if (sql_token_is(sql_token_at(tokens, at + 1), "DISTINCT"))
        return 3;
    return sql_token_is(sql_token_at(tokens, at + 1), "NOT") ? 2 : 0;
}

static bool ends_operand(const struct sql_token *token, uint32_t depth)
{
    return token->depth < depth || sql_token_is(token, "AND") || sql_token_is(token, "OR")
           || (token->kind == SQL_TOKEN_CLOSE && token->depth < depth);
}

// Whether one operand is about the column, and whether it is about anything else.
static void look_at(const struct looker *looker, uint32_t at, bool *has_column, bool *has_other)
{
    const struct sql_token *token = sql_token_at(looker->tokens, at);
    bool is_word = token->kind == SQL_TOKEN_WORD || token->kind == SQL_TOKEN_QUOTED_NAME;
    bool is_alias = sql_token_at(looker->tokens, at + 1)->kind == SQL_TOKEN_DOT;
    if (!is_word || is_alias)
        return;
    if (is_name(token, looker->column))
        *has_column = true;
    else if (!sql_token_is(token, "NULL") && !sql_token_is(token, "TRUE")
             && !sql_token_is(token, "NOT") && !sql_token_is(token, "WHERE"))
        *has_other = true;
}

static bool compares_at(const struct looker *looker, uint32_t at, uint32_t length)
{
    const uint32_t depth = sql_token_at(looker->tokens, at)->depth;
    bool column[2] = { false, false }, other[2] = { false, false };
    for (uint32_t i = at; i-- > looker->range.from;) {
        if (ends_operand(sql_token_at(looker->tokens, i), depth))
            break;
        look_at(looker, i, &column[0], &other[0]);
    }
    for (uint32_t i = at + length; i < looker->range.to; i++) {
        if (ends_operand(sql_token_at(looker->tokens, i), depth))
            break;
        look_at(looker, i, &column[1], &other[1]);
    }
    return (column[0] && !column[1] && other[1]) || (column[1] && !column[0] && other[0]);
}

// `new IS NULL`, which a comparison by <> does not find.
static bool asks_for_null(const struct looker *looker)
{
    for (uint32_t i = looker->range.from; i + 2 < looker->range.to; i++)
        if (is_name(sql_token_at(looker->tokens, i), looker->column)
            && sql_token_is(sql_token_at(looker->tokens, i + 1), "IS")
            && sql_token_is(sql_token_at(looker->tokens, i + 2), "NULL"))
            return true;
    return false;
}

// A condition beside it leaves rows out.
static bool is_limited(const struct looker *looker, uint32_t depth)
{
    for (uint32_t i = looker->range.from; i < looker->range.to; i++)
        if (sql_token_is(sql_token_at(looker->tokens, i), "AND")
            && sql_token_at(looker->tokens, i)->depth <= depth)
            return true;
    return false;
}

static bool compares_column(const struct sql_statement *query, const struct move *move)
{
    const struct sql_select *main = sql_main_select(query);
    struct looker looker = { query->tokens, main->has_where ? main->where : query->range,
                             move->to.column };
    for (uint32_t i = looker.range.from; i < looker.range.to; i++) {
        bool ignores_null;
        uint32_t length = difference_at(looker.tokens, i, &ignores_null);
        if (length > 0 && compares_at(&looker, i, length)
            && !is_limited(&looker, sql_token_at(looker.tokens, i)->depth))
            return !ignores_null || asks_for_null(&looker);
    }
    return false;
}

// ---- the query

static bool finds_difference(struct arena *arena, const struct verify *verify,
                             const struct move *move)
{
    const struct sql_script *script = sql_read(arena, verify->code.text);
    const struct sql_statement *query = script->statements.first;
    if (!query || query->next || query->head != SQL_SELECT)
        return false;
    bool is_of_columns = move->to.column.length > 0
                         && str_equal_ignoring_case(move->from.table, move->to.table);
    return !is_constant(query, verify->bound.is_empty)
           && (!is_of_columns || compares_column(query, move));
}

bool query_finds_difference(const struct verify *verify, const struct move *move)
{
    struct arena scratch = { 0 };
    bool finds = expects_none(&verify->bound) && finds_difference(&scratch, verify, move);
    arena_release(&scratch);
    return finds;
}
