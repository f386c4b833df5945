// Names: how they are compared, where they are looked up, what is found.
#include "sql/catalog-parts.h"

#include <stdlib.h>

static struct str lower(struct arena *arena, struct str name)
{
    size_t i = 0;
    while (i < name.length && char_lower(name.data[i]) == name.data[i])
        i++;
    if (i == name.length)
        return name;
    struct str copy = arena_copy(arena, name);
    for (; i < copy.length; i++)
        ((char *)copy.data)[i] = char_lower(copy.data[i]);
    return copy;
}

// MySQL's tables are files, whose names Linux tells apart by case.
static bool ignores_case(enum sql_engine engine, enum catalog_kind kind)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return false;
    case SQL_ENGINE_SQLITE: return true;
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN: break;
    }
    return kind != CATALOG_TABLE && kind != CATALOG_VIEW && kind != CATALOG_TRIGGER
           && kind != CATALOG_SEQUENCE && kind != CATALOG_SCHEMA;
}

struct str catalog_fold(struct arena *arena, enum sql_engine engine, enum catalog_kind kind,
                        struct str name)
{
    return ignores_case(engine, kind) ? lower(arena, name) : name;
}

struct str applier_fold(const struct applier *applier, enum catalog_kind kind, struct str name)
{
    return catalog_fold(applier->arena, applier->catalog->engine, kind, name);
}

bool applier_same(const struct applier *applier, enum catalog_kind kind, struct str a,
                  struct str b)
{
    return ignores_case(applier->catalog->engine, kind) ? str_equal_ignoring_case(a, b)
                                                        : str_equal(a, b);
}

bool applier_same_name(const struct applier *applier, enum catalog_kind kind, struct sql_name a,
                       struct sql_name b)
{
    return applier_same(applier, kind, a.name, b.name)
           && applier_same(applier, CATALOG_SCHEMA, a.schema, b.schema);
}

static struct str key_of(struct arena *arena, enum sql_engine engine, enum catalog_kind kind,
                         struct sql_name name)
{
    struct str schema = catalog_fold(arena, engine, CATALOG_SCHEMA, name.schema);
    struct str last = catalog_fold(arena, engine, kind, name.name);
    char *key = arena_alloc(arena, schema.length + last.length + 1);
    if (schema.length)
        memcpy(key, schema.data, schema.length);
    if (last.length)
        memcpy(key + schema.length + 1, last.data, last.length);
    return (struct str){ key, schema.length + last.length + 1 };
}

struct str applier_key(const struct applier *applier, enum catalog_kind kind,
                       struct sql_name name)
{
    return key_of(applier->arena, applier->catalog->engine, kind, name);
}

static struct str temporary_schema(enum sql_engine engine)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return STR("pg_temp");
    case SQL_ENGINE_SQLITE: return STR("temp");
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN: break;
    }
    return STR("#temporary"); // no name that MySQL gives
}

struct sql_name applier_new_name(const struct applier *applier, struct sql_name name,
                                 bool is_temporary)
{
    if (is_temporary)
        name.schema = temporary_schema(applier->catalog->engine);
    if (name.schema.length == 0)
        name.schema = applier->catalog->schema;
    return name;
}

struct str applier_say(const struct applier *applier, struct sql_name name)
{
    return str_equal(name.schema, applier->catalog->schema)
               ? name.name
               : sql_name_format(applier->arena, name);
}

// ---- what is found

struct place { // a map of objects in the catalog
    struct map map;
    enum catalog_kind kind; // by whose rule its names are compared
};

static struct catalog_found found_at(struct arena *arena, const struct catalog *catalog,
                                     struct place place, struct sql_name name)
{
    const struct catalog_object *object =
        map_find(place.map, key_of(arena, catalog->engine, place.kind, name));
    if (object && object->kind == CATALOG_NOTHING)
        return (struct catalog_found){ .presence = CATALOG_ABSENT };
    if (object && object->kind == CATALOG_ANYTHING)
        return (struct catalog_found){ .presence = CATALOG_MAYBE };
    if (object)
        return (struct catalog_found){ CATALOG_PRESENT, object };
    bool is_brought =
        catalog->has_extensions && (place.kind == CATALOG_TYPE || place.kind == CATALOG_ROUTINE);
    return (struct catalog_found){
        .presence = catalog->is_complete && !is_brought ? CATALOG_ABSENT : CATALOG_MAYBE
    };
}

