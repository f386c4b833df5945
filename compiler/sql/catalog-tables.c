// Tables: created, as children and partitions of others, and their options.
#include "sql/catalog-parts.h"

// ---- creating

static void set_option(struct applier *applier, struct table_edit edit,
                       const struct sql_option *option)
{
    edit.table->options =
        map_put(applier->arena, edit.table->options, option->name, option);
}

static void add_parent(struct applier *applier, struct table_edit edit, struct sql_name parent)
{
    struct sql_names *parents = arena_new(applier->arena, struct sql_names);
    for (size_t i = 0; edit.table->parents && i < edit.table->parents->count; i++)
        array_add(applier->arena, parents, edit.table->parents->items[i]);
    array_add(applier->arena, parents, parent);
    edit.table->parents = parents;
    uses_add(applier, USES_RELATION, parent,
             (struct catalog_use){ CATALOG_TABLE, edit.object->name, CATALOG_USE_PARENT, STR_NONE });
}

static bool find_source(struct applier *applier, struct table_edit edit, struct sql_name name,
                        const struct catalog_object **source)
{
    struct catalog_found found = applier_find(applier, name);
    if (found.presence == CATALOG_ABSENT)
        return applier_refuse(applier, "there is no table '%.*s'",
                              STR_ARGS(applier_say(applier, name)));
    *source = found.object && found.object->kind == CATALOG_TABLE ? found.object : NULL;
    if (!*source || (*source)->table->is_partial) {
        edit.table->is_partial = true;
        applier_doubt(applier, "what '%.*s' has is not known",
                      STR_ARGS(applier_say(applier, name)));
    }
    return true;
}

static bool copy_columns(struct applier *applier, struct table_edit edit,
                         const struct catalog_table *source, bool is_inherited)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, source);
    for (size_t i = 0; i < columns.count; i++) {
        struct sql_column definition = columns.items[i]->definition;
        if (is_inherited && column_find(applier, edit.table, definition.name))
            continue; // of two parents, or merged
        definition.identity = SQL_NO_IDENTITY;
        definition.is_serial = false;
        definition.place = SQL_PLACE_LAST;
        if (!column_create(applier, edit, &definition))
            return false;
        column_edit(applier, edit, definition.name)->is_inherited = is_inherited;
    }
    return true;
}

static bool copy_checks(struct applier *applier, struct table_edit edit,
                        const struct catalog_table *source)
{
    struct map_walk walk = map_walk(source->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        if (constraint->definition.kind != SQL_CONSTRAINT_CHECK
            || constraint->definition.is_no_inherit)
            continue;
        struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
        *copy = *constraint;
        copy->is_inherited = true;
        constraint_put(applier, edit, copy);
    }
    return true;
}

static bool copy_keys(struct applier *applier, struct table_edit edit,
                      const struct catalog_object *source)
{
    struct map_walk constraints = map_walk(source->table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints))) {
        struct sql_constraint_definition definition = constraint->definition;
        if (definition.kind == SQL_CONSTRAINT_FOREIGN_KEY && is_mysql(applier)
            && !edit.table->is_partition)
            continue; // MySQL's LIKE leaves them out
        if (definition.kind == SQL_CONSTRAINT_CHECK)
            continue;
        if (!is_mysql(applier))
            definition.name = STR_NONE;
        definition.index = STR_NONE;
        if (!constraint_create(applier, edit, &definition))
            return false;
    }
    struct map_walk indexes = map_walk(source->table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes))) {
        struct sql_index definition = index->definition;
        if (index->constraint.data && (index->is_primary || !is_mysql(applier)))
            continue;
        if (!is_mysql(applier))
            definition.name = (struct sql_name){ 0 };
        if (!index_create(applier, edit, &definition, NULL))
            return false;
    }
    return true;
}

