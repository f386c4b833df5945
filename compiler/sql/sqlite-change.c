// The statements of SQLite's SQL, as operations and as changes of a catalog.
#include "sql/sqlite.h"

#include "sql/cursor.h"

static enum sql_head head_of(enum ddl_kind kind)
{
    static const struct {
        enum ddl_kind kind;
        enum sql_head head;
    } heads[] = {
        { DDL_CREATE_TABLE, SQL_CREATE_TABLE },
        { DDL_CREATE_TABLE_AS, SQL_CREATE_TABLE_AS },
        { DDL_DROP_TABLE, SQL_DROP_TABLE },
        { DDL_RENAME_TABLE, SQL_RENAME_TABLE },
        { DDL_ADD_COLUMN, SQL_ADD_COLUMN },
        { DDL_DROP_COLUMN, SQL_DROP_COLUMN },
        { DDL_RENAME_COLUMN, SQL_RENAME_COLUMN },
        { DDL_SET_NOT_NULL, SQL_SET_NOT_NULL },
        { DDL_DROP_NOT_NULL, SQL_DROP_NOT_NULL },
        { DDL_ADD_CONSTRAINT, SQL_ADD_CONSTRAINT },
        { DDL_DROP_CONSTRAINT, SQL_DROP_CONSTRAINT },
        { DDL_CREATE_INDEX, SQL_CREATE_INDEX },
        { DDL_DROP_INDEX, SQL_DROP_INDEX },
        { DDL_CREATE_VIEW, SQL_CREATE_VIEW },
        { DDL_DROP_VIEW, SQL_DROP_VIEW },
        { DDL_CREATE_TRIGGER, SQL_CREATE_TRIGGER },
        { DDL_DROP_TRIGGER, SQL_DROP_TRIGGER },
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (heads[i].kind == kind)
            return heads[i].head;
    return SQL_OTHER;
}

static struct sql_operation *new_operation(struct sqlite_reader *reader, enum sql_head head,
                                           struct sqlite_words words)
{
    struct sql_operation *operation = arena_new(reader->arena, struct sql_operation);
    operation->head = head;
    operation->table = words.table;
    operation->object = words.object;
    operation->column = words.column;
    operation->new_name = words.new_name;
    if (words.constraint.data)
        operation->object.name = words.constraint;
    operation->is_conditional = words.is_conditional;
    operation->is_unique = words.is_unique;
    return operation;
}

static struct ddl *add_change(struct sqlite_reader *reader, struct sqlite_change *change,
                              enum ddl_kind kind, struct sqlite_words words)
{
    struct ddl *ddl = arena_new(reader->arena, struct ddl);
    ddl->kind = kind;
    ddl->table = sqlite_stored_name(reader, words.table);
    ddl->object = sqlite_stored_name(reader, words.object);
    ddl->column = sqlite_stored(reader, words.column);
    ddl->new_name.name = sqlite_stored(reader, words.new_name);
    if (words.constraint.data)
        ddl->object.name = sqlite_stored(reader, words.constraint);
    ddl->is_conditional = words.is_conditional;
    ddl->is_temporary = words.is_temporary;
    list_add(&change->changes, ddl);
    return ddl;
}

struct sqlite_change *sqlite_change(struct sqlite_reader *reader, enum ddl_kind kind,
                                    struct sqlite_words words)
{
    struct sqlite_change *change = arena_new(reader->arena, struct sqlite_change);
    change->operation = new_operation(reader, head_of(kind), words);
    add_change(reader, change, kind, words);
    return change;
}

// ---- rows

struct sqlite_change *sqlite_query(struct sqlite_reader *reader, enum sql_head head,
                                   struct sql_name table)
{
    static const char *const schema_tables[] = { "sqlite_schema", "sqlite_master",
                                                 "sqlite_temp_schema", "sqlite_temp_master" };
    struct sqlite_change *change = arena_new(reader->arena, struct sqlite_change);
    change->operation = new_operation(reader, head, (struct sqlite_words){ .table = table });
    for (size_t i = 0; i < sizeof schema_tables / sizeof *schema_tables; i++)
        if (str_equal_ignoring_case(table.name, str_of(schema_tables[i])))
            add_change(reader, change, DDL_OPAQUE, (struct sqlite_words){ .table = NO_NAME });
    return change;
}

// ---- tables

static struct sqlite_change *create_table(struct sqlite_reader *reader, enum ddl_kind kind,
                                          struct sqlite_words words,
                                          struct sql_table_definition *definition)
{
    words.is_temporary |= str_equal_ignoring_case(words.table.schema, STR("temp"));
    definition->is_temporary = words.is_temporary;
    struct sqlite_change *change = sqlite_change(reader, kind, words);
    change->operation->is_temporary = words.is_temporary;
    change->changes.first->create_table = definition;
    return change;
}

struct sqlite_change *sqlite_create_table(struct sqlite_reader *reader, struct sqlite_words words,
                                          struct sqlite_place group, struct sqlite_options options)
{
    struct sql_table_definition *definition = sqlite_read_table(reader, group);
    if (!definition)
        return NULL;
    definition->is_strict = options.is_strict;
    definition->is_without_rowid = options.is_without_rowid;
    return create_table(reader, DDL_CREATE_TABLE, words, definition);
}

static const struct sql_view *new_query(struct sqlite_reader *reader, struct sqlite_place columns,
                                        struct sqlite_place query, bool is_temporary)
{
    struct sql_view *view = arena_new(reader->arena, struct sql_view);
    view->columns = sqlite_keys(reader, columns);
    view->query = sqlite_expression(reader, query);
    view->reads = sqlite_tables_in(reader, sqlite_tokens(reader, query));
    view->is_temporary = is_temporary;
    return view;
}

struct sqlite_change *sqlite_create_as(struct sqlite_reader *reader, struct sqlite_words words,
                                       struct sqlite_place query)
{
    struct sql_table_definition *definition = arena_new(reader->arena, struct sql_table_definition);
    definition->query = new_query(reader, (struct sqlite_place){ 0 }, query, false);
    return create_table(reader, DDL_CREATE_TABLE_AS, words, definition);
}

struct sqlite_change *sqlite_create_virtual(struct sqlite_reader *reader, struct sqlite_words words)
{
    struct sql_table_definition *definition = arena_new(reader->arena, struct sql_table_definition);
    definition->is_virtual = true;
    struct sqlite_change *change = create_table(reader, DDL_CREATE_TABLE, words, definition);
    change->operation->head = SQL_CREATE_OTHER;
    return change;
}

// ---- indexes, views, triggers

struct sqlite_change *sqlite_create_index(struct sqlite_reader *reader, struct sqlite_words words,
                                          struct sqlite_place keys, struct sqlite_place where)
{
    // The table is in the schema of its index, which alone can name it.
    struct sqlite_change *change = sqlite_change(reader, DDL_CREATE_INDEX, words);
    struct sql_index *index = arena_new(reader->arena, struct sql_index);
    index->name = change->changes.first->object;
    index->is_unique = words.is_unique;
    index->method = STR("btree");
    index->parts = sqlite_keys(reader, keys);
    index->where = sqlite_expression(reader, where);
    change->changes.first->index = index;
    return change;
}

struct sqlite_change *sqlite_create_view(struct sqlite_reader *reader, struct sqlite_words words,
                                         struct sqlite_place columns, struct sqlite_place query)
{
    struct sqlite_change *change = sqlite_change(reader, DDL_CREATE_VIEW, words);
    change->changes.first->view = new_query(reader, columns, query, words.is_temporary);
    return change;
}

struct sqlite_change *sqlite_create_trigger(struct sqlite_reader *reader, struct sqlite_words words,
                                            enum sql_timing timing, struct sqlite_event event,
                                            struct sqlite_place when, struct sqlite_place body)
{
    struct sqlite_change *change = sqlite_change(reader, DDL_CREATE_TRIGGER, words);
    struct sql_trigger *trigger = arena_new(reader->arena, struct sql_trigger);
    struct sql_range range = sqlite_tokens(reader, body);
    *trigger = (struct sql_trigger){
        .timing = timing,
        .on_insert = event.on_insert,
        .on_update = event.on_update,
        .on_delete = event.on_delete,
        .columns = event.columns,
        .is_for_each_row = true,
        .is_temporary = words.is_temporary,
        .when = sqlite_expression(reader, when),
        .body = sql_tokens_text(reader->tokens, range.from, range.to),
        .body_span = sql_tokens_span(reader->tokens, range.from, range.to),
        .names = sqlite_names_in(reader, range),
        .tables = sqlite_tables_in(reader, range),
    };
    change->changes.first->trigger = trigger;
    return change;
}

// ---- ALTER TABLE

struct sqlite_change *sqlite_add_column(struct sqlite_reader *reader, struct sqlite_column *column)
{
    struct sqlite_words words = { .column = column->written };
    struct sqlite_change *change = sqlite_change(reader, DDL_ADD_COLUMN, words);
    change->changes.first->definition = &column->column;
    bool has_key = false;
    list_each(sql_constraint_definition, constraint, column->constraints) {
        words = (struct sqlite_words){ .column = column->written, .constraint = constraint->name };
        struct ddl *added = add_change(reader, change, DDL_ADD_CONSTRAINT, words);
        added->constraint = constraint;
        added->span = constraint->span;
        has_key |= constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    }
    struct sql_operation *operation = change->operation;
    operation->definition = sqlite_tokens(reader, column->definition);
    operation->fallback = sqlite_tokens(reader, column->fallback);
    operation->is_not_null = column->column.is_not_null || has_key;
    operation->has_default =
        column->fallback.to > 0 || column->column.generated != SQL_NOT_GENERATED;
    return change;
}

struct sqlite_change *sqlite_add_check(struct sqlite_reader *reader, struct str name,
                                       struct sqlite_place expression, const char *conflict)
{
    struct sqlite_words words = { .constraint = name };
    struct sqlite_change *change = sqlite_change(reader, DDL_ADD_CONSTRAINT, words);
    struct sqlite_property check = {
        .kind = SQLITE_CHECK,
        .place = expression,
        .expression = expression,
        .conflict = conflict,
    };
    struct sql_constraint_definition *constraint = sqlite_constraint(reader, &check);
    constraint->name = change->changes.first->object.name;
    change->changes.first->constraint = constraint;
    change->operation->constraint = SQL_CONSTRAINT_CHECK;
    return change;
}

struct sqlite_change *sqlite_on_table(struct sqlite_reader *reader, struct sqlite_place clause,
                                      struct sqlite_change *change, struct sql_name table)
{
    struct span span = text_span(reader->tokens->text, clause.from, clause.to);
    change->operation->table = table;
    change->operation->span = span;
    list_each(ddl, ddl, change->changes) {
        ddl->table = sqlite_stored_name(reader, table);
        if (!span_is_set(ddl->span))
            ddl->span = span;
    }
    return change;
}

// ---- what no production reads

static struct ddl *new_change(const struct sqlite_reader *reader, enum ddl_kind kind)
{
    struct ddl *change = arena_new(reader->arena, struct ddl);
    change->kind = kind;
    return change;
}

static struct ddl *attach(const struct sqlite_reader *reader, const struct sql_statement *statement,
                          const char *verb)
{
    struct ddl *change = new_change(reader, DDL_OTHER);
    struct sql_option *option = arena_new(reader->arena, struct sql_option);
    struct sql_cursor cursor = { reader->arena, reader->tokens, statement->range.from + 1,
                                 statement->range.to };
    bool has_name = sql_cursor_find(&cursor, "AS");
    if (!has_name)
        cursor.at = statement->range.to - 2; // DETACH DATABASE name
    cursor.at++;
    option->name = str_of(verb);
    option->value = sqlite_stored(reader, sql_cursor_word(&cursor));
    option->span = statement->span;
    change->option = option;
    return change;
}

struct ddl *sqlite_opaque(const struct sqlite_reader *reader, const struct sql_statement *statement)
{
    const struct sql_token *verb = &reader->tokens->items[statement->range.from];
    if (sql_token_is_any(verb, "SELECT VALUES WITH INSERT REPLACE UPDATE DELETE BEGIN COMMIT END "
                               "ROLLBACK SAVEPOINT RELEASE PRAGMA EXPLAIN ANALYZE VACUUM REINDEX"))
        return NULL;
    if (sql_token_is(verb, "ATTACH"))
        return attach(reader, statement, "attach");
    if (sql_token_is(verb, "DETACH"))
        return attach(reader, statement, "detach");
    struct ddl *change = new_change(reader, DDL_OPAQUE);
    struct sql_range rest = { statement->range.from + 1, statement->range.to };
    change->names = sqlite_names_in(reader, rest);
    return change;
}
