// How deep a statement can nest, before it is parsed.
//
// libpg_query walks its trees by recursion and knows no bound. A tree is no deeper than one
// element of a list has tokens, and the deepest group in parentheses or brackets within it; a
// comma begins anew, but not what UNION and its like join. 2000 tokens take less than half of a
// stack of 8 MiB.
#include "sql/postgresql-tree.h"

struct group {
    bool is_bracket;
    uint32_t tokens;  // of the element that is being read
    uint32_t nested;  // the deepest group in it
    uint32_t deepest; // element
    uint32_t joined;  // by set operators
};

struct groups {
    struct arena *arena;
    ARRAY_OF(struct group) stack;
};

static struct group *innermost(struct groups *groups)
{
    return &groups->stack.items[groups->stack.count - 1];
}

static void end_element(struct group *group)
{
    uint32_t depth = group->tokens + group->nested;
    if (depth > group->deepest)
        group->deepest = depth;
    group->tokens = group->nested = 0;
}

static void open_group(struct groups *groups, bool is_bracket)
{
    *array_grow(groups->arena, &groups->stack) = (struct group){ .is_bracket = is_bracket };
}

static uint32_t close_group(struct groups *groups)
{
    struct group *group = innermost(groups);
    end_element(group);
    uint32_t depth = group->deepest + group->joined;
    groups->stack.count--;
    if (groups->stack.count > 0 && depth > innermost(groups)->nested)
        innermost(groups)->nested = depth;
    return depth;
}

static void close_up_to(struct groups *groups, bool is_bracket)
{
    while (groups->stack.count > 1 && innermost(groups)->is_bracket && !is_bracket)
        close_group(groups); // a bracket that is never closed
    if (groups->stack.count > 1 && innermost(groups)->is_bracket == is_bracket)
        close_group(groups);
}

// What this scanner takes for one token may be more of them for PostgreSQL.
static uint32_t weight_of(const struct sql_token *token)
{
    bool is_opaque = token->kind == SQL_TOKEN_PLACEHOLDER
                     || (token->kind == SQL_TOKEN_QUOTED_NAME && token->text.data[0] == '`');
    return is_opaque ? (uint32_t)token->text.length : 1;
}

uint32_t tree_depth_max(struct arena *arena, const struct sql_statement *statement)
{
    enum { OF_SET_OPERATOR = 4 }; // tokens' worth of a level
    struct groups groups = { .arena = arena };
    open_group(&groups, false);
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &statement->tokens->items[i];
        innermost(&groups)->tokens += weight_of(token);
        if (token->kind == SQL_TOKEN_OPEN || sql_token_is_operator(token, "["))
            open_group(&groups, token->kind != SQL_TOKEN_OPEN);
        else if (token->kind == SQL_TOKEN_CLOSE || sql_token_is_operator(token, "]"))
            close_up_to(&groups, token->kind != SQL_TOKEN_CLOSE);
        else if (token->kind == SQL_TOKEN_COMMA)
            end_element(innermost(&groups));
        else if (sql_token_is_any(token, "UNION EXCEPT INTERSECT"))
            innermost(&groups)->joined += OF_SET_OPERATOR;
    }
    uint32_t depth = 0;
    while (groups.stack.count > 0)
        depth = close_group(&groups);
    return depth;
}
