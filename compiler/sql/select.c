// Every SELECT of a statement, found in one pass: each open parenthesis is a level, and a
// level holds at most one SELECT at a time.
#include "sql/cursor.h"

enum clause { CLAUSE_NONE, CLAUSE_ITEMS, CLAUSE_FROM, CLAUSE_WHERE, CLAUSE_OTHER };

struct level {
    struct sql_select *select; // that is being read; NULL for none
    struct sql_select *before; // the one that a set operator has ended
    enum sql_joining joining;
    enum clause clause;
    uint32_t owner; // the innermost level, this one included, that holds a SELECT
    uint32_t item;  // where the current item begins
    bool expects_source;
};

struct select_reader {
    struct sql_cursor cursor;
    struct sql_statement *statement;
    ARRAY_OF(struct level) levels;
};

static struct level *innermost(struct select_reader *reader)
{
    return &reader->levels.items[reader->levels.count - 1];
}

static void end_item(struct select_reader *reader, struct level *level)
{
    if (level->clause != CLAUSE_ITEMS || reader->cursor.at <= level->item)
        return;
    struct sql_range item = { level->item, reader->cursor.at };
    array_add(reader->cursor.arena, &level->select->items, item);
    const struct sql_token *last = sql_token_at(reader->cursor.tokens, item.to - 1);
    bool is_alone = item.to - item.from == 1
                    || sql_token_at(reader->cursor.tokens, item.to - 2)->kind == SQL_TOKEN_DOT;
    level->select->has_star |= is_alone && sql_token_is_operator(last, "*");
}

static void end_clause(struct select_reader *reader, struct level *level, enum clause next)
{
    end_item(reader, level);
    if (level->clause == CLAUSE_WHERE)
        level->select->where.to = reader->cursor.at;
    level->clause = next;
    level->expects_source = false;
}

static void end_select(struct select_reader *reader, struct level *level)
{
    if (!level->select)
        return;
    end_clause(reader, level, CLAUSE_NONE);
    level->select->range.to = reader->cursor.at;
    level->before = level->select;
    level->select = NULL;
}

static void begin_select(struct select_reader *reader, struct level *level)
{
    struct sql_cursor *cursor = &reader->cursor;
    end_select(reader, level); // a statement that was not ended, or INSERT … SELECT
    struct sql_select *select = arena_new(cursor->arena, struct sql_select);
    select->range.from = cursor->at;
    select->depth = (uint32_t)reader->levels.count - 1;
    select->joining = level->joining;
    select->before = level->joining == SQL_FIRST ? NULL : level->before;
    list_add(&reader->statement->selects, select);
    level->joining = SQL_FIRST;
    level->select = select;
    level->owner = select->depth;
    cursor->at++;
    for (;;) {
        if (sql_cursor_accept(cursor, "DISTINCT") || sql_cursor_accept(cursor, "DISTINCTROW")) {
            select->is_distinct = true;
            if (sql_cursor_accept(cursor, "ON"))
                sql_cursor_skip(cursor);
        } else if (!sql_cursor_accept(cursor, "ALL"))
            break;
    }
    level->clause = CLAUSE_ITEMS;
    level->item = cursor->at;
}

// UNION [ALL], EXCEPT, INTERSECT, MINUS; true where one of them stands here.
static bool read_joining(struct select_reader *reader, struct level *level)
{
    struct sql_cursor *cursor = &reader->cursor;
    const struct sql_token *token = sql_cursor_peek(cursor, 0);
    if (!sql_token_is_any(token, "UNION EXCEPT MINUS INTERSECT"))
        return false;
    bool is_all = sql_token_is(sql_cursor_peek(cursor, 1), "ALL");
    end_select(reader, level);
    level->joining = sql_token_is(token, "INTERSECT") ? SQL_INTERSECT
                     : !sql_token_is(token, "UNION")  ? SQL_EXCEPT
                     : is_all                         ? SQL_UNION_ALL
                                                      : SQL_UNION;
    cursor->at += 1 + is_all;
    return true;
}

static bool read_lock(struct select_reader *reader, struct level *level)
{
    struct sql_cursor *cursor = &reader->cursor;
    const struct sql_token *next = sql_cursor_peek(cursor, 1);
    bool is_lock = (sql_cursor_is(cursor, "FOR") && sql_token_is_any(next, "UPDATE SHARE NO KEY"))
                   || (sql_cursor_is(cursor, "LOCK") && sql_token_is(next, "IN"));
    if (!is_lock)
        return false;
    end_clause(reader, level, CLAUSE_OTHER);
    level->select->locks_rows = true;
    cursor->at++;
    sql_cursor_skip_any(cursor, "NO KEY UPDATE SHARE IN MODE OF NOWAIT SKIP LOCKED");
    return true;
}

