#include "model/backward.h"

#include "sql/types.h"

// An expression without the parentheses around it, and without a cast of all of it.
struct expression {
    const struct sql_tokens *tokens;
    struct sql_range range;
};

static const struct sql_token *token_of(const struct expression *expression, uint32_t at)
{
    return sql_token_at(expression->tokens, expression->range.from + at);
}

static uint32_t count_of(const struct expression *expression)
{
    return expression->range.to - expression->range.from;
}

// An expression that is not said is the column itself.
static struct expression read_expression(struct arena *arena, enum sql_engine engine,
                                         struct text text, struct str column)
{
    struct text said = text_is_set(text) ? text : (struct text){ .str = column };
    const struct sql_tokens *tokens = sql_scan(arena, engine, said);
    struct sql_range range = { 0, tokens->count };
    return (struct expression){ tokens, sql_range_bare(tokens, range) };
}

static bool names_column(const struct sql_token *token, struct str column)
{
    struct str name = sql_token_name(token);
    return name.length > 0 && str_equal_ignoring_case(name, column);
}

// ---- what undoes each other

// The column, with its table before it or a cast behind it.
static bool is_column(const struct expression *expression, struct str column)
{
    uint32_t count = count_of(expression), at = 0;
    if (count >= 3 && token_of(expression, 1)->kind == SQL_TOKEN_DOT)
        at = 2;
    if (at >= count || !names_column(token_of(expression, at), column))
        return false;
    return at + 1 == count || sql_token_is_operator(token_of(expression, at + 1), "::");
}

