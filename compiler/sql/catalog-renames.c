// Renaming, and how names follow into what uses them.
#include "sql/catalog-parts.h"

// ---- tables, views, sequences

static const struct sql_names *renamed(struct applier *applier, const struct sql_names *names,
                                       struct sql_name old, struct sql_name new)
{
    struct sql_names *copy = arena_new(applier->arena, struct sql_names);
    for (size_t i = 0; names && i < names->count; i++)
        array_add(applier->arena, copy,
                  applier_same_name(applier, CATALOG_TABLE, names->items[i], old) ? new
                                                                               : names->items[i]);
    return copy;
}

static const struct catalog_reads *renamed_reads(struct applier *applier,
                                                 const struct catalog_reads *reads,
                                                 struct sql_name old, struct sql_name new)
{
    struct catalog_reads *copy = arena_new(applier->arena, struct catalog_reads);
    for (size_t i = 0; i < reads->count; i++) {
        struct catalog_read read = reads->items[i];
        if (applier_same_name(applier, CATALOG_TABLE, read.table, old))
            read.table = new;
        array_add(applier->arena, copy, read);
    }
    return copy;
}

static void follow_into_view(struct applier *applier, const struct catalog_object *by,
                             struct sql_name old, struct sql_name new)
{
    if (is_mysql(applier))
        return; // it looks the name up again
    applier_work(applier, WORK_OF_VIEW);
    uses_of_object(applier, by, false);
    struct catalog_object *edit = applier_edit(applier, by);
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = *by->view;
    view->reads = renamed(applier, view->reads, old, new);
    if (view->reads_columns)
        view->reads_columns = renamed_reads(applier, view->reads_columns, old, new);
    if (view->means)
        view->means = renamed_reads(applier, view->means, old, new);
    if (is_sqlite(applier))
        view->definition.query =
            expression_rename(applier, &view->definition.query, old.name, new.name);
    edit->view = view;
    edit->span = by->span;
    uses_of_object(applier, edit, true);
}

static void follow_into_table(struct applier *applier, const struct catalog_use *use,
                              struct sql_name old, struct sql_name new)
{
    struct table_edit edit =
        applier_edit_table(applier, applier_find(applier, use->by).object);
    if (use->part == CATALOG_USE_PARENT) {
        uses_remove(applier, USES_RELATION, old, *use);
        uses_add(applier, USES_RELATION, new, *use);
        edit.table->parents = renamed(applier, edit.table->parents, old, new);
    }
    if (use->part == CATALOG_USE_CONSTRAINT) {
        const struct catalog_constraint *found = NULL;
        catalog_find_constraint(applier->arena, applier->catalog, edit.table, use->name, &found);
        if (!found)
            return;
        struct catalog_constraint *constraint =
            arena_new(applier->arena, struct catalog_constraint);
        *constraint = *found;
        uses_of_constraint(applier, edit.object, found, false);
        constraint->definition.other = new;
        constraint_put(applier, edit, constraint);
    }
    if (use->part == CATALOG_USE_DEFAULT) {
        struct catalog_column *column = column_edit(applier, edit, use->name);
        uses_remove(applier, USES_RELATION, old, *use);
        uses_add(applier, USES_RELATION, new, *use);
        column->definition.fallback.text = sequence_next(applier, new);
    }
}

static void follow_into_sequence(struct applier *applier, const struct catalog_object *by,
                                 struct sql_name new)
{
    uses_of_object(applier, by, false);
    struct catalog_object *edit = applier_edit(applier, by);
    struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
    *sequence = *by->sequence;
    sequence->definition.owner = new;
    edit->sequence = sequence;
    edit->span = by->span;
    uses_of_object(applier, edit, true);
}

static void follow(struct applier *applier, const struct catalog_object *object,
                   const struct catalog_uses *uses, struct sql_name old)
{
    for (size_t i = 0; i < uses->count; i++) {
        struct catalog_use use = uses->items[i];
        if (use.kind == CATALOG_TABLE
            && applier_same_name(applier, CATALOG_TABLE, use.by, old))
            use.by = object->name; // it uses itself
        const struct catalog_object *by = applier_find(applier, use.by).object;
        if (!by)
            continue;
        if (by->kind == CATALOG_VIEW)
            follow_into_view(applier, by, old, object->name);
        else if (by->kind == CATALOG_SEQUENCE)
            follow_into_sequence(applier, by, object->name);
        else if (by->kind == CATALOG_TABLE)
            follow_into_table(applier, &use, old, object->name);
    }
}

