// Constraints: added with what the engine makes for them, changed, renamed, dropped.
#include "sql/catalog-sqlite.h"

static struct str key_of(const struct applier *applier,
                         const struct sql_constraint_definition *definition)
{
    return mysql_is_column_check(applier, definition)
               ? mysql_column_check_key(applier, definition->columns.first->column)
               : applier_fold(applier, CATALOG_ANYTHING, definition->name);
}

void constraint_put(struct applier *applier, struct table_edit edit,
                    const struct catalog_constraint *constraint)
{
    struct str key = key_of(applier, &constraint->definition);
    edit.table->constraints =
        map_put(applier->arena, edit.table->constraints, key, constraint);
    uses_of_constraint(applier, edit.object, constraint, true);
}

void constraint_remove(struct applier *applier, struct table_edit edit,
                       const struct catalog_constraint *constraint)
{
    struct str key = key_of(applier, &constraint->definition);
    const struct catalog_index *index = NULL;
    uses_of_constraint(applier, edit.object, constraint, false);
    edit.table->constraints = map_remove(applier->arena, edit.table->constraints, key);
    bool has_index = constraint->index.data
                     && constraint->definition.kind != SQL_CONSTRAINT_FOREIGN_KEY;
    if (has_index
        && catalog_find_index(applier->arena, applier->catalog, edit.table, constraint->index,
                              &index) == CATALOG_PRESENT)
        index_remove(applier, edit, index);
}

// ---- its columns

static bool has_columns(struct applier *applier, const struct catalog_object *table,
                        const struct sql_key_parts *parts)
{
    list_each(sql_key_part, part, *parts) {
        const struct catalog_column *found = NULL;
        if (!part->column.data)
            continue;
        enum catalog_presence presence = catalog_find_column(
            applier->arena, applier->catalog, table->table, part->column, &found);
        if (presence == CATALOG_ABSENT)
            return applier_lacks(applier, CATALOG_NO_COLUMN, table->name, part->column);
        if (presence == CATALOG_MAYBE)
            applier_doubt(applier, "whether '%.*s' has a column '%.*s' is not known",
                          STR_ARGS(applier_say(applier, table->name)), STR_ARGS(part->column));
    }
    return true;
}

bool parts_have_none_twice(struct applier *applier, const struct sql_key_parts *parts)
{
    list_each(sql_key_part, part, *parts)
        for (const struct sql_key_part *other = part->next; other; other = other->next)
            if (part->column.data && other->column.data && !is_sqlite(applier)
                && applier_same(applier, CATALOG_ANYTHING, part->column, other->column))
                return applier_refuse(applier, "column '%.*s' stands in the key twice",
                                      STR_ARGS(part->column));
    return true;
}

static void make_not_null(struct applier *applier, struct table_edit edit,
                          const struct sql_key_parts *parts)
{
    if (is_sqlite(applier) && !edit.table->is_without_rowid && !edit.table->is_strict)
        return;
    list_each(sql_key_part, part, *parts) {
        const struct catalog_column *found = column_find(applier, edit.table, part->column);
        if (found && !found->definition.is_not_null)
            column_edit(applier, edit, part->column)->definition.is_not_null = true;
    }
}

static bool follow_not_null(struct applier *applier, struct table_edit edit,
                            struct catalog_column *column)
{
    (void)applier, (void)edit;
    column->definition.is_not_null = true;
    return true;
}

// The primary key is the parent's alone, and its columns are NOT NULL in the children too.
static bool children_follow_key(struct applier *applier, struct table_edit edit,
                                const struct sql_key_parts *parts)
{
    list_each(sql_key_part, part, *parts)
        if (part->column.data && !children_follow(applier, edit, part->column, follow_not_null))
            return false;
    return true;
}

// ---- keys

