// Tables: created, and their options.
#include "sql/catalog-parts.h"

#include "sql/types.h"

// ---- creating

static void set_option(struct applier *applier, struct table_edit edit,
                       const struct sql_option *option)
{
    if (str_is(option->name, "comment"))
        edit.object->comment = option->value;
    if (is_mysql(applier) && str_is(option->name, "charset")) // with a collation of its own
        edit.table->options = map_remove(applier->arena, edit.table->options, STR("collate"));
    edit.table->options =
        map_put(applier->arena, edit.table->options, option->name, option);
}

void table_add_parent(struct applier *applier, struct table_edit edit, struct sql_name parent)
{
    struct sql_names *parents = arena_new(applier->arena, struct sql_names);
    for (size_t i = 0; edit.table->parents && i < edit.table->parents->count; i++)
        array_add(applier->arena, parents, edit.table->parents->items[i]);
    array_add(applier->arena, parents, parent);
    edit.table->parents = parents;
    uses_add(
        applier, USES_RELATION, parent,
        (struct catalog_use){ CATALOG_TABLE, edit.object->name, CATALOG_USE_PARENT, STR_NONE });
}

// A column that the parent has too becomes one with it.
static bool create_or_merge(struct applier *applier, struct table_edit edit,
                            const struct sql_column *definition)
{
    const struct catalog_column *there = column_find(applier, edit.table, definition->name);
    if (!there || !there->is_inherited)
        return column_create(applier, edit, definition);
    if (definition->type.name.data
        && !sql_type_equal(applier->catalog->engine, &there->definition.type, &definition->type))
        return applier_refuse(applier, "'%.*s' is of another type in the parent",
                              STR_ARGS(definition->name));
    if (definition->identity != SQL_NO_IDENTITY || definition->is_serial
        || definition->generated != there->definition.generated)
        return applier_doubt(applier, "what '%.*s' becomes beside its parent's is not known",
                             STR_ARGS(definition->name));
    struct catalog_column *column = column_edit(applier, edit, definition->name);
    column->is_own_too = !edit.table->is_partition;
    uses_of_column(applier, edit.object, column, false);
    column->definition.is_not_null |= definition->is_not_null;
    if (definition->fallback.text.data)
        column->definition.fallback = definition->fallback;
    uses_of_column(applier, edit.object, column, true);
    return true;
}

enum { PASS_OF_INDEXES = 2, CONSTRAINT_PASSES = 4 };

// Primary keys first: others may refer to what they make NOT NULL. The names that PostgreSQL
// chooses depend on its order; SQLite numbers its indexes as the keys stand.
static unsigned pass_of(const struct applier *applier, enum sql_constraint kind)
{
    if (kind == SQL_CONSTRAINT_PRIMARY_KEY && !is_sqlite(applier))
        return 1;
    if (kind == SQL_CONSTRAINT_FOREIGN_KEY && !is_sqlite(applier))
        return 3; // may refer to a key of its own table
    return kind == SQL_CONSTRAINT_CHECK && is_postgresql(applier) ? 0 : 2;
}

static bool fill(struct applier *applier, struct table_edit edit,
                 const struct sql_table_definition *definition)
{
    list_each(sql_option, option, definition->options)
        if (!str_starts_with(option->name, STR("like ")))
            set_option(applier, edit, option);
    if (!table_take_parents(applier, edit, definition))
        return false;
    if (sql_name_is_set(definition->like) && !table_take_like(applier, edit, definition))
        return false;
    list_each(sql_column, column, definition->columns)
        if (!create_or_merge(applier, edit, column))
            return false;
    list_each(sql_column, generated, definition->columns)
        if (generated->expression.text.data
            && !expression_may_generate(applier, edit, &generated->expression))
            return false;
    for (unsigned pass = 0; pass < CONSTRAINT_PASSES; pass++) {
        list_each(sql_constraint_definition, constraint, definition->constraints)
            if (pass_of(applier, constraint->kind) == pass
                && !constraint_create(applier, edit, constraint))
                return false;
        list_each(sql_index, index, definition->indexes)
            if (pass == PASS_OF_INDEXES && !index_create(applier, edit, index, NULL))
                return false;
    }
    return true;
}

bool apply_create_table(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct sql_table_definition *definition = ddl->create_table;
    struct sql_name name = ddl->table;
    bool is_temporary = definition->is_temporary || ddl->is_temporary;
    list_each(sql_column, column, definition->columns)
        if (is_mysql(applier) && !mysql_takes_column(applier, column))
            return false;
    if (sql_name_is_set(definition->like)
        && applier_same_name(applier, CATALOG_TABLE, definition->like, name))
        return applier_refuse(applier, "a table is made like another one");
    if (!applier_may_create(applier, CATALOG_TABLE, &name, is_temporary))
        return false;
    struct table_edit edit = {
        .object = arena_new(applier->arena, struct catalog_object),
        .table = arena_new(applier->arena, struct catalog_table),
    };
    *edit.object = (struct catalog_object){
        .kind = CATALOG_TABLE,
        .name = name,
        .span = ddl->span,
        .id = applier_new_id(applier),
        .table = edit.table,
    };
    *edit.table = (struct catalog_table){
        .is_temporary = is_temporary,
        .is_unlogged = definition->is_unlogged,
        .is_without_rowid = definition->is_without_rowid,
        .is_strict = definition->is_strict,
        .is_virtual = definition->is_virtual || definition->is_foreign,
        .partition_method = definition->partition_method,
        .partition_key = definition->partition_key,
        .partition_parts = definition->partition_parts,
    };
    if (is_mysql(applier) && definition->partition_method.data
        && !mysql_make_partitions(applier, edit, &definition->partitions))
        return false;
    if (definition->query && !query_is_taken(applier, definition->query))
        return false;
    applier_put(applier, edit.object);
    applier_remember(applier, edit);
    if (ddl->is_conditional && applier->outcome == CATALOG_NOT_KNOWN) {
        edit.table->is_partial = true; // it may have been another one before
        return true;
    }
    if (!fill(applier, edit, definition))
        return false;
    if (ddl->kind == DDL_CREATE_TABLE_AS && (!definition->columns.first || is_mysql(applier)))
        return table_fill_from_query(applier, edit, definition->query);
    if (edit.table->is_virtual && !definition->columns.first)
        edit.table->is_partial = true;
    return true;
}

// ---- options

bool apply_table_option(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_object *object = applier_find(applier, ddl->table).object;
    if (is_postgresql(applier) && object
        && (object->kind == CATALOG_VIEW || object->kind == CATALOG_INDEX
            || object->kind == CATALOG_SEQUENCE))
        return true; // whose options are not held
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    if (ddl->kind == DDL_PARTITION)
        return mysql_change_partitions(applier, edit);
    if (!ddl->option)
        return true;
    if (is_mysql(applier) && str_is(ddl->option->name, "convert"))
        return mysql_convert_table(applier, edit);
    if (str_is(ddl->option->name, "logged") || str_is(ddl->option->name, "unlogged"))
        edit.table->is_unlogged = str_is(ddl->option->name, "unlogged");
    if (ddl->option->value.data)
        set_option(applier, edit, ddl->option);
    else
        edit.table->options =
            map_remove(applier->arena, edit.table->options, ddl->option->name);
    return true;
}
