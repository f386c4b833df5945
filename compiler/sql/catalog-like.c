// What a new table takes from others: as a child, as a partition, by LIKE.
#include "sql/catalog-parts.h"

static bool find_source(struct applier *applier, struct table_edit edit, struct sql_name name,
                        const struct catalog_object **source)
{
    struct catalog_found found = applier_find(applier, name);
    if (found.presence == CATALOG_ABSENT || found.object == edit.object)
        return applier_lacks_named(applier, "table", name);
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
        definition.has_comment = false;
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
        copy->is_inherited = copy->is_valid = true;
        copy->definition.is_not_valid = false;
        constraint_put(applier, edit, copy);
    }
    return true;
}

// A partition's constraint is that of its table, and so is the index.
static void belong(struct applier *applier, struct table_edit edit, struct str name,
                   const struct catalog_object *source, const struct catalog_constraint *constraint)
{
    const struct catalog_constraint *made = NULL;
    const struct catalog_index *index = NULL;
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, name, &made);
    if (!made)
        return;
    struct catalog_constraint *own = arena_new(applier->arena, struct catalog_constraint);
    *own = *made;
    own->is_inherited = true;
    own->definition.is_name_chosen = true;
    constraint_put(applier, edit, own);
    if (made->index.data)
        catalog_find_index(applier->arena, applier->catalog, edit.table, made->index, &index);
    if (!index)
        return;
    struct catalog_index *attached = arena_new(applier->arena, struct catalog_index);
    *attached = *index;
    attached->parent = (struct sql_name){ source->name.schema, constraint->index };
    index_put(applier, edit, attached);
}

// PostgreSQL names the copy of an index after the names that its columns had when it was made.
// Where these are not held, the new table has an index that is not held either.
static bool is_copy_known(const struct applier *applier, struct table_edit edit,
                          const struct catalog_index *index)
{
    bool is_known = !is_postgresql(applier) || !index->has_old_names || index->is_primary;
    edit.table->is_partial |= !is_known;
    return is_known;
}

static bool copy_keys(struct applier *applier, struct table_edit edit,
                      const struct catalog_object *source)
{
    struct map_walk constraints = map_walk(source->table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints))) {
        struct sql_constraint_definition definition = constraint->definition;
        if (definition.kind == SQL_CONSTRAINT_FOREIGN_KEY && !edit.table->is_partition)
            continue; // LIKE leaves them out
        if (definition.kind == SQL_CONSTRAINT_CHECK)
            continue;
        const struct catalog_index *own = NULL;
        if (constraint->index.data)
            catalog_find_index(applier->arena, applier->catalog, source->table, constraint->index,
                               &own);
        if (own && !is_copy_known(applier, edit, own))
            continue;
        bool is_reference = definition.kind == SQL_CONSTRAINT_FOREIGN_KEY;
        if (!is_mysql(applier) && !is_reference) {
            definition.name = STR_NONE;
            definition.name = name_for_constraint(applier, edit, &definition);
        }
        definition.index = STR_NONE;
        if (!constraint_create(applier, edit, &definition))
            return false;
        if (edit.table->is_partition)
            belong(applier, edit, definition.name, source, constraint);
    }
    struct map_walk indexes = map_walk(source->table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes))) {
        struct sql_index definition = index->definition;
        if (!is_copy_known(applier, edit, index))
            continue;
        if (index->constraint.data && (index->is_primary || !is_mysql(applier)))
            continue;
        if (!is_mysql(applier))
            definition.name = (struct sql_name){ 0 };
        struct catalog_index like = { .is_valid = true };
        if (edit.table->is_partition)
            like.parent =
                (struct sql_name){ source->name.schema, index->definition.name.name };
        if (!index_create(applier, edit, &definition, &like))
            return false;
    }
    return true;
}

// What a LIKE takes besides columns: INCLUDING …
static bool includes(const struct sql_table_definition *definition, const char *part)
{
    bool is_included = definition->is_like_all;
    list_each(sql_option, option, definition->options)
        is_included |= str_is(option->name, part);
    return is_included;
}

