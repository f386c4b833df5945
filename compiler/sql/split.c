// Where statements end.
#include "sql/cursor.h"

// CREATE … TRIGGER, PROCEDURE, FUNCTION, EVENT: its body may hold semicolons.
static bool is_routine(const struct sql_tokens *tokens, uint32_t from)
{
    if (!sql_token_is(sql_token_at(tokens, from), "CREATE"))
        return false;
    for (uint32_t i = from + 1; i < from + 12 && i < tokens->count; i++)
        if (sql_token_is_any(&tokens->items[i], "TRIGGER PROCEDURE FUNCTION EVENT"))
            return true;
    return false;
}

// How much deeper in BEGIN … END and CASE … END the token leads.
static int block_change(const struct sql_tokens *tokens, uint32_t i)
{
    const struct sql_token *token = &tokens->items[i];
    if (sql_token_is(token, "END"))
        return sql_token_is_any(sql_token_at(tokens, i + 1), "IF LOOP WHILE REPEAT FOR") ? 0 : -1;
    if (sql_token_is(token, "CASE"))
        return i > 0 && sql_token_is(&tokens->items[i - 1], "END") ? 0 : 1;
    return sql_token_is(token, "BEGIN");
}

uint32_t sql_find_end(const struct sql_tokens *tokens, uint32_t from)
{
    bool has_blocks = is_routine(tokens, from);
    int blocks = 0;
    uint32_t i = from;
    for (; i < tokens->count; i++) {
        if (has_blocks)
            blocks += block_change(tokens, i);
        enum sql_token_kind kind = tokens->items[i].kind;
        if ((kind == SQL_TOKEN_SEMICOLON && blocks <= 0) || kind == SQL_TOKEN_DELIMITER)
            break;
    }
    return i;
}

uint32_t sql_skip_delimiter(const struct sql_tokens *tokens, uint32_t from)
{
    const char *start = tokens->items[from].text.data;
    struct str rest = str_from(tokens->text.str, (size_t)(start - tokens->text.str.data));
    size_t line = str_find_char(rest, '\n', 0);
    const char *end = start + (line == STR_NOT_FOUND ? rest.length : line);
    while (from < tokens->count && tokens->items[from].text.data < end)
        from++;
    return from;
}