// Indexes and triggers say which table they belong to.
static void follow_into_parts(struct applier *applier, const struct catalog_object *object,
                              struct sql_name old)
{
    struct sql_name *owner = arena_new(applier->arena, struct sql_name);
    *owner = object->name;
    struct map_walk indexes = map_walk(object->table->indexes);
    const struct catalog_index *index;
    while (!is_mysql(applier) && (index = map_next(&indexes))) {
        struct catalog_object was = { .kind = CATALOG_INDEX,
                                      .name = { old.schema, index->definition.name.name } };
        struct catalog_object *now = arena_new(applier->arena, struct catalog_object);
        const struct catalog_object *there = applier_find(applier, was.name).object;
        *now = there ? *there : was;
        now->name.schema = object->name.schema;
        now->owner = owner;
        if (!str_equal(old.schema, object->name.schema))
            applier_remove(applier, &was);
        applier_put(applier, now);
    }
    struct map_walk triggers = map_walk(object->table->triggers);
    const struct catalog_trigger *trigger;
    while (!is_postgresql(applier) && (trigger = map_next(&triggers))) {
        struct catalog_object *now = arena_new(applier->arena, struct catalog_object);
        *now = (struct catalog_object){
            .kind = CATALOG_TRIGGER,
            .name = { object->name.schema, trigger->name },
            .span = trigger->span,
            .owner = owner,
        };
        applier_put(applier, now);
    }
}

// SQLite's own indexes are named for their table.
static void rename_autoindexes(struct applier *applier, struct table_edit edit, struct str old)
{
    struct str prefix =
        arena_format(applier->arena, "sqlite_autoindex_%.*s_", STR_ARGS(old));
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (str_starts_with(index->definition.name.name, prefix))
            index_rename(applier, edit, index,
                         arena_format(applier->arena, "sqlite_autoindex_%.*s_%.*s",
                                      STR_ARGS(edit.object->name.name),
                                      STR_ARGS(str_from(index->definition.name.name,
                                                        prefix.length))));
}

// The generated names of foreign keys have the table's name in them.
static void rename_generated(struct applier *applier, struct table_edit edit, struct str old)
{
    struct str prefix = arena_format(applier->arena, "%.*s_ibfk_", STR_ARGS(old));
    struct map_walk walk = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        if (!str_starts_with(constraint->definition.name, prefix))
            continue;
        struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
        *copy = *constraint;
        copy->definition.name =
            arena_format(applier->arena, "%.*s_ibfk_%.*s", STR_ARGS(edit.object->name.name),
                         STR_ARGS(str_from(constraint->definition.name, prefix.length)));
        constraint_remove(applier, edit, constraint);
        constraint_put(applier, edit, copy);
    }
}

bool object_rename(struct applier *applier, const struct catalog_object *object,
                   struct sql_name name)
{
    struct sql_name old = object->name;
    bool is_same = applier_same_name(applier, CATALOG_TABLE, name, old);
    if (is_same && is_postgresql(applier) && applier->ddl->kind != DDL_SET_SCHEMA)
        return applier_refuse(applier, "there is a '%.*s' already",
                              STR_ARGS(applier_say(applier, name)));
    if (!is_same && !applier_may_create(applier, object->kind, &name, false))
        return false;
    struct catalog_uses uses = uses_of_thing(applier, object);
    uses_of_object(applier, object, false);
    applier_remove(applier, object);
    struct catalog_object *copy = arena_new(applier->arena, struct catalog_object);
    *copy = *object;
    copy->name = name;
    copy->span = applier->ddl->span;
    applier_put(applier, copy);
    uses_of_object(applier, copy, true);
    if (copy->kind == CATALOG_TABLE)
        follow_into_parts(applier, copy, old);
    follow(applier, copy, &uses, old);
    const struct catalog_object *now = applier_find(applier, name).object;
    if (!now || now->kind != CATALOG_TABLE || is_postgresql(applier))
        return true;
    struct table_edit edit = applier_edit_table(applier, now);
    if (is_sqlite(applier))
        rename_autoindexes(applier, edit, old.name);
    else
        rename_generated(applier, edit, old.name);
    return true;
}

