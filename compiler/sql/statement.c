// Reads each statement by its head.
#include "sql/cursor.h"
#include "sql/ddl.h"

static struct sql_name read_table(struct sql_cursor *cursor)
{
    sql_cursor_skip_any(cursor, "TABLE ONLY INTO FROM");
    return sql_cursor_name(cursor);
}

static void read_select(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_operation_add(cursor->arena, statement, SQL_SELECT, (struct sql_name){ 0 });
}

static void read_conflict(struct sql_cursor cursor, struct sql_statement *statement)
{
    for (; cursor.at < cursor.end; sql_cursor_skip(&cursor)) {
        if (sql_cursor_accept_all(&cursor, "ON DUPLICATE KEY UPDATE"))
            statement->conflict = SQL_CONFLICT_UPDATE;
        if (!sql_cursor_accept_all(&cursor, "ON CONFLICT"))
            continue;
        struct sql_cursor action = cursor;
        statement->conflict = SQL_CONFLICT_NOTHING;
        if (!sql_cursor_find(&action, "DO") || !sql_token_is(sql_cursor_peek(&action, 1), "UPDATE"))
            return;
        statement->conflict = SQL_CONFLICT_UPDATE;
        statement->has_conflict_where = sql_cursor_find(&action, "WHERE");
        return;
    }
}

// Behind INSERT INTO t: VALUES (…), DEFAULT VALUES or MySQL's SET, and no query.
static bool has_values(struct sql_cursor cursor, const struct sql_statement *statement)
{
    while (cursor.at < cursor.end) {
        const struct sql_token *token = sql_cursor_peek(&cursor, 0);
        if (sql_token_is_any(token, "VALUES VALUE DEFAULT SET"))
            return true;
        if (sql_token_is_any(token, "SELECT WITH TABLE ON"))
            return false;
        sql_cursor_skip(&cursor);
    }
    return !statement->selects.first;
}

static void read_insert(struct sql_cursor *cursor, struct sql_statement *statement)
{
    if (sql_token_is(sql_token_at(cursor->tokens, cursor->at - 1), "REPLACE"))
        statement->conflict = SQL_CONFLICT_UPDATE;
    if (sql_cursor_accept_all(cursor, "OR REPLACE"))
        statement->conflict = SQL_CONFLICT_UPDATE;
    else if (sql_cursor_accept_all(cursor, "OR IGNORE"))
        statement->conflict = SQL_CONFLICT_NOTHING;
    sql_cursor_skip_any(cursor,
                        "LOW_PRIORITY DELAYED HIGH_PRIORITY OR ABORT FAIL ROLLBACK OVERWRITE");
    if (sql_cursor_accept(cursor, "IGNORE"))
        statement->conflict = SQL_CONFLICT_NOTHING;
    struct sql_name table = read_table(cursor);
    sql_operation_add(cursor->arena, statement,
                      has_values(*cursor, statement) ? SQL_INSERT : SQL_INSERT_SELECT, table);
    read_conflict(*cursor, statement);
}

// FROM, USING and JOIN of an UPDATE or DELETE, and its last clauses.
static void read_change_clauses(struct sql_cursor cursor, struct sql_statement *statement)
{
    while (cursor.at < cursor.end) {
        uint32_t at = cursor.at;
        if (sql_cursor_accept(&cursor, "WHERE")) {
            statement->has_where = true;
            statement->where = (struct sql_range){ cursor.at, cursor.end };
        } else if (!statement->has_where
                   && sql_token_is_any(sql_cursor_peek(&cursor, 0), "FROM USING JOIN")
                   && !sql_token_is(sql_token_at(cursor.tokens, at - 1), "DISTINCT")) {
            cursor.at++;
            struct sql_source *source = sql_cursor_source(&cursor);
            if (source)
                list_add(&statement->sources, source);
        } else if (sql_token_is_any(sql_cursor_peek(&cursor, 0), "ORDER LIMIT RETURNING")) {
            if (statement->where.to == cursor.end)
                statement->where.to = cursor.at;
            statement->has_order_by |= sql_cursor_is(&cursor, "ORDER");
            statement->has_limit |= sql_cursor_is(&cursor, "LIMIT");
        }
        if (cursor.at == at)
            sql_cursor_skip(&cursor);
    }
}

