// Indexes: created, renamed, dropped.
#include "sql/catalog-sqlite.h"

void index_put(struct applier *applier, struct table_edit edit, const struct catalog_index *index)
{
    struct str name = index->definition.name.name;
    edit.table->indexes = map_put(applier->arena, edit.table->indexes,
                                  applier_fold(applier, CATALOG_INDEX, name), index);
    if (is_mysql(applier))
        return; // its names are the table's own
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    struct sql_name *owner = arena_new(applier->arena, struct sql_name);
    *owner = edit.object->name;
    const struct catalog_object *there =
        applier_find(applier, (struct sql_name){ owner->schema, name }).object;
    *object = (struct catalog_object){
        .kind = CATALOG_INDEX,
        .name = { owner->schema, name },
        .span = index->span,
        .comment = there ? there->comment : STR_NONE,
        .owner = owner,
    };
    applier_put(applier, object);
}

void index_remove(struct applier *applier, struct table_edit edit,
                  const struct catalog_index *index)
{
    struct sql_name name = { edit.object->name.schema, index->definition.name.name };
    edit.table->indexes = map_remove(applier->arena, edit.table->indexes,
                                     applier_fold(applier, CATALOG_INDEX, name.name));
    if (is_mysql(applier))
        return;
    struct catalog_object object = { .kind = CATALOG_INDEX, .name = name };
    applier_remove(applier, &object);
}

// ---- creating

static bool is_name_free(struct applier *applier, struct table_edit edit, struct str name)
{
    if (is_mysql(applier)) {
        const struct catalog_index *there = NULL;
        catalog_find_index(applier->arena, applier->catalog, edit.table, name, &there);
        return !there
               || applier_refuse(applier, "'%.*s' has an index '%.*s' already",
                                 STR_ARGS(applier_say(applier, edit.object->name)),
                                 STR_ARGS(name));
    }
    struct catalog_found found =
        applier_find(applier, (struct sql_name){ edit.object->name.schema, name });
    return found.presence != CATALOG_PRESENT
           || applier_refuse(applier, "there is a '%.*s' already", STR_ARGS(name));
}

static bool has_columns(struct applier *applier, struct table_edit edit,
                        const struct sql_key_parts *parts)
{
    list_each(sql_key_part, part, *parts) {
        const struct catalog_column *found = NULL;
        if (!expression_has_columns(applier, edit, &part->expression))
            return false;
        if (!part->column.data)
            continue;
        enum catalog_presence presence = catalog_find_column(
            applier->arena, applier->catalog, edit.table, part->column, &found);
        if (presence == CATALOG_ABSENT)
            return applier_lacks(applier, CATALOG_NO_COLUMN, edit.object->name, part->column);
        if (presence == CATALOG_MAYBE)
            applier_doubt(applier, "whether '%.*s' has a column '%.*s' is not known",
                          STR_ARGS(applier_say(applier, edit.object->name)),
                          STR_ARGS(part->column));
    }
    return true;
}

// An index that MySQL made for a foreign key goes when a better one comes.
static void drop_superseded(struct applier *applier, struct table_edit edit,
                            const struct catalog_index *better)
{
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (index != better && index->is_for_foreign_key
            && parts_begin_with(applier, &better->definition.parts, &index->definition.parts))
            index_remove(applier, edit, index);
}

// `like` says what it belongs to; NULL: to nobody.
bool index_create(struct applier *applier, struct table_edit edit,
                  const struct sql_index *definition, const struct catalog_index *like)
{
    struct catalog_index *index = arena_new(applier->arena, struct catalog_index);
    if (like)
        *index = *like;
    index->definition = *definition;
    index->definition.next = NULL;
    index->span = definition->span;
    index->id = applier_new_id(applier);
    index->is_valid = !(definition->is_only && edit.table->partition_method.data);
    if (!index->definition.method.length)
        index->definition.method = STR("btree");
    if (is_sqlite(applier))
        index->definition.parts = sqlite_key_parts(applier, edit, &definition->parts);
    if (!has_columns(applier, edit, &index->definition.parts)
        || !has_columns(applier, edit, &definition->include)
        || !expression_has_columns(applier, edit, &definition->where)
        || !index_fits_partitions(applier, edit, definition)
        || (is_mysql(applier)
            && !mysql_complete_index(applier, edit, &index->definition, index->is_primary)))
        return false;
    if (!index->definition.name.name.length) {
        index->definition.name.name = name_for_index(applier, edit, definition);
        index->definition.is_name_chosen = true;
    }
    if (!is_name_free(applier, edit, index->definition.name.name))
        return false;
    index_put(applier, edit, index);
    if (is_mysql(applier))
        drop_superseded(applier, edit, index);
    return index_on_partitions(applier, edit, index);
}

