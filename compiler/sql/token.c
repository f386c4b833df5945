// What a token says, and where tokens stand.
#include "sql/scan.h"

#include <stdlib.h>

bool sql_token_is(const struct sql_token *token, const char *word)
{
    return token->kind == SQL_TOKEN_WORD && str_equal_ignoring_case(token->text, str_of(word));
}

bool sql_token_is_operator(const struct sql_token *token, const char *text)
{
    return token->kind == SQL_TOKEN_OPERATOR && str_is(token->text, text);
}

bool sql_comment_is_code(enum sql_engine engine, struct str text)
{
    bool is_mariadb = text.length > 2 && char_lower(text.data[2]) == 'm';
    size_t digits = is_mariadb ? 4 : 3;
    if (text.length < digits || text.data[digits - 1] != '!')
        return false;
    unsigned version = 0;
    for (size_t i = digits; i < text.length && i < digits + 6 && char_is_digit(text.data[i]); i++)
        version = version * 10 + (unsigned)(text.data[i] - '0');
    if (engine == SQL_ENGINE_MYSQL)
        return !is_mariadb && version < 100000;
    if (engine == SQL_ENGINE_MARIADB)
        return is_mariadb || version < 50700 || version > 99999;
    return true;
}

static struct str without_quotes(struct str text, size_t from)
{
    char closer = text.data[from] == '[' ? ']' : text.data[from];
    bool is_closed = text.length > from + 1 && text.data[text.length - 1] == closer;
    return str_slice(text, from + 1, text.length - is_closed);
}

struct str sql_token_name(const struct sql_token *token)
{
    if (token->kind == SQL_TOKEN_WORD)
        return token->text;
    if (token->kind == SQL_TOKEN_QUOTED_NAME)
        return without_quotes(token->text, 0);
    return STR_NONE;
}

struct str sql_undouble(struct arena *arena, struct str text, char quote)
{
    const char doubled[] = { quote, quote };
    if (str_find(text, (struct str){ doubled, 2 }, 0) == STR_NOT_FOUND)
        return text;
    char *once = arena_alloc(arena, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        once[length++] = text.data[i];
        i += text.data[i] == quote;
    }
    return (struct str){ once, length };
}

struct str sql_token_stored(struct arena *arena, const struct sql_token *token)
{
    struct str name = sql_token_name(token);
    bool is_quoted = token->kind == SQL_TOKEN_QUOTED_NAME && token->text.data[0] != '[';
    return is_quoted ? sql_undouble(arena, name, token->text.data[0]) : name;
}

struct str sql_token_string(const struct sql_token *token)
{
    if (token->kind == SQL_TOKEN_QUOTED_NAME && token->text.data[0] == '"')
        return without_quotes(token->text, 0);
    if (token->kind != SQL_TOKEN_STRING)
        return STR_NONE;
    if (token->text.data[0] != '$')
        return without_quotes(token->text, token->text.data[0] == '\'' ? 0 : 1);
    size_t tag = str_find_char(token->text, '$', 1) + 1;
    bool is_closed =
        token->text.length >= 2 * tag && str_ends_with(token->text, str_slice(token->text, 0, tag));
    return str_slice(token->text, tag, token->text.length - (is_closed ? tag : 0));
}

static size_t offset_in(const struct sql_tokens *tokens, const char *at)
{
    return (size_t)(at - tokens->text.str.data);
}

static void find_range(const struct sql_tokens *tokens, uint32_t from, uint32_t to, size_t *start,
                       size_t *end)
{
    *start = from < tokens->count ? offset_in(tokens, tokens->items[from].text.data)
                                  : tokens->text.str.length;
    *end = *start;
    if (to > tokens->count)
        to = tokens->count;
    if (to > from)
        *end =
            offset_in(tokens, tokens->items[to - 1].text.data) + tokens->items[to - 1].text.length;
}

struct span sql_tokens_span(const struct sql_tokens *tokens, uint32_t from, uint32_t to)
{
    size_t start, end;
    find_range(tokens, from, to, &start, &end);
    return text_span(tokens->text, start, end);
}

struct str sql_tokens_text(const struct sql_tokens *tokens, uint32_t from, uint32_t to)
{
    size_t start, end;
    find_range(tokens, from, to, &start, &end);
    return str_slice(tokens->text.str, start, end);
}

uint32_t sql_token_from(const struct sql_tokens *tokens, size_t offset)
{
    const char *place = tokens->text.str.data + offset;
    uint32_t low = 0, high = tokens->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->items[middle].text.data < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool sql_token_is_call(const struct sql_tokens *tokens, uint32_t index)
{
    return index + 1 < tokens->count && tokens->items[index].kind == SQL_TOKEN_WORD
           && tokens->items[index + 1].kind == SQL_TOKEN_OPEN;
}

static int compare_word(const void *word, const void *listed)
{
    struct str a = *(const struct str *)word, b = str_of(*(const char *const *)listed);
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if (char_lower(a.data[i]) != b.data[i])
            return char_lower(a.data[i]) < b.data[i] ? -1 : 1;
    return (a.length > b.length) - (a.length < b.length);
}

bool sql_words_have(const struct sql_words *list, struct str word)
{
    return bsearch(&word, list->words, list->count, sizeof *list->words, compare_word);
}