static bool rename_one(struct applier *applier, struct sql_name name, const char *title,
                       bool is_wanted(const struct catalog_object *object))
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found found = applier_find(applier, name);
    bool is_conditional = ddl->is_conditional || ddl->is_table_conditional;
    struct str said = applier_say(applier, name);
    if (found.presence == CATALOG_ABSENT)
        return is_conditional
               || applier_lacks_named(applier, title, name);
    struct sql_name new_name = ddl->new_name;
    if (found.presence == CATALOG_MAYBE && ddl->kind == DDL_RENAME_TABLE) {
        struct table_edit edit = applier_table(applier, name, false);
        if (!new_name.schema.length)
            new_name.schema = edit.object->name.schema;
        return object_rename(applier, edit.object, new_name);
    }
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a %s '%.*s' is not known", title,
                             STR_ARGS(said));
    bool is_view_said = ddl->kind == DDL_RENAME_VIEW && found.object->kind == CATALOG_VIEW;
    if (is_view_said && is_postgresql(applier)
        && found.object->view->definition.is_materialized != ddl->is_materialized)
        return applier_refuse(applier, "'%.*s' is a view of the other kind", STR_ARGS(said));
    if (!is_wanted(found.object))
        return applier_refuse(applier, "'%.*s' is no %s", STR_ARGS(said), title);
    if (mysql_is_rename(applier) && !new_name.schema.length)
        new_name.schema = applier->catalog->schema;
    if (mysql_is_rename(applier)
        && applier_same_name(applier, CATALOG_TABLE, new_name, found.object->name))
        return applier_refuse(applier, "there is a '%.*s' already", STR_ARGS(said));
    if (!new_name.schema.length)
        new_name.schema = found.object->name.schema;
    return object_rename(applier, found.object, new_name);
}

static bool is_any(const struct catalog_object *object)
{
    return object->kind != CATALOG_INDEX;
}

static bool is_table(const struct catalog_object *object)
{
    return object->kind == CATALOG_TABLE;
}

static bool is_view(const struct catalog_object *object)
{
    return object->kind == CATALOG_VIEW;
}

static bool is_sequence(const struct catalog_object *object)
{
    return object->kind == CATALOG_SEQUENCE;
}

// ALTER TABLE renames an index too (PostgreSQL).
static bool rename_index(struct applier *applier)
{
    const struct ddl *of_table = applier->ddl;
    struct ddl change = *of_table;
    change.kind = DDL_RENAME_INDEX;
    change.object = change.table;
    change.is_conditional |= change.is_table_conditional;
    applier->ddl = &change;
    bool is_renamed = apply_rename_index(applier);
    applier->ddl = of_table;
    return is_renamed;
}

bool apply_rename_table(struct applier *applier)
{
    const struct catalog_object *object = applier_find(applier, applier->ddl->table).object;
    if (is_postgresql(applier) && object && object->kind == CATALOG_INDEX)
        return rename_index(applier);
    return rename_one(applier, applier->ddl->table, "table",
                      is_sqlite(applier) ? is_table : is_any);
}

bool apply_rename_view(struct applier *applier)
{
    return rename_one(applier, applier->ddl->object, "view", is_view);
}

bool apply_rename_sequence(struct applier *applier)
{
    return rename_one(applier, applier->ddl->object, "sequence", is_sequence);
}

static void move_owned_sequences(struct applier *applier, struct sql_name table,
                                 struct str schema)
{
    struct catalog_uses uses = uses_of(applier, USES_RELATION, table);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        if (by && by->kind == CATALOG_SEQUENCE)
            object_rename(applier, by, (struct sql_name){ schema, by->name.name });
    }
}

bool apply_set_schema(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name name = ddl->target == DDL_ON_TABLE ? ddl->table : ddl->object;
    if (ddl->target == DDL_ON_TYPE || ddl->target == DDL_ON_ROUTINE || ddl->target == DDL_ON_OTHER)
        return applier_doubt(applier, "what moves with '%.*s' is not known", STR_ARGS(name.name));
    struct catalog_found found = applier_find(applier, name);
    if (found.presence == CATALOG_ABSENT)
        return ddl->is_table_conditional || ddl->is_conditional
               || applier_refuse(applier, "there is no '%.*s'",
                                 STR_ARGS(applier_say(applier, name)));
    const struct catalog_object *object = found.object;
    if (found.presence == CATALOG_MAYBE)
        object = applier_table(applier, name, false).object;
    bool is_other = (ddl->target == DDL_ON_VIEW && object->kind != CATALOG_VIEW)
                    || (ddl->target == DDL_ON_SEQUENCE && object->kind != CATALOG_SEQUENCE);
    if (is_other)
        return applier_refuse(applier, "'%.*s' is of another kind",
                              STR_ARGS(applier_say(applier, name)));
    if (ddl->target == DDL_ON_VIEW
        && object->view->definition.is_materialized != ddl->is_materialized)
        return applier_refuse(applier, "'%.*s' is a view of the other kind",
                              STR_ARGS(applier_say(applier, name)));
    struct sql_name moved = { ddl->new_name.name, object->name.name };
    if (object->kind == CATALOG_SEQUENCE && sql_name_is_set(object->sequence->definition.owner))
        return applier_refuse(applier, "'%.*s' moves with the table that owns it",
                              STR_ARGS(applier_say(applier, object->name)));
    if (!object_rename(applier, object, moved))
        return false;
    if (object->kind == CATALOG_TABLE)
        move_owned_sequences(applier, moved, moved.schema);
    return true;
}
