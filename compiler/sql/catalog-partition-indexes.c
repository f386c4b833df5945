// Indexes of tables that have partitions: each partition has one of its own (PostgreSQL).
#include "sql/catalog-parts.h"

static bool has_plain_column(const struct applier *applier, const struct sql_key_parts *parts,
                             struct str column)
{
    list_each(sql_key_part, part, *parts)
        if (part->column.data && applier_same(applier, CATALOG_ANYTHING, part->column, column))
            return true;
    return false;
}

// A unique index is one of each partition: it needs the columns that choose the partition.
bool index_fits_partitions(struct applier *applier, struct table_edit edit,
                           const struct sql_index *index)
{
    if (!is_postgresql(applier) || !index->is_unique || !edit.table->partition_method.data)
        return true;
    list_each(sql_key_part, part, edit.table->partition_parts)
        if (!part->column.data || !has_plain_column(applier, &index->parts, part->column))
            return applier_refuse(applier, "a key of '%.*s' needs all columns of its partitions",
                                  STR_ARGS(applier_say(applier, edit.object->name)));
    return true;
}

// A key of the whole table is one of each partition.
static void become_key(struct applier *applier, struct table_edit edit,
                       const struct catalog_index *parent, struct sql_index *definition,
                       struct catalog_index *like)
{
    struct catalog_constraint *key = arena_new(applier->arena, struct catalog_constraint);
    key->definition.kind = parent->is_primary ? SQL_CONSTRAINT_PRIMARY_KEY : SQL_CONSTRAINT_UNIQUE;
    key->definition.columns = definition->parts;
    key->definition.include = definition->include;
    key->definition.name = name_for_constraint(applier, edit, &key->definition);
    key->definition.is_name_chosen = true;
    key->index = definition->name.name = like->constraint = key->definition.name;
    key->span = definition->span;
    key->id = applier_new_id(applier);
    key->is_valid = key->is_inherited = true;
    like->is_primary = parent->is_primary;
    constraint_put(applier, edit, key);
}

static bool is_like(const struct applier *applier, const struct catalog_index *own,
                    const struct catalog_index *parent)
{
    const struct sql_index *a = &own->definition, *b = &parent->definition;
    return !own->parent.name.length && own->is_valid && a->is_unique == b->is_unique
           && own->is_primary == parent->is_primary && !a->where.text.data && !b->where.text.data
           && (own->constraint.data || !parent->constraint.data)
           && parts_equal(applier, &a->parts, &b->parts)
           && parts_equal(applier, &a->include, &b->include);
}

// An index that the partition has already becomes the one that it needs.
static bool take_own(struct applier *applier, struct table_edit edit,
                     const struct catalog_index *parent, struct sql_name name)
{
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *own;
    while ((own = map_next(&walk))) {
        if (!is_like(applier, own, parent))
            continue;
        struct catalog_index *taken = arena_new(applier->arena, struct catalog_index);
        *taken = *own;
        taken->parent = name;
        index_put(applier, edit, taken);
        const struct catalog_constraint *key = NULL;
        if (own->constraint.data && parent->constraint.data)
            catalog_find_constraint(applier->arena, applier->catalog, edit.table, own->constraint,
                                    &key);
        if (key)
            constraint_inherit(applier, edit, key);
        return true;
    }
    return false;
}

// On each partition, under a name of its own.
bool index_on_partitions(struct applier *applier, struct table_edit edit,
                         const struct catalog_index *parent)
{
    if (!edit.table->partition_method.data || parent->definition.is_only)
        return true;
    struct children children = children_of(applier, edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct catalog_index like = {
            .is_valid = true,
            .parent = { edit.object->name.schema, parent->definition.name.name },
        };
        if (take_own(applier, child, parent, like.parent))
            continue;
        struct sql_index definition = parent->definition;
        definition.name = (struct sql_name){ 0 };
        if (parent->constraint.data)
            become_key(applier, child, parent, &definition, &like);
        if (!index_create(applier, child, &definition, &like))
            return false;
    }
    return true;
}

void index_remove_from_children(struct applier *applier, struct table_edit edit,
                                const struct catalog_index *index)
{
    if (!edit.table->partition_method.data)
        return;
    struct children children = children_of(applier, edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct map_walk walk = map_walk(child.table->indexes);
        const struct catalog_index *other;
        while ((other = map_next(&walk)))
            if (str_equal(other->parent.name, index->definition.name.name)) {
                const struct catalog_constraint *key = NULL;
                if (other->constraint.data)
                    catalog_find_constraint(applier->arena, applier->catalog, child.table,
                                            other->constraint, &key);
                index_remove_from_children(applier, child, other);
                index_remove(applier, child, other);
                if (key)
                    constraint_remove(applier, child, key);
            }
    }
}
