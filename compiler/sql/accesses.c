#include "sql/accesses.h"

#include "base/index.h"
#include "sql/cursor.h"
#include "sql/ddl.h"

enum {
    COLUMNS_MAX = 1 << 16, // that one statement names in all of its tables
    TOKENS_MAX = 1 << 17,  // of a statement whose columns are looked for
};

// What an alias or a table's name stands for.
struct meaning {
    ARRAY_OF(struct sql_access *) accesses;
};

struct accessor {
    struct arena *arena;
    enum sql_engine engine;
    struct sql_statement *statement;
    const struct sql_tokens *tokens;
    bool *is_settled;      // by token of the statement: it is no column that is read
    struct index withs;    // the names that a WITH gives, in lower case
    struct index meanings; // struct meaning, by alias or name in lower case
    struct sql_names loose; // columns without a table
    bool has_loose_star;
    bool is_unknown; // a clause that is not understood
    size_t count;
};

static struct sql_cursor cursor_at(const struct accessor *accessor, uint32_t at)
{
    return (struct sql_cursor){ accessor->arena, accessor->tokens, at,
                                accessor->statement->range.to };
}

static void settle(struct accessor *accessor, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < accessor->statement->range.to; i++)
        accessor->is_settled[i - accessor->statement->range.from] = true;
}

static struct str lower(struct accessor *accessor, struct str name)
{
    char *copy = arena_alloc(accessor->arena, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        copy[i] = char_lower(name.data[i]);
    return (struct str){ copy, name.length };
}

// MySQL's "text" is a string.
static bool is_name(const struct accessor *accessor, const struct sql_token *token)
{
    bool is_text = accessor->engine != SQL_ENGINE_SQLITE
                   && token->kind == SQL_TOKEN_QUOTED_NAME && token->text.data[0] == '"';
    return !is_text && (token->kind == SQL_TOKEN_WORD || token->kind == SQL_TOKEN_QUOTED_NAME);
}

// ---- tables

static void mean(struct accessor *accessor, struct str name, struct sql_access *access)
{
    struct str key = lower(accessor, name);
    struct meaning *meaning = index_find(&accessor->meanings, key);
    if (!meaning) {
        meaning = arena_new(accessor->arena, struct meaning);
        index_add(&accessor->meanings, key, meaning);
    }
    array_add(accessor->arena, &meaning->accesses, access);
}

static struct sql_access *add_access(struct accessor *accessor, enum sql_access_kind kind,
                                     struct sql_name table, struct span span)
{
    struct sql_access *access = arena_new(accessor->arena, struct sql_access);
    *access = (struct sql_access){ .kind = kind, .table = table, .span = span };
    list_add(&accessor->statement->accesses, access);
    accessor->count++;
    return access;
}

static void add_read(struct accessor *accessor, const struct sql_source *source)
{
    bool is_with = !source->table.schema.length
                   && index_find(&accessor->withs, lower(accessor, source->table.name));
    struct sql_cursor cursor = cursor_at(accessor, source->at);
    sql_cursor_source(&cursor);
    struct sql_cursor name = cursor_at(accessor, source->at);
    if (!sql_name_is_set(source->table))
        return; // a subquery: its own SELECT is read
    settle(accessor, source->at, cursor.at);
    sql_cursor_name(&name);
    if (is_with)
        return;
    struct sql_access *access =
        add_access(accessor, SQL_READS, source->table,
                   sql_tokens_span(accessor->tokens, source->at, name.at));
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
        if (!has_with || !is_name(accessor, token))
            continue;
        uint32_t at = i + 1;
        if (sql_token_at(accessor->tokens, at)->kind == SQL_TOKEN_OPEN)
            at = sql_token_at(accessor->tokens, at)->partner + 1;
        if (at + 1 < range.to && sql_token_is(sql_token_at(accessor->tokens, at), "AS")
            && sql_token_at(accessor->tokens, at + 1)->kind == SQL_TOKEN_OPEN) {
            index_add(&accessor->withs, lower(accessor, sql_token_name(token)), accessor);
            settle(accessor, i, at);
        }
    }
}

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

// ---- columns that are written