// Temporary things hide others of the same name.
static struct catalog_found found_along_path(struct arena *arena, const struct catalog *catalog,
                                             struct place place, struct sql_name name)
{
    if (name.schema.length)
        return found_at(arena, catalog, place, name);
    name.schema = temporary_schema(catalog->engine);
    struct catalog_found found = found_at(arena, catalog, place, name);
    if (found.presence == CATALOG_PRESENT)
        return found;
    if (!catalog->path) {
        name.schema = catalog->schema;
        return found_at(arena, catalog, place, name);
    }
    found.presence = CATALOG_ABSENT;
    for (size_t i = 0; i < catalog->path->count; i++) {
        name.schema = catalog->path->items[i].name;
        struct catalog_found here = found_at(arena, catalog, place, name);
        if (here.presence == CATALOG_PRESENT)
            return here;
        if (here.presence == CATALOG_MAYBE)
            found.presence = CATALOG_MAYBE;
    }
    return found;
}

struct catalog_found catalog_find(struct arena *arena, const struct catalog *catalog,
                                  struct sql_name name)
{
    return found_along_path(arena, catalog, (struct place){ catalog->relations, CATALOG_TABLE },
                            name);
}

const struct catalog_object *catalog_find_table(struct arena *arena, const struct catalog *catalog,
                                                struct sql_name name)
{
    struct catalog_found found = catalog_find(arena, catalog, name);
    bool is_table = found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_TABLE;
    return is_table ? found.object : NULL;
}

struct catalog_found catalog_find_type(struct arena *arena, const struct catalog *catalog,
                                       struct sql_name name)
{
    return found_along_path(arena, catalog, (struct place){ catalog->types, CATALOG_TYPE }, name);
}

struct catalog_found catalog_find_routine(struct arena *arena, const struct catalog *catalog,
                                          struct sql_name name, struct str arguments)
{
    struct sql_name full = name;
    full.name = arena_format(arena, "%.*s(%.*s)", STR_ARGS(name.name), STR_ARGS(arguments));
    return found_along_path(arena, catalog, (struct place){ catalog->routines, CATALOG_ROUTINE },
                            full);
}

struct catalog_found applier_find(const struct applier *applier, struct sql_name name)
{
    return catalog_find(applier->arena, applier->catalog, name);
}

// ---- in a table

static enum catalog_presence presence_of(const struct catalog_table *table, const void *thing)
{
    if (thing)
        return CATALOG_PRESENT;
    return table->is_partial ? CATALOG_MAYBE : CATALOG_ABSENT;
}

enum catalog_presence catalog_find_column(struct arena *arena, const struct catalog *catalog,
                                          const struct catalog_table *table, struct str name,
                                          const struct catalog_column **found)
{
    struct str key = catalog_fold(arena, catalog->engine, CATALOG_ANYTHING, name);
    const struct catalog_column *column = map_find(table->columns, key);
    if (column && column->is_absent)
        return CATALOG_ABSENT;
    *found = column;
    return presence_of(table, column);
}

enum catalog_presence catalog_find_constraint(struct arena *arena, const struct catalog *catalog,
                                              const struct catalog_table *table, struct str name,
                                              const struct catalog_constraint **found)
{
    struct str key = catalog_fold(arena, catalog->engine, CATALOG_ANYTHING, name);
    *found = map_find(table->constraints, key);
    return presence_of(table, *found);
}

enum catalog_presence catalog_find_index(struct arena *arena, const struct catalog *catalog,
                                         const struct catalog_table *table, struct str name,
                                         const struct catalog_index **found)
{
    struct str key = catalog_fold(arena, catalog->engine, CATALOG_INDEX, name);
    *found = map_find(table->indexes, key);
    return presence_of(table, *found);
}

