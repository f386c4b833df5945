#include "sql/effect.h"

#include "sql/cursor.h"
#include "sql/functions.h"

static struct sql_cursor cursor_of(struct arena *arena, const struct sql_statement *statement)
{
    return (struct sql_cursor){
        .arena = arena,
        .tokens = statement->tokens,
        .at = statement->range.from,
        .end = statement->range.to,
    };
}

bool sql_writes_beside(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i + 1 < statement->range.to; i++)
        if (statement->tokens->items[i].kind == SQL_TOKEN_OPEN
            && sql_token_is_any(&statement->tokens->items[i + 1], "INSERT UPDATE DELETE MERGE"))
            return true;
    return false;
}

// ---- statements that leave nothing

static bool is_call(const struct sql_statement *statement, uint32_t at)
{
    const struct sql_token *token = sql_token_at(statement->tokens, at);
    return at + 1 < statement->range.to
           && sql_token_at(statement->tokens, at + 1)->kind == SQL_TOKEN_OPEN
           && (token->kind == SQL_TOKEN_WORD || token->kind == SQL_TOKEN_QUOTED_NAME);
}

// True where each function that is called only computes, and the rows go nowhere.
static bool only_reads(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &tokens->items[i];
        if (sql_token_is(token, "INTO"))
            return false;
        if (is_call(statement, i)
            && !sql_token_is_any(token, "COUNT SUM MIN MAX AVG COALESCE NULLIF LOWER UPPER LENGTH "
                                        "ROUND ABS CAST EXISTS IN ANY ALL SOME AND OR NOT WHERE "
                                        "FROM SELECT AS ON BY OVER FILTER HAVING WHEN THEN ELSE "
                                        "CASE BETWEEN LIKE UNION EXCEPT INTERSECT JOIN VALUES"))
            return false;
    }
    return true;
}

// What stands in front of a parenthesis and is no function, or one over several rows.
static bool is_of_language(const struct sql_token *token)
{
    return sql_token_is_any(token, "COUNT SUM MIN MAX AVG COALESCE NULLIF GREATEST LEAST CAST "
                                   "EXISTS IN ANY ALL SOME ARRAY ROW AND OR NOT IS WHERE FROM "
                                   "SELECT AS ON BY USING OVER WITHIN GROUP FILTER HAVING WHEN "
                                   "THEN ELSE CASE BETWEEN LIKE ILIKE UNION EXCEPT INTERSECT JOIN "
                                   "VALUES LIMIT OFFSET LATERAL MATERIALIZED WITH RECURSIVE "
                                   "DISTINCT SETS CUBE ROLLUP INTERVAL TRIM POSITION OVERLAY")
           || sql_token_is_any(token, "string_agg array_agg json_agg jsonb_agg json_object_agg "
                                      "jsonb_object_agg bool_and bool_or every stddev variance "
                                      "row_number rank dense_rank lag lead first_value "
                                      "last_value ntile generate_series unnest regexp_matches "
                                      "jsonb_array_elements json_array_elements jsonb_each "
                                      "json_each varchar char numeric decimal timestamp time");
}

bool sql_only_computes(enum sql_engine engine, const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from;
         engine == SQL_ENGINE_POSTGRESQL && i < statement->range.to; i++) {
        const struct sql_token *token = sql_token_at(statement->tokens, i);
        struct sql_name name = { .name = sql_token_name(token) };
        if (!is_call(statement, i) || is_of_language(token))
            continue;
        if (i >= 2 && sql_token_at(statement->tokens, i - 1)->kind == SQL_TOKEN_DOT)
            name.schema = sql_token_name(sql_token_at(statement->tokens, i - 2));
        if (postgresql_function_volatility(name) == SQL_VOLATILITY_UNKNOWN)
            return false;
    }
    return true;
}

static bool is_of_session(enum sql_engine engine, const struct sql_statement *statement)
{
    const struct sql_token *name = sql_token_at(statement->tokens, statement->range.from + 1);
    if (engine != SQL_ENGINE_SQLITE)
        return !sql_token_is_any(name, "GLOBAL PERSIST PERSIST_ONLY PASSWORD");
    return sql_token_is_any(name, "foreign_keys defer_foreign_keys busy_timeout cache_size "
                                  "temp_store synchronous legacy_alter_table integrity_check "
                                  "quick_check foreign_key_check optimize table_info");
}

bool sql_leaves_nothing(enum sql_engine engine, const struct sql_statement *statement)
{
    const struct sql_token *first = sql_token_at(statement->tokens, statement->range.from);
    if (statement->head == SQL_SELECT)
        return !sql_writes_beside(statement) && only_reads(statement);
    if (statement->head == SQL_SET)
        return is_of_session(engine, statement) && !sql_changes_names(statement);
    if (statement->head == SQL_TRANSACTION)
        return sql_token_is_any(first, "BEGIN START COMMIT END");
    return statement->head == SQL_LOCK
           || (statement->head == SQL_OTHER
               && sql_token_is_any(first, "ANALYZE VACUUM REINDEX CHECKPOINT OPTIMIZE"));
}

bool sql_changes_names(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    uint32_t at = statement->range.from;
    if (sql_token_is(sql_token_at(tokens, at), "USE"))
        return true;
    if (statement->head != SQL_SET)
        return false;
    at += 1 + sql_token_is_any(sql_token_at(tokens, at + 1), "LOCAL SESSION");
    return sql_token_is_any(sql_token_at(tokens, at), "search_path SCHEMA ROLE AUTHORIZATION "
                                                      "sql_mode ALL");
}

// ---- the columns of an UPDATE

struct sql_columns sql_columns_set(struct arena *arena, const struct sql_statement *statement)
{
    struct sql_columns columns = { 0 };
    struct sql_cursor cursor = cursor_of(arena, statement);
    if (statement->head != SQL_UPDATE || !sql_cursor_find(&cursor, "SET"))
        return columns;
    do {
        cursor.at++; // SET, or a comma
        struct sql_name name = sql_cursor_name(&cursor);
        if (name.schema.length > 0 || !sql_token_is_operator(sql_cursor_peek(&cursor, 0), "="))
            return (struct sql_columns){ 0 };
        array_add(arena, &columns, name.name);
        while (cursor.at < cursor.end && sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_COMMA
               && !sql_token_is_any(sql_cursor_peek(&cursor, 0),
                                    "FROM WHERE RETURNING ORDER LIMIT"))
            sql_cursor_skip(&cursor);
    } while (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_COMMA);
    return columns;
}
