// Schemas, the path of names, comments, and what opaque statements leave behind.
#include "sql/catalog-parts.h"

// ---- schemas

bool apply_create_schema(struct applier *applier)
{
    struct sql_name name = { .name = applier->ddl->object.name };
    struct str key = applier_key(applier, CATALOG_SCHEMA, name);
    if (map_find(applier->catalog->schemas, key) || str_is(name.name, "public"))
        return applier->ddl->is_conditional
               || applier_refuse(applier, "there is a schema '%.*s' already",
                                 STR_ARGS(name.name));
    if (!applier->catalog->is_complete)
        applier_doubt(applier, "whether there is a schema '%.*s' already is not known",
                      STR_ARGS(name.name));
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    *object = (struct catalog_object){
        .kind = CATALOG_SCHEMA,
        .name = name,
        .span = applier->ddl->span,
        .id = applier_new_id(applier),
    };
    applier->catalog->schemas =
        map_put(applier->arena, applier->catalog->schemas, key, object);
    return true;
}

struct names { // of one schema's objects, in one map
    ARRAY_OF(const struct catalog_object *) objects;
};

static struct names inside(struct applier *applier, struct map map, struct str schema)
{
    struct names names = { 0 };
    struct str from = applier_key(applier, CATALOG_TABLE, (struct sql_name){ schema, STR("") });
    struct map_walk walk = map_walk_from(map, from);
    const struct catalog_object *object;
    while ((object = map_next(&walk)) && str_starts_with(walk.key, from))
        array_add(applier->arena, &names.objects, object);
    return names;
}

static bool drop_inside(struct applier *applier, struct map *map, struct str schema)
{
    struct names names = inside(applier, *map, schema);
    for (size_t i = 0; i < names.objects.count; i++) {
        const struct catalog_object *object = names.objects.items[i];
        bool is_relation = map == &applier->catalog->relations;
        if (!is_relation) {
            applier_remove(applier, object);
            continue;
        }
        object = applier_find(applier, object->name).object;
        if (object && object->kind != CATALOG_INDEX && !object_drop(applier, object))
            return false;
    }
    return true;
}

bool apply_drop_schema(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog *catalog = applier->catalog;
    struct str schema = ddl->object.name;
    struct str key =
        applier_key(applier, CATALOG_SCHEMA, (struct sql_name){ .name = schema });
    const struct catalog_object *object = map_find(catalog->schemas, key);
    if (!object && catalog->is_complete && !str_is(schema, "public"))
        return ddl->is_conditional
               || applier_refuse(applier, "there is no schema '%.*s'", STR_ARGS(schema));
    bool is_empty = !inside(applier, catalog->relations, schema).objects.count
                    && !inside(applier, catalog->types, schema).objects.count
                    && !inside(applier, catalog->routines, schema).objects.count;
    if (!is_empty && !ddl->is_cascade && is_postgresql(applier))
        return applier_refuse(applier, "schema '%.*s' is not empty", STR_ARGS(schema));
    if (!drop_inside(applier, &catalog->relations, schema)
        || !drop_inside(applier, &catalog->types, schema)
        || !drop_inside(applier, &catalog->routines, schema))
        return false;
    if (!catalog->is_complete)
        applier_doubt(applier, "what schema '%.*s' holds is not known", STR_ARGS(schema));
    catalog->schemas = map_remove(applier->arena, catalog->schemas, key);
    return true;
}

bool apply_rename_schema(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name old = { .name = ddl->object.name }, new = { .name = ddl->new_name.name };
    struct catalog *catalog = applier->catalog;
    const struct catalog_object *object =
        map_find(catalog->schemas, applier_key(applier, CATALOG_SCHEMA, old));
    if (map_find(catalog->schemas, applier_key(applier, CATALOG_SCHEMA, new)))
        return applier_refuse(applier, "there is a schema '%.*s' already", STR_ARGS(new.name));
    if (!object && catalog->is_complete)
        return applier_refuse(applier, "there is no schema '%.*s'", STR_ARGS(old.name));
    struct catalog_object *copy = arena_new(applier->arena, struct catalog_object);
    *copy = (struct catalog_object){ .kind = CATALOG_SCHEMA, .name = new, .span = ddl->span };
    catalog->schemas = map_put(applier->arena, catalog->schemas,
                               applier_key(applier, CATALOG_SCHEMA, new), copy);
    bool is_empty = !inside(applier, catalog->relations, old.name).objects.count
                    && !inside(applier, catalog->types, old.name).objects.count
                    && !inside(applier, catalog->routines, old.name).objects.count;
    struct names names = inside(applier, catalog->relations, old.name);
    for (size_t i = 0; i < names.objects.count; i++) {
        object = applier_find(applier, names.objects.items[i]->name).object;
        if (object && object->kind != CATALOG_INDEX
            && !object_rename(applier, object, (struct sql_name){ new.name, object->name.name }))
            return false;
    }
    catalog->schemas = map_remove(applier->arena, catalog->schemas,
                                  applier_key(applier, CATALOG_SCHEMA, old));
    return is_empty || catalog->is_complete
           || applier_doubt(applier, "what schema '%.*s' holds is not known",
                            STR_ARGS(old.name));
}

