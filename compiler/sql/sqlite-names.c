// What SQL of SQLite names: every name of an expression or a trigger's body, and the tables
// that a query or a body is about.
#include "sql/sqlite.h"

#include "sql/cursor.h"
#include "sql/sqlite-words.h"

#include <stdlib.h>

// ---- every name

static bool is_beside_dot(const struct sql_tokens *tokens, uint32_t i)
{
    return sql_token_at(tokens, i + 1)->kind == SQL_TOKEN_DOT
           || (i > 0 && tokens->items[i - 1].kind == SQL_TOKEN_DOT);
}

// Behind AS and COLLATE stands what the text itself names, and no column or table; so does a
// window before AS, and an index behind INDEXED BY.
static bool is_named_here(const struct sql_tokens *tokens, struct sql_range range, uint32_t i)
{
    if (sql_token_is(sql_token_at(tokens, i + 1), "AS")
        && sql_token_at(tokens, i + 2)->kind == SQL_TOKEN_OPEN)
        return true;
    if (i >= range.from + 2 && sql_token_is(&tokens->items[i - 1], "BY")
        && sql_token_is(&tokens->items[i - 2], "INDEXED"))
        return true;
    return i > range.from && sql_token_is_any(&tokens->items[i - 1], "AS COLLATE")
           && tokens->items[i - 1].kind == SQL_TOKEN_WORD;
}

static bool is_function(const struct sql_tokens *tokens, struct sql_range range, uint32_t i)
{
    return sql_token_at(tokens, i + 1)->kind == SQL_TOKEN_OPEN
           && !(i > range.from && sql_token_is(&tokens->items[i - 1], "INTO"));
}

bool sqlite_is_name(const struct sql_tokens *tokens, struct sql_range range, uint32_t i)
{
    const struct sql_token *token = &tokens->items[i];
    if (token->kind != SQL_TOKEN_WORD && token->kind != SQL_TOKEN_QUOTED_NAME)
        return false;
    if (is_beside_dot(tokens, i))
        return true;
    if (is_named_here(tokens, range, i) || is_function(tokens, range, i))
        return false;
    return token->kind != SQL_TOKEN_WORD
           || (!sqlite_word_is(SQLITE_RESERVED_WORD, token->text)
               && !sqlite_word_is(SQLITE_QUIET_WORD, token->text));
}

const struct sql_names *sqlite_names_in(const struct sqlite_reader *reader, struct sql_range range)
{
    const struct sql_tokens *tokens = reader->tokens;
    struct sql_names *names = arena_new(reader->arena, struct sql_names);
    struct sql_cursor cursor = { reader->arena, tokens, range.from, range.to };
    while (cursor.at < cursor.end) {
        if (!sqlite_is_name(tokens, range, cursor.at)) {
            cursor.at++;
            continue;
        }
        struct sql_name name = sql_cursor_name(&cursor);
        if (!name.name.data) { // t.*
            name = (struct sql_name){ STR_NONE, name.schema };
        }
        array_add(reader->arena, names, sqlite_stored_name(reader, name));
    }
    return names;
}

// ---- tables

struct level {           // of parentheses
    bool is_from;        // in the list behind FROM
    bool expects_source; // a table, a subquery or more of the list can stand here
    bool is_target;      // of an INSERT: its columns stand in parentheses behind it
};

struct table_reader {
    const struct sqlite_reader *reader;
    struct sql_cursor cursor;
    ARRAY_OF(struct level) levels;
    ARRAY_OF(struct str) common; // tables of WITH, sorted
    struct sql_names *names;
};

static int compare_names(const void *a, const void *b)
{
    struct str x = *(const struct str *)a, y = *(const struct str *)b;
    for (size_t i = 0; i < x.length && i < y.length; i++)
        if (char_lower(x.data[i]) != char_lower(y.data[i]))
            return char_lower(x.data[i]) < char_lower(y.data[i]) ? -1 : 1;
    return (x.length > y.length) - (x.length < y.length);
}