static void name_column(struct accessor *accessor, struct sql_access *access, struct str name)
{
    struct sql_names *columns = (struct sql_names *)access->columns; // of this reading alone
    if (!columns)
        columns = arena_new(accessor->arena, struct sql_names);
    struct sql_name column = { STR_NONE, name };
    array_add(accessor->arena, columns, column);
    access->columns = columns;
}

// (a, b): the columns of an INSERT, or of a SET of several at once.
static void read_group(struct accessor *accessor, struct sql_cursor *cursor,
                       struct sql_access *access)
{
    uint32_t open = cursor->at, close = sql_cursor_peek(cursor, 0)->partner;
    for (uint32_t i = open + 1; i < close && i < cursor->end; i++)
        if (is_name(accessor, sql_token_at(accessor->tokens, i)))
            name_column(accessor, access, sql_token_name(sql_token_at(accessor->tokens, i)));
    sql_cursor_skip(cursor);
    settle(accessor, open, cursor->at);
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
                name.schema.length ? index_find(targets, lower(accessor, name.schema)) : NULL;
            if (!sql_name_is_set(name)) {
                access->has_all_columns = true;
                return;
            }
            name_column(accessor, named ? named : access, name.name);
            settle(accessor, from, cursor->at);
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

// ---- statements that write

// Where the statement's verb stands, behind its WITH.
static struct sql_cursor behind_verb(struct accessor *accessor, const char *verbs)
{
    struct sql_cursor cursor = cursor_at(accessor, accessor->statement->range.from);
    while (cursor.at < cursor.end && !sql_token_is_any(sql_cursor_peek(&cursor, 0), verbs))
        sql_cursor_skip(&cursor);
    cursor.at++;
    return cursor;
}

static void read_conflict(struct accessor *accessor, struct sql_cursor cursor,
                          const struct sql_source *target)
{
    const struct index none = { .arena = accessor->arena };
    while (cursor.at < cursor.end) {
        bool is_update = sql_cursor_accept_all(&cursor, "ON DUPLICATE KEY UPDATE")
                         || sql_cursor_accept_all(&cursor, "DO UPDATE SET");
        if (!is_update) {
            sql_cursor_skip(&cursor);
            continue;
        }
        struct span span = sql_tokens_span(accessor->tokens, target->at, target->at + 1);
        struct sql_access *access = add_access(accessor, SQL_UPDATES, target->table, span);
        read_assignments(accessor, &cursor, access, &none);
        add_read(accessor, target);
        return;
    }
}

static void read_insert(struct accessor *accessor)
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
    settle(accessor, target.at, cursor.at);
    const struct index none = { .arena = accessor->arena };
    struct sql_access *access = add_access(accessor, SQL_INSERTS, target.table, span);
    bool has_list = sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN
                    && !sql_token_is_any(sql_cursor_peek(&cursor, 1), "SELECT WITH VALUES");
    if (has_list)
        read_group(accessor, &cursor, access);
    else if (sql_cursor_accept(&cursor, "SET"))
        read_assignments(accessor, &cursor, access, &none);
    access->has_all_columns |= !access->columns;
    if (replaces)
        add_access(accessor, SQL_DELETES, target.table, span)->has_all_columns = true;
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
            add_access(accessor, kind, source->table,
                       sql_tokens_span(accessor->tokens, source->at, source->at + 1));
        index_add(targets, lower(accessor, source->table.name), access);
        if (source->alias.length)
            index_add(targets, lower(accessor, source->alias), access);
    }
}

static void add_reads(struct accessor *accessor, const struct sql_statement *found)
{
    list_each(sql_source, source, found->sources)
        add_read(accessor, source);
}