static bool create_key_index(struct applier *applier, struct table_edit edit,
                             struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *definition = &constraint->definition;
    struct catalog_index like = {
        .constraint = definition->name,
        .is_primary = definition->kind == SQL_CONSTRAINT_PRIMARY_KEY,
        .is_valid = true,
    };
    bool is_exclude = definition->kind == SQL_CONSTRAINT_EXCLUDE;
    struct sql_index index = {
        .span = definition->span,
        .is_unique = !is_exclude,
        .method = definition->method.data ? definition->method
                  : is_exclude            ? STR("gist")
                                          : STR("btree"),
        .parts = definition->columns,
        .include = definition->include,
        .is_nulls_not_distinct = definition->is_nulls_not_distinct,
    };
    if (is_exclude)
        index.where = definition->expression;
    if (!is_sqlite(applier))
        index.name.name = definition->name;
    else
        index.name.name = name_for_index(applier, edit, &index);
    constraint->index = index.name.name;
    return index_create(applier, edit, &index, &like);
}

static bool take_index(struct applier *applier, struct table_edit edit,
                       struct catalog_constraint *constraint)
{
    const struct catalog_index *found = NULL;
    struct str name = constraint->definition.index;
    switch (catalog_find_index(applier->arena, applier->catalog, edit.table, name, &found)) {
    case CATALOG_ABSENT:
        return applier_lacks(applier, CATALOG_NO_INDEX, edit.object->name, name);
    case CATALOG_MAYBE:
        return applier_doubt(applier, "what index '%.*s' holds is not known", STR_ARGS(name));
    case CATALOG_PRESENT: break;
    }
    if (!found->definition.is_unique || found->constraint.data
        || found->definition.where.text.data)
        return applier_refuse(applier, "index '%.*s' cannot be a key", STR_ARGS(name));
    if (!parts_have_none_twice(applier, &found->definition.parts))
        return false;
    list_each(sql_key_part, part, found->definition.parts)
        if (!part->column.data || part->is_descending)
            return applier_refuse(applier, "index '%.*s' cannot be a key", STR_ARGS(name));
    struct catalog_index *taken = arena_new(applier->arena, struct catalog_index);
    *taken = *found;
    taken->constraint = constraint->definition.name;
    taken->is_primary = constraint->definition.kind == SQL_CONSTRAINT_PRIMARY_KEY;
    constraint->definition.columns = found->definition.parts;
    constraint->definition.include = found->definition.include;
    constraint->index = constraint->definition.name;
    index_put(applier, edit, taken);
    return str_equal(name, constraint->definition.name)
           || index_rename(applier, edit, taken, constraint->definition.name);
}

static bool create_key(struct applier *applier, struct table_edit edit,
                       struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *definition = &constraint->definition;
    bool is_primary = definition->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    if (is_primary && catalog_primary_key(edit.table))
        return applier_refuse(applier, "'%.*s' has a primary key already",
                              STR_ARGS(applier_say(applier, edit.object->name)));
    if (definition->index.data && is_postgresql(applier)) {
        if (!take_index(applier, edit, constraint))
            return false;
    } else if (!(is_sqlite(applier) && sqlite_has_index(applier, edit, constraint))
               && !create_key_index(applier, edit, constraint)) {
        return false;
    }
    bool is_rowid = is_sqlite(applier) && !constraint->index.data;
    if (is_primary && is_mysql(applier)
        && !mysql_takes_primary_key(applier, edit, &definition->columns))
        return false;
    if (is_primary && !is_rowid)
        make_not_null(applier, edit, &constraint->definition.columns);
    if (is_primary && !children_follow_key(applier, edit, &constraint->definition.columns))
        return false;
    // To MySQL a UNIQUE is its index, and nothing else.
    if (is_primary || !is_mysql(applier))
        constraint_put(applier, edit, constraint);
    return true;
}

// ---- all kinds

static bool is_name_free(struct applier *applier, struct table_edit edit,
                         const struct sql_constraint_definition *definition)
{
    const struct catalog_constraint *there = NULL;
    if (is_sqlite(applier))
        return true;
    if (is_mysql(applier))
        return mysql_is_name_free(applier, edit, definition);
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, definition->name, &there);
    return !there
           || applier_refuse(applier, "'%.*s' has a constraint '%.*s' already",
                             STR_ARGS(applier_say(applier, edit.object->name)),
                             STR_ARGS(definition->name));
}