// A word that opens a clause of the level's SELECT; false where it opens none.
static bool read_clause_word(struct select_reader *reader, struct level *level)
{
    struct sql_cursor *cursor = &reader->cursor;
    struct sql_select *select = level->select;
    const struct sql_token *word = sql_cursor_peek(cursor, 0);
    bool is_distinct_from =
        cursor->at > 0 && sql_token_is(sql_token_at(cursor->tokens, cursor->at - 1), "DISTINCT");
    if (sql_token_is(word, "FROM") && level->clause == CLAUSE_ITEMS
        && (!is_distinct_from || cursor->at == level->item)) {
        end_clause(reader, level, CLAUSE_FROM);
        select->has_from = level->expects_source = true;
    } else if (sql_token_is(word, "WHERE")) {
        end_clause(reader, level, CLAUSE_WHERE);
        select->has_where = true;
        select->where.from = cursor->at + 1;
    } else if (sql_token_is_any(word, "GROUP ORDER HAVING LIMIT OFFSET FETCH WINDOW INTO")) {
        end_clause(reader, level, CLAUSE_OTHER);
        select->has_group_by |= sql_token_is(word, "GROUP");
        select->has_order_by |= sql_token_is(word, "ORDER");
        select->has_having |= sql_token_is(word, "HAVING");
        select->has_limit |= sql_token_is_any(word, "LIMIT FETCH");
        select->has_offset |= sql_token_is(word, "OFFSET");
    } else
        return false;
    cursor->at++;
    return true;
}

// What follows the SELECT of an INSERT … SELECT, or of a WITH, and is none of its clauses.
static bool stands_behind_select(const struct sql_cursor *cursor)
{
    if (sql_cursor_is(cursor, "RETURNING"))
        return true;
    const struct sql_token *next = sql_cursor_peek(cursor, 1), *third = sql_cursor_peek(cursor, 2);
    if (!sql_cursor_is(cursor, "ON"))
        return false;
    return (sql_token_is(next, "DUPLICATE") && sql_token_is(third, "KEY"))
           || (sql_token_is(next, "CONFLICT")
               && (third->kind == SQL_TOKEN_OPEN || sql_token_is(third, "DO")));
}

static void note_aggregate(struct select_reader *reader)
{
    if (sql_cursor_peek(&reader->cursor, 1)->kind != SQL_TOKEN_OPEN
        || !sql_token_is_any(
            sql_cursor_peek(&reader->cursor, 0),
            "COUNT SUM MIN MAX AVG STRING_AGG GROUP_CONCAT ARRAY_AGG JSON_AGG JSONB_AGG "
            "BIT_XOR BOOL_AND BOOL_OR CHECKSUM_AGG XMLAGG LISTAGG JSON_ARRAYAGG EVERY "
            "TOTAL BIT_AND BIT_OR STDDEV VARIANCE JSON_OBJECT_AGG JSON_OBJECTAGG"))
        return;
    const struct level *owner = &reader->levels.items[innermost(reader)->owner];
    if (owner->select && owner->clause == CLAUSE_ITEMS)
        owner->select->has_aggregate = true;
}

static void read_word(struct select_reader *reader, struct level *level)
{
    struct sql_cursor *cursor = &reader->cursor;
    if (sql_cursor_is(cursor, "SELECT")) {
        begin_select(reader, level);
        return;
    }
    if (read_joining(reader, level))
        return;
    if (stands_behind_select(cursor))
        end_select(reader, level);
    note_aggregate(reader);
    if (level->select && (read_lock(reader, level) || read_clause_word(reader, level)))
        return;
    if (level->clause == CLAUSE_FROM && sql_cursor_is(cursor, "JOIN"))
        level->expects_source = true;
    cursor->at++;
}

static void read_source(struct select_reader *reader, struct level *level)
{
    struct sql_cursor *cursor = &reader->cursor;
    level->expects_source = false;
    struct sql_cursor ahead = *cursor;
    struct sql_source *source = sql_cursor_source(&ahead);
    if (!source)
        return;
    list_add(&level->select->sources, source);
    bool is_plain = sql_token_at(cursor->tokens, source->at)->kind != SQL_TOKEN_OPEN
                    && sql_name_is_set(source->table);
    if (is_plain)
        cursor->at = ahead.at; // else what stands in the parentheses is still to be read
    else
        cursor->at = source->at;
}

static void step(struct select_reader *reader)
{
    struct sql_cursor *cursor = &reader->cursor;
    struct level *level = innermost(reader);
    uint32_t at = cursor->at;
    if (level->expects_source)
        read_source(reader, level);
    if (cursor->at > at)
        return;
    const struct sql_token *token = sql_cursor_peek(cursor, 0);
    if (token->kind == SQL_TOKEN_WORD) {
        read_word(reader, level);
        return;
    }
    if (token->kind == SQL_TOKEN_OPEN)
        *array_grow(cursor->arena, &reader->levels) = (struct level){ .owner = level->owner };
    if (token->kind == SQL_TOKEN_CLOSE && reader->levels.count > 1) {
        end_select(reader, level);
        reader->levels.count--;
    }
    if (token->kind == SQL_TOKEN_COMMA && level->select) {
        end_item(reader, level);
        level->item = cursor->at + 1;
        level->expects_source = level->clause == CLAUSE_FROM;
    }
    cursor->at++;
}

void sql_read_selects(struct sql_cursor cursor, struct sql_statement *statement)
{
    struct select_reader reader = { .cursor = cursor, .statement = statement };
    *array_grow(cursor.arena, &reader.levels) = (struct level){ 0 };
    while (reader.cursor.at < reader.cursor.end)
        step(&reader);
    while (reader.levels.count > 0) {
        end_select(&reader, innermost(&reader));
        reader.levels.count--;
    }
}
