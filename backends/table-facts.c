#include "backends/table-facts.h"

#include "sql/cursor.h"
#include "sql/read.h"

struct reader {
    struct arena *arena;
    const struct sql_tokens *tokens;
    struct table_facts *facts;
    ARRAY_OF(const struct table_column *) key;
};

const struct table_column *table_facts_column(const struct table_facts *facts, struct str name)
{
    list_each(table_column, column, facts->columns)
        if (str_equal_ignoring_case(column->name, name))
            return column;
    return NULL;
}

// ---- keys

enum { KEY_MAX = 32 }; // as many columns as PostgreSQL allows

static void add_key(struct reader *reader, const struct sql_token *token)
{
    struct str name = sql_token_name(token);
    if (reader->key.count == KEY_MAX)
        return;
    list_each(table_column, column, reader->facts->columns)
        if (!column->is_key && str_equal_ignoring_case(column->name, name)) {
            column->is_key = true;
            array_add(reader->arena, &reader->key, column);
        }
}

// PRIMARY KEY (a, b), at any place of the tokens.
static void read_key(struct reader *reader, struct sql_range range)
{
    const struct sql_tokens *tokens = reader->tokens;
    for (uint32_t i = range.from; i + 2 < range.to; i++) {
        const struct sql_token *open = sql_token_at(tokens, i + 2);
        if (!sql_token_is(sql_token_at(tokens, i), "PRIMARY")
            || !sql_token_is(sql_token_at(tokens, i + 1), "KEY") || open->kind != SQL_TOKEN_OPEN)
            continue;
        for (uint32_t at = i + 3; at < open->partner; at++)
            if (sql_token_at(tokens, at)->depth == open->depth + 1)
                add_key(reader, sql_token_at(tokens, at));
        return;
    }
}

// ---- columns

static bool is_property(const struct sql_token *token)
{
    return sql_token_is_any(token, "NOT NULL CONSTRAINT CHECK UNIQUE PRIMARY REFERENCES COLLATE "
                                   "GENERATED DEFAULT AS DEFERRABLE INITIALLY ON");
}

static void read_properties(struct reader *reader, struct table_column *column,
                            struct sql_cursor cursor)
{
    while (cursor.at < cursor.end) {
        uint32_t from = cursor.at + 1;
        if (sql_cursor_accept_all(&cursor, "PRIMARY KEY")) {
            column->is_key = true;
            array_add(reader->arena, &reader->key, column);
        } else if (sql_cursor_accept_all(&cursor, "NOT NULL"))
            column->is_not_null = true;
        else if (sql_cursor_accept(&cursor, "DEFAULT")) {
            do
                sql_cursor_skip(&cursor);
            while (cursor.at < cursor.end && !is_property(sql_cursor_peek(&cursor, 0)));
            column->fallback = sql_tokens_text(reader->tokens, from, cursor.at);
        } else
            sql_cursor_skip(&cursor);
    }
}

static void read_item(struct reader *reader, struct sql_range range)
{
    const struct sql_token *first = sql_token_at(reader->tokens, range.from);
    if (range.from == range.to || sql_token_name(first).length == 0
        || sql_token_is_any(first, "CONSTRAINT PRIMARY UNIQUE FOREIGN CHECK EXCLUDE LIKE"))
        return;
    struct table_column *column = arena_new(reader->arena, struct table_column);
    column->name = sql_token_name(first);
    column->is_quoted = first->kind == SQL_TOKEN_QUOTED_NAME;
    const struct sql_token *type = sql_token_at(reader->tokens, range.from + 1);
    if (range.from + 1 < range.to && type->kind == SQL_TOKEN_WORD && !is_property(type))
        column->type = type->text;
    list_add(&reader->facts->columns, column);
    read_properties(reader, column,
                    (struct sql_cursor){ reader->arena, reader->tokens, range.from + 1, range.to });
}

static void read_table(struct reader *reader, const struct sql_statement *statement)
{
    uint32_t open = statement->range.from;
    while (open < statement->range.to && sql_token_at(reader->tokens, open)->kind != SQL_TOKEN_OPEN)
        open++;
    const struct sql_token *outer = sql_token_at(reader->tokens, open);
    if (outer->kind != SQL_TOKEN_OPEN)
        return;
    uint32_t from = open + 1;
    for (uint32_t at = from; at <= outer->partner; at++) {
        const struct sql_token *token = sql_token_at(reader->tokens, at);
        bool is_between = token->kind == SQL_TOKEN_COMMA && token->depth == outer->depth + 1;
        if (at != outer->partner && !is_between)
            continue;
        read_item(reader, (struct sql_range){ from, at });
        from = at + 1;
    }
    struct sql_cursor rest = { reader->arena, reader->tokens, outer->partner, statement->range.to };
    reader->facts->has_no_rowid = sql_cursor_find(&rest, "WITHOUT");
}

struct table_facts table_facts_read(struct arena *arena, const struct store *store,
                                    const struct object *table)
{
    struct table_facts facts = { 0 };
    if (!code_is_set(&store->schema))
        return facts;
    struct sql_name name = { table->schema, table->table };
    struct sql_script *script =
        sql_read_for(arena, sql_engine_of(store->engine), store->schema.text);
    struct reader reader = { .arena = arena, .tokens = script->tokens, .facts = &facts };
    list_each(sql_statement, statement, script->statements) {
        const struct sql_operation *operation = statement->operations.first;
        bool is_made = operation->head == SQL_CREATE_TABLE;
        if ((!is_made && operation->head != SQL_ADD_CONSTRAINT)
            || !sql_name_equal(operation->table, name))
            continue;
        reader.tokens = statement->tokens;
        if (is_made && !facts.columns.first)
            read_table(&reader, statement);
        if (!reader.key.count)
            read_key(&reader, statement->range);
    }
    facts.key = reader.key.items;
    facts.key_count = (unsigned)reader.key.count;
    return facts;
}

// ---- whether the key can be gone through

static bool is_any_of(struct str type, const char *const words[])
{
    for (; *words; words++)
        if (str_equal_ignoring_case(type, str_of(*words)))
            return true;
    return false;
}

bool table_facts_has_key(const struct table_facts *facts, const struct store *store)
{
    static const char *const types[] = { "int",      "integer", "bigint",      "smallint",
                                         "int2",     "int4",    "int8",        "serial",
                                         "serial4",  "serial8", "bigserial",   "smallserial",
                                         "text",     "varchar", "character",   "uuid",
                                         "mediumint", "tinyint", NULL };
    bool is_sqlite = sql_engine_of(store->engine) == SQL_ENGINE_SQLITE;
    for (unsigned i = 0; i < facts->key_count; i++) {
        const struct table_column *column = facts->key[i];
        // SQLite lets NULL into every other primary key.
        bool is_rowid = facts->key_count == 1
                        && str_equal_ignoring_case(column->type, STR("integer"));
        bool is_filled = !is_sqlite || column->is_not_null || is_rowid || facts->has_no_rowid;
        if (!is_filled || !is_any_of(column->type, types))
            return false;
    }
    return facts->key_count > 0;
}
