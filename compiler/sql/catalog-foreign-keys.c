// Foreign keys: what they refer to, and the index that MySQL makes for them. Dropping
// constraints, which foreign keys may rest on.
#include "sql/catalog-parts.h"

// ---- what it refers to

static size_t count_parts(const struct sql_key_parts *parts)
{
    size_t count = 0;
    list_each(sql_key_part, part, *parts)
        count++;
    return count;
}

// PostgreSQL takes the columns of a key in any order.
static bool are_same_set(const struct applier *applier, const struct sql_key_parts *a,
                         const struct sql_key_parts *b)
{
    if (count_parts(a) != count_parts(b))
        return false;
    list_each(sql_key_part, part, *a)
        if (!part->column.data || !parts_have(applier, b, part->column))
            return false;
    return true;
}

bool parts_begin_with(const struct applier *applier, const struct sql_key_parts *parts,
                      const struct sql_key_parts *columns)
{
    const struct sql_key_part *part = parts->first;
    list_each(sql_key_part, column, *columns) {
        if (!part || !part->column.data || part->length.data
            || !applier_same(applier, CATALOG_ANYTHING, part->column, column->column))
            return false;
        part = part->next;
    }
    return true;
}

static bool is_key_of(const struct applier *applier, const struct catalog_index *index,
                      const struct sql_key_parts *columns)
{
    if (is_mysql(applier))
        return parts_begin_with(applier, &index->definition.parts, columns);
    return index->definition.is_unique && !index->definition.where.text.data
           && are_same_set(applier, &index->definition.parts, columns);
}

static bool has_key(const struct applier *applier, const struct catalog_table *table,
                    const struct sql_key_parts *columns)
{
    const struct catalog_constraint *primary = catalog_primary_key(table);
    if (primary && are_same_set(applier, &primary->definition.columns, columns))
        return true;
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (is_key_of(applier, index, columns))
            return true;
    return false;
}

static bool compare_types(struct applier *applier, const struct catalog_table *table,
                          const struct catalog_table *other,
                          const struct sql_constraint_definition *definition)
{
    const struct sql_key_part *target = definition->other_columns.first;
    list_each(sql_key_part, part, definition->columns) {
        const struct catalog_column *from = column_find(applier, table, part->column);
        const struct catalog_column *to =
            target ? column_find(applier, other, target->column) : NULL;
        target = target ? target->next : NULL;
        if (!from || !to)
            continue;
        switch (types_compare(applier, &from->definition.type, &to->definition.type)) {
        case CATALOG_ABSENT:
            return applier_refuse(applier, "the types of '%.*s' and '%.*s' are not compared",
                                  STR_ARGS(part->column), STR_ARGS(to->definition.name));
        case CATALOG_MAYBE:
            applier_doubt(applier,
                          "whether the types of '%.*s' and '%.*s' go together is not known",
                          STR_ARGS(part->column), STR_ARGS(to->definition.name));
            break;
        case CATALOG_PRESENT: break;
        }
    }
    return true;
}

static bool other_is_own(const struct applier *applier, const struct catalog_object *other)
{
    return sql_name_is_set(applier->ddl->table)
           && applier_find(applier, applier->ddl->table).object == other;
}

static bool resolve_columns(struct applier *applier, const struct catalog_object *other,
                            struct sql_constraint_definition *definition)
{
    const struct catalog_constraint *primary = catalog_primary_key(other->table);
    if (!definition->other_columns.first && primary)
        definition->other_columns = primary->definition.columns;
    if (!definition->other_columns.first && !other->table->is_partial)
        return applier_refuse(applier, "'%.*s' has no primary key",
                              STR_ARGS(applier_say(applier, other->name)));
    if (definition->other_columns.first
        && count_parts(&definition->columns) != count_parts(&definition->other_columns))
        return applier_refuse(applier, "the foreign key has not as many columns on both sides");
    list_each(sql_key_part, part, definition->other_columns) {
        const struct catalog_column *found = NULL;
        if (catalog_find_column(applier->arena, applier->catalog, other->table, part->column,
                                &found)
            == CATALOG_ABSENT)
            return applier_lacks(applier, CATALOG_NO_COLUMN, other->name, part->column);
    }
    if (other->table->is_partial)
        return applier_doubt(applier, "which keys '%.*s' has is not known",
                             STR_ARGS(applier_say(applier, other->name)));
    bool is_judged = applier->clauses && other_is_own(applier, other); // with the other clauses
    if (!is_judged && !has_key(applier, other->table, &definition->other_columns))
        return applier_refuse(applier, "'%.*s' has no key over these columns",
                              STR_ARGS(applier_say(applier, other->name)));
    return true;
}

