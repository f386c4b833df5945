// What the heads of INSERT, UPDATE and DELETE say that they write, and what they read.
#include "sql/accessor.h"

// a, b AS x JOIN c ON … : up to one of the words, outside all parentheses.
static void read_references(struct accessor *accessor, struct sql_cursor *cursor,
                            const char *ends, struct sql_statement *found)
{
    bool expects_source = true;
    while (cursor->at < cursor->end && !sql_token_is_any(sql_cursor_peek(cursor, 0), ends)) {
        const struct sql_token *token = sql_cursor_peek(cursor, 0);
        if (expects_source) {
            struct sql_source *source = sql_cursor_source(cursor);
            accessor->is_unknown |= !source;
            if (source)
                list_add(&found->sources, source);
            expects_source = false;
            if (source)
                continue;
        }
        expects_source = token->kind == SQL_TOKEN_COMMA
                         || sql_token_is_any(token, "JOIN STRAIGHT_JOIN");
        sql_cursor_skip(cursor);
    }
}

// (a, b): the columns of an INSERT, or of a SET of several at once.
static void read_group(struct accessor *accessor, struct sql_cursor *cursor,
                       struct sql_access *access)
{
    uint32_t open = cursor->at, close = sql_cursor_peek(cursor, 0)->partner;
    for (uint32_t i = open + 1; i < close && i < cursor->end; i++)
        if (accessor_is_name(accessor, sql_token_at(accessor->tokens, i)))
            accessor_name_column(accessor, access,
                                 sql_token_name(sql_token_at(accessor->tokens, i)));
    sql_cursor_skip(cursor);
    accessor_settle(accessor, open, cursor->at);
}

// a = 1, t.b = 2, (c, d) = (…): each column is one of `access`, or of the table that it names.
static void read_assignments(struct accessor *accessor, struct sql_cursor *cursor,
                             struct sql_access *access, const struct index *targets)
{
    for (;;) {
        uint32_t from = cursor->at;
        if (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPEN)
            read_group(accessor, cursor, access);
        else {
            struct sql_name name = sql_cursor_name(cursor);
            struct sql_access *named =
                name.schema.length
                    ? index_find(targets, arena_lower(accessor->scratch, name.schema))
                    : NULL;
            if (!sql_name_is_set(name)) {
                access->has_all_columns = true;
                return;
            }
            accessor_name_column(accessor, named ? named : access, name.name);
            accessor_settle(accessor, from, cursor->at);
        }
        while (cursor->at < cursor->end && sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_COMMA
               && !sql_token_is_any(sql_cursor_peek(cursor, 0),
                                    "FROM WHERE RETURNING ORDER LIMIT ON AS"))
            sql_cursor_skip(cursor);
        if (sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_COMMA)
            return;
        cursor->at++;
    }
}

// Where the statement's verb stands, behind its WITH.
static struct sql_cursor behind_verb(struct accessor *accessor, const char *verbs)
{
    struct sql_cursor cursor = accessor_at(accessor, accessor->statement->range.from);
    while (cursor.at < cursor.end && !sql_token_is_any(sql_cursor_peek(&cursor, 0), verbs))
        sql_cursor_skip(&cursor);
    cursor.at++;
    return cursor;
}

static void read_conflict(struct accessor *accessor, struct sql_cursor cursor,
                          const struct sql_source *target)
{
    const struct index none = { .arena = accessor->scratch };
    while (cursor.at < cursor.end) {
        bool is_update = sql_cursor_accept_all(&cursor, "ON DUPLICATE KEY UPDATE")
                         || sql_cursor_accept_all(&cursor, "DO UPDATE SET");
        if (!is_update) {
            sql_cursor_skip(&cursor);
            continue;
        }
        struct span span = sql_tokens_span(accessor->tokens, target->at, target->at + 1);
        struct sql_access *access = accessor_add(accessor, SQL_UPDATES, target->table, span);
        read_assignments(accessor, &cursor, access, &none);
        accessor_read(accessor, target);
        return;
    }
}

void accessor_read_insert(struct accessor *accessor)
{
    struct sql_cursor cursor = behind_verb(accessor, "INSERT REPLACE");
    bool replaces = sql_token_is(sql_token_at(accessor->tokens, cursor.at - 1), "REPLACE");
    replaces |= sql_cursor_accept_all(&cursor, "OR REPLACE");
    sql_cursor_skip_any(&cursor, "LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE OR ABORT FAIL ROLLBACK "
                                 "INTO");
    struct sql_source target = { .at = cursor.at };
    target.table = sql_cursor_name(&cursor);
    if (!sql_name_is_set(target.table)) {
        accessor->is_unknown = true;
        return;
    }
    struct span span = sql_tokens_span(accessor->tokens, target.at, cursor.at);
    if (sql_cursor_accept(&cursor, "AS"))
        target.alias = sql_cursor_word(&cursor);
    accessor_settle(accessor, target.at, cursor.at);
    const struct index none = { .arena = accessor->scratch };
    struct sql_access *access = accessor_add(accessor, SQL_INSERTS, target.table, span);
    bool has_list = sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN
                    && !sql_token_is_any(sql_cursor_peek(&cursor, 1), "SELECT WITH VALUES");
    if (has_list)
        read_group(accessor, &cursor, access);
    else if (sql_cursor_accept(&cursor, "SET"))
        read_assignments(accessor, &cursor, access, &none);
    access->has_all_columns |= !access->columns;
    if (replaces)
        accessor_add(accessor, SQL_DELETES, target.table, span)->has_all_columns = true;
    read_conflict(accessor, cursor, &target);
}

