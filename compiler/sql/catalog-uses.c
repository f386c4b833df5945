// Who uses what: kept by what is used, so that a drop and a rename find who depends on it
// without looking at the whole catalog.
#include "sql/catalog-parts.h"

#include "base/output.h"
#include "sql/names.h"

// A byte that no folded name begins with ends each part, so that the uses of one thing are
// neighbours in the map.
static void add_part(struct output *key, struct str part)
{
    output_str(key, part);
    output_char(key, '\0');
}

static enum catalog_kind rule_of(enum uses_class class)
{
    switch (class) {
    case USES_RELATION: return CATALOG_TABLE;
    case USES_TYPE: return CATALOG_TYPE;
    case USES_ROUTINE: return CATALOG_ROUTINE;
    case USES_CONSTRAINT: break;
    }
    return CATALOG_ANYTHING;
}

static void add_used(struct output *key, enum sql_engine engine, enum uses_class class,
                     struct sql_name used)
{
    output_char(key, (char)class);
    add_part(key, catalog_fold(key->arena, engine, CATALOG_SCHEMA, used.schema));
    add_part(key, catalog_fold(key->arena, engine, rule_of(class), used.name));
}

static struct str key_of(const struct applier *applier, enum uses_class class,
                         struct sql_name used, const struct catalog_use *use)
{
    struct output key = { .arena = applier->arena };
    add_used(&key, applier->catalog->engine, class, used);
    output_char(&key, (char)('a' + use->kind));
    output_char(&key, (char)('a' + use->part));
    add_part(&key, applier_fold(applier, CATALOG_SCHEMA, use->by.schema));
    add_part(&key, applier_fold(applier, CATALOG_TABLE, use->by.name));
    add_part(&key, applier_fold(applier, CATALOG_ANYTHING, use->name));
    return output_get(&key);
}

void uses_add(struct applier *applier, enum uses_class class, struct sql_name used,
              struct catalog_use use)
{
    struct catalog_use *copy = arena_new(applier->arena, struct catalog_use);
    *copy = use;
    applier->catalog->uses = map_put(applier->arena, applier->catalog->uses,
                                     key_of(applier, class, used, copy), copy);
}

void uses_remove(struct applier *applier, enum uses_class class, struct sql_name used,
                 struct catalog_use use)
{
    applier->catalog->uses = map_remove(applier->arena, applier->catalog->uses,
                                        key_of(applier, class, used, &use));
}

// Whose keys begin with this.
static struct catalog_uses find_uses(struct arena *arena, const struct catalog *catalog,
                                     struct str prefix)
{
    struct catalog_uses uses = { 0 };
    struct map_walk walk = map_walk_from(catalog->uses, prefix);
    const struct catalog_use *use;
    while ((use = map_next(&walk)) && str_starts_with(walk.key, prefix))
        array_add(arena, &uses, *use);
    return uses;
}

struct catalog_uses uses_of(const struct applier *applier, enum uses_class class,
                            struct sql_name used)
{
    struct output prefix = { .arena = applier->arena };
    add_used(&prefix, applier->catalog->engine, class, used);
    struct catalog_uses uses =
        find_uses(applier->arena, applier->catalog, output_get(&prefix));
    applier_work(applier, uses.count * WORK_OF_USE);
    return uses;
}

struct catalog_uses uses_by_children(const struct applier *applier, struct sql_name table)
{
    struct output prefix = { .arena = applier->arena };
    add_used(&prefix, applier->catalog->engine, USES_RELATION, table);
    output_char(&prefix, (char)('a' + CATALOG_TABLE));
    output_char(&prefix, (char)('a' + CATALOG_USE_PARENT));
    struct catalog_uses uses =
        find_uses(applier->arena, applier->catalog, output_get(&prefix));
    applier_work(applier, uses.count * WORK_OF_USE);
    return uses;
}

bool uses_any(const struct applier *applier, enum uses_class class, struct sql_name used)
{
    struct output prefix = { .arena = applier->arena };
    add_used(&prefix, applier->catalog->engine, class, used);
    struct map_walk walk = map_walk_from(applier->catalog->uses, output_get(&prefix));
    return map_next(&walk) && str_starts_with(walk.key, output_get(&prefix));
}

static enum uses_class class_of(enum catalog_kind kind)
{
    switch (kind) {
    case CATALOG_ENUM:
    case CATALOG_DOMAIN:
    case CATALOG_TYPE: return USES_TYPE;
    case CATALOG_ROUTINE: return USES_ROUTINE;
    case CATALOG_TABLE:
    case CATALOG_VIEW:
    case CATALOG_INDEX:
    case CATALOG_SEQUENCE:
    case CATALOG_TRIGGER:
    case CATALOG_SCHEMA:
    case CATALOG_NOTHING:
    case CATALOG_ANYTHING: break;
    }
    return USES_RELATION;
}

struct catalog_uses catalog_uses_of(struct arena *arena, const struct catalog *catalog,
                                    const struct catalog_object *object)
{
    struct output prefix = { .arena = arena };
    add_used(&prefix, catalog->engine, class_of(object->kind), object->name);
    return find_uses(arena, catalog, output_get(&prefix));
}