static void read_update(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_cursor_skip_any(cursor, "LOW_PRIORITY IGNORE ONLY");
    struct sql_cursor target = *cursor;
    struct sql_operation *operation =
        sql_operation_add(cursor->arena, statement, SQL_UPDATE, read_table(&target));
    if (sql_cursor_find(&target, "SET")) {
        target.at++;
        operation->column = sql_cursor_name(&target).name;
    }
    read_change_clauses(*cursor, statement);
}

static void read_delete(struct sql_cursor *cursor, struct sql_statement *statement)
{
    struct sql_cursor target = *cursor;
    sql_operation_add(cursor->arena, statement, SQL_DELETE, read_table(&target));
    read_change_clauses(target, statement);
}

// TRUNCATE a, b and DROP TABLE a, b: an operation for each.
static void read_tables(struct sql_cursor *cursor, struct sql_statement *statement,
                        enum sql_head head, bool is_conditional)
{
    uint32_t separator;
    do {
        struct sql_operation *operation =
            sql_operation_add(cursor->arena, statement, head, sql_cursor_name(cursor));
        operation->is_conditional = is_conditional;
        separator = cursor->at;
        cursor->at += sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_COMMA;
    } while (cursor->at > separator);
    bool is_cascade = sql_cursor_find(cursor, "CASCADE");
    list_each(sql_operation, operation, statement->operations)
        operation->is_cascade = is_cascade;
}

static void read_truncate(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_cursor_skip_any(cursor, "TABLE ONLY");
    read_tables(cursor, statement, SQL_TRUNCATE, false);
}

static void read_named(struct sql_cursor *cursor, struct sql_statement *statement,
                       enum sql_head head)
{
    struct sql_operation *operation =
        sql_operation_add(cursor->arena, statement, head, (struct sql_name){ 0 });
    operation->is_concurrent = sql_cursor_accept(cursor, "CONCURRENTLY");
    operation->is_conditional = sql_cursor_accept_all(cursor, "IF NOT EXISTS")
                                || sql_cursor_accept_all(cursor, "IF EXISTS");
    if (!sql_cursor_is(cursor, "ON"))
        operation->object = sql_cursor_name(cursor);
    struct sql_cursor rest = *cursor;
    operation->is_cascade = sql_cursor_find(&rest, "CASCADE");
    if (head != SQL_CREATE_VIEW && sql_cursor_find(cursor, "ON")) {
        cursor->at++;
        operation->table = read_table(cursor);
    }
}

static void read_create_table(struct sql_cursor *cursor, struct sql_statement *statement)
{
    bool is_conditional = sql_cursor_accept_all(cursor, "IF NOT EXISTS");
    struct sql_operation *operation =
        sql_operation_add(cursor->arena, statement, SQL_CREATE_TABLE, sql_cursor_name(cursor));
    operation->is_conditional = is_conditional;
    if (statement->selects.first
        && (statement->selects.first->depth == 0 || sql_cursor_find(cursor, "AS")))
        operation->head = SQL_CREATE_TABLE_AS;
}

static enum sql_head noun_head(const struct sql_token *noun, bool is_drop)
{
    static const struct {
        const char *words;
        enum sql_head create, drop;
    } nouns[] = {
        { "INDEX", SQL_CREATE_INDEX, SQL_DROP_INDEX },
        { "VIEW", SQL_CREATE_VIEW, SQL_DROP_VIEW },
        { "TRIGGER", SQL_CREATE_TRIGGER, SQL_DROP_TRIGGER },
        { "FUNCTION PROCEDURE ROUTINE AGGREGATE", SQL_CREATE_ROUTINE, SQL_DROP_ROUTINE },
        { "SCHEMA DATABASE", SQL_CREATE_SCHEMA, SQL_DROP_SCHEMA },
    };
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (sql_token_is_any(noun, nouns[i].words))
            return is_drop ? nouns[i].drop : nouns[i].create;
    return is_drop ? SQL_DROP_OTHER : SQL_CREATE_OTHER;
}

