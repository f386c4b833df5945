// Partitions of MySQL and MariaDB: their names, and what ALTER TABLE does with them. Of their
// bounds those of ranges are looked at: they rise.
#include "sql/catalog-parts.h"

#include "sql/cursor.h"

enum { PARTITIONS_MAX = 8192 };

static struct sql_cursor cursor_on(const struct applier *applier, struct str text)
{
    const struct sql_tokens *tokens =
        sql_scan(applier->arena, applier->catalog->engine, (struct text){ .str = text });
    return (struct sql_cursor){ .arena = applier->arena, .tokens = tokens, .end = tokens->count };
}

static bool is_by_hash(const struct catalog_table *table)
{
    return str_is(table->partition_method, "hash") || str_is(table->partition_method, "key");
}

static size_t count_of(const struct sql_names *names)
{
    return names ? names->count : 0;
}

// Where the name stands; `count` where it does not.
static size_t find(const struct sql_names *names, struct str name)
{
    size_t i = 0;
    while (i < count_of(names) && !str_equal_ignoring_case(names->items[i].name, name))
        i++;
    return i;
}

static bool has(const struct sql_names *names, struct str name)
{
    return find(names, name) < count_of(names);
}

static void add(struct applier *applier, struct sql_names *names, struct str name)
{
    array_add(applier->arena, names, ((struct sql_name){ .name = name }));
}

static uint64_t read_number(struct sql_cursor *cursor)
{
    struct str digits = sql_cursor_peek(cursor, 0)->text;
    uint64_t number = 0;
    for (size_t i = 0; i < digits.length && i < 9 && char_is_digit(digits.data[i]); i++)
        number = number * 10 + (uint64_t)(digits.data[i] - '0');
    return number;
}

// p0, p1, … as the engine calls those without a name, behind the ones that are there.
static void add_numbered(struct applier *applier, struct sql_names *names, uint64_t count)
{
    for (uint64_t i = 0; i < count && names->count < PARTITIONS_MAX; i++)
        add(applier, names, arena_format(applier->arena, "p%zu", names->count));
}

// What stands behind LESS THAN, without its parentheses; empty where nothing does.
static struct str bound_at(struct sql_cursor cursor)
{
    cursor.at += 2; // PARTITION and its name
    if (!sql_cursor_accept_all(&cursor, "VALUES LESS THAN"))
        return STR("");
    const struct sql_token *token = sql_cursor_peek(&cursor, 0);
    if (token->kind != SQL_TOKEN_OPEN)
        return token->text;
    return sql_tokens_text(cursor.tokens, cursor.at + 1, token->partner);
}

// (PARTITION a …, PARTITION b …): at the cursor's parenthesis, or none.
static bool add_defined(struct applier *applier, struct sql_cursor cursor, struct sql_names *names)
{
    if (sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_OPEN)
        return true;
    cursor.end = sql_cursor_peek(&cursor, 0)->partner;
    for (cursor.at++; cursor.at < cursor.end; sql_cursor_skip(&cursor)) {
        if (!sql_cursor_is(&cursor, "PARTITION"))
            continue;
        struct str name = sql_token_name(sql_cursor_peek(&cursor, 1));
        applier_work(applier, count_of(names));
        if (has(names, name))
            return applier_refuse(applier, "there is a partition '%.*s' already", STR_ARGS(name));
        array_add(applier->arena, names, ((struct sql_name){ bound_at(cursor), name }));
    }
    return true;
}

static bool is_number(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_digit(text.data[i]))
            return false;
    return text.length > 0 && text.data[0] != '0';
}

// Of two that are numbers, or MAXVALUE.
static enum catalog_presence is_below(struct str a, struct str b)
{
    bool is_last = str_equal_ignoring_case(b, STR("MAXVALUE"));
    if (str_equal_ignoring_case(a, STR("MAXVALUE")))
        return CATALOG_ABSENT;
    if (is_last)
        return CATALOG_PRESENT;
    if (!is_number(a) || !is_number(b))
        return str_equal(a, b) ? CATALOG_ABSENT : CATALOG_MAYBE;
    bool is_shorter = a.length < b.length || (a.length == b.length && str_compare(a, b) < 0);
    return is_shorter ? CATALOG_PRESENT : CATALOG_ABSENT;
}