// SQLite takes a name twice, and needs none.
static void name_it(struct applier *applier, struct table_edit edit,
                    struct catalog_constraint *constraint)
{
    struct str *name = &constraint->definition.name;
    const struct catalog_constraint *there = NULL;
    if (constraint->definition.kind == SQL_CONSTRAINT_PRIMARY_KEY && is_mysql(applier))
        *name = STR_NONE; // whatever it is called
    if (name->length && is_sqlite(applier))
        catalog_find_constraint(applier->arena, applier->catalog, edit.table, *name, &there);
    if (!name->length && constraint->definition.index.data)
        *name = constraint->definition.index;
    if (name->length && !there)
        return;
    *name = name_for_constraint(applier, edit, &constraint->definition);
    constraint->definition.is_name_chosen = true;
    constraint->is_named_by_engine = is_sqlite(applier);
}

bool constraint_create(struct applier *applier, struct table_edit edit,
                       const struct sql_constraint_definition *definition)
{
    struct catalog_constraint *constraint = arena_new(applier->arena, struct catalog_constraint);
    constraint->definition = *definition;
    constraint->definition.next = NULL;
    constraint->span = definition->span;
    constraint->id = applier_new_id(applier);
    constraint->is_valid = !definition->is_not_valid && !definition->is_not_enforced;
    if (is_sqlite(applier))
        constraint->definition.columns = sqlite_key_parts(applier, edit, &definition->columns);
    if (!has_columns(applier, edit.object, &constraint->definition.columns)
        || !expression_has_columns(applier, edit, &definition->expression)
        || !parts_have_none_twice(applier, &definition->columns))
        return false;
    if (definition->kind == SQL_CONSTRAINT_NONE || definition->kind == SQL_CONSTRAINT_NOT_NULL) {
        make_not_null(applier, edit, &definition->columns);
        return true;
    }
    name_it(applier, edit, constraint);
    if (!is_name_free(applier, edit, &constraint->definition))
        return false;
    if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        return foreign_key_create(applier, edit, constraint);
    if (definition->kind != SQL_CONSTRAINT_CHECK)
        return create_key(applier, edit, constraint);
    constraint_put(applier, edit, constraint);
    return true;
}

static bool is_taken_on_add(struct applier *applier, const struct sql_constraint_definition *added)
{
    bool is_key =
        added->kind == SQL_CONSTRAINT_PRIMARY_KEY || added->kind == SQL_CONSTRAINT_UNIQUE;
    if (is_sqlite(applier) && is_key)
        return applier_refuse(applier, "SQLite adds no column with a key");
    return true;
}

// Its column was there already, so that IF NOT EXISTS left both alone.
static bool is_left_alone(const struct applier *applier, struct table_edit edit)
{
    const struct sql_column *written = applier->ddl->definition;
    const struct catalog_column *column =
        written ? column_find(applier, edit.table, written->name) : NULL;
    return column && column->definition.name.data != written->name.data
           && applier->catalog->version >= 130000;
}

bool apply_add_constraint(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object || !is_taken_on_add(applier, ddl->constraint))
        return false;
    if (is_left_alone(applier, edit))
        return true;
    const struct catalog_constraint *there = NULL;
    if (ddl->is_conditional && ddl->constraint->name.length
        && catalog_find_constraint(applier->arena, applier->catalog, edit.table,
                                   ddl->constraint->name, &there)
               == CATALOG_PRESENT)
        return true;
    if (ddl->is_conditional && ddl->constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY
        && catalog_primary_key(edit.table))
        return true;
    if (is_postgresql(applier) && ddl->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY
        && ddl->constraint->is_not_valid && edit.table->partition_method.data
        && applier->catalog->version < 180000)
        return applier_refuse(applier, "a table with partitions takes no NOT VALID foreign key");
    applier->depends_on_rows = !ddl->constraint->is_not_valid && !ddl->constraint->index.data;
    if (!is_postgresql(applier))
        return constraint_create(applier, edit, ddl->constraint);
    struct sql_constraint_definition definition = *ddl->constraint;
    definition.next = NULL;
    bool is_copied = definition.kind == SQL_CONSTRAINT_CHECK
                     || definition.kind == SQL_CONSTRAINT_FOREIGN_KEY; // under the same name
    if (!definition.name.length && is_copied
        && expression_has_columns(applier, edit, &definition.expression)) {
        definition.name = name_for_constraint(applier, edit, &definition);
        definition.is_name_chosen = true;
    }
    return applier->outcome != CATALOG_REFUSED && constraint_create(applier, edit, &definition)
           && constraint_for_children(applier, edit, &definition);
}

