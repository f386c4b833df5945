// Names, expressions and keys in SQLite's SQL, out of the places that the grammar gives.
#include "sql/sqlite.h"

#include "sql/cursor.h"
#include "sql/sqlite-words.h"

// ---- places

struct sql_range sqlite_tokens(const struct sqlite_reader *reader, struct sqlite_place place)
{
    return (struct sql_range){ sql_token_from(reader->tokens, place.from),
                               sql_token_from(reader->tokens, place.to) };
}

// ---- names

struct str sqlite_name(const struct sqlite_reader *reader, struct sqlite_place place)
{
    struct str name = str_slice(reader->tokens->text.str, place.from, place.to);
    if (name.length < 2 || !strchr("\"`['", name.data[0]))
        return name;
    return str_slice(name, 1, name.length - 1);
}

struct str sqlite_stored(const struct sqlite_reader *reader, struct str written)
{
    struct str text = reader->tokens->text.str;
    if (written.length < 2 || written.data <= text.data)
        return written;
    char quote = written.data[-1];
    bool is_quoted = quote != '\0' && strchr("\"`'", quote);
    return is_quoted ? sql_undouble(reader->arena, written, quote) : written;
}

struct sql_name sqlite_stored_name(const struct sqlite_reader *reader, struct sql_name written)
{
    return (struct sql_name){ sqlite_stored(reader, written.schema),
                              sqlite_stored(reader, written.name) };
}

struct sql_names *sqlite_more_names(struct sqlite_reader *reader, struct sql_names *all,
                                    struct str written)
{
    if (!all)
        all = arena_new(reader->arena, struct sql_names);
    struct sql_name name = { STR_NONE, sqlite_stored(reader, written) };
    array_add(reader->arena, all, name);
    return all;
}

// ---- expressions

static enum sql_volatility volatility_of(const struct sql_tokens *tokens, struct sql_range range)
{
    bool is_unknown = false, is_stable = false;
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct sql_token *token = &tokens->items[i];
        if (token->kind != SQL_TOKEN_WORD)
            continue;
        struct str word = token->text;
        is_unknown |= sql_token_is(token, "SELECT");
        is_stable |= sqlite_word_is(SQLITE_STABLE_WORD, word);
        if (!sql_token_is_call(tokens, i) || sqlite_word_is(SQLITE_RESERVED_WORD, word))
            continue;
        if (sqlite_word_is(SQLITE_VOLATILE_WORD, word))
            return SQL_VOLATILE;
        is_unknown |= !sqlite_word_is(SQLITE_STABLE_WORD, word)
                      && !sqlite_word_is(SQLITE_CONSTANT_WORD, word);
    }
    return is_unknown ? SQL_VOLATILITY_UNKNOWN : is_stable ? SQL_STABLE : SQL_CONSTANT;
}

static bool is_literal(const struct sql_tokens *tokens, struct sql_range range)
{
    if (range.to == range.from + 2 && tokens->items[range.from].kind == SQL_TOKEN_OPERATOR)
        range.from++; // a sign
    if (range.to != range.from + 1)
        return false;
    const struct sql_token *token = &tokens->items[range.from];
    return token->kind == SQL_TOKEN_STRING || token->kind == SQL_TOKEN_NUMBER
           || sql_token_is_any(token, "TRUE FALSE");
}

struct sql_expression sqlite_expression(const struct sqlite_reader *reader,
                                        struct sqlite_place place)
{
    const struct sql_tokens *tokens = reader->tokens;
    struct sql_range range = sqlite_tokens(reader, place);
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
        .names = sqlite_names_in(reader, range),
    };
}

// ---- keys

static bool ends_with(const struct sql_tokens *tokens, struct sql_range range, const char *words)
{
    return range.to > range.from + 1 && sql_token_is_any(&tokens->items[range.to - 1], words);
}

// What stands behind a key's expression: COLLATE, ASC, DESC, NULLS, AUTOINCREMENT.
static struct sql_range read_key_end(const struct sqlite_reader *reader, struct sql_range range,
                                     struct sql_key_part *part)
{
    const struct sql_tokens *tokens = reader->tokens;
    if (ends_with(tokens, range, "AUTOINCREMENT"))
        range.to--;
    if (ends_with(tokens, range, "FIRST LAST")
        && sql_token_is(&tokens->items[range.to - 2], "NULLS"))
        range.to -= 2;
    if (ends_with(tokens, range, "ASC DESC"))
        part->is_descending = sql_token_is(&tokens->items[--range.to], "DESC");
    range = sql_range_bare(tokens, range);
    while (range.to > range.from + 2 && sql_token_is(&tokens->items[range.to - 2], "COLLATE")) {
        const struct sql_token *name = &tokens->items[range.to - 1];
        if (!part->collation.data)
            part->collation = sqlite_stored(reader, sqlite_token_name(name));
        range = sql_range_bare(tokens, (struct sql_range){ range.from, range.to - 2 });
    }
    return range;
}

static void add_key(const struct sqlite_reader *reader, struct sql_range range,
                    struct sql_key_parts *keys)
{
    const struct sql_tokens *tokens = reader->tokens;
    if (range.from >= range.to)
        return;
    struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
    struct sql_range inside = read_key_end(reader, range, part);
    const struct sql_token *only = &tokens->items[inside.from];
    if (inside.to == inside.from + 1 && sqlite_token_name(only).data) {
        part->column = sqlite_stored(reader, sqlite_token_name(only));
        part->may_be_text = only->text.data[0] == '"';
    } else {
        size_t from = (size_t)(only->text.data - tokens->text.str.data);
        const struct sql_token *last =
            &tokens->items[inside.to > inside.from ? inside.to - 1 : inside.from];
        size_t to = (size_t)(last->text.data - tokens->text.str.data) + last->text.length;
        part->expression = sqlite_expression(reader, (struct sqlite_place){ from, to });
    }
    list_add(keys, part);
}

struct sql_key_parts sqlite_keys(const struct sqlite_reader *reader, struct sqlite_place group)
{
    struct sql_key_parts keys = { 0 };
    if (group.to < group.from + 2)
        return keys;
    struct sql_range range = sqlite_tokens(reader, sqlite_inside(group));
    uint32_t from = range.from;
    struct sql_cursor cursor = { reader->arena, reader->tokens, range.from, range.to };
    for (; cursor.at < cursor.end; sql_cursor_skip(&cursor)) {
        if (sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_COMMA)
            continue;
        add_key(reader, (struct sql_range){ from, cursor.at }, &keys);
        from = cursor.at + 1;
    }
    add_key(reader, (struct sql_range){ from, range.to }, &keys);
    return keys;
}
