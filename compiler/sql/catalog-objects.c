// Objects of a catalog: put where their kind is kept, copied to be changed, taken out.
#include "sql/catalog-parts.h"

static struct map *map_of(struct catalog *catalog, enum catalog_kind kind)
{
    switch (kind) {
    case CATALOG_TABLE:
    case CATALOG_VIEW:
    case CATALOG_INDEX:
    case CATALOG_SEQUENCE:
    case CATALOG_NOTHING:
    case CATALOG_ANYTHING: break;
    case CATALOG_TRIGGER: return &catalog->triggers;
    case CATALOG_ROUTINE: return &catalog->routines;
    case CATALOG_ENUM:
    case CATALOG_DOMAIN:
    case CATALOG_TYPE: return &catalog->types;
    case CATALOG_SCHEMA: return &catalog->schemas;
    }
    return &catalog->relations;
}

// By which rule names are compared in the map.
static enum catalog_kind rule_of(enum catalog_kind kind)
{
    return kind == CATALOG_INDEX || kind == CATALOG_VIEW || kind == CATALOG_SEQUENCE
                   || kind == CATALOG_NOTHING || kind == CATALOG_ANYTHING
               ? CATALOG_TABLE
               : kind;
}

uint32_t applier_new_id(struct applier *applier)
{
    return ++applier->catalog->last_id;
}

// Views come and go with what has their name.
static void count_views(struct applier *applier, struct map map, struct str key,
                        enum catalog_kind now)
{
    const struct catalog_object *there = map_find(map, key);
    applier->catalog->view_count += now == CATALOG_VIEW;
    applier->catalog->view_count -= there && there->kind == CATALOG_VIEW;
}

void applier_put(struct applier *applier, const struct catalog_object *object)
{
    struct map *map = map_of(applier->catalog, object->kind);
    struct str key = applier_key(applier, rule_of(object->kind), object->name);
    count_views(applier, *map, key, object->kind);
    *map = map_put(applier->arena, *map, key, object);
}

void applier_remove(struct applier *applier, const struct catalog_object *object)
{
    struct map *map = map_of(applier->catalog, object->kind);
    struct str key = applier_key(applier, rule_of(object->kind), object->name);
    count_views(applier, *map, key, CATALOG_NOTHING);
    if (applier->catalog->is_complete) {
        *map = map_remove(applier->arena, *map, key);
        return;
    }
    struct catalog_object *nothing = arena_new(applier->arena, struct catalog_object);
    nothing->kind = CATALOG_NOTHING;
    nothing->name = object->name;
    nothing->span = applier->ddl->span;
    *map = map_put(applier->arena, *map, key, nothing);
}

struct catalog_object *applier_edit(struct applier *applier, const struct catalog_object *object)
{
    struct catalog_object *copy = arena_new(applier->arena, struct catalog_object);
    *copy = *object;
    copy->span = applier->ddl->span;
    applier_put(applier, copy);
    return copy;
}

// A change may come to one table twice, by a foreign key to itself or what a sequence is owned
// by: then both times it is the same copy.
void applier_remember(struct applier *applier, struct table_edit edit)
{
    struct table_edit *kept = arena_new(applier->arena, struct table_edit);
    *kept = edit;
    applier->edits = map_put(applier->arena, applier->edits,
                             applier_key(applier, CATALOG_TABLE, edit.object->name), kept);
}

struct table_edit applier_edit_table(struct applier *applier, const struct catalog_object *object)
{
    struct str key = applier_key(applier, CATALOG_TABLE, object->name);
    const struct table_edit *kept = map_find(applier->edits, key);
    if (kept && map_find(applier->catalog->relations, key) == kept->object)
        return *kept;
    struct table_edit edit = {
        .object = applier_edit(applier, object),
        .table = arena_new(applier->arena, struct catalog_table),
    };
    *edit.table = *object->table;
    edit.object->table = edit.table;
    applier_remember(applier, edit);
    return edit;
}