static bool check_rising(struct applier *applier, const struct catalog_table *table,
                         const struct sql_names *names)
{
    bool is_range = str_is(table->partition_method, "range");
    applier_work(applier, names->count);
    for (size_t i = 1; is_range && i < names->count; i++) {
        struct sql_name a = names->items[i - 1], b = names->items[i];
        switch (is_below(a.schema, b.schema)) {
        case CATALOG_PRESENT: break;
        case CATALOG_MAYBE:
            applier_doubt(applier, "whether partition '%.*s' is above '%.*s' is not known",
                          STR_ARGS(b.name), STR_ARGS(a.name));
            break;
        case CATALOG_ABSENT:
            return applier_refuse(applier, "partition '%.*s' is not above '%.*s'",
                                  STR_ARGS(b.name), STR_ARGS(a.name));
        }
    }
    return true;
}

bool mysql_make_partitions(struct applier *applier, struct table_edit edit,
                           const struct sql_expression *text)
{
    struct sql_names *names = arena_new(applier->arena, struct sql_names);
    struct sql_cursor cursor = cursor_on(applier, text->text.data ? text->text : STR(""));
    uint64_t count = 1;
    while (cursor.at < cursor.end && !sql_cursor_is(&cursor, "PARTITIONS")
           && sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_OPEN)
        cursor.at++;
    if (sql_cursor_accept(&cursor, "PARTITIONS")) {
        count = read_number(&cursor);
        cursor.at++;
    }
    while (cursor.at < cursor.end && sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_OPEN)
        cursor.at++; // SUBPARTITION BY …
    struct sql_cursor last = cursor; // its own parenthesis comes before that of the partitions
    for (; cursor.at < cursor.end; sql_cursor_skip(&cursor))
        if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN)
            last = cursor;
    if (!add_defined(applier, last, names))
        return false;
    if (!names->count && is_by_hash(edit.table))
        add_numbered(applier, names, count);
    edit.table->partitions = names->count ? names : NULL;
    return check_rising(applier, edit.table, names);
}

// ---- ALTER TABLE

static bool refuse_missing(struct applier *applier, struct str name)
{
    return applier_refuse(applier, "there is no partition '%.*s'", STR_ARGS(name));
}

// The names up to the end or another word; false where one is not there.
static bool read_names(struct applier *applier, struct table_edit edit, struct sql_cursor *cursor,
                       struct sql_names *names)
{
    bool is_conditional = sql_cursor_accept_all(cursor, "IF EXISTS");
    if (sql_cursor_is(cursor, "ALL") || cursor->at >= cursor->end)
        return true;
    do {
        struct str name = sql_token_name(sql_cursor_peek(cursor, 0));
        applier_work(applier, count_of(edit.table->partitions));
        if (!has(edit.table->partitions, name) && !is_conditional && !edit.table->is_partial)
            return refuse_missing(applier, name);
        add(applier, names, name);
        cursor->at++;
    } while (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_COMMA && ++cursor->at < cursor->end);
    return true;
}

static struct sql_names *copy_of(struct applier *applier, struct table_edit edit)
{
    struct sql_names *copy = arena_new(applier->arena, struct sql_names);
    for (size_t i = 0; i < count_of(edit.table->partitions); i++)
        array_add(applier->arena, copy, edit.table->partitions->items[i]);
    return copy;
}

static bool add_partitions(struct applier *applier, struct table_edit edit,
                           struct sql_cursor *cursor)
{
    struct sql_names *names = copy_of(applier, edit);
    bool is_conditional = sql_cursor_accept_all(cursor, "IF NOT EXISTS");
    if (sql_cursor_accept(cursor, "PARTITIONS")) {
        if (!is_by_hash(edit.table))
            return applier_refuse(applier, "partitions by range or list need their values");
        add_numbered(applier, names, read_number(cursor));
    } else if (!add_defined(applier, *cursor, names)) {
        applier->outcome = is_conditional ? CATALOG_APPLIED : CATALOG_REFUSED;
        return is_conditional;
    }
    edit.table->partitions = names;
    return check_rising(applier, edit.table, names);
}

