// Dropping a column, and what each engine does with what is built on it.
#include "sql/catalog-parts.h"

static struct str say(const struct applier *applier, struct table_edit edit,
                      const struct catalog_column *column)
{
    return arena_format(applier->arena, "%.*s.%.*s",
                        STR_ARGS(applier_say(applier, edit.object->name)),
                        STR_ARGS(column->definition.name));
}

static bool refuse_use(struct applier *applier, struct table_edit edit,
                       const struct catalog_column *column, const char *by, struct str name)
{
    return applier_refuse(applier, "'%.*s' is used by %s '%.*s'",
                          STR_ARGS(say(applier, edit, column)), by, STR_ARGS(name));
}

static bool constraint_has(const struct applier *applier,
                           const struct catalog_constraint *constraint, struct str column)
{
    return parts_have(applier, &constraint->definition.columns, column)
           || expression_mentions(applier, &constraint->definition.expression, column);
}

static bool index_has(const struct applier *applier, const struct catalog_index *index,
                      struct str column)
{
    return parts_have(applier, &index->definition.parts, column)
           || parts_have(applier, &index->definition.include, column)
           || expression_mentions(applier, &index->definition.where, column);
}

// ---- the column itself

static void take_out(struct applier *applier, struct table_edit edit,
                     const struct catalog_column *column)
{
    struct str key = applier_fold(applier, CATALOG_ANYTHING, column->definition.name);
    uses_of_column(applier, edit.object, column, false);
    if (!edit.table->is_partial) {
        edit.table->columns = map_remove(applier->arena, edit.table->columns, key);
        return;
    }
    struct catalog_column *absent = arena_new(applier->arena, struct catalog_column);
    absent->definition.name = column->definition.name;
    absent->is_absent = true;
    absent->span = applier->ddl->span;
    edit.table->columns = map_put(applier->arena, edit.table->columns, key, absent);
}

// ---- views, and foreign keys of others

static bool view_has(const struct applier *applier, const struct catalog_view *view,
                     struct sql_name table, struct str column)
{
    for (size_t i = 0; view->reads_columns && i < view->reads_columns->count; i++) {
        const struct catalog_read *read = &view->reads_columns->items[i];
        if (applier_same_name(applier, CATALOG_TABLE, read->table, table)
            && applier_same(applier, CATALOG_ANYTHING, read->column, column))
            return true;
    }
    return false;
}

static bool drop_views(struct applier *applier, struct table_edit edit,
                       const struct catalog_column *column)
{
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        if (!by || by->kind != CATALOG_VIEW
            || !view_has(applier, by->view, edit.object->name, column->definition.name))
            continue;
        if (!applier->ddl->is_cascade)
            return refuse_use(applier, edit, column, "view", by->name.name);
        if (!object_drop(applier, by))
            return false;
    }
    return true;
}

// Foreign keys elsewhere that refer to a key of these columns.
static bool drop_references(struct applier *applier, struct table_edit edit,
                            const struct catalog_column *column, const struct sql_key_parts *key)
{
    struct references references = references_to(applier, edit.object);
    for (size_t i = 0; i < references.count; i++) {
        const struct reference *reference = &references.items[i];
        const struct sql_constraint_definition *definition = &reference->key->definition;
        if (!parts_equal(applier, &definition->other_columns, key))
            continue;
        if (reference->is_own
            && parts_have(applier, &definition->columns, column->definition.name))
            continue; // it goes anyhow
        if (!applier->ddl->is_cascade)
            return refuse_use(applier, edit, column, "foreign key", definition->name);
        struct table_edit other = reference_edit(applier, edit, reference);
        if (other.object)
            constraint_remove(applier, other, reference->key);
    }
    return true;
}

// ---- PostgreSQL: all that has the column goes with it

static bool drop_constraints(struct applier *applier, struct table_edit edit,
                             const struct catalog_column *column)
{
    struct map_walk walk = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        if (!constraint_has(applier, constraint, column->definition.name))
            continue;
        bool is_key = constraint->index.data != NULL;
        if (is_key && !drop_references(applier, edit, column, &constraint->definition.columns))
            return false;
        constraint_remove(applier, edit, constraint);
    }
    return true;
}

static bool drop_generated(struct applier *applier, struct table_edit edit,
                           const struct catalog_column *column)
{
    struct map_walk walk = map_walk(edit.table->columns);
    const struct catalog_column *other;
    while ((other = map_next(&walk))) {
        if (other == column || other->is_absent
            || !expression_mentions(applier, &other->definition.expression,
                                    column->definition.name))
            continue;
        if (!applier->ddl->is_cascade && applier->catalog->version >= 150000)
            return refuse_use(applier, edit, column, "column", other->definition.name);
        if (!column_drop(applier, edit, other))
            return false;
    }
    return true;
}

