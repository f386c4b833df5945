// What a view's query reads, and which columns it brings.
#include "sql/catalog-query.h"

#include "sql/cursor.h"
#include "sql/mysql-words.h"

struct query {
    struct applier *applier;
    const struct sql_tokens *tokens;
    const struct sql_select *first;
    struct sql_expression text;
    struct query_facts *facts;
    bool has_with;
};

// As the engine stores it.
static struct str stored(const struct query *query, struct str name)
{
    struct str written = sql_name_quoted(query->tokens, name);
    if (name.data && written.length != name.length && written.data[0] != '[')
        return sql_undouble(query->applier->arena, name, written.data[0]);
    if (!is_postgresql(query->applier) || written.length != name.length || !name.data)
        return name;
    return catalog_fold(query->applier->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE, name);
}

static struct sql_name stored_name(const struct query *query, struct sql_name name)
{
    return (struct sql_name){ stored(query, name.schema), stored(query, name.name) };
}

// ---- what it reads

static bool is_read_already(const struct query *query, struct sql_name name)
{
    const struct sql_names *reads = query->facts->reads;
    for (size_t i = 0; i < reads->count; i++)
        if (applier_same_name(query->applier, CATALOG_TABLE, reads->items[i], name))
            return true;
    return false;
}

static bool read_source(struct query *query, const struct sql_source *source)
{
    struct applier *applier = query->applier;
    struct sql_name name = stored_name(query, source->table);
    if (!sql_name_is_set(name))
        return true;
    struct catalog_found found = applier_find(applier, name);
    if (found.presence == CATALOG_ABSENT && !query->has_with && is_strict_about_views(applier))
        return applier_lacks_named(applier, "table or view", name);
    if (found.presence == CATALOG_MAYBE)
        applier_doubt(applier, "whether there is a table or view '%.*s' is not known",
                      STR_ARGS(applier_say(applier, name)));
    struct sql_name full =
        found.object ? found.object->name : applier_new_name(applier, name, false);
    bool is_there = found.object || !query->has_with;
    if (is_there && !is_read_already(query, full))
        array_add(applier->arena, query->facts->reads, full);
    return true;
}

static bool has_star(const struct query *query)
{
    for (const struct sql_select *select = query->first; select; select = select->next)
        if (select->has_star)
            return true;
    return false;
}

static void add_read(const struct query *query, struct sql_name table, struct str column)
{
    if (has_star(query) || expression_mentions(query->applier, &query->text, column))
        array_add(query->applier->arena, query->facts->reads_columns,
                  ((struct catalog_read){ table, column }));
}

static void read_columns(const struct query *query)
{
    struct applier *applier = query->applier;
    for (size_t i = 0; i < query->facts->reads->count; i++) {
        struct sql_name name = query->facts->reads->items[i];
        const struct catalog_object *object = applier_find(applier, name).object;
        if (object && object->kind == CATALOG_TABLE) {
            struct catalog_columns columns = catalog_columns_of(applier->arena, object->table);
            for (size_t j = 0; j < columns.count; j++)
                add_read(query, name, columns.items[j]->definition.name);
        }
        if (object && object->kind == CATALOG_VIEW && object->view->columns)
            for (size_t j = 0; j < object->view->columns->count; j++)
                add_read(query, name, object->view->columns->items[j].name);
    }
}

// ---- which columns it brings

static bool add_all_columns(struct query *query, struct sql_name table)
{
    struct applier *applier = query->applier;
    const struct catalog_object *object = applier_find(applier, table).object;
    if (object && object->kind == CATALOG_TABLE && !object->table->is_partial) {
        struct catalog_columns columns = catalog_columns_of(applier->arena, object->table);
        for (size_t i = 0; i < columns.count; i++)
            if (!columns.items[i]->definition.is_invisible)
                array_add(applier->arena, query->facts->columns,
                          ((struct query_column){ columns.items[i]->definition.name,
                                                  columns.items[i], object->table->is_strict }));
        return true;
    }
    if (!object || object->kind != CATALOG_VIEW || !object->view->columns)
        return false;
    for (size_t i = 0; i < object->view->columns->count; i++)
        array_add(applier->arena, query->facts->columns,
                  ((struct query_column){ .name = object->view->columns->items[i].name }));
    return true;
}