// Of several tables, a column without a table may be any one's: all of them are written to.
static void read_update(struct accessor *accessor)
{
    struct sql_statement found = { 0 }, from = { 0 };
    struct index targets = { .arena = accessor->arena };
    struct sql_cursor cursor = behind_verb(accessor, "UPDATE");
    sql_cursor_skip_any(&cursor, "LOW_PRIORITY IGNORE OR ABORT FAIL ROLLBACK REPLACE");
    read_references(accessor, &cursor, "SET", &found);
    const struct sql_access *before = accessor->statement->accesses.last;
    add_writes(accessor, SQL_UPDATES, &found, &targets);
    struct sql_access *first =
        before ? before->next : accessor->statement->accesses.first;
    if (!first || !sql_cursor_accept(&cursor, "SET")) {
        accessor->is_unknown = true;
        return;
    }
    struct sql_access unnamed = { 0 };
    read_assignments(accessor, &cursor, first->next ? &unnamed : first, &targets);
    for (struct sql_access *access = first; access; access = access->next) {
        for (size_t i = 0; unnamed.columns && i < unnamed.columns->count; i++)
            name_column(accessor, access, unnamed.columns->items[i].name);
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
    struct index aliases = { .arena = accessor->arena };
    list_each(sql_source, source, found->sources)
        if (source->alias.length)
            index_add(&aliases, lower(accessor, source->alias), source);
    do {
        uint32_t from = cursor.at;
        struct sql_name name = sql_cursor_name(&cursor);
        if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPERATOR)
            cursor.at++; // t.*
        struct sql_name table = name.name.length ? name : (struct sql_name){ .name = name.schema };
        settle(accessor, from, cursor.at);
        const struct sql_source *meant = index_find(&aliases, lower(accessor, table.name));
        if (meant)
            table = meant->table;
        add_access(accessor, SQL_DELETES, table,
                   sql_tokens_span(accessor->tokens, from, from + 1))
            ->has_all_columns = true;
        accessor->is_unknown |= !sql_name_is_set(table);
    } while (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_COMMA && ++cursor.at);
}

static void read_delete(struct accessor *accessor)
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
    struct index targets = { .arena = accessor->arena };
    if (is_plain && !has_using) {
        const struct sql_access *before = accessor->statement->accesses.last;
        add_writes(accessor, SQL_DELETES, &found, &targets);
        for (struct sql_access *access =
                 before ? before->next : accessor->statement->accesses.first;
             access; access = access->next)
            access->has_all_columns = true;
    } else
        add_deletes(accessor, named, read);
    add_reads(accessor, read);
}

static void read_others(struct accessor *accessor, enum sql_access_kind kind)
{
    list_each(sql_operation, operation, accessor->statement->operations) {
        accessor->is_unknown |= !sql_name_is_set(operation->table);
        add_access(accessor, kind, operation->table, operation->span)->has_all_columns = true;
    }
}

// ---- columns that are read

static bool is_keyword(const struct sql_token *token)
{
    return sql_token_is_any(
        token, "SELECT FROM WHERE AND OR NOT NULL IS IN AS ON JOIN INNER LEFT RIGHT OUTER CROSS "
               "NATURAL USING GROUP BY HAVING ORDER ASC DESC LIMIT DISTINCT ALL UNION EXCEPT "
               "INTERSECT CASE WHEN THEN ELSE END BETWEEN LIKE EXISTS VALUES INSERT INTO UPDATE "
               "SET DELETE REPLACE WITH RECURSIVE CREATE TABLE TRUE FALSE INTERVAL COLLATE OVER "
               "PARTITION FOR OF DO CONFLICT DUPLICATE KEY DEFAULT RETURNING EXPLAIN XOR DIV MOD "
               "REGEXP RLIKE GLOB ESCAPE STRAIGHT_JOIN IF CAST CONVERT");
}

// A column of the tables that the name means; no column: all of them. Where that are too many,
// every table is read whole.
static void add_to_meaning(struct accessor *accessor, const struct meaning *meaning,
                           struct str column)
{
    for (size_t i = 0; i < meaning->accesses.count && !accessor->has_loose_star; i++) {
        struct sql_access *access = meaning->accesses.items[i];
        accessor->has_loose_star = ++accessor->count >= COLUMNS_MAX;
        if (column.data)
            name_column(accessor, access, column);
        else
            access->has_all_columns = true;
    }
}

static void read_star(struct accessor *accessor, uint32_t at)
{
    const struct sql_token *before = sql_token_at(accessor->tokens, at - 1);
    accessor->has_loose_star |= before->kind == SQL_TOKEN_COMMA
                                || sql_token_is_any(before, "SELECT DISTINCT DISTINCTROW ALL "
                                                            "SQL_NO_CACHE RETURNING");
}