static bool trigger_has(const struct applier *applier, const struct catalog_trigger *trigger,
                        struct str column)
{
    const struct sql_names *columns = trigger->definition.columns;
    for (size_t i = 0; columns && i < columns->count; i++)
        if (applier_same(applier, CATALOG_ANYTHING, columns->items[i].name, column))
            return true;
    return expression_mentions(applier, &trigger->definition.when, column);
}

static bool drop_triggers(struct applier *applier, struct table_edit edit,
                          const struct catalog_column *column)
{
    struct map_walk walk = map_walk(edit.table->triggers);
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&walk))) {
        if (!trigger_has(applier, trigger, column->definition.name))
            continue;
        if (!applier->ddl->is_cascade)
            return refuse_use(applier, edit, column, "trigger", trigger->name);
        uses_of_trigger(applier, edit.object, trigger, false);
        edit.table->triggers =
            map_remove(applier->arena, edit.table->triggers, trigger->name);
    }
    return true;
}

static bool drop_sequences(struct applier *applier, struct table_edit edit,
                           const struct catalog_column *column)
{
    uses_of_column(applier, edit.object, column, false); // its default goes before its sequence
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        if (by && by->kind == CATALOG_SEQUENCE
            && str_equal(by->sequence->definition.owner_column, column->definition.name)
            && !object_drop(applier, by))
            return false;
    }
    return true;
}

static bool drop_indexes(struct applier *applier, struct table_edit edit,
                         const struct catalog_column *column)
{
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (index_has(applier, index, column->definition.name))
            index_remove(applier, edit, index);
    return true;
}

static bool is_in_partition_key(const struct applier *applier, const struct catalog_table *table,
                                struct str column)
{
    return expression_mentions(applier, &table->partition_key, column);
}

static bool drop_from_children(struct applier *applier, struct table_edit edit,
                               const struct catalog_column *column)
{
    struct children children = children_of(applier, edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct catalog_column *own = column_edit(applier, child, column->definition.name);
        if (!own)
            return false;
        own->is_inherited = column_has_parent(applier, child.table, column->definition.name);
        if (own->is_inherited)
            continue;
        bool stays = own->is_own_too || applier->ddl->is_only;
        own->is_own_too = false;
        if (!stays && !column_drop(applier, child, own))
            return false;
    }
    return true;
}

static bool drop_for_postgresql(struct applier *applier, struct table_edit edit,
                                const struct catalog_column *column)
{
    if (column->is_inherited)
        return applier_refuse(applier, "'%.*s' is inherited",
                              STR_ARGS(say(applier, edit, column)));
    if (is_in_partition_key(applier, edit.table, column->definition.name))
        return applier_refuse(applier, "'%.*s' is in the partition key",
                              STR_ARGS(say(applier, edit, column)));
    return drop_views(applier, edit, column) && drop_generated(applier, edit, column)
           && drop_triggers(applier, edit, column) && drop_constraints(applier, edit, column)
           && drop_indexes(applier, edit, column) && drop_sequences(applier, edit, column)
           && (take_out(applier, edit, column), drop_from_children(applier, edit, column));
}

// ---- SQLite: nothing but the column's own CHECK and foreign key may have it; views and
// triggers are looked at when it is gone (catalog-sqlite-alter.c)

static bool is_its_own(const struct applier *applier, const struct catalog_constraint *constraint,
                       const struct catalog_column *column)
{
    return constraint->definition.is_of_column
           && parts_have(applier, &constraint->definition.columns, column->definition.name);
}

static bool drop_for_sqlite(struct applier *applier, struct table_edit edit,
                            const struct catalog_column *column)
{
    struct str name = column->definition.name;
    struct map_walk constraints = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints))) {
        enum sql_constraint kind = constraint->definition.kind;
        bool is_key = kind == SQL_CONSTRAINT_PRIMARY_KEY || kind == SQL_CONSTRAINT_UNIQUE;
        if (!constraint_has(applier, constraint, name))
            continue;
        if (is_key || !is_its_own(applier, constraint, column))
            return refuse_use(applier, edit, column, "a constraint of", edit.object->name.name);
        constraint_remove(applier, edit, constraint);
    }
    struct map_walk indexes = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes)))
        if (index_has(applier, index, name))
            return refuse_use(applier, edit, column, "index", index->definition.name.name);
    struct map_walk columns = map_walk(edit.table->columns);
    const struct catalog_column *other;
    while ((other = map_next(&columns)))
        if (other != column && expression_mentions(applier, &other->definition.expression, name))
            return refuse_use(applier, edit, column, "column", other->definition.name);
    return true;
}

// ---- MySQL, MariaDB: indexes lose the column

static bool shorten_index(struct applier *applier, struct table_edit edit,
                          const struct catalog_index *index, struct str column)
{
    struct catalog_index *shorter = arena_new(applier->arena, struct catalog_index);
    *shorter = *index;
    shorter->definition.parts = (struct sql_key_parts){ 0 };
    list_each(sql_key_part, part, index->definition.parts) {
        if (applier_same(applier, CATALOG_ANYTHING, part->column, column))
            continue;
        struct sql_key_part *copy = arena_new(applier->arena, struct sql_key_part);
        *copy = *part;
        copy->next = NULL;
        list_add(&shorter->definition.parts, copy);
    }
    index_remove(applier, edit, index);
    if (shorter->definition.parts.first)
        index_put(applier, edit, shorter);
    return true;
}