static bool resolve(struct applier *applier, struct table_edit edit,
                    struct sql_constraint_definition *definition)
{
    // In MySQL and SQLite it is looked up beside its own table.
    if (!definition->other.schema.length && !is_postgresql(applier))
        definition->other.schema = edit.object->name.schema;
    if (is_sqlite(applier)) {
        bool has_as_many = !definition->other_columns.first
                           || count_parts(&definition->columns)
                                  == count_parts(&definition->other_columns);
        return has_as_many
               || applier_refuse(applier,
                                 "the foreign key has not as many columns on both sides");
    }
    struct catalog_found found = applier_find(applier, definition->other);
    if (found.presence == CATALOG_ABSENT)
        return applier_lacks_named(applier, "table", definition->other);
    if (found.presence == CATALOG_MAYBE) {
        definition->other = applier_new_name(applier, definition->other, false);
        return applier_doubt(applier, "which keys '%.*s' has is not known",
                             STR_ARGS(applier_say(applier, definition->other)));
    }
    if (found.object->kind != CATALOG_TABLE)
        return applier_refuse(applier, "'%.*s' is no table",
                              STR_ARGS(applier_say(applier, definition->other)));
    definition->other = found.object->name;
    return resolve_columns(applier, found.object, definition)
           && compare_types(applier, edit.table, found.object->table, definition);
}

// ---- MySQL's index

static const struct catalog_index *index_beginning(const struct applier *applier,
                                                   const struct catalog_table *table,
                                                   const struct sql_key_parts *columns)
{
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (parts_begin_with(applier, &index->definition.parts, columns)
            && (!index->is_for_foreign_key
                || count_parts(&index->definition.parts) > count_parts(columns)))
            return index;
    return NULL;
}

// One that was made for another foreign key over the same columns gives way to this one's.
static void drop_equal(struct applier *applier, struct table_edit edit,
                       const struct sql_key_parts *columns)
{
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (index->is_for_foreign_key && parts_equal(applier, &index->definition.parts, columns))
            index_remove(applier, edit, index);
}

static bool make_index(struct applier *applier, struct table_edit edit,
                       const struct catalog_constraint *constraint, bool is_named)
{
    if (index_beginning(applier, edit.table, &constraint->definition.columns))
        return true;
    drop_equal(applier, edit, &constraint->definition.columns);
    struct catalog_index like = { .is_valid = true, .is_for_foreign_key = true };
    struct sql_index index = {
        .span = constraint->definition.span,
        .method = STR("btree"),
        .parts = constraint->definition.columns,
    };
    if (is_named)
        index.name.name = constraint->definition.name;
    else if (constraint->definition.index.data)
        index.name.name = constraint->definition.index;
    return index_create(applier, edit, &index, &like);
}

bool foreign_key_create(struct applier *applier, struct table_edit edit,
                        struct catalog_constraint *constraint)
{
    bool is_named =
        applier->catalog->engine != SQL_ENGINE_UNKNOWN && !constraint->definition.is_name_chosen;
    const struct sql_constraint_definition *definition = &constraint->definition;
    // The index of a key to the new table itself is a key of that table.
    bool is_first = is_mysql(applier) && applier->ddl->kind == DDL_CREATE_TABLE;
    if (is_first && !make_index(applier, edit, constraint, is_named))
        return false;
    if (!resolve(applier, edit, &constraint->definition))
        return false;
    if (is_mysql(applier) && !mysql_takes_foreign_key(applier, edit, definition))
        return false;
    if (is_mysql(applier) && !is_first && !make_index(applier, edit, constraint, is_named))
        return false;
    constraint_put(applier, edit, constraint);
    return true;
}

// ---- those that refer to a table

