#include "sql/cursor.h"

const struct sql_token *sql_cursor_peek(const struct sql_cursor *cursor, uint32_t ahead)
{
    uint32_t at = cursor->at + ahead;
    return &cursor->tokens->items[at < cursor->end ? at : cursor->tokens->count];
}

bool sql_cursor_is(const struct sql_cursor *cursor, const char *word)
{
    return sql_token_is(sql_cursor_peek(cursor, 0), word);
}

bool sql_cursor_accept(struct sql_cursor *cursor, const char *word)
{
    if (!sql_cursor_is(cursor, word))
        return false;
    cursor->at++;
    return true;
}

// The next word of a blank-separated list; false at its end.
static bool next_word(struct str *list, struct str *word)
{
    size_t end = str_find_char(*list, ' ', 0);
    *word = str_slice(*list, 0, end == STR_NOT_FOUND ? list->length : end);
    *list = str_from(*list, word->length + 1);
    return word->length > 0;
}

bool sql_cursor_accept_all(struct sql_cursor *cursor, const char *words)
{
    struct str list = str_of(words), word;
    uint32_t ahead = 0;
    while (next_word(&list, &word)) {
        const struct sql_token *token = sql_cursor_peek(cursor, ahead++);
        if (token->kind != SQL_TOKEN_WORD || !str_equal_ignoring_case(token->text, word))
            return false;
    }
    cursor->at += ahead;
    return true;
}

bool sql_token_is_any(const struct sql_token *token, const char *words)
{
    if (token->kind != SQL_TOKEN_WORD)
        return false;
    for (const char *word = words; *word;) { // asked of every token: nothing is cut out of the list
        size_t i = 0;
        while (i < token->text.length && char_lower(word[i]) == char_lower(token->text.data[i]))
            i++;
        if (i == token->text.length && (word[i] == ' ' || word[i] == '\0'))
            return true;
        for (word += i; *word && *word != ' ';)
            word++;
        word += *word == ' ';
    }
    return false;
}

void sql_cursor_skip_any(struct sql_cursor *cursor, const char *words)
{
    while (sql_token_is_any(sql_cursor_peek(cursor, 0), words))
        cursor->at++;
}

void sql_cursor_skip(struct sql_cursor *cursor)
{
    const struct sql_token *token = sql_cursor_peek(cursor, 0);
    if (token->kind == SQL_TOKEN_OPEN)
        cursor->at = token->partner;
    if (cursor->at < cursor->end)
        cursor->at++;
    if (cursor->at > cursor->end)
        cursor->at = cursor->end;
}

bool sql_cursor_find(struct sql_cursor *cursor, const char *word)
{
    while (cursor->at < cursor->end) {
        if (sql_cursor_is(cursor, word))
            return true;
        sql_cursor_skip(cursor);
    }
    return false;
}

struct str sql_cursor_word(struct sql_cursor *cursor)
{
    struct str name = sql_token_name(sql_cursor_peek(cursor, 0));
    if (name.data)
        cursor->at++;
    return name;
}

struct sql_name sql_cursor_name(struct sql_cursor *cursor)
{
    struct sql_name name = { STR_NONE, STR_NONE };
    for (;;) {
        if (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_PLACEHOLDER) {
            cursor->at++;
            name.schema = name.name = STR_NONE;
        } else {
            name.schema = name.name;
            name.name = sql_cursor_word(cursor);
        }
        if (sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_DOT)
            return name;
        cursor->at++;
    }
}

struct sql_source *sql_cursor_source(struct sql_cursor *cursor)
{
    sql_cursor_skip_any(cursor, "ONLY LATERAL");
    const struct sql_token *first = sql_cursor_peek(cursor, 0);
    if (first->kind != SQL_TOKEN_OPEN && first->kind != SQL_TOKEN_PLACEHOLDER
        && !sql_token_name(first).data)
        return NULL;
    struct sql_source *source = arena_new(cursor->arena, struct sql_source);
    source->at = cursor->at;
    if (first->kind != SQL_TOKEN_OPEN)
        source->table = sql_cursor_name(cursor);
    if (sql_cursor_peek(cursor, 0)->kind
        == SQL_TOKEN_OPEN) { // a subquery, or a function's arguments
        sql_cursor_skip(cursor);
        source->table = (struct sql_name){ STR_NONE, STR_NONE };
    }
    bool has_as = sql_cursor_accept(cursor, "AS");
    const struct sql_token *alias = sql_cursor_peek(cursor, 0);
    if (has_as
        || !sql_token_is_any(
            alias, "WHERE JOIN INNER LEFT RIGHT FULL CROSS NATURAL STRAIGHT_JOIN ON USING "
                   "GROUP ORDER LIMIT OFFSET FETCH HAVING UNION EXCEPT INTERSECT MINUS SET "
                   "FOR LOCK WINDOW RETURNING TABLESAMPLE PARTITION USE FORCE IGNORE "
                   "WHEN WITH VALUES SELECT"))
        source->alias = sql_cursor_word(cursor);
    return source;
}

struct sql_operation *sql_operation_add(struct arena *arena, struct sql_statement *statement,
                                        enum sql_head head, struct sql_name table)
{
    struct sql_operation *operation = arena_new(arena, struct sql_operation);
    operation->head = head;
    operation->table = table;
    operation->span = statement->span;
    list_add(&statement->operations, operation);
    return operation;
}

struct sql_range sql_range_bare(const struct sql_tokens *tokens, struct sql_range range)
{
    while (range.to > range.from + 1 && tokens->items[range.from].kind == SQL_TOKEN_OPEN
           && tokens->items[range.from].partner == range.to - 1) {
        range.from++;
        range.to--;
    }
    return range;
}

bool sql_name_equal(struct sql_name a, struct sql_name b)
{
    return sql_name_is_set(a) && str_equal_ignoring_case(a.name, b.name)
           && (a.schema.length == 0 || b.schema.length == 0
               || str_equal_ignoring_case(a.schema, b.schema));
}

struct str sql_name_format(struct arena *arena, struct sql_name name)
{
    if (name.schema.length == 0)
        return name.name;
    return arena_format(arena, "%.*s.%.*s", STR_ARGS(name.schema), STR_ARGS(name.name));
}

struct str sql_name_quoted(const struct sql_tokens *tokens, struct str name)
{
    struct str text = tokens->text.str;
    if (name.data <= text.data || name.data + name.length >= text.data + text.length)
        return name;
    char before = name.data[-1], behind = name.data[name.length];
    bool is_quoted = (before == behind && before != '\0' && strchr("\"`'", before))
                     || (before == '[' && behind == ']');
    return is_quoted ? (struct str){ name.data - 1, name.length + 2 } : name;
}