// The bounds are those of the old one, of whatever type; the new one is a bigint.
static const struct sql_sequence *copied_sequence(const struct applier *applier,
                                                  const struct catalog_object *source,
                                                  struct str column)
{
    const struct catalog_object *old = sequence_of_identity(applier, source, column);
    if (!old)
        return NULL;
    struct sql_sequence *copy = arena_new(applier->arena, struct sql_sequence);
    *copy = old->sequence->definition;
    copy->type = STR("bigint");
    return copy;
}

static bool copy_like_columns(struct applier *applier, struct table_edit edit,
                              const struct sql_table_definition *like,
                              const struct catalog_object *source)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, source->table);
    for (size_t i = 0; i < columns.count; i++) {
        struct sql_column definition = columns.items[i]->definition;
        definition.is_serial = false;
        definition.place = SQL_PLACE_LAST;
        if (!includes(like, "like identity"))
            definition.identity = SQL_NO_IDENTITY;
        else if (definition.identity != SQL_NO_IDENTITY)
            definition.sequence = copied_sequence(applier, source, definition.name);
        if (!includes(like, "like comments"))
            definition.has_comment = false;
        if (!includes(like, "like defaults"))
            definition.fallback = (struct sql_expression){ 0 };
        if (!includes(like, "like generated")) {
            definition.generated = SQL_NOT_GENERATED;
            definition.expression = (struct sql_expression){ 0 };
        }
        if (!column_create(applier, edit, &definition))
            return false;
    }
    return true;
}

static bool copy_like_checks(struct applier *applier, struct table_edit edit,
                             const struct catalog_table *source)
{
    struct map_walk walk = map_walk(source->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        struct sql_constraint_definition definition = constraint->definition;
        definition.is_not_valid = false;
        if (definition.kind == SQL_CONSTRAINT_CHECK
            && !constraint_create(applier, edit, &definition))
            return false;
    }
    return true;
}

bool table_take_like(struct applier *applier, struct table_edit edit,
                     const struct sql_table_definition *definition)
{
    const struct catalog_object *source = NULL;
    if (!find_source(applier, edit, definition->like, &source))
        return false;
    if (!source)
        return true;
    if (is_mysql(applier)) {
        edit.object->comment = source->comment;
        edit.table->options = source->table->options;
        edit.table->partition_method = source->table->partition_method;
        edit.table->partition_key = source->table->partition_key;
        edit.table->partitions = source->table->partitions;
    }
    return copy_like_columns(applier, edit, definition, source)
           && (!includes(definition, "like constraints")
               || copy_like_checks(applier, edit, source->table))
           && (!includes(definition, "like indexes") || copy_keys(applier, edit, source));
}

bool table_take_parents(struct applier *applier, struct table_edit edit,
                        const struct sql_table_definition *definition)
{
    for (size_t i = 0; definition->inherits && i < definition->inherits->count; i++) {
        const struct catalog_object *parent = NULL;
        if (!find_source(applier, edit, definition->inherits->items[i], &parent))
            return false;
        if (!parent)
            continue;
        if (parent->table->partition_method.data || parent->table->is_partition)
            return applier_refuse(applier, "'%.*s' has partitions, or is one",
                                  STR_ARGS(applier_say(applier, parent->name)));
        table_add_parent(applier, edit, parent->name);
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
    edit.table->read_bound = bound_read(applier, &definition->bound);
    if (!parent)
        return true;
    if (!parent->table->partition_method.data && !parent->table->is_partial)
        return applier_refuse(applier, "'%.*s' is not partitioned",
                              STR_ARGS(applier_say(applier, parent->name)));
    if (!bound_is_taken(applier, parent, &definition->bound))
        return false;
    table_add_parent(applier, edit, parent->name);
    return copy_columns(applier, edit, parent->table, true)
           && copy_checks(applier, edit, parent->table) && copy_keys(applier, edit, parent);
}
