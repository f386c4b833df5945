// Renaming a column, and how its name follows into what is built on it.
#include "sql/catalog-parts.h"

struct renaming {
    struct applier *applier;
    struct table_edit edit;
    struct str old, new;
};

static void follow_into_constraints(const struct renaming *renaming)
{
    struct applier *applier = renaming->applier;
    struct map_walk walk = map_walk(renaming->edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        const struct sql_constraint_definition *definition = &constraint->definition;
        if (!parts_have(applier, &definition->columns, renaming->old)
            && !parts_have(applier, &definition->include, renaming->old)
            && !expression_mentions(applier, &definition->expression, renaming->old))
            continue;
        struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
        *copy = *constraint;
        copy->definition.columns = parts_rename(applier, &constraint->definition.columns,
                                                renaming->old, renaming->new);
        copy->definition.include = parts_rename(applier, &constraint->definition.include,
                                                renaming->old, renaming->new);
        copy->definition.expression = expression_rename(
            applier, &constraint->definition.expression, renaming->old, renaming->new);
        if (mysql_is_column_check(applier, &constraint->definition)
            && copy->definition.columns.first != constraint->definition.columns.first)
            constraint_remove(applier, renaming->edit, constraint); // it is kept by its column
        constraint_put(applier, renaming->edit, copy);
    }
}

static void follow_into_indexes(const struct renaming *renaming)
{
    struct applier *applier = renaming->applier;
    struct map_walk walk = map_walk(renaming->edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk))) {
        if (!parts_have(applier, &index->definition.parts, renaming->old)
            && !parts_have(applier, &index->definition.include, renaming->old)
            && !expression_mentions(applier, &index->definition.where, renaming->old))
            continue;
        struct catalog_index *copy = arena_new(applier->arena, struct catalog_index);
        *copy = *index;
        copy->has_old_names = true;
        copy->definition.parts =
            parts_rename(applier, &index->definition.parts, renaming->old, renaming->new);
        copy->definition.include =
            parts_rename(applier, &index->definition.include, renaming->old, renaming->new);
        copy->definition.where =
            expression_rename(applier, &index->definition.where, renaming->old, renaming->new);
        index_put(applier, renaming->edit, copy);
    }
}

static void follow_into_columns(const struct renaming *renaming)
{
    struct applier *applier = renaming->applier;
    struct map_walk walk = map_walk(renaming->edit.table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk))) {
        if (column->is_absent
            || !expression_mentions(applier, &column->definition.expression, renaming->old))
            continue;
        struct catalog_column *copy =
            column_edit(applier, renaming->edit, column->definition.name);
        copy->definition.expression = expression_rename(
            applier, &column->definition.expression, renaming->old, renaming->new);
    }
}

static void follow_into_triggers(const struct renaming *renaming)
{
    struct applier *applier = renaming->applier;
    struct map_walk walk = map_walk(renaming->edit.table->triggers);
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&walk))) {
        const struct sql_names *columns = trigger->definition.columns;
        if (!columns && !expression_mentions(applier, &trigger->definition.when, renaming->old))
            continue;
        struct catalog_trigger *copy = arena_new(applier->arena, struct catalog_trigger);
        struct sql_names *names = arena_new(applier->arena, struct sql_names);
        *copy = *trigger;
        for (size_t i = 0; columns && i < columns->count; i++) {
            struct sql_name name = columns->items[i];
            if (applier_same(applier, CATALOG_ANYTHING, name.name, renaming->old))
                name.name = renaming->new;
            array_add(applier->arena, names, name);
        }
        if (columns)
            copy->definition.columns = names;
        copy->definition.when =
            expression_rename(applier, &trigger->definition.when, renaming->old, renaming->new);
        renaming->edit.table->triggers = map_put(
            applier->arena, renaming->edit.table->triggers,
            applier_fold(applier, CATALOG_TRIGGER, trigger->name), copy);
    }
}

static void follow_into_view(const struct renaming *renaming, const struct catalog_object *by)
{
    struct applier *applier = renaming->applier;
    if (is_mysql(applier) || !by->view->reads_columns)
        return;
    applier_work(applier, WORK_OF_VIEW);
    struct catalog_reads *reads = arena_new(applier->arena, struct catalog_reads);
    for (size_t i = 0; i < by->view->reads_columns->count; i++) {
        struct catalog_read read = by->view->reads_columns->items[i];
        if (applier_same_name(applier, CATALOG_TABLE, read.table, renaming->edit.object->name)
            && applier_same(applier, CATALOG_ANYTHING, read.column, renaming->old))
            read.column = renaming->new;
        array_add(applier->arena, reads, read);
    }
    struct catalog_object *edit = applier_edit(applier, by);
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = *by->view;
    view->reads_columns = reads;
    view->definition.query = expression_rename(applier, &view->definition.query, renaming->old,
                                               renaming->new);
    edit->view = view;
    edit->span = by->span;
}

static void follow_into_reference(const struct renaming *renaming, const struct catalog_use *use)
{
    struct applier *applier = renaming->applier;
    const struct catalog_constraint *found = NULL;
    struct table_edit edit = renaming->edit;
    if (!applier_same_name(applier, CATALOG_TABLE, use->by, edit.object->name))
        edit = applier_user(applier, use);
    if (!edit.object)
        return;
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, use->name, &found);
    if (!found)
        return;
    struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
    *copy = *found;
    copy->definition.other_columns = parts_rename(applier, &found->definition.other_columns,
                                                  renaming->old, renaming->new);
    constraint_put(applier, edit, copy);
}

static void follow_into_sequence(const struct renaming *renaming, const struct catalog_object *by)
{
    struct applier *applier = renaming->applier;
    if (!str_equal(by->sequence->definition.owner_column, renaming->old))
        return;
    struct catalog_object *edit = applier_edit(applier, by);
    struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
    *sequence = *by->sequence;
    sequence->definition.owner_column = renaming->new;
    edit->sequence = sequence;
    edit->span = by->span;
}