// A materialized view has indexes too, which are not held: what is asked of this one has no answer.
static bool create_on_view(struct applier *applier, const struct catalog_object *view)
{
    struct str name = applier->ddl->object.name;
    struct catalog_object *anything = arena_new(applier->arena, struct catalog_object);
    anything->kind = CATALOG_ANYTHING;
    anything->span = applier->ddl->span;
    anything->name = (struct sql_name){ view->name.schema, name };
    if (name.length)
        applier_put(applier, anything);
    return applier_doubt(applier, "the indexes of materialized views are not held");
}

bool apply_create_index(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name table = ddl->table;
    // SQLite's schema stands before the index; the table is in the same.
    if (is_sqlite(applier) && !table.schema.length)
        table.schema =
            ddl->index->name.schema.length ? ddl->index->name.schema : ddl->object.schema;
    struct catalog_found found = applier_find(applier, table);
    if (found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_VIEW
        && found.object->view->definition.is_materialized)
        return create_on_view(applier, found.object);
    struct table_edit edit = applier_table(applier, table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    struct str name =
        ddl->index->name.name.length ? ddl->index->name.name : ddl->object.name;
    const struct catalog_index *there = NULL;
    if (ddl->is_conditional && name.length) {
        catalog_find_index(applier->arena, applier->catalog, edit.table, name, &there);
        struct catalog_found other =
            applier_find(applier, (struct sql_name){ edit.object->name.schema, name });
        if (there || (!is_mysql(applier) && other.presence == CATALOG_PRESENT
                      && (is_postgresql(applier) || other.object->kind == CATALOG_INDEX)))
            return true;
    }
    struct sql_index definition = *ddl->index;
    definition.name = (struct sql_name){ .name = name };
    applier->depends_on_rows = definition.is_unique;
    return index_create(applier, edit, &definition, NULL);
}

// ---- an index that is there

// The table and the index that the change names; false where there is none.
static bool find_index(struct applier *applier, struct table_edit *edit,
                       const struct catalog_index **index)
{
    const struct ddl *ddl = applier->ddl;
    *index = NULL;
    struct sql_name table = ddl->table;
    if (!is_mysql(applier)) {
        struct catalog_found found = applier_find(applier, ddl->object);
        if (found.presence == CATALOG_MAYBE)
            return !applier_doubt(applier, "whether there is an index '%.*s' is not known",
                                  STR_ARGS(ddl->object.name));
        bool is_wrong = found.object && found.object->kind != CATALOG_INDEX;
        if (is_wrong && is_sqlite(applier) && ddl->is_conditional)
            return false; // it looks among indexes alone
        if (is_wrong)
            return applier_refuse(applier, "'%.*s' is no index", STR_ARGS(ddl->object.name));
        if (!found.object)
            return !ddl->is_conditional
                   && applier_refuse(applier, "there is no index '%.*s'",
                                     STR_ARGS(ddl->object.name));
        table = *found.object->owner;
    }
    *edit = applier_table(applier, table, ddl->is_table_conditional);
    if (!edit->object)
        return false;
    switch (catalog_find_index(applier->arena, applier->catalog, edit->table, ddl->object.name,
                               index)) {
    case CATALOG_PRESENT: return true;
    case CATALOG_MAYBE:
        return !applier_doubt(applier, "whether there is an index '%.*s' is not known",
                              STR_ARGS(ddl->object.name));
    case CATALOG_ABSENT: break;
    }
    return !ddl->is_conditional
           && applier_lacks(applier, CATALOG_NO_INDEX, edit->object->name, ddl->object.name);
}

// Another index of the table that a foreign key can use as well.
static bool has_other(const struct applier *applier, const struct catalog_table *table,
                      const struct catalog_index *gone, const struct sql_key_parts *columns)
{
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (index != gone && parts_begin_with(applier, &index->definition.parts, columns))
            return true;
    return false;
}

static bool is_needed_by(struct applier *applier, struct table_edit edit,
                         const struct catalog_index *index, const struct sql_key_parts *columns,
                         struct str name)
{
    if (!columns->first || !parts_begin_with(applier, &index->definition.parts, columns)
        || has_other(applier, edit.table, index, columns))
        return false;
    applier_refuse(applier, "index '%.*s' is used by foreign key '%.*s'",
                   STR_ARGS(index->definition.name.name), STR_ARGS(name));
    return true;
}

// MySQL keeps the indexes that foreign keys need, on both sides.
bool index_may_go(struct applier *applier, struct table_edit edit,
                  const struct catalog_index *index)
{
    if (applier->clauses)
        return true; // another clause may bring one: catalog-mysql-table.c looks at the end
    struct map_walk walk = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && is_needed_by(applier, edit, index, &constraint->definition.columns,
                            constraint->definition.name))
            return false;
    struct references references = references_to(applier, edit.object);
    for (size_t i = 0; i < references.count; i++)
        if (is_needed_by(applier, edit, index, &references.items[i].key->definition.other_columns,
                         references.items[i].key->definition.name))
            return false;
    return true;
}