bool apply_use(struct applier *applier)
{
    const struct sql_names *path = applier->ddl->path;
    if (!path || !path->count)
        return applier_doubt(applier, "where names are looked up from here on is not known");
    applier->catalog->schema = path->items[0].name;
    applier->catalog->path = is_postgresql(applier) ? path : NULL;
    return true;
}

// ---- comments

static bool comment_on_column(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, false);
    struct catalog_column *column =
        edit.object ? column_edit(applier, edit, ddl->column) : NULL;
    if (!column)
        return false;
    column->definition.comment = ddl->comment;
    column->definition.has_comment = ddl->has_comment && ddl->comment.length;
    return true;
}

static bool comment_on_constraint(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_constraint *found = NULL;
    struct table_edit edit = applier_table(applier, ddl->table, false);
    if (!edit.object)
        return false;
    if (catalog_find_constraint(applier->arena, applier->catalog, edit.table, ddl->object.name,
                                &found)
        == CATALOG_ABSENT)
        return applier_refuse(applier, "there is no constraint '%.*s'",
                              STR_ARGS(ddl->object.name));
    if (!found)
        return true;
    struct catalog_constraint *copy = arena_new(applier->arena, struct catalog_constraint);
    *copy = *found;
    copy->comment = ddl->has_comment && ddl->comment.length ? ddl->comment : STR_NONE;
    constraint_put(applier, edit, copy);
    return true;
}

static struct catalog_found find_target(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    switch (ddl->target) {
    case DDL_ON_TYPE: return catalog_find_type(applier->arena, applier->catalog, ddl->object);
    case DDL_ON_ROUTINE:
        return catalog_find_routine(applier->arena, applier->catalog, ddl->object,
                                    ddl->routine ? ddl->routine->arguments : STR_NONE);
    case DDL_ON_SCHEMA: {
        const struct catalog_object *schema =
            map_find(applier->catalog->schemas,
                     applier_key(applier, CATALOG_SCHEMA,
                                 (struct sql_name){ .name = ddl->object.name }));
        return (struct catalog_found){ schema ? CATALOG_PRESENT : CATALOG_MAYBE, schema };
    }
    case DDL_ON_TABLE: return applier_find(applier, ddl->table);
    case DDL_ON_COLUMN:
    case DDL_ON_CONSTRAINT:
    case DDL_ON_INDEX:
    case DDL_ON_VIEW:
    case DDL_ON_SEQUENCE: return applier_find(applier, ddl->object);
    case DDL_ON_TRIGGER:
    case DDL_ON_OTHER: break;
    }
    return (struct catalog_found){ .presence = CATALOG_MAYBE };
}

// NULL where it is none that is found by its name alone.
static const char *target_title(enum ddl_target target)
{
    switch (target) {
    case DDL_ON_TABLE: return "table";
    case DDL_ON_INDEX: return "index";
    case DDL_ON_VIEW: return "view";
    case DDL_ON_SEQUENCE: return "sequence";
    case DDL_ON_TYPE:
    case DDL_ON_ROUTINE:
    case DDL_ON_SCHEMA:
    case DDL_ON_COLUMN:
    case DDL_ON_CONSTRAINT:
    case DDL_ON_TRIGGER:
    case DDL_ON_OTHER: break;
    }
    return NULL;
}

bool apply_comment(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found owner = applier_find(applier, ddl->table);
    if (ddl->target == DDL_ON_COLUMN && owner.object && owner.object->kind == CATALOG_VIEW)
        return true; // of which names are all that is held
    if (ddl->target == DDL_ON_COLUMN)
        return comment_on_column(applier);
    if (ddl->target == DDL_ON_CONSTRAINT)
        return comment_on_constraint(applier);
    struct catalog_found found = find_target(applier);
    const char *title = target_title(ddl->target);
    if (found.presence == CATALOG_ABSENT && title)
        return applier_lacks_named(applier, title,
                                   ddl->target == DDL_ON_TABLE ? ddl->table : ddl->object);
    if (found.presence == CATALOG_ABSENT)
        return applier_refuse(applier, "what the comment is on is not there");
    if (found.object && found.object->kind == CATALOG_VIEW
        && found.object->view->definition.is_materialized != ddl->is_materialized)
        return applier_refuse(applier, "'%.*s' is a view of the other kind",
                              STR_ARGS(applier_say(applier, found.object->name)));
    if (found.object)
        applier_edit(applier, found.object)->comment =
            ddl->has_comment && ddl->comment.length ? ddl->comment : STR_NONE;
    return true;
}

// ---- what was not understood

bool apply_opaque(struct applier *applier)
{
    const struct sql_names *names = applier->ddl->names;
    for (size_t i = 0; names && i < names->count; i++) {
        struct catalog_object *anything = arena_new(applier->arena, struct catalog_object);
        struct catalog_found found = applier_find(applier, names->items[i]);
        anything->kind = CATALOG_ANYTHING;
        anything->span = applier->ddl->span;
        anything->name =
            found.object ? found.object->name
                         : applier_new_name(applier, names->items[i], false);
        struct str key = applier_key(applier, CATALOG_TABLE, anything->name);
        struct map *maps[] = { &applier->catalog->relations, &applier->catalog->types };
        for (size_t j = 0; j < sizeof maps / sizeof *maps; j++)
            *maps[j] = map_put(applier->arena, *maps[j], key, anything);
    }
    return applier_doubt(applier, "what this statement does is not known");
}
