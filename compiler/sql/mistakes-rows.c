// Mistakes of INSERT, UPDATE and DELETE: columns that are written.
#include "sql/mistakes-parts.h"

#include "sql/cursor.h"
#include "sql/read.h"

#include <stdlib.h>

// Behind the verb, outside of parentheses: WITH may stand before it.
static struct sql_cursor behind(const struct mistake_search *search, const char *verb)
{
    const struct sql_statement *statement = search->statement;
    struct sql_cursor cursor = { search->arena, statement->tokens, statement->range.from,
                                 statement->range.to };
    if (sql_cursor_find(&cursor, verb))
        cursor.at++;
    return cursor;
}

// ---- names that are written

static const struct mistake_source *table_of(const struct mistake_scope *scope)
{
    const struct mistake_source *source = scope->count > 0 ? &scope->items[0] : NULL;
    return source && source->object && source->object->kind == CATALOG_TABLE ? source : NULL;
}

static void check_written(struct mistake_search *search, const struct mistake_scope *scope,
                          uint32_t at)
{
    const struct mistake_source *source = table_of(scope);
    const struct catalog_column *column;
    struct str name = mistake_name(search, sql_token_at(search->statement->tokens, at));
    if (!source || !name.data)
        return;
    enum catalog_presence presence = mistake_find_column(search, source, name, &column);
    if (presence == CATALOG_PRESENT && search->meant)
        search->meant(search->context, at, source, name);
    if (presence != CATALOG_ABSENT || search->is_in_trigger)
        return;
    struct sql_mistake *mistake = mistake_add(search, SQL_NO_COLUMN, at, at + 1);
    mistake->table = source->object->name;
    mistake->column = name;
    mistake->made = source->object->span;
}

// ---- values

// SQLite says of every name what it means; of the others, those in queries are enough.
static void check_values_of(struct mistake_search *search, const struct mistake_scope *scope,
                            uint32_t from, uint32_t to)
{
    if (search->catalog->engine == SQL_ENGINE_SQLITE)
        mistake_check_names(search, scope, NULL, (struct sql_range){ from, to });
}

// ---- INSERT

struct insert {
    struct mistake_scope *scope; // its table
    struct {
        uint32_t *items; // tokens of the columns that it names
        size_t count, capacity;
    } columns;
    bool has_columns; // else all of the table's
    bool is_unclear;  // something stands between them that is no name
};

static void read_columns(struct mistake_search *search, struct sql_cursor *cursor,
                         struct insert *insert)
{
    uint32_t close = sql_cursor_peek(cursor, 0)->partner;
    if (close > cursor->end) // it is not closed in this statement
        close = cursor->end;
    insert->has_columns = true;
    for (cursor->at++; cursor->at < close; sql_cursor_skip(cursor)) {
        const struct sql_token *token = sql_cursor_peek(cursor, 0);
        if (token->kind == SQL_TOKEN_COMMA)
            continue;
        bool is_alone =
            sql_cursor_peek(cursor, 1)->kind == SQL_TOKEN_COMMA || cursor->at + 1 == close;
        if (!sql_token_name(token).data || !is_alone || insert->columns.count >= ITEMS_MAX) {
            insert->is_unclear = true;
            continue;
        }
        array_add(search->arena, &insert->columns, cursor->at);
        check_written(search, insert->scope, cursor->at);
    }
    cursor->at = close + 1 < cursor->end ? close + 1 : cursor->end;
}

struct written {
    struct str name; // folded
    uint32_t at;
};