// Steps over a name of any parts, and reads it as a column.
static void read_name(struct accessor *accessor, struct sql_cursor *cursor)
{
    const struct sql_token *first = sql_cursor_peek(cursor, 0);
    struct sql_name name = sql_cursor_name(cursor);
    bool is_star = !name.name.data && sql_token_is_operator(sql_cursor_peek(cursor, 0), "*");
    cursor->at += is_star;
    bool is_call = sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPEN;
    if (name.schema.length) {
        const struct meaning *meaning =
            index_find(&accessor->meanings, lower(accessor, name.schema));
        if (meaning)
            add_to_meaning(accessor, meaning, is_star ? STR_NONE : name.name);
    } else if (!is_call && name.name.data && !is_keyword(first)) {
        struct sql_name column = { STR_NONE, name.name };
        array_add(accessor->arena, &accessor->loose, column);
    }
}

static void read_columns(struct accessor *accessor)
{
    struct sql_range range = accessor->statement->range;
    struct sql_cursor cursor = cursor_at(accessor, range.from);
    if (range.to - range.from > TOKENS_MAX)
        accessor->has_loose_star = true;
    while (cursor.at < range.to && !accessor->has_loose_star) {
        const struct sql_token *token = sql_cursor_peek(&cursor, 0);
        bool is_settled = accessor->is_settled[cursor.at - range.from];
        if (sql_token_is(token, "AS") && is_name(accessor, sql_cursor_peek(&cursor, 1)))
            cursor.at += 2; // an alias, or a type
        else if (!is_settled && is_name(accessor, token))
            read_name(accessor, &cursor);
        else {
            if (sql_token_is_operator(token, "*") && cursor.at > range.from)
                read_star(accessor, cursor.at);
            cursor.at++;
        }
    }
}

static void add_loose_columns(struct accessor *accessor)
{
    list_each(sql_access, access, accessor->statement->accesses) {
        if (access->kind != SQL_READS)
            continue;
        access->has_all_columns |= accessor->has_loose_star;
        for (size_t i = 0; i < accessor->loose.count && !access->has_all_columns; i++)
            if (++accessor->count < COLUMNS_MAX)
                name_column(accessor, access, accessor->loose.items[i].name);
            else
                access->has_all_columns = true;
    }
}

// ---- all of it

static bool has_rows(enum sql_head head)
{
    return head == SQL_SELECT || head == SQL_INSERT || head == SQL_INSERT_SELECT
           || head == SQL_UPDATE || head == SQL_DELETE || head == SQL_TRUNCATE || head == SQL_COPY
           || head == SQL_CREATE_TABLE_AS;
}

static void read_writes(struct accessor *accessor, enum sql_head head)
{
    if (head == SQL_INSERT || head == SQL_INSERT_SELECT)
        read_insert(accessor);
    else if (head == SQL_UPDATE)
        read_update(accessor);
    else if (head == SQL_DELETE)
        read_delete(accessor);
    else if (head == SQL_TRUNCATE || head == SQL_COPY)
        read_others(accessor, head == SQL_COPY ? SQL_INSERTS : SQL_DELETES);
    else if (head == SQL_CREATE_TABLE_AS)
        settle(accessor, accessor->statement->range.from,
               accessor->statement->selects.first ? accessor->statement->selects.first->range.from
                                                  : accessor->statement->range.to);
}

void sql_read_accesses(struct arena *arena, enum sql_engine engine,
                       struct sql_statement *statement)
{
    if (statement->refusal.data || !has_rows(statement->head))
        return;
    struct accessor accessor = {
        .arena = arena,
        .engine = engine,
        .statement = statement,
        .tokens = statement->tokens,
        .is_settled = arena_new_many(arena, bool, statement->range.to - statement->range.from + 1),
        .withs = { .arena = arena },
        .meanings = { .arena = arena },
    };
    read_withs(&accessor);
    read_writes(&accessor, statement->head);
    list_each(sql_select, select, statement->selects)
        list_each(sql_source, source, select->sources)
            add_read(&accessor, source);
    if (accessor.is_unknown) {
        statement->accesses.first = statement->accesses.last = NULL;
        return;
    }
    if (statement->head == SQL_TRUNCATE || statement->head == SQL_COPY)
        return;
    read_columns(&accessor);
    add_loose_columns(&accessor);
}