static void read_create(struct sql_cursor *cursor, struct sql_statement *statement)
{
    bool is_unique = false, is_temporary = false;
    while (cursor->at < cursor->end
           && !sql_token_is_any(
               sql_cursor_peek(cursor, 0),
               "TABLE INDEX VIEW TRIGGER FUNCTION PROCEDURE SCHEMA DATABASE TYPE SEQUENCE "
               "EXTENSION DOMAIN ROLE USER POLICY PUBLICATION SUBSCRIPTION RULE EVENT "
               "SERVER COLLATION STATISTICS CAST OPERATOR AGGREGATE")) {
        is_unique |= sql_cursor_is(cursor, "UNIQUE");
        is_temporary |= sql_token_is_any(sql_cursor_peek(cursor, 0), "TEMP TEMPORARY");
        cursor->at++;
    }
    const struct sql_token *noun = sql_cursor_peek(cursor, 0);
    sql_cursor_skip(cursor);
    if (sql_token_is(noun, "TABLE")) {
        read_create_table(cursor, statement);
        statement->operations.first->is_temporary = is_temporary;
        return;
    }
    read_named(cursor, statement, noun_head(noun, false));
    statement->operations.first->is_unique = is_unique;
}

static void read_drop(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_cursor_skip_any(cursor, "TEMPORARY MATERIALIZED");
    const struct sql_token *noun = sql_cursor_peek(cursor, 0);
    cursor->at++;
    if (sql_token_is_any(noun, "TABLE TABLES"))
        read_tables(cursor, statement, SQL_DROP_TABLE, sql_cursor_accept_all(cursor, "IF EXISTS"));
    else
        read_named(cursor, statement, noun_head(noun, true));
}

static void read_alter(struct sql_cursor *cursor, struct sql_statement *statement)
{
    if (!sql_cursor_accept(cursor, "TABLE")) {
        struct sql_operation *operation = sql_operation_add(
            cursor->arena, statement,
            sql_cursor_find(cursor, "RENAME") ? SQL_RENAME_OTHER : SQL_ALTER_OTHER,
            (struct sql_name){ 0 });
        if (sql_cursor_find(cursor, "TO") && operation->head == SQL_RENAME_OTHER) {
            cursor->at++;
            operation->new_name = sql_cursor_name(cursor).name;
        }
        return;
    }
    bool is_conditional = sql_cursor_accept_all(cursor, "IF EXISTS");
    struct sql_name table = read_table(cursor);
    if (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPERATOR)
        cursor->at++; // ALTER TABLE t *
    sql_read_alter(*cursor, statement, table);
    list_each(sql_operation, operation, statement->operations)
        operation->is_table_conditional = is_conditional;
}

// RENAME TABLE a TO b, c TO d: MySQL's.
static void read_rename(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_cursor_accept(cursor, "TABLE");
    do {
        struct sql_operation *operation = sql_operation_add(
            cursor->arena, statement, SQL_RENAME_TABLE, sql_cursor_name(cursor));
        if (sql_cursor_accept(cursor, "TO")) {
            struct sql_name name = sql_cursor_name(cursor);
            operation->new_name = name.name;
            operation->is_moved = name.schema.length > 0;
        }
        while (cursor->at < cursor->end && sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_COMMA)
            sql_cursor_skip(cursor);
        sql_cursor_skip(cursor);
    } while (cursor->at < cursor->end);
}

static void read_copy(struct sql_cursor *cursor, struct sql_statement *statement)
{
    struct sql_cursor target = *cursor;
    if (sql_token_is(sql_token_at(cursor->tokens, cursor->at - 1), "LOAD"))
        sql_cursor_find(&target, "TABLE");
    sql_operation_add(cursor->arena, statement, SQL_COPY, read_table(&target));
}

static void read_merge(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_operation_add(cursor->arena, statement, SQL_MERGE, read_table(cursor));
}

static void read_lock(struct sql_cursor *cursor, struct sql_statement *statement)
{
    sql_cursor_skip_any(cursor, "TABLE TABLES ONLY");
    read_tables(cursor, statement, SQL_LOCK, false);
}