static bool is_inverse_operator(const struct sql_token *forward, const struct sql_token *backward)
{
    static const char *const pairs[][2] = {
        { "*", "/" }, { "/", "*" }, { "+", "-" }, { "-", "+" }
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (sql_token_is_operator(forward, pairs[i][0])
            && sql_token_is_operator(backward, pairs[i][1]))
            return true;
    return false;
}

// `price * 100` and `cents / 100`: the column, an operator, a number.
static bool is_scaled(const struct expression *forward, const struct expression *backward,
                      const struct move *move)
{
    return count_of(forward) == 3 && count_of(backward) == 3
           && names_column(token_of(forward, 0), move->from.column)
           && names_column(token_of(backward, 0), move->to.column)
           && is_inverse_operator(token_of(forward, 1), token_of(backward, 1))
           && token_of(forward, 2)->kind == SQL_TOKEN_NUMBER
           && str_equal(token_of(forward, 2)->text, token_of(backward, 2)->text);
}

struct exchange { // of two columns of the table in which both directions look up
    struct str one, other;
    bool is_there, is_back; // seen as one for the other, and the other way round
};

// The token reads alike, or is one of a pair of names that are exchanged everywhere.
static bool is_exchanged(const struct sql_token *forward, const struct sql_token *backward,
                         struct exchange *exchange)
{
    struct str one = sql_token_name(forward), other = sql_token_name(backward);
    bool is_alike = str_equal_ignoring_case(forward->text, backward->text);
    if (is_alike && (one.length == 0 || !exchange->one.data))
        return true;
    if (one.length == 0 || other.length == 0)
        return false;
    if (!exchange->one.data)
        *exchange = (struct exchange){ .one = one, .other = other };
    bool is_there = str_equal_ignoring_case(one, exchange->one)
                    && str_equal_ignoring_case(other, exchange->other);
    bool is_back = str_equal_ignoring_case(one, exchange->other)
                   && str_equal_ignoring_case(other, exchange->one);
    exchange->is_there |= is_there;
    exchange->is_back |= is_back;
    return is_there || is_back
           || (is_alike && !str_equal_ignoring_case(one, exchange->one)
               && !str_equal_ignoring_case(one, exchange->other));
}

// `(SELECT c.id FROM c WHERE c.code = a)` and `(SELECT c.code FROM c WHERE c.id = b)`.
static bool is_looked_up(const struct expression *forward, const struct expression *backward,
                         const struct move *move)
{
    struct exchange exchange = { 0 };
    if (count_of(forward) != count_of(backward) || !sql_token_is(token_of(forward, 0), "SELECT"))
        return false;
    for (uint32_t i = 0; i < count_of(forward); i++) {
        const struct sql_token *one = token_of(forward, i), *other = token_of(backward, i);
        enum sql_token_kind kind = one->kind;
        bool is_plain = kind == SQL_TOKEN_WORD || kind == SQL_TOKEN_QUOTED_NAME
                        || kind == SQL_TOKEN_DOT || sql_token_is_operator(one, "=");
        bool is_side = names_column(one, move->from.column) && names_column(other, move->to.column);
        if (!is_plain || (!is_side && !is_exchanged(one, other, &exchange)))
            return false;
    }
    return exchange.is_there && exchange.is_back;
}

// ---- what folds

// `c IS NULL`, `c IS NOT NULL`.
static bool is_null_test(const struct expression *expression, const struct move *move)
{
    uint32_t count = count_of(expression);
    return count >= 3 && names_column(token_of(expression, 0), move->from.column)
           && sql_token_is(token_of(expression, 1), "IS")
           && sql_token_is(token_of(expression, count - 1), "NULL")
           && (count == 3 || (count == 4 && sql_token_is(token_of(expression, 2), "NOT")));
}

// A test gives yes or no.
static bool is_test(const struct expression *expression)
{
    static const char *const words[] = { "IS", "IN", "LIKE", "BETWEEN", NULL };
    uint32_t depth = token_of(expression, 0)->depth;
    bool has_test = false;
    for (uint32_t i = 0; i < count_of(expression); i++) {
        const struct sql_token *token = token_of(expression, i);
        if (sql_token_is(token, "SELECT") || sql_token_is(token, "CASE"))
            return false;
        if (token->depth != depth)
            continue;
        for (const char *const *word = words; *word; word++)
            has_test |= sql_token_is(token, *word);
        has_test |= token->kind == SQL_TOKEN_OPERATOR
                    && (str_is(token->text, "=") || str_is(token->text, "<>")
                        || str_is(token->text, "!=") || str_is(token->text, "<")
                        || str_is(token->text, ">") || str_is(token->text, "<=")
                        || str_is(token->text, ">="));
    }
    return has_test;
}

// Functions that give one value for several, whatever they are given.
static bool is_folding_call(const struct expression *expression)
{
    static const char *const names[] = { "LOWER", "UPPER",  "TRIM",  "LTRIM",     "RTRIM",
                                         "BTRIM", "ROUND",  "FLOOR", "CEIL",      "CEILING",
                                         "TRUNC", "LEFT",   "RIGHT", "SUBSTR",    "SUBSTRING",
                                         "ABS",   "LENGTH", "SIGN",  "DATE_TRUNC", NULL };
    uint32_t from = expression->range.from;
    if (count_of(expression) < 3 || !sql_token_is_call(expression->tokens, from)
        || sql_token_at(expression->tokens, from + 1)->partner + 1 != expression->range.to)
        return false;
    for (const char *const *name = names; *name; name++)
        if (sql_token_is(token_of(expression, 0), *name))
            return true;
    return false;
}

// ---- types

static const struct sql_column *find_column(struct arena *arena, const struct catalog *catalog,
                                            const struct object *end, struct str name)
{
    const struct catalog_object *object =
        catalog_find_table(arena, catalog, (struct sql_name){ end->schema, end->table });
    const struct catalog_column *column;
    bool is_there = object
                    && catalog_find_column(arena, catalog, object->table, name, &column)
                           == CATALOG_PRESENT;
    return is_there ? &column->definition : NULL;
}

static bool is_boolean(const struct sql_column *column)
{
    return column
           && (str_equal_ignoring_case(column->type.name, STR("boolean"))
               || str_equal_ignoring_case(column->type.name, STR("bool")));
}

static bool is_number(const struct sql_type *type)
{
    static const char *const names[] = { "smallint", "integer", "int",  "int2",    "int4",
                                         "int8",     "bigint",  "decimal", "numeric", NULL };
    for (const char *const *name = names; *name; name++)
        if (str_equal_ignoring_case(type->name, str_of(*name)))
            return true;
    return false;
}

// PostgreSQL refuses a number that does not fit: the fill stops, and nothing is lost.
static bool may_cut(enum sql_engine engine, const struct sql_column *old,
                    const struct sql_column *new)
{
    return old && new && sql_type_narrows(engine, &new->type, &old->type)
           && !(engine == SQL_ENGINE_POSTGRESQL && is_number(&old->type) && is_number(&new->type));
}

static enum backward backward_of_tables(struct arena *arena, const struct move *move,
                                        const struct catalog *catalog)
{
    if (text_is_set(move->forward) || text_is_set(move->backward))
        return BACKWARD_UNSURE;
    list_each(column_pair, pair, move->columns) {
        const struct name *from = &pair->from, *to = &pair->to;
        if (may_cut(catalog->engine,
                    find_column(arena, catalog, &move->from, from->parts[from->count - 1]),
                    find_column(arena, catalog, &move->to, to->parts[to->count - 1])))
            return BACKWARD_UNSURE;
    }
    return BACKWARD_WHOLE;
}

enum backward move_backward(struct arena *arena, const struct move *move,
                            const struct catalog *catalog)
{
    if (move->has_no_way_back)
        return BACKWARD_FOLDED;
    if (move->to.column.length == 0)
        return backward_of_tables(arena, move, catalog);
    enum sql_engine engine = catalog->engine;
    const struct sql_column *old = find_column(arena, catalog, &move->from, move->from.column);
    const struct sql_column *new = find_column(arena, catalog, &move->to, move->to.column);
    struct expression forward = read_expression(arena, engine, move->forward, move->from.column);
    struct expression backward = read_expression(arena, engine, move->backward, move->to.column);
    if (count_of(&forward) == 0 || count_of(&backward) == 0)
        return BACKWARD_UNSURE;
    if (is_column(&forward, move->from.column)) {
        bool is_back = is_column(&backward, move->to.column) && !may_cut(engine, old, new);
        return old && new && sql_type_narrows(engine, &old->type, &new->type) ? BACKWARD_FOLDED
               : is_back                                                      ? BACKWARD_WHOLE
                                                                              : BACKWARD_UNSURE;
    }
    if (is_scaled(&forward, &backward, move) || is_looked_up(&forward, &backward, move))
        return BACKWARD_WHOLE;
    if (is_folding_call(&forward) || is_null_test(&forward, move)
        || (is_test(&forward) && old && !is_boolean(old)))
        return BACKWARD_FOLDED;
    return BACKWARD_UNSURE;
}

bool backward_keeps_rows(struct arena *arena, const struct move *move)
{
    const struct sql_tokens *tokens = sql_scan(arena, SQL_ENGINE_UNKNOWN, move->backward);
    for (uint32_t i = 0; i < tokens->count; i++)
        if (names_column(sql_token_at(tokens, i), move->from.column))
            return true;
    return false;
}
