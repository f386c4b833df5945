// Constraints that children and partitions have from their parents (PostgreSQL).
#include "sql/catalog-parts.h"

static struct catalog_constraint *edit_constraint(struct applier *applier, struct table_edit edit,
                                                  struct str name)
{
    const struct catalog_constraint *found = NULL;
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, name, &found);
    if (!found)
        return NULL;
    struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
    *copy = *found;
    constraint_put(applier, edit, copy);
    return copy;
}

void constraint_inherit(struct applier *applier, struct table_edit edit,
                        const struct catalog_constraint *constraint)
{
    struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
    *copy = *constraint;
    copy->is_inherited = true;
    constraint_put(applier, edit, copy);
}

static bool is_same_check(const struct applier *applier, const struct catalog_constraint *own,
                          const struct sql_constraint_definition *definition)
{
    enum sql_engine engine = applier->catalog->engine;
    return own->definition.kind == SQL_CONSTRAINT_CHECK
           && str_equal(catalog_expression(applier->arena, engine,
                                           own->definition.expression.text),
                        catalog_expression(applier->arena, engine, definition->expression.text));
}

static bool add_to_child(struct applier *applier, struct table_edit child,
                         const struct sql_constraint_definition *definition)
{
    bool is_reference = definition->kind == SQL_CONSTRAINT_FOREIGN_KEY;
    struct catalog_constraint *own = edit_constraint(applier, child, definition->name);
    if (own && is_reference)
        return applier_doubt(applier, "what the foreign key of '%.*s' is called is not known",
                             STR_ARGS(applier_say(applier, child.object->name)));
    if (own && !is_same_check(applier, own, definition))
        return applier_refuse(applier, "'%.*s' has another constraint '%.*s'",
                              STR_ARGS(applier_say(applier, child.object->name)),
                              STR_ARGS(definition->name));
    if (own)
        own->is_own_too = true;
    else if (!constraint_create(applier, child, definition))
        return false;
    own = edit_constraint(applier, child, definition->name);
    own->is_inherited = true;
    return constraint_for_children(applier, child, definition);
}

bool constraint_for_children(struct applier *applier, struct table_edit edit,
                             const struct sql_constraint_definition *definition)
{
    struct children children = children_of(applier, edit.object->name);
    if (children.uses.count == 0 || definition->is_no_inherit)
        return true;
    bool is_key = definition->kind == SQL_CONSTRAINT_PRIMARY_KEY
                  || definition->kind == SQL_CONSTRAINT_UNIQUE;
    bool is_reference = definition->kind == SQL_CONSTRAINT_FOREIGN_KEY;
    if (is_key || (is_reference && !edit.table->partition_method.data))
        return true; // keys come with their indexes
    if (definition->kind != SQL_CONSTRAINT_CHECK && !is_reference)
        return !edit.table->partition_method.data
               || applier_doubt(applier, "what the partitions of '%.*s' get is not known",
                                STR_ARGS(applier_say(applier, edit.object->name)));
    if (applier->ddl->is_only)
        return applier_refuse(applier, "the children of '%.*s' need the constraint too",
                              STR_ARGS(applier_say(applier, edit.object->name)));
    for (struct table_edit child; (child = children_next(applier, &children)).object;)
        if (!add_to_child(applier, child, definition))
            return false;
    return true;
}

bool constraint_validate_children(struct applier *applier, struct table_edit edit,
                                  const struct catalog_constraint *constraint)
{
    if (!is_postgresql(applier) || constraint->definition.kind != SQL_CONSTRAINT_CHECK
        || constraint->is_valid)
        return true;
    struct children children = children_of(applier, edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct catalog_constraint *own =
            edit_constraint(applier, child, constraint->definition.name);
        if (own && applier->ddl->is_only)
            return applier_refuse(applier, "the children are to be validated too");
        if (own && !constraint_validate_children(applier, child, own))
            return false;
        if (own)
            own->is_valid = true;
    }
    return true;
}

void constraint_leave_children(struct applier *applier, struct table_edit edit,
                               const struct catalog_constraint *constraint)
{
    if (constraint->definition.kind != SQL_CONSTRAINT_CHECK
        && (constraint->definition.kind != SQL_CONSTRAINT_FOREIGN_KEY
            || !edit.table->partition_method.data))
        return;
    struct children children = children_of(applier, edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct catalog_constraint *own =
            edit_constraint(applier, child, constraint->definition.name);
        if (!own || !own->is_inherited)
            continue;
        own->is_inherited = false;
        if (own->is_own_too || applier->ddl->is_only)
            continue;
        constraint_leave_children(applier, child, own);
        constraint_remove(applier, child, own);
    }
}