// ---- changing

static const struct catalog_constraint *find(struct applier *applier, struct table_edit edit)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_constraint *constraint = NULL;
    enum catalog_presence presence = catalog_find_constraint(
        applier->arena, applier->catalog, edit.table, ddl->object.name, &constraint);
    if (presence == CATALOG_MAYBE)
        applier_doubt(applier, "whether '%.*s' has a constraint '%.*s' is not known",
                      STR_ARGS(applier_say(applier, edit.object->name)),
                      STR_ARGS(ddl->object.name));
    else if (presence == CATALOG_ABSENT && !ddl->is_conditional)
        applier_lacks(applier, CATALOG_NO_CONSTRAINT, edit.object->name, ddl->object.name);
    return constraint;
}

bool apply_alter_constraint(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    const struct catalog_constraint *found = edit.object ? find(applier, edit) : NULL;
    if (!found)
        return applier->outcome != CATALOG_REFUSED;
    enum sql_constraint kind = found->definition.kind;
    bool is_key = kind == SQL_CONSTRAINT_PRIMARY_KEY || kind == SQL_CONSTRAINT_UNIQUE
                  || kind == SQL_CONSTRAINT_EXCLUDE;
    struct catalog_constraint *constraint = arena_new(applier->arena, struct catalog_constraint);
    *constraint = *found;
    constraint->span = ddl->span;
    if (is_postgresql(applier)
        && (is_key || (kind != SQL_CONSTRAINT_FOREIGN_KEY && ddl->kind == DDL_ALTER_CONSTRAINT)))
        return applier_refuse(applier, "constraint '%.*s' is of a kind that this cannot change",
                              STR_ARGS(found->definition.name));
    if (ddl->kind == DDL_VALIDATE_CONSTRAINT
        && !constraint_validate_children(applier, edit, found))
        return false;
    if (ddl->kind == DDL_VALIDATE_CONSTRAINT) {
        constraint->is_valid = true;
        constraint->definition.is_not_valid = false;
        applier->depends_on_rows = !found->is_valid;
    } else if (ddl->constraint) {
        if (ddl->constraint->is_deferrability_said) {
            constraint->definition.is_deferrable = ddl->constraint->is_deferrable;
            constraint->definition.is_deferred = ddl->constraint->is_deferred;
        }
        if (ddl->constraint->is_enforcement_said) {
            constraint->definition.is_not_enforced = ddl->constraint->is_not_enforced;
            constraint->is_valid = !ddl->constraint->is_not_enforced;
        }
    }
    constraint_put(applier, edit, constraint);
    return true;
}

bool apply_rename_constraint(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    const struct catalog_constraint *found = edit.object ? find(applier, edit) : NULL;
    if (!found)
        return applier->outcome != CATALOG_REFUSED;
    const struct catalog_index *index = NULL;
    struct catalog_constraint *constraint = arena_new(applier->arena, struct catalog_constraint);
    *constraint = *found;
    constraint->definition.name = ddl->new_name.name;
    constraint->definition.is_name_chosen = false;
    constraint->span = ddl->span;
    if (found->is_inherited)
        return applier_refuse(applier, "constraint '%.*s' is inherited",
                              STR_ARGS(found->definition.name));
    if (!is_name_free(applier, edit, &constraint->definition))
        return false;
    if (found->index.data)
        catalog_find_index(applier->arena, applier->catalog, edit.table, found->index, &index);
    if (index)
        return index_rename(applier, edit, index, ddl->new_name.name); // both have one name
    uses_of_constraint(applier, edit.object, found, false);
    edit.table->constraints =
        map_remove(applier->arena, edit.table->constraints,
                   applier_fold(applier, CATALOG_ANYTHING, found->definition.name));
    constraint_put(applier, edit, constraint);
    return true;
}