enum catalog_presence catalog_find_trigger(struct arena *arena, const struct catalog *catalog,
                                           const struct catalog_table *table, struct str name,
                                           const struct catalog_trigger **found)
{
    struct str key = catalog_fold(arena, catalog->engine, CATALOG_TRIGGER, name);
    *found = map_find(table->triggers, key);
    return presence_of(table, *found);
}

enum catalog_presence catalog_find_absent(struct arena *arena, const struct catalog *catalog,
                                          const struct catalog_absence *absence)
{
    struct catalog_found found = catalog_find(arena, catalog, absence->object);
    if (found.presence != CATALOG_PRESENT || absence->kind == CATALOG_NO_OBJECT)
        return found.presence;
    if (found.object->kind != CATALOG_TABLE)
        return CATALOG_MAYBE;
    const struct catalog_table *table = found.object->table;
    const struct catalog_column *column;
    const struct catalog_constraint *constraint;
    const struct catalog_index *index;
    const struct catalog_trigger *trigger;
    switch (absence->kind) {
    case CATALOG_NO_COLUMN:
        return catalog_find_column(arena, catalog, table, absence->part, &column);
    case CATALOG_NO_CONSTRAINT:
        return catalog_find_constraint(arena, catalog, table, absence->part, &constraint);
    case CATALOG_NO_INDEX:
        return catalog_find_index(arena, catalog, table, absence->part, &index);
    case CATALOG_NO_TRIGGER:
        return catalog_find_trigger(arena, catalog, table, absence->part, &trigger);
    case CATALOG_NO_ABSENCE:
    case CATALOG_NO_OBJECT: break;
    }
    return CATALOG_MAYBE;
}

const struct catalog_constraint *catalog_primary_key(const struct catalog_table *table)
{
    struct map_walk walk = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->definition.kind == SQL_CONSTRAINT_PRIMARY_KEY)
            return constraint;
    return NULL;
}

static int by_position(const void *a, const void *b)
{
    const struct catalog_column *left = *(const struct catalog_column *const *)a;
    const struct catalog_column *right = *(const struct catalog_column *const *)b;
    return left->position < right->position ? -1 : left->position > right->position;
}

struct catalog_columns catalog_columns_of(struct arena *arena, const struct catalog_table *table)
{
    struct catalog_columns columns = { 0 };
    struct map_walk walk = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk)))
        if (!column->is_absent)
            array_add(arena, &columns, column);
    if (columns.count)
        qsort(columns.items, columns.count, sizeof *columns.items, by_position);
    return columns;
}

struct map catalog_triggers_of(const struct catalog_object *object)
{
    if (object->kind == CATALOG_TABLE)
        return object->table->triggers;
    return object->kind == CATALOG_VIEW ? object->view->triggers : (struct map){ 0 };
}

// ---- what is not there

static const char *part_title(enum catalog_absence_kind kind)
{
    switch (kind) {
    case CATALOG_NO_COLUMN: return "column";
    case CATALOG_NO_CONSTRAINT: return "constraint";
    case CATALOG_NO_INDEX: return "index";
    case CATALOG_NO_TRIGGER: return "trigger";
    case CATALOG_NO_ABSENCE:
    case CATALOG_NO_OBJECT: break;
    }
    return "such part";
}

bool applier_lacks(struct applier *applier, enum catalog_absence_kind kind,
                   struct sql_name table, struct str part)
{
    applier->absence = (struct catalog_absence){ kind, table, part };
    return applier_refuse(applier, "'%.*s' has no %s '%.*s'",
                          STR_ARGS(applier_say(applier, table)), part_title(kind),
                          STR_ARGS(part));
}

bool applier_lacks_named(struct applier *applier, const char *title, struct sql_name name)
{
    applier->absence = (struct catalog_absence){ CATALOG_NO_OBJECT, name, STR_NONE };
    return applier_refuse(applier, "there is no %s '%.*s'", title,
                          STR_ARGS(applier_say(applier, name)));
}
