// CREATE TABLE and CREATE INDEX in MySQL's SQL.
#include "sql/mysql.h"

#include "sql/mysql-words.h"

struct ddl *mysql_change(struct mysql_reader *reader, enum ddl_kind kind,
                         struct mysql_place place)
{
    struct mysql_change *change = arena_new(reader->arena, struct mysql_change);
    struct ddl *ddl = &change->ddl;
    ddl->kind = kind;
    if (place.to)
        ddl->span = mysql_span(reader, place);
    list_add(&reader->changes, ddl);
    return ddl;
}

void mysql_allow(struct mysql_reader *reader, unsigned modifiers, unsigned allowed)
{
    if (modifiers & ~allowed)
        reader->is_refused = true;
}

// ---- options

struct sql_option *mysql_option(struct mysql_reader *reader, struct mysql_place place,
                                struct str name, struct mysql_place value)
{
    struct sql_option *option = arena_new(reader->arena, struct sql_option);
    struct str text = mysql_text(reader, value);
    option->name = name;
    if (value.to && !mysql_word_is(MYSQL_TABLE_OPTION, name))
        mysql_opaque(reader);
    if (value.to)
        option->value = text.length > 0 && strchr("'\"", text.data[0]) ? mysql_string(reader, value)
                        : text.length > 0 && text.data[0] == '`'      ? mysql_name(reader, value)
                                                                      : text;
    option->span = mysql_span(reader, place);
    return option;
}

struct sql_option *mysql_charset_option(struct mysql_reader *reader, struct mysql_place place,
                                        const char *name, struct str value)
{
    struct sql_option *option =
        mysql_option(reader, place, str_of(name), (struct mysql_place){ 0 });
    option->value = mysql_charset_name(reader, value);
    return option;
}

struct mysql_options mysql_options(struct mysql_options options, struct sql_option *option)
{
    list_add(&options, option);
    return options;
}

// ---- elements

// MySQL reads REFERENCES behind a column, and makes no foreign key of it.
static bool is_ignored(const struct mysql_reader *reader,
                       const struct sql_constraint_definition *constraint)
{
    return reader->engine == SQL_ENGINE_MYSQL && constraint->is_of_column
           && constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY;
}

static void add_constraints(const struct mysql_reader *reader, struct sql_constraints *all,
                            struct sql_constraints added)
{
    struct sql_constraint_definition *next;
    for (struct sql_constraint_definition *each = added.first; each; each = next) {
        next = each->next;
        each->next = NULL;
        if (!is_ignored(reader, each))
            list_add(all, each);
    }
}

struct sql_table_definition *mysql_add(struct mysql_reader *reader,
                                       struct sql_table_definition *table,
                                       struct mysql_element element, struct mysql_place place)
{
    if (!table)
        table = arena_new(reader->arena, struct sql_table_definition);
    if (element.column) {
        mysql_column_end(reader, element.column, place.to);
        list_add(&table->columns, element.column->definition);
        add_constraints(reader, &table->constraints, element.column->constraints);
    }
    if (element.constraint)
        list_add(&table->constraints, element.constraint);
    if (element.index) {
        element.index->span = mysql_span(reader, place);
        list_add(&table->indexes, element.index);
    }
    return table;
}

struct mysql_element mysql_period(struct mysql_reader *reader)
{
    mysql_opaque(reader);
    return (struct mysql_element){ 0 };
}

// ---- tables

void mysql_partition_by(struct mysql_reader *reader, struct mysql_place words)
{
    reader->partition = words;
}

void mysql_query(struct mysql_reader *reader, struct mysql_place first, struct mysql_place rest)
{
    struct sql_view *query = arena_new(reader->arena, struct sql_view);
    struct mysql_place place = { first.from, rest.to };
    query->query = mysql_expression(reader, place);
    query->reads = query->query.names;
    reader->query = query;
}