struct table_edit applier_user(struct applier *applier, const struct catalog_use *use)
{
    const struct catalog_object *user = applier_find(applier, use->by).object;
    if (!user || user->kind != CATALOG_TABLE)
        return (struct table_edit){ 0 };
    return applier_edit_table(applier, user);
}

struct children children_of(const struct applier *applier, struct sql_name table)
{
    return (struct children){ .uses = uses_by_children(applier, table) };
}

struct table_edit children_next(struct applier *applier, struct children *children)
{
    struct table_edit child = { 0 };
    while (!child.object && children->next < children->uses.count)
        child = applier_user(applier, &children->uses.items[children->next++]);
    return child;
}

// A table of which nothing is known but what the change says.
static struct table_edit presume_table(struct applier *applier, struct sql_name name)
{
    struct table_edit edit = {
        .object = arena_new(applier->arena, struct catalog_object),
        .table = arena_new(applier->arena, struct catalog_table),
    };
    applier_doubt(applier, "whether there is a table '%.*s', and what it has, is not known",
                  STR_ARGS(applier_say(applier, name)));
    edit.table->is_partial = true;
    *edit.object = (struct catalog_object){
        .kind = CATALOG_TABLE,
        .name = applier_new_name(applier, name, false),
        .span = applier->ddl->span,
        .table = edit.table,
    };
    applier_put(applier, edit.object);
    applier_remember(applier, edit);
    return edit;
}

struct table_edit applier_table(struct applier *applier, struct sql_name name, bool is_conditional)
{
    struct catalog_found found = applier_find(applier, name);
    if (found.presence == CATALOG_MAYBE)
        return presume_table(applier, name);
    if (found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_TABLE)
        return applier_edit_table(applier, found.object);
    if (found.presence == CATALOG_PRESENT)
        applier_refuse(applier, "'%.*s' is no table", STR_ARGS(applier_say(applier, name)));
    else if (!is_conditional)
        applier_lacks_named(applier, "table", name);
    return (struct table_edit){ 0 };
}

static bool has_schema(struct applier *applier, struct str schema)
{
    struct catalog *catalog = applier->catalog;
    if (!is_postgresql(applier) || str_is(schema, "public") || str_starts_with(schema, STR("pg_"))
        || !catalog->is_complete || str_is(schema, "information_schema"))
        return true;
    struct sql_name name = { .name = schema };
    return map_find(catalog->schemas, applier_key(applier, CATALOG_SCHEMA, name)) != NULL;
}

bool applier_may_create(struct applier *applier, enum catalog_kind kind, struct sql_name *name,
                        bool is_temporary)
{
    *name = applier_new_name(applier, *name, is_temporary);
    if (!has_schema(applier, name->schema))
        return applier_refuse(applier, "there is no schema '%.*s'", STR_ARGS(name->schema));
    struct map *map = map_of(applier->catalog, kind);
    const struct catalog_object *there =
        map_find(*map, applier_key(applier, rule_of(kind), *name));
    if (there && there->kind == CATALOG_ANYTHING)
        return applier_doubt(applier, "whether there is a '%.*s' already is not known",
                             STR_ARGS(applier_say(applier, *name)));
    if ((!there && applier->catalog->is_complete) || (there && there->kind == CATALOG_NOTHING))
        return true;
    if (!there)
        return applier_doubt(applier, "whether there is a '%.*s' already is not known",
                             STR_ARGS(applier_say(applier, *name)));
    bool is_other = is_sqlite(applier)
                    && (kind == CATALOG_INDEX) != (there->kind == CATALOG_INDEX);
    bool is_rename = applier->ddl->new_name.name.data != NULL; // its IF EXISTS is of the old name
    if (applier->ddl->is_conditional && !is_other && !is_rename)
        return false;
    return applier_refuse(applier, "there is a '%.*s' already",
                          STR_ARGS(applier_say(applier, *name)));
}
