// Places, names, strings and expressions in MySQL's SQL.
#include "sql/mysql.h"

#include "sql/mysql-words.h"

// ---- places

struct sql_range mysql_tokens(const struct mysql_reader *reader, struct mysql_place place)
{
    return (struct sql_range){ sql_token_from(reader->tokens, place.from),
                               sql_token_from(reader->tokens, place.to) };
}

struct str mysql_text(const struct mysql_reader *reader, struct mysql_place place)
{
    return str_slice(reader->tokens->text.str, place.from, place.to);
}

struct span mysql_span(const struct mysql_reader *reader, struct mysql_place place)
{
    return text_span(reader->tokens->text, place.from, place.to);
}

struct str mysql_words(const struct mysql_reader *reader, struct mysql_place place)
{
    struct sql_range range = mysql_tokens(reader, place);
    size_t room = 0;
    for (uint32_t i = range.from; i < range.to; i++)
        room += reader->tokens->items[i].text.length + 1;
    char *words = arena_alloc(reader->arena, room);
    size_t length = 0;
    for (uint32_t i = range.from; i < range.to; i++) {
        struct str word = reader->tokens->items[i].text;
        if (i > range.from)
            words[length++] = ' ';
        for (size_t j = 0; j < word.length; j++)
            words[length++] = char_lower(word.data[j]);
    }
    return (struct str){ words, length };
}

// ---- names and strings

struct str mysql_name(const struct mysql_reader *reader, struct mysql_place place)
{
    struct str name = mysql_text(reader, place);
    if (name.length < 2 || !strchr("\"`", name.data[0]))
        return name;
    return sql_undouble(reader->arena, str_slice(name, 1, name.length - 1), name.data[0]);
}

static char unescape(char letter)
{
    switch (letter) {
    case '0': return '\0';
    case 'b': return '\b';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'Z': return 26;
    }
    return letter;
}

struct str mysql_string(const struct mysql_reader *reader, struct mysql_place place)
{
    struct str written = mysql_text(reader, place);
    size_t from = 0;
    while (from < written.length && written.data[from] != '\'' && written.data[from] != '"')
        from++; // N'…', _utf8'…'
    struct str inner = str_slice(written, from + 1, written.length ? written.length - 1 : 0);
    char *text = arena_alloc(reader->arena, inner.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < inner.length; i++) {
        char letter = inner.data[i];
        if (letter == '\\' && i + 1 < inner.length)
            text[length++] = unescape(inner.data[++i]);
        else {
            text[length++] = letter;
            i += letter == written.data[from];
        }
    }
    return (struct str){ text, length };
}

struct sql_names *mysql_names(struct mysql_reader *reader, struct sql_names *names,
                              struct sql_name name)
{
    if (!names)
        names = arena_new(reader->arena, struct sql_names);
    array_add(reader->arena, names, name);
    return names;
}

// ---- the names in a text

static struct str stored(const struct mysql_reader *reader, const struct sql_token *token)
{
    struct str name = sql_token_name(token);
    if (token->kind == SQL_TOKEN_WORD || token->text.data[0] != '`')
        return token->kind == SQL_TOKEN_WORD ? name : STR_NONE;
    return sql_undouble(reader->arena, name, '`');
}

// Words in a string that may hold a statement.
static void add_names_in_string(const struct mysql_reader *reader, struct str text,
                                struct sql_names *names)
{
    for (size_t i = 0; i < text.length; i++) {
        size_t from = i;
        while (i < text.length
               && (char_is_word(text.data[i]) || (unsigned char)text.data[i] >= 128))
            i++;
        struct sql_name name = { STR_NONE, str_slice(text, from, i) };
        if (i > from && !mysql_word_is(MYSQL_RESERVED_WORD, name.name))
            array_add(reader->arena, names, name);
    }
}

const struct sql_names *mysql_names_in(const struct mysql_reader *reader, struct sql_range range,
                                       bool in_strings)
{
    const struct sql_tokens *tokens = reader->tokens;
    struct sql_names *names = arena_new(reader->arena, struct sql_names);
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct sql_token *token = &tokens->items[i];
        if (in_strings && token->kind == SQL_TOKEN_STRING)
            add_names_in_string(reader, sql_token_string(token), names);
        bool is_behind_dot = i > range.from && tokens->items[i - 1].kind == SQL_TOKEN_DOT;
        struct str name = stored(reader, token);
        if (!name.data
            || (token->kind == SQL_TOKEN_WORD && !is_behind_dot
                && mysql_word_is(MYSQL_RESERVED_WORD, name)))
            continue;
        if (is_behind_dot && names->count > 0)
            names->items[names->count - 1] =
                (struct sql_name){ names->items[names->count - 1].name, name };
        else
            array_add(reader->arena, names, ((struct sql_name){ STR_NONE, name }));
    }
    return names;
}

// ---- expressions

static enum sql_volatility volatility_of(const struct sql_tokens *tokens, struct sql_range range)
{
    bool is_unknown = false, is_stable = false;
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct sql_token *token = &tokens->items[i];
        is_unknown |= token->kind == SQL_TOKEN_PLACEHOLDER || sql_token_is(token, "SELECT");
        if (token->kind != SQL_TOKEN_WORD)
            continue;
        if (sql_token_is(token, "NEXT"))
            return SQL_VOLATILE; // NEXT VALUE FOR
        bool is_known_stable = mysql_word_is(MYSQL_STABLE_WORD, token->text);
        bool is_call = sql_token_is_call(tokens, i);
        bool is_reserved = mysql_word_is(MYSQL_RESERVED_WORD, token->text);
        is_stable |= is_known_stable && (is_call || is_reserved);
        if (!is_call || is_reserved)
            continue;
        if (mysql_word_is(MYSQL_VOLATILE_WORD, token->text))
            return SQL_VOLATILE;
        is_unknown |= !is_known_stable && !mysql_word_is(MYSQL_CONSTANT_WORD, token->text);
    }
    return is_unknown ? SQL_VOLATILITY_UNKNOWN : is_stable ? SQL_STABLE : SQL_CONSTANT;
}

static bool is_literal(const struct sql_tokens *tokens, struct sql_range range)
{
    if (range.to == range.from + 2
        && (sql_token_is_operator(&tokens->items[range.from], "-")
            || sql_token_is_operator(&tokens->items[range.from], "+")))
        range.from++;
    if (range.to != range.from + 1)
        return false;
    const struct sql_token *token = &tokens->items[range.from];
    return token->kind == SQL_TOKEN_STRING || token->kind == SQL_TOKEN_NUMBER
           || sql_token_string(token).data || sql_token_is(token, "TRUE")
           || sql_token_is(token, "FALSE");
}

struct sql_expression mysql_expression(const struct mysql_reader *reader,
                                       struct mysql_place place)
{
    const struct sql_tokens *tokens = reader->tokens;
    struct sql_range range = mysql_tokens(reader, place);
    if (range.from >= range.to)
        return (struct sql_expression){ 0 };
    struct sql_range inside = sql_range_bare(tokens, range);
    return (struct sql_expression){
        .text = sql_tokens_text(tokens, range.from, range.to),
        .span = sql_tokens_span(tokens, range.from, range.to),
        .volatility = volatility_of(tokens, range),
        .is_null =
            inside.to == inside.from + 1 && sql_token_is(&tokens->items[inside.from], "NULL"),
        .is_literal = is_literal(tokens, inside),
        .names = mysql_names_in(reader, range, false),
    };
}