bool apply_drop_index(struct applier *applier)
{
    struct table_edit edit;
    const struct catalog_index *index;
    if (!find_index(applier, &edit, &index))
        return applier->outcome != CATALOG_REFUSED;
    if (index->constraint.data && !is_mysql(applier))
        return applier_refuse(applier, "index '%.*s' belongs to a constraint",
                              STR_ARGS(index->definition.name.name));
    if (index->parent.name.length)
        return applier_refuse(applier, "index '%.*s' belongs to that of the whole table",
                              STR_ARGS(index->definition.name.name));
    if (is_mysql(applier) && !index_may_go(applier, edit, index))
        return false;
    const struct catalog_constraint *key = catalog_primary_key(edit.table);
    if (index->is_primary && key)
        constraint_remove(applier, edit, key);
    index_remove_from_children(applier, edit, index);
    index_remove(applier, edit, index);
    return true;
}

bool index_rename(struct applier *applier, struct table_edit edit,
                  const struct catalog_index *index, struct str name)
{
    bool is_same = applier_same(applier, CATALOG_INDEX, index->definition.name.name, name);
    if ((!is_same || is_postgresql(applier)) && !is_name_free(applier, edit, name))
        return false;
    struct catalog_index *renamed = arena_new(applier->arena, struct catalog_index);
    *renamed = *index;
    renamed->definition.name.name = name;
    renamed->definition.is_name_chosen = false;
    renamed->is_for_foreign_key = false;
    index_remove(applier, edit, index);
    index_put(applier, edit, renamed);
    const struct catalog_constraint *constraint = NULL;
    if (index->constraint.data)
        catalog_find_constraint(applier->arena, applier->catalog, edit.table, index->constraint,
                                &constraint);
    if (!constraint)
        return true;
    struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
    *copy = *constraint;
    copy->index = name;
    if (is_postgresql(applier)) {
        uses_of_constraint(applier, edit.object, constraint, false);
        edit.table->constraints = map_remove(applier->arena, edit.table->constraints,
                                             constraint->definition.name);
        copy->definition.name = name;
        copy->definition.is_name_chosen = false;
        renamed->constraint = name;
    }
    constraint_put(applier, edit, copy);
    return true;
}

bool apply_rename_index(struct applier *applier)
{
    struct table_edit edit;
    const struct catalog_index *index;
    if (!find_index(applier, &edit, &index))
        return applier->outcome != CATALOG_REFUSED;
    if (index->is_primary && is_mysql(applier))
        return applier_refuse(applier, "the index of a primary key has no other name");
    return index_rename(applier, edit, index, applier->ddl->new_name.name);
}

bool apply_index_option(struct applier *applier)
{
    struct table_edit edit;
    const struct catalog_index *index;
    const struct ddl *ddl = applier->ddl;
    if (ddl->kind == DDL_ATTACH_INDEX)
        return applier_doubt(applier, "which indexes of partitions are attached is not known");
    if (!find_index(applier, &edit, &index))
        return applier->outcome != CATALOG_REFUSED;
    struct catalog_index *copy = arena_new(applier->arena, struct catalog_index);
    *copy = *index;
    if (is_mysql(applier) && !mysql_may_ignore(applier, edit, index))
        return false;
    if (ddl->option && str_is(ddl->option->name, "visible"))
        copy->definition.is_invisible = str_equal_ignoring_case(ddl->option->value, STR("no"));
    index_put(applier, edit, copy);
    return true;
}
