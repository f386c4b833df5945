// Views, and tables that are made from a query.
#include "base/output.h"
#include "sql/catalog-query.h"
#include "sql/catalog-sqlite.h"
#include "sql/identifier.h"

static struct sql_names *columns_of(struct applier *applier, const struct sql_view *view,
                                    const struct query_facts *facts)
{
    struct sql_names *columns = arena_new(applier->arena, struct sql_names);
    const struct sql_key_part *given = view->columns.first;
    if (!facts->has_columns && !given)
        return NULL;
    for (size_t i = 0; facts->has_columns && i < facts->columns->count; i++) {
        struct sql_name name = { .name = given ? given->column : facts->columns->items[i].name };
        array_add(applier->arena, columns, name);
        given = given ? given->next : NULL;
    }
    for (; given; given = given->next)
        array_add(applier->arena, columns, ((struct sql_name){ .name = given->column }));
    return columns;
}

bool view_read(struct applier *applier, struct catalog_view *view)
{
    struct query_facts facts;
    if (!query_read(applier, &view->definition.query, &facts))
        return false;
    view->reads = facts.reads;
    view->reads_columns = facts.reads_columns;
    view->columns = columns_of(applier, &view->definition, &facts);
    return true;
}

static bool has_no_name_twice(struct applier *applier, const struct sql_names *columns)
{
    struct map seen = { 0 };
    if (!columns || is_sqlite(applier))
        return true; // SQLite renames one of them
    for (size_t i = 0; i < columns->count; i++) {
        struct str key = applier_fold(applier, CATALOG_ANYTHING, columns->items[i].name);
        if (map_find(seen, key))
            return applier_refuse(applier, "column '%.*s' stands in it twice",
                                  STR_ARGS(columns->items[i].name));
        seen = map_put(applier->arena, seen, key, columns);
    }
    return true;
}

// PostgreSQL keeps the columns of a view that it replaces, and their names.
static bool may_replace(struct applier *applier, const struct catalog_object *there,
                        const struct sql_names *columns)
{
    if (there->kind != CATALOG_VIEW || there->view->definition.is_materialized)
        return applier_refuse(applier, "'%.*s' is no view",
                              STR_ARGS(applier_say(applier, there->name)));
    const struct sql_names *old = there->view->columns;
    if (!is_postgresql(applier) || !old || !columns)
        return true;
    if (columns->count < old->count)
        return applier_refuse(applier, "columns of a view cannot be dropped");
    for (size_t i = 0; i < old->count; i++)
        if (!str_equal(old->items[i].name, columns->items[i].name))
            return applier_refuse(applier, "column '%.*s' of a view cannot be renamed",
                                  STR_ARGS(old->items[i].name));
    return true;
}

// CREATE RECURSIVE VIEW v (n) AS … is CREATE VIEW v AS WITH RECURSIVE v (n) AS (…) SELECT n FROM v.
static struct sql_expression query_of(const struct applier *applier, const struct ddl *ddl)
{
    struct sql_expression query = ddl->view->query;
    if (!ddl->view->is_recursive)
        return query;
    struct output columns = { .arena = applier->arena };
    enum sql_engine engine = applier->catalog->engine;
    list_each(sql_key_part, part, ddl->view->columns)
        output_format(&columns, "%s%.*s", part == ddl->view->columns.first ? "" : ", ",
                      STR_ARGS(sql_identifier_quote(applier->arena, engine, part->column)));
    struct str list = output_get(&columns);
    struct str name = sql_identifier_quote(applier->arena, engine, ddl->object.name);
    query.text = arena_format(applier->arena,
                              "WITH RECURSIVE %.*s (%.*s) AS (%.*s) SELECT %.*s FROM %.*s",
                              STR_ARGS(name), STR_ARGS(list), STR_ARGS(query.text),
                              STR_ARGS(list), STR_ARGS(name));
    return query;
}

bool apply_create_view(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name name = ddl->object;
    struct query_facts facts;
    bool is_temporary = ddl->view->is_temporary || ddl->is_temporary;
    struct sql_name full = applier_new_name(applier, name, is_temporary);
    const struct catalog_object *there = applier_find(applier, full).object;
    bool is_replaced = there && ddl->view->is_replace;
    if (!is_replaced && !applier_may_create(applier, CATALOG_VIEW, &name, is_temporary))
        return false;
    struct sql_expression query = query_of(applier, ddl);
    if (!query_read(applier, &query, &facts))
        return false;
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = (struct catalog_view){
        .definition = *ddl->view,
        .reads = facts.reads,
        .reads_columns = facts.reads_columns,
        .columns = columns_of(applier, ddl->view, &facts),
        .means = view_meanings(applier, &query),
    };
    if (!has_no_name_twice(applier, view->columns)
        || (is_replaced && !may_replace(applier, there, view->columns)))
        return false;
    if (is_replaced) {
        uses_of_object(applier, there, false);
        view->triggers = there->view->triggers;
    }
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    *object = (struct catalog_object){
        .kind = CATALOG_VIEW,
        .name = full,
        .span = ddl->span,
        .id = is_replaced ? there->id : applier_new_id(applier),
        .comment = is_replaced ? there->comment : STR_NONE,
        .view = view,
    };
    applier_put(applier, object);
    uses_of_object(applier, object, true);
    return true;
}

// ---- CREATE TABLE AS

static bool add_query_column(struct applier *applier, struct table_edit edit,
                             const struct query_column *from, struct str name)
{
    struct sql_column definition = { .name = name, .span = applier->ddl->span };
    if (from->column) {
        definition.type = from->column->definition.type;
        definition.collation = from->column->definition.collation;
        if (is_sqlite(applier)) {
            definition.type = sqlite_query_type(from->column, from->is_strict);
            definition.collation = STR_NONE;
        }
        if (is_mysql(applier)) {
            definition.is_not_null = from->column->definition.is_not_null;
            definition.fallback = from->column->definition.fallback;
        }
    }
    return column_create(applier, edit, &definition);
}

bool query_is_taken(struct applier *applier, const struct sql_view *view)
{
    struct query_facts facts;
    return query_read(applier, &view->query, &facts);
}

bool table_fill_from_query(struct applier *applier, struct table_edit edit,
                           const struct sql_view *view)
{
    struct query_facts facts;
    if (!view || !query_read(applier, &view->query, &facts) || !facts.has_columns) {
        edit.table->is_partial = true;
        return applier->outcome != CATALOG_REFUSED
               && applier_doubt(applier, "which columns the query brings is not known");
    }
    const struct sql_key_part *given = view->columns.first;
    for (size_t i = 0; i < facts.columns->count; i++) {
        const struct query_column *column = &facts.columns->items[i];
        if (is_mysql(applier) && column_find(applier, edit.table, column->name)) {
            edit.table->is_partial = true; // it takes the query's place
            return applier_doubt(applier, "the order of the columns is not known");
        }
        if (!add_query_column(applier, edit, column, given ? given->column : column->name))
            return false;
        given = given ? given->next : NULL;
    }
    return true;
}