struct references references_to(const struct applier *applier, const struct catalog_object *table)
{
    struct references references = { 0 };
    struct catalog_uses uses = uses_of(applier, USES_RELATION, table->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_use *use = &uses.items[i];
        if (use->part != CATALOG_USE_CONSTRAINT)
            continue;
        bool is_own = applier_same_name(applier, CATALOG_TABLE, use->by, table->name);
        const struct catalog_object *by = is_own ? table : applier_find(applier, use->by).object;
        const struct catalog_constraint *key = NULL;
        if (by && by->kind == CATALOG_TABLE)
            catalog_find_constraint(applier->arena, applier->catalog, by->table, use->name, &key);
        if (key && key->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
            array_add(applier->arena, &references, ((struct reference){ *use, key, is_own }));
    }
    return references;
}

struct table_edit reference_edit(struct applier *applier, struct table_edit edit,
                                 const struct reference *reference)
{
    return reference->is_own ? edit : applier_user(applier, &reference->use);
}

// ---- dropping a constraint

// Foreign keys to the table that rest on this key.
static bool drop_references(struct applier *applier, struct table_edit edit,
                            const struct catalog_constraint *key)
{
    struct references references = references_to(applier, edit.object);
    for (size_t i = 0; i < references.count; i++) {
        const struct catalog_constraint *other = references.items[i].key;
        if (!are_same_set(applier, &other->definition.other_columns, &key->definition.columns))
            continue;
        if (!applier->ddl->is_cascade)
            return applier_refuse(applier, "'%.*s' is used by foreign key '%.*s'",
                                  STR_ARGS(key->definition.name),
                                  STR_ARGS(other->definition.name));
        struct table_edit by = reference_edit(applier, edit, &references.items[i]);
        if (by.object)
            constraint_remove(applier, by, other);
    }
    return true;
}

// MySQL: DROP CONSTRAINT and DROP INDEX mean the index of a UNIQUE too.
static bool drop_unique(struct applier *applier, struct table_edit edit, bool *was_one)
{
    const struct catalog_index *index = NULL;
    const struct sql_constraint_definition *said = applier->ddl->constraint;
    *was_one = false;
    if (said && said->kind != SQL_CONSTRAINT_NONE && said->kind != SQL_CONSTRAINT_UNIQUE)
        return true;
    catalog_find_index(applier->arena, applier->catalog, edit.table, applier->ddl->object.name,
                       &index);
    if (!is_mysql(applier) || !index || !index->definition.is_unique
        || str_is(index->definition.method, "hash")) // over a whole text: an index alone
        return true;
    *was_one = true;
    return index_may_go(applier, edit, index) && (index_remove(applier, edit, index), true);
}

static struct str name_of_dropped(const struct applier *applier, struct table_edit edit)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_constraint *key = NULL;
    if (ddl->object.name.length || !ddl->constraint
        || ddl->constraint->kind != SQL_CONSTRAINT_PRIMARY_KEY)
        return ddl->object.name;
    key = catalog_primary_key(edit.table);
    return key ? key->definition.name : STR("PRIMARY");
}

static bool is_of_named_kind(const struct applier *applier,
                             const struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *said = applier->ddl->constraint;
    return !said || said->kind == SQL_CONSTRAINT_NONE || said->kind == constraint->definition.kind;
}

bool apply_drop_constraint(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    const struct catalog_constraint *constraint = NULL;
    bool was_unique = false;
    struct str name = name_of_dropped(applier, edit);
    enum catalog_presence presence = catalog_find_constraint(
        applier->arena, applier->catalog, edit.table, name, &constraint);
    if (constraint && !is_of_named_kind(applier, constraint))
        presence = CATALOG_ABSENT;
    if (presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether '%.*s' has a constraint '%.*s' is not known",
                             STR_ARGS(applier_say(applier, edit.object->name)), STR_ARGS(name));
    if (presence == CATALOG_ABSENT && (!drop_unique(applier, edit, &was_unique) || was_unique))
        return was_unique && applier->outcome != CATALOG_REFUSED;
    if (presence == CATALOG_ABSENT)
        return ddl->is_conditional
               || applier_lacks(applier, CATALOG_NO_CONSTRAINT, edit.object->name, name);
    if (constraint->is_inherited)
        return applier_refuse(applier, "constraint '%.*s' is inherited", STR_ARGS(name));
    if (constraint->index.data && is_postgresql(applier)
        && !drop_references(applier, edit, constraint))
        return false;
    if (constraint->index.data && is_mysql(applier)) {
        const struct catalog_index *index = NULL;
        catalog_find_index(applier->arena, applier->catalog, edit.table, constraint->index,
                           &index);
        if (index && !index_may_go(applier, edit, index))
            return false;
    }
    if (is_postgresql(applier)) {
        const struct catalog_index *index = NULL;
        if (constraint->index.data)
            catalog_find_index(applier->arena, applier->catalog, edit.table, constraint->index,
                               &index);
        if (index)
            index_remove_from_children(applier, edit, index);
        constraint_leave_children(applier, edit, constraint);
    }
    constraint_remove(applier, edit, constraint);
    return true;
}