static bool create_like(struct applier *applier, struct table_edit edit,
                        const struct sql_table_definition *definition)
{
    const struct catalog_object *source = NULL;
    if (!find_source(applier, edit, definition->like, &source))
        return false;
    if (!source)
        return true;
    if (!copy_columns(applier, edit, source->table, false))
        return false;
    if (!definition->is_like_all) {
        struct catalog_columns columns = catalog_columns_of(applier->arena, edit.table);
        for (size_t i = 0; i < columns.count; i++) {
            struct catalog_column *column =
                column_edit(applier, edit, columns.items[i]->definition.name);
            uses_of_column(applier, edit.object, column, false);
            column->definition.fallback = (struct sql_expression){ 0 };
            column->definition.generated = SQL_NOT_GENERATED;
            column->definition.expression = (struct sql_expression){ 0 };
            uses_of_column(applier, edit.object, column, true);
        }
        return true;
    }
    struct map_walk walk = map_walk(source->table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->definition.kind == SQL_CONSTRAINT_CHECK
            && !constraint_create(applier, edit, &constraint->definition))
            return false;
    return copy_keys(applier, edit, source);
}

static bool create_child(struct applier *applier, struct table_edit edit,
                         const struct sql_table_definition *definition)
{
    for (size_t i = 0; definition->inherits && i < definition->inherits->count; i++) {
        const struct catalog_object *parent = NULL;
        if (!find_source(applier, edit, definition->inherits->items[i], &parent))
            return false;
        if (!parent)
            continue;
        add_parent(applier, edit, parent->name);
        if (!copy_columns(applier, edit, parent->table, true)
            || !copy_checks(applier, edit, parent->table))
            return false;
    }
    if (!sql_name_is_set(definition->partition_of))
        return true;
    const struct catalog_object *parent = NULL;
    if (!find_source(applier, edit, definition->partition_of, &parent))
        return false;
    edit.table->is_partition = true;
    edit.table->bound = definition->bound;
    if (!parent)
        return true;
    if (!parent->table->partition_method.data && !parent->table->is_partial)
        return applier_refuse(applier, "'%.*s' is not partitioned",
                              STR_ARGS(applier_say(applier, parent->name)));
    add_parent(applier, edit, parent->name);
    return copy_columns(applier, edit, parent->table, true)
           && copy_checks(applier, edit, parent->table) && copy_keys(applier, edit, parent);
}

enum { CONSTRAINT_PASSES = 4 };

// Primary keys first: others may refer to what they make NOT NULL. The names that PostgreSQL
// chooses depend on its order; SQLite numbers its indexes as the keys stand.
static unsigned pass_of(const struct applier *applier, enum sql_constraint kind)
{
    if (kind == SQL_CONSTRAINT_PRIMARY_KEY && !is_sqlite(applier))
        return 1;
    if (!is_postgresql(applier))
        return 2;
    return kind == SQL_CONSTRAINT_CHECK ? 0 : kind == SQL_CONSTRAINT_FOREIGN_KEY ? 3 : 2;
}

static bool fill(struct applier *applier, struct table_edit edit,
                 const struct sql_table_definition *definition)
{
    if (!create_child(applier, edit, definition))
        return false;
    if (sql_name_is_set(definition->like) && !create_like(applier, edit, definition))
        return false;
    list_each(sql_column, column, definition->columns)
        if (!column_create(applier, edit, column))
            return false;
    for (unsigned pass = 0; pass < CONSTRAINT_PASSES; pass++)
        list_each(sql_constraint_definition, constraint, definition->constraints)
            if (pass_of(applier, constraint->kind) == pass
                && !constraint_create(applier, edit, constraint))
                return false;
    list_each(sql_index, index, definition->indexes)
        if (!index_create(applier, edit, index, NULL))
            return false;
    list_each(sql_option, option, definition->options)
        set_option(applier, edit, option);
    return true;
}

bool apply_create_table(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct sql_table_definition *definition = ddl->create_table;
    struct sql_name name = ddl->table;
    bool is_temporary = definition->is_temporary || ddl->is_temporary;
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
    };
    applier_put(applier, edit.object);
    applier_remember(applier, edit);
    if (ddl->is_conditional && applier->outcome == CATALOG_NOT_KNOWN) {
        edit.table->is_partial = true; // it may have been another one before
        return true;
    }
    if (!fill(applier, edit, definition))
        return false;
    if (ddl->kind == DDL_CREATE_TABLE_AS && !definition->columns.first)
        return table_fill_from_query(applier, edit, definition->query);
    if (edit.table->is_virtual && !definition->columns.first)
        edit.table->is_partial = true;
    return true;
}

// ---- children and partitions

