#include "sql/conditions.h"

#include "sql/statement.h"

static bool has_word_outside(const struct sql_tokens *tokens, struct sql_range range,
                             uint32_t depth, const char *word)
{
    for (uint32_t i = range.from; i < range.to; i++)
        if (tokens->items[i].depth == depth && sql_token_is(&tokens->items[i], word))
            return true;
    return false;
}

struct sql_conditions sql_conditions_of(struct arena *arena, enum sql_engine engine,
                                        struct str text)
{
    struct sql_conditions conditions = { 0 };
    array_add(arena, &conditions, text);
    if (str_find_ignoring_case(text, STR("and"), 0) == STR_NOT_FOUND)
        return conditions;
    const struct sql_tokens *tokens = sql_scan(arena, engine, (struct text){ .str = text });
    struct sql_range all = sql_range_bare(tokens, (struct sql_range){ 0, tokens->count });
    uint32_t depth = all.from < all.to ? tokens->items[all.from].depth : 0;
    if (has_word_outside(tokens, all, depth, "or") || has_word_outside(tokens, all, depth, "case"))
        return conditions;
    uint32_t from = all.from;
    for (uint32_t i = all.from; i <= all.to; i++) {
        bool is_end = i == all.to;
        if (!is_end
            && !(tokens->items[i].depth == depth && sql_token_is(&tokens->items[i], "and")))
            continue;
        array_add(arena, &conditions, sql_tokens_text(tokens, from, i));
        from = i + 1;
    }
    return conditions;
}
