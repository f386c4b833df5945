// What a column has: NOT NULL, a default, an identity, an expression, options.
#include "sql/catalog-parts.h"

static struct catalog_column *edit_column(struct applier *applier, struct table_edit *edit)
{
    const struct ddl *ddl = applier->ddl;
    *edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    return edit->object ? column_edit(applier, *edit, ddl->column) : NULL;
}

static bool refuse_column(struct applier *applier, const char *why)
{
    return applier_refuse(applier, "column '%.*s' %s", STR_ARGS(applier->ddl->column), why);
}

static bool is_in_primary_key(const struct applier *applier, const struct catalog_table *table,
                              struct str column)
{
    const struct catalog_constraint *key = catalog_primary_key(table);
    return key && parts_have(applier, &key->definition.columns, column);
}

// A partition keeps what its table asks of every row.
static bool is_asked_by_parent(const struct applier *applier, const struct catalog_table *table,
                               struct str name)
{
    const struct catalog_object *parent =
        table->is_partition && table->parents
            ? applier_find(applier, table->parents->items[0]).object
            : NULL;
    const struct catalog_column *column =
        parent && parent->kind == CATALOG_TABLE ? column_find(applier, parent->table, name) : NULL;
    return column && column->definition.is_not_null;
}

static bool set_not_null(struct applier *applier, struct table_edit edit,
                         struct catalog_column *column)
{
    column->definition.is_not_null = applier->ddl->kind == DDL_SET_NOT_NULL;
    if (applier->ddl->kind == DDL_SET_NOT_NULL) {
        applier->depends_on_rows = true;
        return true;
    }
    if (is_in_primary_key(applier, edit.table, applier->ddl->column))
        return refuse_column(applier, "is in a primary key");
    if (column->definition.identity != SQL_NO_IDENTITY)
        return refuse_column(applier, "is an identity column");
    return true;
}

bool apply_not_null(struct applier *applier)
{
    struct table_edit edit;
    struct catalog_column *column = edit_column(applier, &edit);
    if (!column)
        return false;
    if (applier->ddl->kind == DDL_DROP_NOT_NULL
        && is_asked_by_parent(applier, edit.table, applier->ddl->column))
        return refuse_column(applier, "is NOT NULL in the table of the partition");
    return set_not_null(applier, edit, column)
           && children_follow(applier, edit, applier->ddl->column, set_not_null);
}

static bool set_default(struct applier *applier, struct table_edit edit,
                        struct catalog_column *column)
{
    if (column->definition.identity != SQL_NO_IDENTITY)
        return refuse_column(applier, "is an identity column");
    if (column->definition.generated != SQL_NOT_GENERATED)
        return is_mysql(applier) || refuse_column(applier, "is generated");
    uses_of_column(applier, edit.object, column, false);
    if (is_mysql(applier) && column->definition.fallback.volatility == SQL_STABLE)
        column->definition.on_update = (struct sql_expression){ 0 }; // both are one to the engine
    column->definition.fallback = applier->ddl->kind == DDL_SET_DEFAULT
                                      ? applier->ddl->expression
                                      : (struct sql_expression){ 0 };
    column_forget_null(applier, &column->definition);
    if (is_mysql(applier) && !mysql_complete_column(applier, edit.table, &column->definition))
        return false;
    column->definition.is_serial = false;
    uses_of_column(applier, edit.object, column, true);
    return true;
}

bool apply_default(struct applier *applier)
{
    struct table_edit edit;
    const struct catalog_object *object = applier_find(applier, applier->ddl->table).object;
    if (is_postgresql(applier) && object && object->kind == CATALOG_VIEW)
        return true; // which are not held
    struct catalog_column *column = edit_column(applier, &edit);
    return column && set_default(applier, edit, column)
           && children_follow(applier, edit, applier->ddl->column, set_default);
}

static bool drop_identity(struct applier *applier, struct table_edit edit,
                          struct catalog_column *column)
{
    if (column->definition.identity == SQL_NO_IDENTITY)
        return applier->ddl->is_conditional
               || refuse_column(applier, "is no identity column");
    column->definition.identity = SQL_NO_IDENTITY;
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        if (uses.items[i].kind != CATALOG_SEQUENCE)
            continue;
        const struct catalog_object *object = applier_find(applier, uses.items[i].by).object;
        if (!object || object->kind != CATALOG_SEQUENCE || !object->sequence->is_of_identity
            || !str_equal(object->sequence->definition.owner_column, column->definition.name))
            continue;
        uses_of_object(applier, object, false);
        applier_remove(applier, object);
    }
    return true;
}

bool apply_identity(struct applier *applier)
{
    struct table_edit edit;
    struct catalog_column *column = edit_column(applier, &edit);
    if (!column)
        return false;
    if (applier->ddl->kind == DDL_DROP_IDENTITY)
        return drop_identity(applier, edit, column);
    enum sql_identity identity =
        applier->ddl->definition ? applier->ddl->definition->identity : SQL_NO_IDENTITY;
    if (applier->ddl->kind == DDL_SET_IDENTITY) {
        if (column->definition.identity == SQL_NO_IDENTITY)
            return refuse_column(applier, "is no identity column");
        if (identity != SQL_NO_IDENTITY)
            column->definition.identity = identity;
        const struct sql_sequence *said = applier->ddl->sequence;
        return !said
               || sequence_of_identity_change(applier, edit, column->definition.name, said);
    }
    if (!column->definition.is_not_null && column->position)
        return refuse_column(applier, "has to be NOT NULL before it becomes an identity column");
    if (column->definition.identity != SQL_NO_IDENTITY)
        return refuse_column(applier, "is an identity column already");
    if (column->definition.fallback.text.data)
        return refuse_column(applier, "has a default");
    column->definition.identity = identity;
    column->definition.sequence = applier->ddl->definition->sequence;
    struct sql_name sequence;
    return !column->position || sequence_for_column(applier, edit, &column->definition, &sequence);
}

bool apply_expression(struct applier *applier)
{
    struct table_edit edit;
    struct catalog_column *column = edit_column(applier, &edit);
    if (!column)
        return false;
    if (column->position && column->definition.generated == SQL_NOT_GENERATED)
        return (applier->ddl->kind == DDL_DROP_EXPRESSION && applier->ddl->is_conditional)
               || refuse_column(applier, "is not generated");
    column->definition.expression = applier->ddl->expression;
    if (applier->ddl->kind == DDL_SET_EXPRESSION)
        return true;
    column->definition.generated = SQL_NOT_GENERATED;
    column->definition.expression = (struct sql_expression){ 0 };
    return true;
}

// ALTER INDEX … ALTER COLUMN 2 SET STATISTICS is about one of what an index has.
static bool is_of_index(const struct applier *applier)
{
    const struct catalog_object *object = applier_find(applier, applier->ddl->table).object;
    return is_postgresql(applier) && object && object->kind == CATALOG_INDEX;
}

bool apply_column_option(struct applier *applier)
{
    struct table_edit edit;
    if (is_of_index(applier))
        return true;
    struct catalog_column *column = edit_column(applier, &edit);
    const struct sql_option *option = applier->ddl->option;
    if (!column)
        return false;
    if (option && str_is(option->name, "visibility"))
        column->definition.is_invisible = str_equal_ignoring_case(option->value, STR("invisible"));
    return true;
}