// Whether another clause of the statement drops the column too.
static bool goes_as_well(const struct applier *applier, struct str column)
{
    return applier->clauses
           && map_find(applier->clauses->dropped, applier_fold(applier, CATALOG_ANYTHING, column));
}

static bool go_all(const struct applier *applier, const struct sql_key_parts *parts)
{
    list_each(sql_key_part, part, *parts)
        if (!goes_as_well(applier, part->column))
            return false;
    return true;
}

// MariaDB takes no column out of a key over several.
static bool is_kept_by_key(struct applier *applier, struct table_edit edit,
                           const struct catalog_column *column)
{
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (applier->catalog->engine == SQL_ENGINE_MARIADB && index->definition.is_unique
            && index->definition.parts.first != index->definition.parts.last
            && !go_all(applier, &index->definition.parts)
            && parts_have(applier, &index->definition.parts, column->definition.name))
            return !refuse_use(applier, edit, column, "key", index->definition.name.name);
    return false;
}

static bool mentions_others(const struct applier *applier, const struct catalog_table *table,
                            const struct catalog_constraint *check,
                            const struct catalog_column *column)
{
    struct map_walk walk = map_walk(table->columns);
    const struct catalog_column *other;
    while ((other = map_next(&walk)))
        if (other != column && !other->is_absent && !goes_as_well(applier, other->definition.name)
            && expression_mentions(applier, &check->definition.expression, other->definition.name))
            return true;
    return false;
}

static bool drop_for_mysql(struct applier *applier, struct table_edit edit,
                           const struct catalog_column *column)
{
    struct str name = column->definition.name;
    if (is_kept_by_key(applier, edit, column))
        return false;
    struct references references = references_to(applier, edit.object);
    for (size_t i = 0; i < references.count; i++)
        if (parts_have(applier, &references.items[i].key->definition.other_columns, name))
            return refuse_use(applier, edit, column, "foreign key", references.items[i].use.name);
    struct map_walk constraints = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints))) {
        if (!constraint_has(applier, constraint, name))
            continue;
        enum sql_constraint kind = constraint->definition.kind;
        bool is_its_check = kind == SQL_CONSTRAINT_CHECK
                            && (is_its_own(applier, constraint, column)
                                || !mentions_others(applier, edit.table, constraint, column));
        if (kind != SQL_CONSTRAINT_PRIMARY_KEY && !is_its_check)
            return refuse_use(applier, edit, column, "constraint", constraint->definition.name);
        constraint_remove(applier, edit, constraint);
    }
    struct map_walk columns = map_walk(edit.table->columns);
    const struct catalog_column *other;
    while ((other = map_next(&columns)))
        if (other != column
            && (expression_mentions(applier, &other->definition.expression, name)
                || expression_mentions(applier, &other->definition.fallback, name)))
            return refuse_use(applier, edit, column, "column", other->definition.name);
    struct map_walk indexes = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes)))
        if (parts_have(applier, &index->definition.parts, name)
            && !shorten_index(applier, edit, index, name))
            return false;
    return true;
}

bool column_drop(struct applier *applier, struct table_edit edit,
                 const struct catalog_column *column)
{
    bool is_last = map_count(edit.table->columns) == 1 && !edit.table->is_partial
                   && !applier->clauses; // another clause may add one
    applier_work_on(applier, edit.table);
    if (is_last && !is_postgresql(applier))
        return applier_refuse(applier, "'%.*s' is the only column of its table",
                              STR_ARGS(say(applier, edit, column)));
    bool may = is_postgresql(applier) ? drop_for_postgresql(applier, edit, column)
               : is_sqlite(applier)   ? drop_for_sqlite(applier, edit, column)
                                      : drop_for_mysql(applier, edit, column);
    if (may && !is_postgresql(applier))
        take_out(applier, edit, column);
    return may;
}

bool apply_drop_column(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    const struct catalog_column *column = NULL;
    enum catalog_presence presence =
        catalog_find_column(applier->arena, applier->catalog, edit.table, ddl->column, &column);
    if (presence == CATALOG_ABSENT)
        return ddl->is_conditional
               || applier_lacks(applier, CATALOG_NO_COLUMN, edit.object->name, ddl->column);
    if (presence == CATALOG_PRESENT)
        return column_drop(applier, edit, column);
    applier_doubt(applier, "whether '%.*s' has a column '%.*s', and what uses it, is not known",
                  STR_ARGS(applier_say(applier, edit.object->name)), STR_ARGS(ddl->column));
    struct catalog_column gone = { .definition = { .name = ddl->column } };
    take_out(applier, edit, &gone);
    return true;
}
