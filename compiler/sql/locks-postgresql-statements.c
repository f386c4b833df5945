// What PostgreSQL locks for statements that change no catalog.
#include "sql/cursor.h"
#include "sql/locks-postgresql.h"

static struct sql_cursor cursor_of(const struct locker *locker)
{
    return (struct sql_cursor){
        .arena = locker->arena,
        .tokens = locker->statement->tokens,
        .at = locker->statement->range.from,
        .end = locker->statement->range.to,
    };
}

static struct sql_name folded(const struct locker *locker, struct sql_name name)
{
    // As the reader of changes folds them; a name in quotes keeps its letters.
    struct sql_name result = name;
    struct str *parts[] = { &result.schema, &result.name };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct str written = sql_name_quoted(locker->statement->tokens, *parts[i]);
        if (parts[i]->length == 0 || written.length != parts[i]->length)
            continue;
        struct str copy = arena_copy(locker->arena, *parts[i]);
        for (size_t at = 0; at < copy.length; at++)
            ((char *)copy.data)[at] = char_lower(copy.data[at]);
        *parts[i] = copy;
    }
    return result;
}

static void lock_sources(struct locker *locker, enum lock_form form)
{
    list_each(sql_select, select, locker->statement->selects) {
        enum lock_form own = select->locks_rows ? FORM_LOCK_ROWS : form;
        list_each(sql_source, source, select->sources)
            if (sql_name_is_set(source->table))
                lock_table(locker, own, folded(locker, source->table));
    }
    list_each(sql_source, source, locker->statement->sources)
        if (sql_name_is_set(source->table))
            lock_table(locker, form, folded(locker, source->table));
}

static void lock_operations(struct locker *locker, enum lock_form form)
{
    list_each(sql_operation, operation, locker->statement->operations)
        if (sql_name_is_set(operation->table))
            lock_table(locker, form, folded(locker, operation->table));
}

// ---- TRUNCATE, LOCK, VACUUM, …

static void lock_list(struct locker *locker, struct sql_cursor *cursor, enum sql_lock mode,
                      unsigned work)
{
    for (;; sql_cursor_skip(cursor)) {
        sql_cursor_accept(cursor, "ONLY");
        struct sql_name name = folded(locker, sql_cursor_name(cursor));
        if (!sql_name_is_set(name))
            return;
        locker_touch(locker, name, mode)->work |= work;
        if (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPEN)
            sql_cursor_skip(cursor);
        if (sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_COMMA)
            return;
    }
}

// Those that refer to it, those that refer to these, …
static void truncate_referring(struct locker *locker)
{
    for (const struct sql_table_lock *each = locker->locks->tables.first; each; each = each->next)
        lock_referring(locker, each->table, SQL_LOCK_ACCESS_EXCLUSIVE);
}

static void truncate(struct locker *locker, struct sql_cursor cursor)
{
    sql_cursor_accept(&cursor, "TRUNCATE");
    sql_cursor_accept(&cursor, "TABLE");
    lock_list(locker, &cursor, SQL_LOCK_ACCESS_EXCLUSIVE, 0);
    if (sql_cursor_find(&cursor, "CASCADE"))
        truncate_referring(locker);
}

static enum sql_lock named_mode(struct sql_cursor cursor)
{
    static const struct {
        const char *words;
        enum sql_lock mode;
    } modes[] = {
        { "ACCESS SHARE", SQL_LOCK_ACCESS_SHARE },
        { "ROW SHARE", SQL_LOCK_ROW_SHARE },
        { "ROW EXCLUSIVE", SQL_LOCK_ROW_EXCLUSIVE },
        { "SHARE UPDATE EXCLUSIVE", SQL_LOCK_SHARE_UPDATE_EXCLUSIVE },
        { "SHARE ROW EXCLUSIVE", SQL_LOCK_SHARE_ROW_EXCLUSIVE },
        { "SHARE", SQL_LOCK_SHARE },
        { "EXCLUSIVE", SQL_LOCK_EXCLUSIVE },
    };
    if (!sql_cursor_find(&cursor, "IN"))
        return SQL_LOCK_ACCESS_EXCLUSIVE;
    sql_cursor_accept(&cursor, "IN");
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (sql_cursor_accept_all(&cursor, modes[i].words))
            return modes[i].mode;
    return SQL_LOCK_ACCESS_EXCLUSIVE;
}

static void vacuum(struct locker *locker, struct sql_cursor cursor)
{
    bool is_full = false;
    for (; sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN; sql_cursor_skip(&cursor))
        for (uint32_t i = cursor.at; i < sql_cursor_peek(&cursor, 0)->partner; i++)
            is_full |= sql_token_is(sql_token_at(cursor.tokens, i), "FULL");
    is_full |= sql_cursor_accept(&cursor, "FULL");
    sql_cursor_skip_any(&cursor, "FREEZE VERBOSE ANALYZE");
    if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_END) {
        locker->locks->is_known = false; // every table
        return;
    }
    lock_list(locker, &cursor,
              is_full ? SQL_LOCK_ACCESS_EXCLUSIVE : SQL_LOCK_SHARE_UPDATE_EXCLUSIVE,
              is_full ? SQL_REWRITES : SQL_SCANS);
}

static void cluster(struct locker *locker, struct sql_cursor cursor)
{
    sql_cursor_accept(&cursor, "VERBOSE");
    if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_END) {
        locker->locks->is_known = false;
        return;
    }
    lock_table(locker, FORM_CLUSTER, folded(locker, sql_cursor_name(&cursor)));
}

static void by_first_word(struct locker *locker)
{
    struct sql_cursor cursor = cursor_of(locker);
    if (sql_cursor_accept(&cursor, "VACUUM")) {
        vacuum(locker, cursor);
    } else if (sql_cursor_accept(&cursor, "ANALYZE") || sql_cursor_accept(&cursor, "ANALYSE")) {
        sql_cursor_accept(&cursor, "VERBOSE");
        lock_list(locker, &cursor, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE, 0);
    } else if (sql_cursor_accept(&cursor, "CLUSTER")) {
        cluster(locker, cursor);
    } else {
        locker->locks->is_known = false;
    }
}

void lock_by_head(struct locker *locker)
{
    struct sql_cursor cursor = cursor_of(locker);
    enum sql_head head = locker->statement->head;
    if (head == SQL_SELECT) {
        lock_sources(locker, FORM_READ);
    } else if (head == SQL_INSERT || head == SQL_INSERT_SELECT || head == SQL_UPDATE
               || head == SQL_DELETE || head == SQL_MERGE || head == SQL_COPY) {
        lock_operations(locker, FORM_WRITE);
        lock_sources(locker, FORM_READ);
    } else if (head == SQL_TRUNCATE) {
        truncate(locker, cursor);
    } else if (head == SQL_LOCK) {
        sql_cursor_accept(&cursor, "LOCK");
        sql_cursor_accept(&cursor, "TABLE");
        lock_list(locker, &cursor, named_mode(cursor), 0);
    } else if (head != SQL_TRANSACTION && head != SQL_SET) {
        by_first_word(locker);
    }
}