// `*`, or `t.*` of the source that is called so.
static bool add_star(struct query *query, struct str qualifier)
{
    bool is_any = false;
    for (const struct sql_source *source = query->first->sources.first; source;
         source = source->next) {
        struct str called = source->alias.length ? source->alias : source->table.name;
        if (qualifier.length && !str_equal_ignoring_case(qualifier, called))
            continue;
        is_any = true;
        if (!add_all_columns(query, stored_name(query, source->table)))
            return false;
    }
    return is_any;
}

// The table's column that an item is, where it is nothing else.
static const struct catalog_column *column_meant(const struct query *query, struct str name)
{
    const struct catalog_column *meant = NULL;
    for (const struct sql_source *source = query->first->sources.first; source;
         source = source->next) {
        const struct catalog_object *object =
            applier_find(query->applier, stored_name(query, source->table)).object;
        const struct catalog_column *column =
            object && object->kind == CATALOG_TABLE
                ? column_find(query->applier, object->table, name)
                : NULL;
        if (meant && column)
            return NULL;
        meant = column ? column : meant;
    }
    return meant;
}

// True where a source, or whether there is one, is not known, or one of them has the column.
static bool may_have(const struct query *query, struct str name)
{
    for (const struct sql_source *source = query->first->sources.first; source;
         source = source->next) {
        const struct catalog_object *object =
            applier_find(query->applier, stored_name(query, source->table)).object;
        if (!object || (object->kind != CATALOG_TABLE && object->kind != CATALOG_VIEW)
            || (object->kind == CATALOG_TABLE && object->table->is_partial)
            || (object->kind == CATALOG_VIEW && !object->view->columns))
            return true;
        if (object->kind == CATALOG_TABLE && column_find(query->applier, object->table, name))
            return true;
        for (size_t i = 0; object->kind == CATALOG_VIEW && i < object->view->columns->count; i++)
            if (applier_same(query->applier, CATALOG_ANYTHING,
                             object->view->columns->items[i].name, name))
                return true;
    }
    return false;
}

static bool is_missing(const struct query *query, const struct sql_token *token)
{
    return is_mysql(query->applier) && !query->has_with
           && !(token->kind == SQL_TOKEN_WORD
                && mysql_word_is(MYSQL_RESERVED_WORD, token->text))
           && !may_have(query, sql_token_name(token));
}

static bool is_name(const struct sql_token *token)
{
    return sql_token_name(token).data && token->kind != SQL_TOKEN_STRING
           && !sql_token_is(token, "END") && !sql_token_is(token, "NULL");
}

static bool add_item(struct query *query, struct sql_range range)
{
    const struct sql_tokens *tokens = query->tokens;
    if (range.from >= range.to)
        return false;
    const struct sql_token *last = sql_token_at(tokens, range.to - 1);
    const struct sql_token *first = sql_token_at(tokens, range.from);
    uint32_t length = range.to - range.from;
    if (sql_token_is_operator(last, "*") && length == 1)
        return add_star(query, STR_NONE);
    if (sql_token_is_operator(last, "*") && length == 3)
        return add_star(query, sql_token_name(first));
    if (last->kind == SQL_TOKEN_CLOSE && is_postgresql(query->applier) && is_name(first)
        && sql_token_at(tokens, range.from + 1)->partner == range.to - 1) {
        array_add(query->applier->arena, query->facts->columns,
                  ((struct query_column){ .name = stored(query, sql_token_name(first)) }));
        return true;
    }
    if (!is_name(last))
        return false;
    struct str name = stored(query, sql_token_name(last));
    bool is_column = length == 1 || (length == 3 && sql_token_at(tokens, range.to - 2)->kind
                                                        == SQL_TOKEN_DOT);
    if (length == 1 && is_missing(query, last))
        return applier_refuse(query->applier, "there is no column '%.*s'", STR_ARGS(name));
    const struct sql_token *renamed =
        length == 3 && sql_token_is(sql_token_at(tokens, range.to - 2), "AS") ? first : NULL;
    array_add(query->applier->arena, query->facts->columns,
              ((struct query_column){
                  .name = name, .column = is_column ? column_meant(query, name)
                        : renamed && is_name(renamed)
                            ? column_meant(query, stored(query, sql_token_name(renamed)))
                            : NULL }));
    return true;
}