// A write to each table that is named, and the index of them by name and alias.
static void add_writes(struct accessor *accessor, enum sql_access_kind kind,
                       const struct sql_statement *found, struct index *targets)
{
    list_each(sql_source, source, found->sources) {
        if (!sql_name_is_set(source->table))
            continue;
        struct sql_access *access =
            accessor_add(accessor, kind, source->table,
                       sql_tokens_span(accessor->tokens, source->at, source->at + 1));
        index_add(targets, arena_lower(accessor->scratch, source->table.name), access);
        if (source->alias.length)
            index_add(targets, arena_lower(accessor->scratch, source->alias), access);
    }
}

static void add_reads(struct accessor *accessor, const struct sql_statement *found)
{
    list_each(sql_source, source, found->sources)
        accessor_read(accessor, source);
}

// Of several tables, a column without a table may be any one's: all of them are written to.
void accessor_read_update(struct accessor *accessor)
{
    struct sql_statement found = { 0 }, from = { 0 };
    struct index targets = { .arena = accessor->scratch };
    struct sql_cursor cursor = behind_verb(accessor, "UPDATE");
    sql_cursor_skip_any(&cursor, "LOW_PRIORITY IGNORE OR ABORT FAIL ROLLBACK REPLACE");
    read_references(accessor, &cursor, "SET", &found);
    const struct sql_access *before = accessor->statement->accesses.last;
    add_writes(accessor, SQL_UPDATES, &found, &targets);
    struct sql_access *first = before ? before->next : accessor->statement->accesses.first;
    if (!first || !sql_cursor_accept(&cursor, "SET")) {
        accessor->is_unknown = true;
        return;
    }
    struct sql_access unnamed = { 0 };
    read_assignments(accessor, &cursor, first->next ? &unnamed : first, &targets);
    for (struct sql_access *access = first; access; access = access->next) {
        for (size_t i = 0; unnamed.columns && i < unnamed.columns->count; i++)
            accessor_name_column(accessor, access, unnamed.columns->items[i].name);
        access->has_all_columns |= unnamed.has_all_columns;
    }
    add_reads(accessor, &found);
    if (sql_cursor_accept(&cursor, "FROM"))
        read_references(accessor, &cursor, "WHERE RETURNING ORDER LIMIT", &from);
    add_reads(accessor, &from);
}

// The tables that are named in front of FROM, or behind it where USING follows: by name or alias.
static void add_deletes(struct accessor *accessor, struct sql_cursor cursor,
                        const struct sql_statement *found)
{
    struct index aliases = { .arena = accessor->scratch };
    list_each(sql_source, source, found->sources)
        if (source->alias.length)
            index_add(&aliases, arena_lower(accessor->scratch, source->alias), source);
    do {
        uint32_t from = cursor.at;
        struct sql_name name = sql_cursor_name(&cursor);
        if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPERATOR)
            cursor.at++; // t.*
        struct sql_name table = name.name.length ? name : (struct sql_name){ .name = name.schema };
        accessor_settle(accessor, from, cursor.at);
        const struct sql_source *meant =
            index_find(&aliases, arena_lower(accessor->scratch, table.name));
        if (meant)
            table = meant->table;
        accessor_add(accessor, SQL_DELETES, table,
                   sql_tokens_span(accessor->tokens, from, from + 1))
            ->has_all_columns = true;
        accessor->is_unknown |= !sql_name_is_set(table);
    } while (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_COMMA && ++cursor.at);
}

void accessor_read_delete(struct accessor *accessor)
{
    static const char ends[] = "WHERE RETURNING ORDER LIMIT USING";
    struct sql_statement found = { 0 }, using = { 0 };
    struct sql_cursor cursor = behind_verb(accessor, "DELETE");
    sql_cursor_skip_any(&cursor, "LOW_PRIORITY QUICK IGNORE");
    struct sql_cursor named = cursor;
    bool is_plain = sql_cursor_accept(&cursor, "FROM");
    if (is_plain)
        named = cursor;
    else if (sql_cursor_find(&cursor, "FROM"))
        cursor.at++;
    read_references(accessor, &cursor, ends, &found);
    bool has_using = sql_cursor_accept(&cursor, "USING");
    if (has_using)
        read_references(accessor, &cursor, ends, &using);
    const struct sql_statement *read = has_using ? &using : &found;
    struct index targets = { .arena = accessor->scratch };
    if (is_plain && !has_using) {
        const struct sql_access *before = accessor->statement->accesses.last;
        add_writes(accessor, SQL_DELETES, &found, &targets);
        struct sql_access *first = before ? before->next : accessor->statement->accesses.first;
        for (struct sql_access *access = first; access; access = access->next)
            access->has_all_columns = true;
    } else
        add_deletes(accessor, named, read);
    add_reads(accessor, read);
}