struct catalog_uses uses_of_thing(const struct applier *applier,
                                  const struct catalog_object *object)
{
    return uses_of(applier, class_of(object->kind), object->name);
}

// ---- what an object uses

static void change(struct applier *applier, enum uses_class class, struct sql_name used,
                   struct catalog_use use, bool is_added)
{
    if (is_added)
        uses_add(applier, class, used, use);
    else
        uses_remove(applier, class, used, use);
}

static struct catalog_use use_by(const struct catalog_object *by, enum catalog_use_part part,
                                 struct str name)
{
    return (struct catalog_use){ by->kind, by->name, part, name };
}

// The text between the quotes of nextval('…'); no data where there is none.
static struct str sequence_named(const struct applier *applier,
                                 const struct sql_expression *fallback)
{
    if (!fallback->text.data
        || str_find_ignoring_case(fallback->text, STR("nextval"), 0) == STR_NOT_FOUND)
        return STR_NONE;
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = fallback->text });
    for (uint32_t i = 0; i < tokens->count; i++)
        if (tokens->items[i].kind == SQL_TOKEN_STRING)
            return sql_token_string(&tokens->items[i]);
    return STR_NONE;
}

static struct sql_name split_name(const struct applier *applier, struct str text)
{
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = text });
    const struct sql_names *names =
        sql_names_in(applier->arena, applier->catalog->engine, tokens, 0, tokens->count);
    return names ? names->items[0] : (struct sql_name){ STR_NONE, STR_NONE };
}

void uses_of_column(struct applier *applier, const struct catalog_object *table,
                    const struct catalog_column *column, bool is_added)
{
    const struct sql_column *definition = &column->definition;
    struct sql_name type = { definition->type.schema, definition->type.name };
    struct catalog_found found = { 0 };
    if (is_postgresql(applier) && type.name.length)
        found = catalog_find_type(applier->arena, applier->catalog, type);
    if (found.object)
        change(applier, USES_TYPE, found.object->name,
               use_by(table, CATALOG_USE_COLUMN, definition->name), is_added);
    struct str sequence = sequence_named(applier, &definition->fallback);
    if (!sequence.data)
        return;
    found = applier_find(applier, split_name(applier, sequence));
    if (found.object)
        change(applier, USES_RELATION, found.object->name,
               use_by(table, CATALOG_USE_DEFAULT, definition->name), is_added);
}

void uses_of_constraint(struct applier *applier, const struct catalog_object *table,
                        const struct catalog_constraint *constraint, bool is_added)
{
    struct catalog_use use = use_by(table, CATALOG_USE_CONSTRAINT, constraint->definition.name);
    if (constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
        change(applier, USES_RELATION, constraint->definition.other, use, is_added);
    if (!is_sqlite(applier))
        change(applier, USES_CONSTRAINT,
               (struct sql_name){ table->name.schema, constraint->definition.name }, use, is_added);
}

void uses_of_trigger(struct applier *applier, const struct catalog_object *table,
                     const struct catalog_trigger *trigger, bool is_added)
{
    if (sql_name_is_set(trigger->definition.routine))
        change(applier, USES_ROUTINE, trigger->definition.routine,
               use_by(table, CATALOG_USE_TRIGGER, trigger->name), is_added);
}

static void uses_of_table(struct applier *applier, const struct catalog_object *object,
                          bool is_added)
{
    const struct catalog_table *table = object->table;
    struct map_walk columns = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&columns)))
        uses_of_column(applier, object, column, is_added);
    struct map_walk constraints = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints)))
        uses_of_constraint(applier, object, constraint, is_added);
    for (size_t i = 0; table->parents && i < table->parents->count; i++)
        change(applier, USES_RELATION, table->parents->items[i],
               use_by(object, CATALOG_USE_PARENT, STR_NONE), is_added);
}

void uses_of_object(struct applier *applier, const struct catalog_object *object, bool is_added)
{
    struct catalog_use whole = use_by(object, CATALOG_USE_WHOLE, STR_NONE);
    struct map_walk triggers = map_walk(catalog_triggers_of(object));
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&triggers)))
        uses_of_trigger(applier, object, trigger, is_added);
    if (object->kind == CATALOG_TABLE)
        uses_of_table(applier, object, is_added);
    if (object->kind == CATALOG_VIEW && object->view->reads)
        for (size_t i = 0; i < object->view->reads->count; i++)
            change(applier, USES_RELATION, object->view->reads->items[i], whole, is_added);
    if (object->kind == CATALOG_SEQUENCE && sql_name_is_set(object->sequence->definition.owner))
        change(applier, USES_RELATION, object->sequence->definition.owner, whole, is_added);
    if (object->kind == CATALOG_DOMAIN) {
        const struct sql_type *type = &object->domain->definition.type;
        struct catalog_found found = catalog_find_type(
            applier->arena, applier->catalog, (struct sql_name){ type->schema, type->name });
        if (found.object)
            change(applier, USES_TYPE, found.object->name, whole, is_added);
    }
}
