// Children and partitions of tables: attached and detached, and what they follow their parents
// in.
#include "sql/catalog-parts.h"

#include "sql/types.h"

bool children_follow(struct applier *applier, struct table_edit parent, struct str name,
                     bool change(struct applier *applier, struct table_edit edit,
                                 struct catalog_column *column))
{
    if (applier->ddl->is_only || !is_postgresql(applier))
        return true;
    struct children children = children_of(applier, parent.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct catalog_column *column = column_edit(applier, child, name);
        if (!column || !change(applier, child, column)
            || !children_follow(applier, child, name, change))
            return false;
    }
    return true;
}

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

bool column_has_parent(const struct applier *applier, const struct catalog_table *child,
                       struct str name)
{
    for (size_t i = 0; child->parents && i < child->parents->count; i++) {
        const struct catalog_object *parent =
            applier_find(applier, child->parents->items[i]).object;
        if (parent && parent->kind == CATALOG_TABLE && column_find(applier, parent->table, name))
            return true;
    }
    return false;
}

// The columns of a new parent's, which stay the child's own, but a partition's; or of one that
// has gone.
static void mark_inherited(struct applier *applier, struct table_edit child,
                           const struct catalog_table *parent, bool is_inherited)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, parent);
    for (size_t i = 0; i < columns.count; i++) {
        struct str name = columns.items[i]->definition.name;
        if (!column_find(applier, child.table, name))
            continue;
        struct catalog_column *column = column_edit(applier, child, name);
        column->is_own_too = is_inherited && !parent->partition_method.data
                             && (!column->is_inherited || column->is_own_too);
        column->is_inherited = is_inherited || column_has_parent(applier, child.table, name);
    }
}

static bool is_ancestor(const struct applier *applier, const struct catalog_object *table,
                        struct sql_name name, unsigned levels)
{
    enum { LEVELS_MAX = 100 };
    if (applier_same_name(applier, CATALOG_TABLE, table->name, name))
        return true;
    const struct sql_names *parents = table->table->parents;
    for (size_t i = 0; parents && i < parents->count && levels < LEVELS_MAX; i++) {
        const struct catalog_object *parent = applier_find(applier, parents->items[i]).object;
        if (parent && parent->kind == CATALOG_TABLE
            && is_ancestor(applier, parent, name, levels + 1))
            return true;
    }
    return false;
}

// A child that leaves its parent keeps what it had from it.
static void keep_checks(struct applier *applier, struct table_edit child)
{
    struct map_walk walk = map_walk(child.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        if (!constraint->is_inherited)
            continue;
        struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
        *copy = *constraint;
        copy->is_inherited = false;
        constraint_put(applier, child, copy);
    }
}

static bool may_be_child(struct applier *applier, struct table_edit child,
                         struct table_edit parent, bool is_partition)
{
    struct str said = applier_say(applier, parent.object->name);
    if (is_ancestor(applier, parent.object, child.object->name, 0))
        return applier_refuse(applier, "'%.*s' is a child of it", STR_ARGS(said));
    if (!is_partition && (parent.table->is_partition || parent.table->partition_method.data))
        return applier_refuse(applier, "'%.*s' has partitions, or is one", STR_ARGS(said));
    if (!is_partition && child.table->partition_method.data)
        return applier_refuse(applier, "a table with partitions has no parent");
    return true;
}

static void inherit_check(struct applier *applier, struct table_edit child,
                          const struct catalog_constraint *own)
{
    struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
    *copy = *own;
    copy->is_inherited = copy->is_own_too = true;
    constraint_put(applier, child, copy);
}

// What holds for the parent's rows holds for the child's.
static bool has_all_checks(struct applier *applier, struct table_edit child,
                           const struct catalog_object *parent)
{
    struct map_walk walk = map_walk(parent->table->constraints);
    const struct catalog_constraint *wanted;
    while ((wanted = map_next(&walk))) {
        const struct catalog_constraint *own = NULL;
        if (wanted->definition.kind != SQL_CONSTRAINT_CHECK || wanted->definition.is_no_inherit)
            continue;
        catalog_find_constraint(applier->arena, applier->catalog, child.table,
                                wanted->definition.name, &own);
        if (!child.table->is_partial && (!own || own->definition.kind != SQL_CONSTRAINT_CHECK))
            return applier_lacks(applier, CATALOG_NO_CONSTRAINT, child.object->name,
                                 wanted->definition.name);
        if (own)
            inherit_check(applier, child, own);
    }
    return true;
}

static bool has_all_columns(struct applier *applier, struct table_edit child,
                            const struct catalog_object *parent)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, parent->table);
    for (size_t i = 0; i < columns.count && !child.table->is_partial; i++) {
        const struct sql_column *wanted = &columns.items[i]->definition;
        const struct catalog_column *own = column_find(applier, child.table, wanted->name);
        if (!own)
            return applier_lacks(applier, CATALOG_NO_COLUMN, child.object->name, wanted->name);
        if (!sql_type_equal(applier->catalog->engine, &own->definition.type, &wanted->type))
            return applier_refuse(applier, "'%.*s' has another type", STR_ARGS(wanted->name));
        if (wanted->is_not_null && !own->definition.is_not_null)
            return applier_refuse(applier, "'%.*s' has to be NOT NULL", STR_ARGS(wanted->name));
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
        child.object ? applier_table(applier, is_partition ? ddl->table : ddl->other, false)
                     : child;
    if (!parent.object)
        return false;
    if (is_partition && !parent.table->partition_method.data && !parent.table->is_partial)
        return applier_refuse(applier, "'%.*s' is not partitioned",
                              STR_ARGS(applier_say(applier, parent.object->name)));
    bool is_child = has_parent(applier, child.table, parent.object->name);
    if (!is_added) {
        if (!is_child && !parent.table->is_partial && !child.table->is_partial)
            return applier_refuse(applier, "'%.*s' is no child of '%.*s'",
                                  STR_ARGS(applier_say(applier, child.object->name)),
                                  STR_ARGS(applier_say(applier, parent.object->name)));
        remove_parent(applier, child, parent.object->name);
        mark_inherited(applier, child, parent.table, false);
        keep_checks(applier, child);
        child.table->is_partition = false;
        child.table->bound = (struct sql_expression){ 0 };
        child.table->read_bound = NULL;
        return true;
    }
    if (is_child || child.table->is_partition)
        return applier_refuse(applier, "'%.*s' is a child already",
                              STR_ARGS(applier_say(applier, child.object->name)));
    if (!may_be_child(applier, child, parent, is_partition)
        || (is_partition && !bound_is_taken(applier, parent.object, &ddl->expression))
        || !has_all_columns(applier, child, parent.object)
        || !has_all_checks(applier, child, parent.object))
        return false;
    table_add_parent(applier, child, parent.object->name);
    mark_inherited(applier, child, parent.table, true);
    child.table->is_partition = is_partition;
    child.table->bound = is_partition ? ddl->expression : (struct sql_expression){ 0 };
    child.table->read_bound = bound_read(applier, &child.table->bound);
    applier->depends_on_rows |= is_partition;
    return true;
}