static const struct {
    const char *words;
    void (*read)(struct sql_cursor *cursor, struct sql_statement *statement);
    enum sql_head head; // where there is nothing to read
} heads[] = {
    { "SELECT", read_select, SQL_SELECT },
    { "INSERT REPLACE", read_insert, SQL_INSERT },
    { "UPDATE", read_update, SQL_UPDATE },
    { "DELETE", read_delete, SQL_DELETE },
    { "MERGE", read_merge, SQL_MERGE },
    { "TRUNCATE", read_truncate, SQL_TRUNCATE },
    { "CREATE", read_create, SQL_CREATE_OTHER },
    { "DROP", read_drop, SQL_DROP_OTHER },
    { "ALTER", read_alter, SQL_ALTER_OTHER },
    { "RENAME", read_rename, SQL_RENAME_OTHER },
    { "COPY LOAD", read_copy, SQL_COPY },
    { "LOCK", read_lock, SQL_LOCK },
    { "BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE END ABORT", NULL, SQL_TRANSACTION },
    { "SET RESET PRAGMA", NULL, SQL_SET },
};

// WITH a AS (…), b AS (…): the statement's own verb stands behind.
static void skip_with(struct sql_cursor *cursor)
{
    while (cursor->at < cursor->end
           && !sql_token_is_any(sql_cursor_peek(cursor, 0), "SELECT INSERT UPDATE DELETE MERGE"))
        sql_cursor_skip(cursor);
}

static void read_head(struct sql_cursor cursor, struct sql_statement *statement)
{
    while (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN)
        cursor.at++; // (SELECT …) UNION (SELECT …)
    if (sql_cursor_accept(&cursor, "WITH"))
        skip_with(&cursor);
    const struct sql_token *verb = sql_cursor_peek(&cursor, 0);
    cursor.at++;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (!sql_token_is_any(verb, heads[i].words))
            continue;
        if (heads[i].read)
            heads[i].read(&cursor, statement);
        else
            sql_operation_add(cursor.arena, statement, heads[i].head, (struct sql_name){ 0 });
        return;
    }
    sql_operation_add(cursor.arena, statement, SQL_OTHER, (struct sql_name){ 0 });
}

struct sql_statement *sql_read_statement(struct arena *arena, const struct sql_tokens *tokens,
                                         uint32_t from, uint32_t to)
{
    struct sql_statement *statement = arena_new(arena, struct sql_statement);
    statement->tokens = tokens;
    statement->range = (struct sql_range){ from, to };
    statement->span = sql_tokens_span(tokens, from, to);
    struct sql_cursor cursor = { .arena = arena, .tokens = tokens, .at = from, .end = to };
    sql_read_selects(cursor, statement);
    read_head(cursor, statement);
    statement->head = statement->operations.first->head;
    statement->has_returning = sql_cursor_find(&cursor, "RETURNING");
    return statement;
}

void sql_script_add(struct sql_script *script, struct sql_statement *statement)
{
    const struct sql_comment *comment =
        script->statements.last ? script->statements.last->comment : script->tokens->comments.first;
    while (comment && comment->before < statement->range.from)
        comment = comment->next;
    statement->comment = comment;
    list_add(&script->statements, statement);
}

struct sql_script *sql_read_by_heads(struct arena *arena, enum sql_engine engine, struct text text)
{
    struct sql_script *script = arena_new(arena, struct sql_script);
    const struct sql_tokens *tokens = sql_scan(arena, engine, text);
    script->tokens = tokens;
    uint32_t from = 0;
    while (from < tokens->count) {
        enum sql_token_kind kind = tokens->items[from].kind;
        if (sql_token_is(&tokens->items[from], "DELIMITER")) {
            from = sql_skip_delimiter(tokens, from);
            continue;
        }
        if (kind != SQL_TOKEN_WORD && kind != SQL_TOKEN_OPEN && kind != SQL_TOKEN_PLACEHOLDER) {
            from++;
            continue;
        }
        uint32_t to = sql_find_end(tokens, from);
        sql_script_add(script, sql_read_statement(arena, tokens, from, to));
        from = to + 1;
    }
    return script;
}

struct sql_script *sql_read(struct arena *arena, struct text text)
{
    return sql_read_by_heads(arena, SQL_ENGINE_UNKNOWN, text);
}

const struct sql_select *sql_main_select(const struct sql_statement *statement)
{
    if (statement->head != SQL_SELECT)
        return NULL;
    list_each(sql_select, select, statement->selects)
        if (select->depth == 0 && !select->before)
            return select;
    return NULL;
}

struct str sql_statement_opacity(const struct sql_statement *statement)
{
    if (statement->refusal.data)
        return statement->refusal;
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->kind == DDL_OPAQUE)
            return STR("what it does is not known to belay");
    return STR_NONE;
}
