// MySQL's MODIFY and CHANGE: a column's whole definition anew, with its place.
#include "sql/catalog-parts.h"

#include "sql/types.h"

static bool is_in_foreign_key(struct applier *applier, struct table_edit edit, struct str name)
{
    struct map_walk walk = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && parts_have(applier, &constraint->definition.columns, name))
            return true;
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        const struct catalog_constraint *other = NULL;
        if (uses.items[i].part != CATALOG_USE_CONSTRAINT || !by)
            continue;
        catalog_find_constraint(applier->arena, applier->catalog, by->table, uses.items[i].name,
                                &other);
        if (other && parts_have(applier, &other->definition.other_columns, name))
            return true;
    }
    return false;
}

static bool move(struct applier *applier, struct table_edit edit, struct catalog_column *column,
                 const struct sql_column *definition)
{
    if (definition->place == SQL_PLACE_LAST)
        return true;
    if (definition->place == SQL_PLACE_AFTER
        && applier_same(applier, CATALOG_ANYTHING, definition->after, definition->name))
        return applier_refuse(applier, "a column does not stand behind itself");
    return column_place(applier, edit, definition, &column->position);
}

bool apply_change_column(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct sql_column *definition = ddl->definition;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    applier_work_on(applier, edit.table);
    const struct catalog_column *found = NULL;
    enum catalog_presence presence =
        catalog_find_column(applier->arena, applier->catalog, edit.table, ddl->column, &found);
    if (presence == CATALOG_ABSENT && ddl->is_conditional)
        return true;
    if (definition->name.data && !str_equal(definition->name, ddl->column)
        && !column_rename(applier, edit, ddl->column, definition->name))
        return false;
    struct str name = definition->name.data ? definition->name : ddl->column;
    struct catalog_column *column = arena_new(applier->arena, struct catalog_column);
    if (presence != CATALOG_MAYBE)
        column = column_edit(applier, edit, name);
    else
        column->position = edit.table->last_position += (uint64_t)1 << 32;
    if (!column)
        return false;
    if (presence == CATALOG_PRESENT && is_in_foreign_key(applier, edit, name)
        && !sql_type_equal(applier->catalog->engine, &column->definition.type, &definition->type))
        applier_doubt(applier, "whether the foreign key of '%.*s' takes the new type is not known",
                      STR_ARGS(name));
    const struct catalog_constraint *key = catalog_primary_key(edit.table);
    bool is_key = key && parts_have(applier, &key->definition.columns, name);
    applier->depends_on_rows |=
        presence == CATALOG_PRESENT
        && (sql_type_narrows(applier->catalog->engine, &column->definition.type,
                             &definition->type)
            || (definition->is_not_null && !column->definition.is_not_null));
    if (is_key && definition->is_null_said && applier->catalog->engine == SQL_ENGINE_MYSQL)
        return applier_refuse(applier, "'%.*s' is in the primary key", STR_ARGS(name));
    bool was_virtual = column->definition.generated == SQL_GENERATED_VIRTUAL;
    if (presence == CATALOG_PRESENT
        && was_virtual != (definition->generated == SQL_GENERATED_VIRTUAL))
        return applier_refuse(applier, "'%.*s' is virtual before or after it, and not both times",
                              STR_ARGS(name));
    column->definition = *definition;
    column->definition.next = NULL;
    column->definition.name = name;
    if (!mysql_complete_column(applier, edit.table, &column->definition))
        return false;
    column->definition.is_not_null |= is_key;
    mysql_drop_column_check(applier, edit, name);
    column_put(applier, edit, column);
    return move(applier, edit, column, definition)
           && mysql_takes_expression(applier, edit, column)
           && mysql_change_indexes(applier, edit, name);
}