static void bring_columns(struct query *query)
{
    query->facts->has_columns = query->first != NULL;
    for (size_t i = 0; query->facts->has_columns && i < query->first->items.count; i++)
        query->facts->has_columns = add_item(query, query->first->items.items[i]);
}

// ---- columns that are not there

// The table or view that a source names, where all its columns are known.
static const struct catalog_object *known_source(const struct query *query,
                                                 const struct sql_source *source)
{
    const struct catalog_object *object =
        sql_name_is_set(source->table)
            ? applier_find(query->applier, stored_name(query, source->table)).object
            : NULL;
    bool is_known = object
                    && ((object->kind == CATALOG_TABLE && !object->table->is_partial)
                        || (object->kind == CATALOG_VIEW && object->view->columns));
    return is_known ? object : NULL;
}

static bool source_has(const struct query *query, const struct catalog_object *object,
                       struct str name)
{
    if (object->kind == CATALOG_TABLE)
        return column_find(query->applier, object->table, name) != NULL;
    for (size_t i = 0; i < object->view->columns->count; i++)
        if (str_equal(object->view->columns->items[i].name, name))
            return true;
    return false;
}

// True also where the name is the row itself, or cannot be told.
static bool may_be_there(const struct query *query, struct str name)
{
    list_each(sql_source, source, query->first->sources) {
        const struct catalog_object *object = known_source(query, source);
        if (!object || source_has(query, object, name)
            || str_equal(stored(query, source->alias), name)
            || str_equal(stored(query, source->table.name), name))
            return true;
    }
    return str_is(name, "ctid") || str_is(name, "tableoid") || str_is(name, "xmin");
}

// One SELECT without names of its own: each column is one of its tables'.
static bool has_its_columns(const struct query *query)
{
    const struct sql_select *select = query->first;
    const struct sql_names *columns = query->text.columns;
    if (!select || select->next || query->has_with || select->has_group_by
        || select->has_order_by)
        return true;
    for (size_t i = 0; columns && i < columns->count; i++)
        if (!columns->items[i].schema.data && !may_be_there(query, columns->items[i].name))
            return applier_refuse(query->applier, "no table of the query has a column '%.*s'",
                                  STR_ARGS(columns->items[i].name));
    return true;
}

bool query_read(struct applier *applier, const struct sql_expression *text,
                struct query_facts *facts)
{
    const struct sql_script *script = sql_read_by_heads(applier->arena, applier->catalog->engine,
                                                        (struct text){ .str = text->text });
    *facts = (struct query_facts){
        .reads = arena_new(applier->arena, struct sql_names),
        .reads_columns = arena_new(applier->arena, struct catalog_reads),
        .columns = arena_new(applier->arena, struct query_columns),
    };
    const struct sql_statement *statement = script->statements.first;
    if (!statement)
        return true;
    struct query query = {
        .applier = applier,
        .tokens = script->tokens,
        .first = sql_main_select(statement),
        .text = *text,
        .facts = facts,
        .has_with = sql_token_is(sql_token_at(script->tokens, statement->range.from), "WITH"),
    };
    list_each(sql_select, select, statement->selects)
        list_each(sql_source, source, select->sources)
            if (!read_source(&query, source))
                return false;
    if (!has_its_columns(&query))
        return false;
    read_columns(&query);
    bring_columns(&query);
    return applier->outcome != CATALOG_REFUSED;
}
