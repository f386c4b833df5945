#include "sql/names.h"

#include "sql/cursor.h"

// Words that no engine takes for a name where it has no quotes.
static bool is_reserved(const struct sql_token *token)
{
    return sql_token_is_any(
        token, "ADD ALL ALTER AND ANY AS ASC BEGIN BETWEEN BY CASE CAST CHECK COLLATE COLUMN "
               "CONSTRAINT CREATE CROSS DEFAULT DELETE DESC DISTINCT DROP ELSE END EXCEPT EXISTS "
               "FALSE FOR FOREIGN FROM FULL GRANT GROUP HAVING IF IN INDEX INNER INSERT INTERSECT "
               "INTO IS JOIN LEFT LIKE LIMIT LOOP NOT NULL OFFSET ON OR ORDER OUTER PRIMARY "
               "REFERENCES RETURN RETURNS RIGHT SELECT SET TABLE THEN TO TRIGGER TRUE UNION "
               "UNIQUE UPDATE USING VALUES WHEN WHERE WHILE WITH");
}

static struct str stored(struct arena *arena, enum sql_engine engine,
                         const struct sql_token *token)
{
    enum { LENGTH_MAX = 63 };
    struct str name = arena_copy(arena, sql_token_name(token));
    if (engine != SQL_ENGINE_POSTGRESQL)
        return name;
    char *bytes = (char *)name.data;
    size_t length = 0;
    bool is_quoted = token->kind == SQL_TOKEN_QUOTED_NAME;
    for (size_t i = 0; i < name.length && length < LENGTH_MAX; i++) {
        bytes[length++] = is_quoted ? name.data[i] : char_lower(name.data[i]);
        i += is_quoted && name.data[i] == '"'; // "" is one
    }
    return (struct str){ bytes, length };
}

const struct sql_names *sql_names_in(struct arena *arena, enum sql_engine engine,
                                     const struct sql_tokens *tokens, uint32_t from, uint32_t to)
{
    struct sql_names *names = NULL;
    for (uint32_t i = from; i < to; i++) {
        struct sql_name name = { STR_NONE, STR_NONE };
        if (!sql_token_name(&tokens->items[i]).data || is_reserved(&tokens->items[i]))
            continue;
        name.name = stored(arena, engine, &tokens->items[i]);
        while (i + 2 < to && tokens->items[i + 1].kind == SQL_TOKEN_DOT
               && sql_token_name(&tokens->items[i + 2]).data) {
            i += 2;
            name.schema = name.name;
            name.name = stored(arena, engine, &tokens->items[i]);
        }
        if (!names)
            names = arena_new(arena, struct sql_names);
        array_add(arena, names, name);
    }
    return names;
}

const struct sql_names *sql_names_in_string(struct arena *arena, enum sql_engine engine,
                                            const struct sql_tokens *tokens, uint32_t at)
{
    struct str body = sql_token_string(&tokens->items[at]);
    if (!body.data)
        return NULL;
    size_t from = (size_t)(body.data - tokens->text.str.data);
    const struct sql_tokens *inner =
        sql_scan(arena, engine, text_slice(tokens->text, from, from + body.length));
    return sql_names_in(arena, engine, inner, 0, inner->count);
}