static void remove_parent(struct applier *applier, struct table_edit edit, struct sql_name parent)
{
    struct sql_names *parents = arena_new(applier->arena, struct sql_names);
    for (size_t i = 0; edit.table->parents && i < edit.table->parents->count; i++)
        if (!applier_same_name(applier, CATALOG_TABLE, edit.table->parents->items[i], parent))
            array_add(applier->arena, parents, edit.table->parents->items[i]);
    edit.table->parents = parents->count ? parents : NULL;
    uses_remove(applier, USES_RELATION, parent,
                (struct catalog_use){ CATALOG_TABLE, edit.object->name, CATALOG_USE_PARENT,
                                      STR_NONE });
}

static bool has_parent(const struct applier *applier, const struct catalog_table *table,
                       struct sql_name parent)
{
    for (size_t i = 0; table->parents && i < table->parents->count; i++)
        if (applier_same_name(applier, CATALOG_TABLE, table->parents->items[i], parent))
            return true;
    return false;
}

static void mark_inherited(struct applier *applier, struct table_edit child,
                           const struct catalog_table *parent, bool is_inherited)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, parent);
    for (size_t i = 0; i < columns.count; i++) {
        if (!column_find(applier, child.table, columns.items[i]->definition.name))
            continue;
        struct catalog_column *column =
            column_edit(applier, child, columns.items[i]->definition.name);
        column->is_inherited = is_inherited;
    }
}

static bool has_all_columns(struct applier *applier, struct table_edit child,
                            const struct catalog_object *parent)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, parent->table);
    for (size_t i = 0; i < columns.count && !child.table->is_partial; i++) {
        const struct sql_column *wanted = &columns.items[i]->definition;
        const struct catalog_column *own = column_find(applier, child.table, wanted->name);
        if (!own)
            return applier_refuse(applier, "'%.*s' has no column '%.*s'",
                                  STR_ARGS(applier_say(applier, child.object->name)),
                                  STR_ARGS(wanted->name));
    }
    return true;
}

bool apply_inherit(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    bool is_partition = ddl->kind == DDL_ATTACH_PARTITION || ddl->kind == DDL_DETACH_PARTITION;
    bool is_added = ddl->kind == DDL_ATTACH_PARTITION || ddl->kind == DDL_INHERIT;
    struct table_edit child =
        applier_table(applier, is_partition ? ddl->other : ddl->table, ddl->is_table_conditional);
    struct table_edit parent =
        child.object ? applier_table(applier, is_partition ? ddl->table : ddl->other, false) : child;
    if (!parent.object)
        return false;
    bool is_child = has_parent(applier, child.table, parent.object->name);
    if (!is_added) {
        if (!is_child && !parent.table->is_partial && !child.table->is_partial)
            return applier_refuse(applier, "'%.*s' is no child of '%.*s'",
                                  STR_ARGS(applier_say(applier, child.object->name)),
                                  STR_ARGS(applier_say(applier, parent.object->name)));
        remove_parent(applier, child, parent.object->name);
        mark_inherited(applier, child, parent.table, false);
        child.table->is_partition = false;
        child.table->bound = (struct sql_expression){ 0 };
        return true;
    }
    if (is_child || child.table->is_partition)
        return applier_refuse(applier, "'%.*s' is a child already",
                              STR_ARGS(applier_say(applier, child.object->name)));
    if (is_partition && !parent.table->partition_method.data && !parent.table->is_partial)
        return applier_refuse(applier, "'%.*s' is not partitioned",
                              STR_ARGS(applier_say(applier, parent.object->name)));
    if (!has_all_columns(applier, child, parent.object))
        return false;
    add_parent(applier, child, parent.object->name);
    mark_inherited(applier, child, parent.table, true);
    child.table->is_partition = is_partition;
    child.table->bound = is_partition ? ddl->expression : (struct sql_expression){ 0 };
    applier->depends_on_rows |= is_partition;
    return true;
}

// ---- options

bool apply_table_option(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    if (!ddl->option || ddl->kind == DDL_PARTITION)
        return true;
    if (str_is(ddl->option->name, "logged") || str_is(ddl->option->name, "unlogged"))
        edit.table->is_unlogged = str_is(ddl->option->name, "unlogged");
    if (str_is(ddl->option->name, "comment"))
        edit.object->comment = ddl->option->value;
    if (ddl->option->value.data)
        set_option(applier, edit, ddl->option);
    else
        edit.table->options =
            map_remove(applier->arena, edit.table->options, ddl->option->name);
    return true;
}