// name [(…)] AS [NOT] [MATERIALIZED] (…)
static void find_common_tables(struct table_reader *tables)
{
    struct sql_cursor cursor = tables->cursor;
    for (; cursor.at < cursor.end; cursor.at++) {
        struct sql_cursor ahead = cursor;
        struct str name = sqlite_token_name(sql_cursor_peek(&ahead, 0));
        if (!name.data)
            continue;
        ahead.at++;
        if (sql_cursor_peek(&ahead, 0)->kind == SQL_TOKEN_OPEN)
            sql_cursor_skip(&ahead);
        if (!sql_cursor_accept(&ahead, "AS"))
            continue;
        sql_cursor_skip_any(&ahead, "NOT MATERIALIZED");
        if (sql_cursor_peek(&ahead, 0)->kind == SQL_TOKEN_OPEN)
            array_add(cursor.arena, &tables->common, sqlite_stored(tables->reader, name));
    }
    if (tables->common.count > 0)
        qsort(tables->common.items, tables->common.count, sizeof *tables->common.items,
              compare_names);
}

static bool is_common_table(const struct table_reader *tables, struct sql_name name)
{
    return !name.schema.length && tables->common.count > 0
           && bsearch(&name.name, tables->common.items, tables->common.count,
                      sizeof *tables->common.items, compare_names);
}

static struct level *innermost(struct table_reader *tables)
{
    return &tables->levels.items[tables->levels.count - 1];
}

static void read_source(struct table_reader *tables)
{
    struct sql_name name = { STR_NONE, STR_NONE };
    bool is_target = innermost(tables)->is_target;
    innermost(tables)->expects_source = innermost(tables)->is_target = false;
    for (;;) {
        const struct sql_token *token = sql_cursor_peek(&tables->cursor, 0);
        name = (struct sql_name){ name.name, sqlite_token_name(token) };
        tables->cursor.at++;
        if (sql_cursor_peek(&tables->cursor, 0)->kind != SQL_TOKEN_DOT)
            break;
        tables->cursor.at++;
    }
    name = sqlite_stored_name(tables->reader, name);
    bool is_function = !is_target && sql_cursor_peek(&tables->cursor, 0)->kind == SQL_TOKEN_OPEN;
    if (!is_function && name.name.data && !is_common_table(tables, name))
        array_add(tables->cursor.arena, tables->names, name);
}

static void read_word(struct table_reader *tables, const struct sql_token *word)
{
    struct level *level = innermost(tables);
    const struct sql_tokens *tokens = tables->reader->tokens;
    uint32_t at = tables->cursor.at++;
    if (sql_token_is(word, "FROM"))
        level->is_from = level->expects_source =
            !(at > 0 && sql_token_is(&tokens->items[at - 1], "DISTINCT"));
    else if (sql_token_is_any(word, "JOIN IN INTO UPDATE")) {
        level->expects_source = true;
        level->is_target = sql_token_is(word, "INTO");
        if (sql_cursor_accept(&tables->cursor, "OR"))
            tables->cursor.at++; // UPDATE OR IGNORE
    } else if (sqlite_word_is(SQLITE_RESERVED_WORD, word->text)) {
        level->expects_source = false;
        level->is_from &= !sql_token_is_any(word, "WHERE GROUP HAVING ORDER LIMIT UNION EXCEPT "
                                                  "INTERSECT SELECT VALUES SET RETURNING");
    }
}

static void step(struct table_reader *tables)
{
    struct level *level = innermost(tables);
    const struct sql_token *token = sql_cursor_peek(&tables->cursor, 0);
    if (level->expects_source && sqlite_token_name(token).data) {
        read_source(tables);
        return;
    }
    if (token->kind == SQL_TOKEN_WORD) {
        read_word(tables, token);
        return;
    }
    if (token->kind == SQL_TOKEN_COMMA)
        level->expects_source = level->is_from;
    if (token->kind == SQL_TOKEN_OPEN) {
        bool is_join = level->expects_source && level->is_from;
        struct level inner = { .is_from = is_join, .expects_source = is_join };
        level->expects_source = false;
        array_add(tables->cursor.arena, &tables->levels, inner);
    }
    if (token->kind == SQL_TOKEN_SEMICOLON)
        *level = (struct level){ 0 };
    if (token->kind == SQL_TOKEN_CLOSE && tables->levels.count > 1)
        tables->levels.count--;
    tables->cursor.at++;
}

const struct sql_names *sqlite_tables_in(const struct sqlite_reader *reader, struct sql_range range)
{
    struct table_reader tables = {
        .reader = reader,
        .cursor = { reader->arena, reader->tokens, range.from, range.to },
        .names = arena_new(reader->arena, struct sql_names),
    };
    *array_grow(reader->arena, &tables.levels) = (struct level){ 0 };
    find_common_tables(&tables);
    while (tables.cursor.at < tables.cursor.end)
        step(&tables);
    return tables.names;
}