// Those that are not named, and in the place of the first one that is the new ones.
static bool replace(struct applier *applier, struct table_edit edit, struct sql_cursor *cursor,
                    bool is_drop)
{
    struct sql_names gone = { 0 }, *left = arena_new(applier->arena, struct sql_names);
    if (!read_names(applier, edit, cursor, &gone))
        return false;
    if (is_drop && is_by_hash(edit.table))
        return applier_refuse(applier, "partitions by hash are not dropped by name");
    sql_cursor_accept(cursor, "INTO");
    bool is_placed = is_drop || !gone.count;
    const struct sql_names *old = edit.table->partitions;
    for (size_t i = 0; i < count_of(old); i++) {
        applier_work(applier, gone.count);
        if (!has(&gone, old->items[i].name)) {
            array_add(applier->arena, left, old->items[i]);
            continue;
        }
        if (!is_placed && !add_defined(applier, *cursor, left))
            return false;
        is_placed = true;
    }
    if (!left->count && !edit.table->is_partial)
        return applier_refuse(applier, "a table keeps one of its partitions");
    edit.table->partitions = left;
    return check_rising(applier, edit.table, left);
}

static bool coalesce(struct applier *applier, struct table_edit edit, struct sql_cursor *cursor)
{
    uint64_t count = read_number(cursor);
    struct sql_names *left = copy_of(applier, edit);
    if (!is_by_hash(edit.table))
        return applier_refuse(applier, "partitions by range or list do not coalesce");
    if (!count || count >= left->count)
        return applier_refuse(applier, "a table keeps one of its partitions");
    left->count -= count;
    edit.table->partitions = left;
    return true;
}

// RANGE COLUMNS (a) (PARTITION …)
static bool partition_by(struct applier *applier, struct table_edit edit,
                         struct sql_cursor *cursor)
{
    struct sql_expression behind = { 0 };
    sql_cursor_accept(cursor, "LINEAR");
    edit.table->partition_method =
        arena_lower(applier->arena, sql_cursor_peek(cursor, 0)->text);
    while (cursor->at < cursor->end && sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_OPEN)
        cursor->at++;
    uint32_t open = cursor->at, close = sql_cursor_peek(cursor, 0)->partner;
    edit.table->partition_key = (struct sql_expression){ 0 };
    edit.table->partition_key.text = sql_tokens_text(cursor->tokens, open + 1, close);
    behind.text = sql_tokens_text(cursor->tokens, close + 1, cursor->end);
    return mysql_make_partitions(applier, edit, &behind);
}

bool mysql_change_partitions(struct applier *applier, struct table_edit edit)
{
    const struct sql_option *option = applier->ddl->option;
    struct sql_cursor cursor =
        cursor_on(applier, option->value.data ? option->value : STR(""));
    struct str verb = option->name;
    struct sql_names names = { 0 };
    if (str_is(verb, "partition by"))
        return partition_by(applier, edit, &cursor);
    if (!edit.table->partition_method.data)
        return edit.table->is_partial || applier_refuse(applier, "the table has no partitions");
    if (str_is(verb, "remove")) {
        edit.table->partition_method = STR_NONE;
        edit.table->partition_key = (struct sql_expression){ 0 };
        edit.table->partitions = NULL;
        return true;
    }
    if (str_is(verb, "add"))
        return add_partitions(applier, edit, &cursor);
    if (str_is(verb, "drop") || str_is(verb, "reorganize"))
        return replace(applier, edit, &cursor, str_is(verb, "drop"));
    if (str_is(verb, "coalesce"))
        return coalesce(applier, edit, &cursor);
    return str_is(verb, "exchange") || read_names(applier, edit, &cursor, &names);
}