// RANGE (id), LINEAR HASH (id), KEY (a, b), RANGE COLUMNS (a)
static void put_partitions(const struct mysql_reader *reader, struct sql_table_definition *table)
{
    struct sql_range range = mysql_tokens(reader, reader->partition);
    const struct sql_token *items = reader->tokens->items;
    range.from += sql_token_is(&items[range.from], "LINEAR");
    table->partition_method = mysql_charset_name(reader, items[range.from].text);
    for (uint32_t i = range.from; i < range.to; i++)
        if (items[i].kind == SQL_TOKEN_OPEN && items[i].partner < range.to) {
            const char *text = reader->tokens->text.str.data;
            const struct sql_token *end = &items[items[i].partner];
            table->partition_key = mysql_expression(
                reader, (struct mysql_place){ (size_t)(items[i].text.data + 1 - text),
                                              (size_t)(end->text.data - text) });
            table->partitions.text =
                sql_tokens_text(reader->tokens, items[i].partner + 1, range.to);
            return;
        }
}

struct sql_table_definition *mysql_define(struct mysql_reader *reader,
                                          struct sql_table_definition *table,
                                          struct mysql_options options)
{
    if (!table)
        table = arena_new(reader->arena, struct sql_table_definition);
    table->options.first = options.first;
    table->options.last = options.last;
    table->query = reader->query;
    if (reader->partition.to)
        put_partitions(reader, table);
    return table;
}

static struct ddl *create(struct mysql_reader *reader, enum ddl_kind kind, unsigned modifiers,
                          bool is_conditional, struct sql_name table)
{
    mysql_allow(reader, modifiers, MYSQL_REPLACE | MYSQL_TEMPORARY);
    reader->is_refused |= (modifiers & MYSQL_REPLACE) && is_conditional;
    if (modifiers & MYSQL_REPLACE) {
        struct ddl *drop = mysql_change(reader, DDL_DROP_TABLE, (struct mysql_place){ 0 });
        drop->table = table;
        drop->is_conditional = true;
        drop->is_temporary = modifiers & MYSQL_TEMPORARY;
    }
    struct ddl *change = mysql_change(reader, kind, (struct mysql_place){ 0 });
    change->table = table;
    change->is_conditional = is_conditional;
    change->is_temporary = modifiers & MYSQL_TEMPORARY;
    return change;
}

void mysql_create_table(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                        struct sql_name table, struct sql_table_definition *definition)
{
    definition->is_temporary = modifiers & MYSQL_TEMPORARY;
    create(reader, definition->query ? DDL_CREATE_TABLE_AS : DDL_CREATE_TABLE, modifiers,
           is_conditional, table)
        ->create_table = definition;
}

void mysql_create_like(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       struct sql_name table, struct sql_name like)
{
    struct sql_table_definition *definition =
        arena_new(reader->arena, struct sql_table_definition);
    definition->like = like;
    definition->is_like_all = true;
    mysql_create_table(reader, modifiers, is_conditional, table, definition);
}

// ---- indexes

void mysql_create_index(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                        struct sql_name table, struct sql_index *index)
{
    mysql_allow(reader, modifiers, MYSQL_REPLACE | MYSQL_UNIQUE | MYSQL_FULLTEXT | MYSQL_SPATIAL
                                       | MYSQL_ONLINE);
    if (modifiers & MYSQL_REPLACE) {
        struct ddl *drop = mysql_change(reader, DDL_DROP_INDEX, (struct mysql_place){ 0 });
        drop->table = table;
        drop->object = index->name;
        drop->is_conditional = true;
    }
    struct mysql_key_options kind = { .is_fulltext = modifiers & MYSQL_FULLTEXT,
                                      .is_spatial = modifiers & MYSQL_SPATIAL };
    mysql_key(kind, is_conditional, index);
    index->is_unique = modifiers & MYSQL_UNIQUE;
    struct ddl *change = mysql_change(reader, DDL_CREATE_INDEX, (struct mysql_place){ 0 });
    change->table = table;
    change->object = index->name;
    change->index = index;
    change->is_conditional = is_conditional;
}