static int compare_written(const void *a, const void *b)
{
    const struct written *x = a, *y = b;
    int order = str_compare(x->name, y->name);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void check_twice(struct mistake_search *search, const struct insert *insert)
{
    size_t count = insert->columns.count;
    struct written *written = arena_new_many(search->arena, struct written, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = insert->columns.items[i];
        struct str name = mistake_name(search, sql_token_at(search->statement->tokens, at));
        written[i].name =
            catalog_fold(search->arena, search->catalog->engine, CATALOG_ANYTHING, name);
        written[i].at = at;
    }
    qsort(written, count, sizeof *written, compare_written);
    for (size_t i = 1; i < count; i++)
        if (str_equal(written[i].name, written[i - 1].name)) {
            uint32_t at = written[i].at;
            mistake_add(search, SQL_COLUMN_TWICE, at, at + 1)->column = written[i].name;
        }
}

// How many columns of the table take the values in turn; 0 where that is not known. `*is_least`
// is set where fewer values are taken as well.
static size_t count_columns(struct mistake_search *search, const struct insert *insert,
                            bool *is_least)
{
    const struct mistake_source *source = table_of(insert->scope);
    *is_least = false;
    if (insert->has_columns)
        return insert->is_unclear ? 0 : insert->columns.count;
    if (!source || source->object->table->is_partial || source->object->table->is_virtual)
        return 0;
    *is_least = search->catalog->engine == SQL_ENGINE_POSTGRESQL;
    struct catalog_columns columns = catalog_columns_of(search->arena, source->object->table);
    size_t count = 0;
    for (size_t i = 0; i < columns.count; i++) {
        const struct sql_column *column = &columns.items[i]->definition;
        bool is_left_out = column->is_invisible
                           || (search->catalog->engine == SQL_ENGINE_SQLITE
                               && column->generated != SQL_NOT_GENERATED);
        count += !is_left_out;
    }
    return count;
}

static void check_count(struct mistake_search *search, const struct insert *insert, size_t given,
                        uint32_t from, uint32_t to)
{
    bool takes_fewer;
    size_t expected = count_columns(search, insert, &takes_fewer);
    if (search->is_in_trigger || expected == 0 || given == 0 || given == expected
        || (takes_fewer && given < expected))
        return;
    struct sql_mistake *mistake = mistake_add(search, SQL_COLUMN_COUNT, from, to);
    const struct mistake_source *source = table_of(insert->scope);
    if (source)
        mistake->table = source->object->name;
    mistake->given = given;
    mistake->expected = expected;
}

// The values between parentheses.
static size_t count_values(struct sql_cursor cursor)
{
    uint32_t close = sql_cursor_peek(&cursor, 0)->partner;
    size_t commas = 0;
    cursor.at++;
    if (cursor.at >= close || close >= cursor.end)
        return 0;
    for (; cursor.at < close; sql_cursor_skip(&cursor)) {
        const struct sql_token *token = sql_cursor_peek(&cursor, 0);
        if (token->kind == SQL_TOKEN_PLACEHOLDER
            && sql_cursor_peek(&cursor, 1)->kind != SQL_TOKEN_COMMA && commas == 0)
            return 0; // may stand for several
        commas += token->kind == SQL_TOKEN_COMMA;
    }
    return commas + 1;
}

static void check_values(struct mistake_search *search, struct sql_cursor cursor,
                         const struct insert *insert, const struct mistake_scope *rows)
{
    while (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN && search->count < MISTAKES_MAX) {
        uint32_t from = cursor.at;
        size_t given = count_values(cursor);
        sql_cursor_skip(&cursor);
        check_count(search, insert, given, from, cursor.at);
        check_values_of(search, rows, from, cursor.at);
        if (sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_COMMA)
            return;
        cursor.at++;
    }
}

// The query whose rows are inserted.
static void check_query(struct mistake_search *search, uint32_t from, const struct insert *insert)
{
    list_each(sql_select, select, search->statement->selects) {
        if (select->depth > 0 || select->range.from < from)
            continue;
        for (size_t i = 0; i < select->items.count; i++) {
            const struct sql_token *first =
                sql_token_at(search->statement->tokens, select->items.items[i].from);
            if (first->kind == SQL_TOKEN_PLACEHOLDER)
                return;
        }
        if (!select->has_star)
            check_count(search, insert, select->items.count, select->range.from, select->range.to);
        return;
    }
}

static bool is_query(const struct sql_token *token)
{
    return sql_token_is_any(token, "SELECT WITH VALUES TABLE");
}

static void check_insert(struct mistake_search *search, const struct mistake_scope *rows)
{
    struct sql_cursor cursor = behind(search, "INTO");
    struct mistake_scope scope = { .is_complete = true };
    struct insert insert = { .scope = &scope };
    struct sql_source source = { .at = cursor.at };
    if (cursor.at >= cursor.end)
        return; // MySQL's INSERT without INTO
    source.table = sql_cursor_name(&cursor);
    uint32_t open = cursor.at; // a list of columns, which is no list of a source's aliases
    if (sql_cursor_accept(&cursor, "AS"))
        source.alias = sql_cursor_word(&cursor);
    source.at = open - 1;
    mistake_add_source(search, &scope, &source);
    if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN
        && !is_query(sql_cursor_peek(&cursor, 1))
        && sql_cursor_peek(&cursor, 1)->kind != SQL_TOKEN_OPEN) {
        read_columns(search, &cursor, &insert);
        if (!search->is_in_trigger)
            check_twice(search, &insert);
    }
    sql_cursor_skip_any(&cursor, "OVERRIDING SYSTEM USER VALUE");
    if (sql_cursor_accept(&cursor, "VALUES"))
        check_values(search, cursor, &insert, rows);
    else if (sql_cursor_is(&cursor, "SELECT") || sql_cursor_is(&cursor, "WITH"))
        check_query(search, cursor.at, &insert);
}

// ---- UPDATE, DELETE

