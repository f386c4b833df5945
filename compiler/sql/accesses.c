#include "sql/accesses.h"

#include "sql/accessor.h"

struct sql_cursor accessor_at(const struct accessor *accessor, uint32_t at)
{
    return (struct sql_cursor){ accessor->scratch, accessor->tokens, at,
                                accessor->statement->range.to };
}

void accessor_settle(struct accessor *accessor, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < accessor->statement->range.to; i++)
        accessor->is_settled[i - accessor->statement->range.from] = true;
}

// MySQL's "text" is a string.
bool accessor_is_name(const struct accessor *accessor, const struct sql_token *token)
{
    bool is_text = accessor->engine != SQL_ENGINE_SQLITE
                   && token->kind == SQL_TOKEN_QUOTED_NAME && token->text.data[0] == '"';
    return !is_text && (token->kind == SQL_TOKEN_WORD || token->kind == SQL_TOKEN_QUOTED_NAME);
}

// ---- tables

static void mean(struct accessor *accessor, struct str name, struct sql_access *access)
{
    struct str key = arena_lower(accessor->scratch, name);
    struct meaning *meaning = index_find(&accessor->meanings, key);
    if (!meaning) {
        meaning = arena_new(accessor->scratch, struct meaning);
        index_add(&accessor->meanings, key, meaning);
    }
    array_add(accessor->scratch, &meaning->accesses, access);
}

struct sql_access *accessor_add(struct accessor *accessor, enum sql_access_kind kind,
                                struct sql_name table, struct span span)
{
    struct sql_access *access = arena_new(accessor->arena, struct sql_access);
    *access = (struct sql_access){ .kind = kind, .table = table, .span = span };
    list_add(&accessor->statement->accesses, access);
    accessor->count++;
    return access;
}

void accessor_read(struct accessor *accessor, const struct sql_source *source)
{
    struct str name = arena_lower(accessor->scratch, source->table.name);
    bool is_with = !source->table.schema.length && index_find(&accessor->withs, name);
    struct sql_cursor cursor = accessor_at(accessor, source->at);
    sql_cursor_source(&cursor);
    struct sql_cursor behind = accessor_at(accessor, source->at);
    if (!sql_name_is_set(source->table))
        return; // a subquery: its own SELECT is read
    accessor_settle(accessor, source->at, cursor.at);
    sql_cursor_name(&behind);
    if (is_with)
        return;
    struct sql_access *access =
        accessor_add(accessor, SQL_READS, source->table,
                     sql_tokens_span(accessor->tokens, source->at, behind.at));
    mean(accessor, source->table.name, access);
    if (source->alias.length && !str_equal_ignoring_case(source->alias, source->table.name))
        mean(accessor, source->alias, access);
}

// WITH a AS (…), b (x) AS (…)
static void read_withs(struct accessor *accessor)
{
    struct sql_range range = accessor->statement->range;
    bool has_with = false;
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct sql_token *token = sql_token_at(accessor->tokens, i);
        has_with |= sql_token_is(token, "WITH");
        if (!has_with || !accessor_is_name(accessor, token))
            continue;
        uint32_t at = i + 1;
        if (sql_token_at(accessor->tokens, at)->kind == SQL_TOKEN_OPEN)
            at = sql_token_at(accessor->tokens, at)->partner + 1;
        if (at + 1 < range.to && sql_token_is(sql_token_at(accessor->tokens, at), "AS")
            && sql_token_at(accessor->tokens, at + 1)->kind == SQL_TOKEN_OPEN) {
            struct str name = arena_lower(accessor->scratch, sql_token_name(token));
            index_add(&accessor->withs, name, accessor);
            accessor_settle(accessor, i, at);
        }
    }
}

void accessor_name_column(struct accessor *accessor, struct sql_access *access, struct str name)
{
    struct sql_names *columns = (struct sql_names *)access->columns; // of this reading alone
    if (!columns)
        columns = arena_new(accessor->arena, struct sql_names);
    struct sql_name column = { STR_NONE, name };
    array_add(accessor->arena, columns, column);
    access->columns = columns;
}

// ---- all of it

static void read_others(struct accessor *accessor, enum sql_access_kind kind)
{
    list_each(sql_operation, operation, accessor->statement->operations) {
        accessor->is_unknown |= !sql_name_is_set(operation->table);
        accessor_add(accessor, kind, operation->table, operation->span)->has_all_columns = true;
    }
}

static bool has_rows(enum sql_head head)
{
    return head == SQL_SELECT || head == SQL_INSERT || head == SQL_INSERT_SELECT
           || head == SQL_UPDATE || head == SQL_DELETE || head == SQL_TRUNCATE || head == SQL_COPY
           || head == SQL_CREATE_TABLE_AS;
}

static void read_writes(struct accessor *accessor, enum sql_head head)
{
    if (head == SQL_INSERT || head == SQL_INSERT_SELECT)
        accessor_read_insert(accessor);
    else if (head == SQL_UPDATE)
        accessor_read_update(accessor);
    else if (head == SQL_DELETE)
        accessor_read_delete(accessor);
    else if (head == SQL_TRUNCATE || head == SQL_COPY)
        read_others(accessor, head == SQL_COPY ? SQL_INSERTS : SQL_DELETES);
    else if (head == SQL_CREATE_TABLE_AS) {
        const struct sql_statement *statement = accessor->statement;
        const struct sql_select *query = statement->selects.first;
        accessor_settle(accessor, statement->range.from,
                        query ? query->range.from : statement->range.to);
    }
}

static void read_all(struct accessor *accessor)
{
    struct sql_statement *statement = accessor->statement;
    read_withs(accessor);
    read_writes(accessor, statement->head);
    list_each(sql_select, select, statement->selects)
        list_each(sql_source, source, select->sources)
            accessor_read(accessor, source);
    if (accessor->is_unknown) {
        statement->accesses.first = statement->accesses.last = NULL;
        return;
    }
    if (statement->head == SQL_TRUNCATE || statement->head == SQL_COPY)
        return;
    accessor_read_columns(accessor);
}

void sql_read_accesses(struct arena *arena, enum sql_engine engine,
                       struct sql_statement *statement)
{
    if (statement->refusal.data || !has_rows(statement->head))
        return;
    struct arena scratch = { 0 };
    struct accessor accessor = {
        .arena = arena,
        .scratch = &scratch,
        .engine = engine,
        .statement = statement,
        .tokens = statement->tokens,
        .is_settled =
            arena_new_many(&scratch, bool, statement->range.to - statement->range.from + 1),
        .withs = { .arena = &scratch },
        .meanings = { .arena = &scratch },
    };
    read_all(&accessor);
    arena_release(&scratch);
}