static void follow_outside(const struct renaming *renaming)
{
    struct applier *applier = renaming->applier;
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, renaming->edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        if (by && by->kind == CATALOG_VIEW)
            follow_into_view(renaming, by);
        else if (by && by->kind == CATALOG_SEQUENCE)
            follow_into_sequence(renaming, by);
        else if (by && uses.items[i].part == CATALOG_USE_CONSTRAINT)
            follow_into_reference(renaming, &uses.items[i]);
    }
}

static bool rename_in_children(const struct renaming *renaming)
{
    struct applier *applier = renaming->applier;
    struct children children = children_of(applier, renaming->edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        if (column_find(applier, child.table, renaming->old)
            && !column_rename(applier, child, renaming->old, renaming->new))
            return false;
    }
    return true;
}

bool column_rename(struct applier *applier, struct table_edit edit, struct str old,
                   struct str new)
{
    const struct catalog_column *there = NULL;
    bool is_same = applier_same(applier, CATALOG_ANYTHING, old, new);
    applier_work_on(applier, edit.table);
    if ((!is_same || is_postgresql(applier))
        && catalog_find_column(applier->arena, applier->catalog, edit.table, new, &there)
               == CATALOG_PRESENT)
        return applier_refuse(applier, "'%.*s' has a column '%.*s' already",
                              STR_ARGS(applier_say(applier, edit.object->name)), STR_ARGS(new));
    struct catalog_column *column = column_edit(applier, edit, old);
    if (!column)
        return false;
    if (!column->position) {
        struct catalog_column *absent = arena_new(applier->arena, struct catalog_column);
        absent->definition.name = old;
        absent->is_absent = true;
        column_put(applier, edit, absent);
        edit.table->columns = map_remove(applier->arena, edit.table->columns,
                                         applier_fold(applier, CATALOG_ANYTHING, new));
        return true; // nothing is known of it under its new name either
    }
    struct renaming renaming = { applier, edit, column->definition.name, new };
    uses_of_column(applier, edit.object, column, false);
    edit.table->columns = map_remove(applier->arena, edit.table->columns,
                                     applier_fold(applier, CATALOG_ANYTHING, old));
    column->definition.name = new;
    column_put(applier, edit, column);
    uses_of_column(applier, edit.object, column, true);
    follow_into_constraints(&renaming);
    follow_into_indexes(&renaming);
    follow_into_columns(&renaming);
    follow_into_triggers(&renaming);
    follow_outside(&renaming);
    edit.table->partition_key =
        expression_rename(applier, &edit.table->partition_key, old, new);
    edit.table->partition_parts =
        parts_rename(applier, &edit.table->partition_parts, old, new);
    return rename_in_children(&renaming);
}

static bool rename_of_view(struct applier *applier, const struct catalog_object *object)
{
    const struct ddl *ddl = applier->ddl;
    const struct sql_names *old = object->view->columns;
    struct sql_names *columns = arena_new(applier->arena, struct sql_names);
    bool is_found = !old;
    for (size_t i = 0; old && i < old->count; i++) {
        bool is_it = str_equal(old->items[i].name, ddl->column);
        if (str_equal(old->items[i].name, ddl->new_name.name))
            return applier_refuse(applier, "the view has a column '%.*s' already",
                                  STR_ARGS(ddl->new_name.name));
        array_add(applier->arena, columns, is_it ? ddl->new_name : old->items[i]);
        is_found |= is_it;
    }
    if (!is_found)
        return applier_lacks(applier, CATALOG_NO_COLUMN, object->name, ddl->column);
    struct catalog_object *renamed = applier_edit(applier, object);
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = *object->view;
    view->columns = old ? columns : NULL;
    renamed->view = view;
    return applier_doubt(applier, "what uses the column of the view is not known");
}

// SQLite loses its way in a table without row ids whose INTEGER key is UNIQUE besides.
static bool is_lost_by_sqlite(const struct applier *applier, const struct catalog_table *table,
                              const struct catalog_column *column)
{
    struct str name = column->definition.name;
    if (!is_sqlite(applier) || !table->is_without_rowid
        || !str_equal_ignoring_case(column->definition.type.name, STR("integer")))
        return false;
    unsigned keys = 0;
    struct map_walk walk = map_walk(table->constraints);
    const struct catalog_constraint *key;
    while ((key = map_next(&walk)))
        keys += (key->definition.kind == SQL_CONSTRAINT_UNIQUE
                 || key->definition.kind == SQL_CONSTRAINT_PRIMARY_KEY)
                && parts_have(applier, &key->definition.columns, name);
    return keys > 1;
}

bool apply_rename_column(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found view = applier_find(applier, ddl->table);
    if (is_postgresql(applier) && view.object && view.object->kind == CATALOG_VIEW)
        return rename_of_view(applier, view.object);
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    const struct catalog_column *column = column_find(applier, edit.table, ddl->column);
    if (!column && ddl->is_conditional && !edit.table->is_partial)
        return true;
    if (column && column->is_inherited)
        return applier_refuse(applier, "'%.*s' is inherited", STR_ARGS(ddl->column));
    if (column && is_lost_by_sqlite(applier, edit.table, column))
        applier_doubt(applier, "whether SQLite finds all keys over '%.*s' is not known",
                      STR_ARGS(ddl->column));
    if (ddl->is_only && uses_by_children(applier, edit.object->name).count)
        return applier_refuse(applier, "'%.*s' is to be renamed in the children too",
                              STR_ARGS(ddl->column));
    return column_rename(applier, edit, ddl->column, ddl->new_name.name);
}