// What is read to change rows: values that are a name alone, and what stands in the WHERE.
static void check_read(struct mistake_search *search, const struct mistake_scope *scope,
                       struct sql_select *values, uint32_t from, uint32_t to)
{
    const struct sql_statement *statement = search->statement;
    if (search->catalog->engine == SQL_ENGINE_SQLITE) // of which every name is looked at
        return;
    values->where = statement->where;
    values->has_where = statement->has_where;
    mistake_check_names(search, scope, values, (struct sql_range){ from, to });
}

static bool ends_value(const struct sql_token *token)
{
    return token->kind == SQL_TOKEN_COMMA || token->kind == SQL_TOKEN_END
           || sql_token_is_any(token, "FROM WHERE ORDER LIMIT RETURNING");
}

// RETURNING sees the changed table alone: of several the others are none of its.
static uint32_t begin_of_returning(struct sql_cursor cursor)
{
    while (cursor.at < cursor.end && !sql_cursor_is(&cursor, "RETURNING"))
        sql_cursor_skip(&cursor);
    return cursor.at;
}

// SET a = 1, b = 2 and what stands behind.
static void check_set(struct mistake_search *search, struct sql_cursor cursor,
                      const struct mistake_scope *scope)
{
    bool expects_name = true;
    uint32_t value = cursor.end;
    const uint32_t from = cursor.at;
    struct sql_select values = { 0 };
    for (; cursor.at < cursor.end; sql_cursor_skip(&cursor)) {
        const struct sql_token *token = sql_cursor_peek(&cursor, 0);
        bool is_comma = token->kind == SQL_TOKEN_COMMA;
        bool is_end = !is_comma && ends_value(token);
        if (is_end || is_comma) {
            check_values_of(search, scope, value, cursor.at);
            value = cursor.end;
        }
        if (is_end)
            break;
        if (expects_name && sql_token_is_operator(sql_cursor_peek(&cursor, 1), "=")) {
            check_written(search, scope, cursor.at);
            value = cursor.at + 2;
            if (ends_value(sql_cursor_peek(&cursor, 3)))
                array_add(search->arena, &values.items,
                          ((struct sql_range){ value, value + 1 }));
        }
        expects_name = is_comma;
    }
    check_values_of(search, scope, value < cursor.at ? value : cursor.at,
                    scope->count > 1 ? begin_of_returning(cursor) : cursor.end);
    if (values.items.count <= ITEMS_MAX)
        check_read(search, scope, &values, from, cursor.end);
}

static void add_others(struct mistake_search *search, struct mistake_scope *target)
{
    enum sql_engine engine = search->catalog->engine;
    if (search->statement->sources.first && engine != SQL_ENGINE_POSTGRESQL
        && engine != SQL_ENGINE_SQLITE)
        target->is_complete = false; // MySQL names the target among them again
    list_each(sql_source, source, search->statement->sources)
        mistake_add_source(search, target, source);
}

static void check_update(struct mistake_search *search, struct mistake_scope *target)
{
    struct sql_cursor cursor = behind(search, "UPDATE");
    if (sql_cursor_accept(&cursor, "OR"))
        cursor.at++;
    sql_cursor_skip_any(&cursor, "LOW_PRIORITY IGNORE ONLY");
    const struct sql_source *source = sql_cursor_source(&cursor);
    if (!source)
        return;
    mistake_add_source(search, target, source);
    add_others(search, target);
    if (sql_cursor_accept(&cursor, "SET"))
        check_set(search, cursor, target);
    else
        target->is_complete = false; // MySQL's join of several tables
}

static void check_delete(struct mistake_search *search, struct mistake_scope *target)
{
    struct sql_cursor cursor = behind(search, "FROM");
    sql_cursor_skip_any(&cursor, "ONLY");
    const struct sql_source *source = sql_cursor_source(&cursor);
    enum sql_engine engine = search->catalog->engine;
    bool is_named_behind = sql_engine_is_mysql(engine) && sql_cursor_is(&cursor, "USING");
    if (source && !is_named_behind)
        mistake_add_source(search, target, source);
    target->is_complete &= !is_named_behind;
    target->is_complete &=
        !sql_cursor_is(&cursor, "JOIN") && sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_COMMA;
    add_others(search, target);
    struct sql_select values = { 0 };
    if (!sql_cursor_accept(&cursor, "WHERE"))
        return;
    check_values_of(search, target, cursor.at, cursor.end);
    check_read(search, target, &values, cursor.at, cursor.end);
}

void mistake_check_rows(struct mistake_search *search, struct mistake_scope *target)
{
    enum sql_head head = search->statement->head;
    if (head == SQL_INSERT || head == SQL_INSERT_SELECT)
        check_insert(search, target->outer);
    if (head == SQL_UPDATE)
        check_update(search, target);
    if (head == SQL_DELETE)
        check_delete(search, target);
}
